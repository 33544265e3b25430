"""Docking runs at the workbench: asked for, watched, stopped; what came out of them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chunfeng.foundation.access import Role, entered
from chunfeng.foundation.places.current import places
from chunfeng.stages.docking import lists
from chunfeng.stages.docking.models import DockingRun, Left, Proposal, Unfilled
from chunfeng.stages.vacancies import operations as vacancies
from tests.cast import NOW, PINGLI
from tests.faces.workbench.desk import Desk, Page
from tests.faces.workbench.docking_desk import Docked, again, asked, docked, worked

FORM = {"region": f"{PINGLI:012d}", "on": "2026-11-23", "how": "fast"}


@pytest.fixture
def made(desk: Desk, keys: Any, tmp_path: Path) -> Docked:
    return docked(desk, keys, tmp_path)


def progress(page: Page, run: DockingRun) -> str:
    """The progress row, but for the token of its form."""
    row = page.soup.select_one(f"#progress-{run.id}")
    assert row is not None
    for token in row.select("[name=csrfmiddlewaretoken]"):
        token.decompose()
    return str(row)


def latest(desk: Desk) -> DockingRun:
    with entered(desk.county.context):
        return DockingRun.objects.order_by("-asked_at").first()  # type: ignore[return-value]


def test_without_a_run_the_page_says_what_to_do_first(desk: Desk) -> None:
    page = desk.page("/docking")
    assert "还没有做过对接" in page.main
    assert "/docking/new" in page.links("/docking/new")
    assert not desk.page("/docking", desk.village).links("/docking/new")
    desk.page("/docking/new", desk.village, status=403)


def test_a_run_is_asked_for_over_a_region_on_a_day(desk: Desk) -> None:
    town = places().children(PINGLI)[0]
    page = desk.page("/docking/new")
    assert "全国默认参数 2026" in page.main
    answer = desk.send("/docking/new", FORM | {"region": f"{town.code:012d}", "how": "exact"})
    run = latest(desk)
    assert answer.to == f"/docking/{run.id}"
    assert (run.region, run.exact, run.on.isoformat()) == (town.code, True, "2026-11-23")
    assert run.by == desk.county.user.id


@pytest.mark.parametrize("wrong", [{"on": "someday"}, {"region": "610922000000"}, {"how": "never"}])
def test_what_cannot_be_docked_is_said_and_what_was_typed_stays(
    desk: Desk, wrong: dict[str, str]
) -> None:
    page = desk.send("/docking/new", FORM | wrong, status=422)
    assert page.soup.select_one(".error") is not None
    on = page.soup.select_one("[name=on]")
    assert on is not None
    assert on["value"] == (FORM | wrong)["on"]


def test_a_run_under_way_shows_how_far_it_is_and_is_stopped(desk: Desk) -> None:
    run = asked(desk)
    address = f"/docking/{run.id}"
    for page in (desk.page(address), desk.page("/docking")):
        row = page.soup.select_one(f"#progress-{run.id}")
        assert row is not None
        assert row["hx-get"] == f"{address}/progress"
    part = progress(desk.page(f"{address}/progress"), run)
    assert part == progress(desk.page(address), run)
    desk.send(f"{address}/cancel", by=desk.village, status=403)
    assert desk.send(f"{address}/cancel").to == address
    page = desk.page(address)
    assert "已取消" in page.main
    assert page.soup.select_one(".progress") is None
    assert desk.county.client.get(f"{address}/progress")["HX-Redirect"] == address
    desk.page(f"{address}/proposals", status=404)


def test_a_run_says_what_came_out_and_every_figure_opens_its_list(made: Docked) -> None:
    desk, run = made.desk, made.run
    page = desk.page(made.address)
    placed, left = made.proposals(), made.left()
    assert f"{run.people} 人中" in page.main
    assert f"已对接 {run.placed} 人" in page.main
    for card in page.soup.select("a.figure-card"):
        opened = desk.page(str(card["href"]))
        shown = opened.soup.select("tbody tr")
        assert len(shown) == int(card.find("b").get_text())
    rows = page.soup.select("#towns tbody tr")
    numbers = [[int(cell.get_text()) for cell in row.select(".number")] for row in rows]
    assert sum(row[0] for row in numbers) == len(placed) + len(left)
    assert sum(row[1] for row in numbers) == len(placed)
    assert all(row[0] == sum(row[1:]) for row in numbers)
    tiers = page.soup.select("#tiers tbody tr")
    assert sum(int(row.select(".number")[1].get_text()) for row in tiers) == run.placed


def test_the_band_and_its_table_carry_the_same_people(made: Docked) -> None:
    page = made.desk.page(made.address)
    cells = page.soup.select("#flow tbody td.number")
    assert sum(int(cell.get_text()) for cell in cells) == made.run.placed
    assert len(page.soup.select(".flow path")) == sum(cell.a is not None for cell in cells)


def test_a_run_belongs_to_its_region(made: Docked) -> None:
    desk = made.desk
    desk.page(made.address, desk.neighbour, status=404)
    town = made.proposals()[0].region // 1000 * 1000
    officer = desk.world.officer(Role.TOWNSHIP, town)
    page = desk.page(made.address, officer)
    assert "下面的名单只有本辖区人员" in page.main
    names = {row.person.name for row in made.proposals() if town <= row.region < town + 1000}
    listed = desk.page(f"{made.address}/proposals", officer)
    assert {a.get_text() for a in listed.soup.select("a.table-name")} == names
    assert desk.page("/docking", officer).links(made.address)


def test_runs_bring_no_statement_of_their_own(made: Docked) -> None:
    few = made.desk.statements("/docking")
    again(made.desk)
    asked(made.desk)
    assert made.desk.statements("/docking") <= few + 1  # of those under way, at once


def test_the_list_of_runs_is_a_file_too(made: Docked) -> None:
    answer = made.desk.county.client.get("/docking?as=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert str(made.run.placed) in lines[1]


def test_people_without_a_place_stand_by_what_would_help(made: Docked) -> None:
    desk = made.desk
    page = desk.page(f"{made.address}/left")
    groups = page.soup.select("main .columns a")
    assert sum(int(a.find_next("span").get_text()) for a in groups) == len(made.left())
    for a in groups:
        opened = desk.page(f"{made.address}/left{a['href']}")
        assert f"{a.find_next('span').get_text()} 人" in opened.main
    with entered(desk.county.context):
        found = lists.left_groups(made.run.id, lists.LeftFilters())
    assert not {one.help for one in found if one.why == "over_asked"} - {"seats"}


def test_seats_left_say_why_and_lead_to_the_vacancy(made: Docked) -> None:
    page = made.desk.page(f"{made.address}/seats")
    assert page.links("/vacancies/")
    first = made.desk.county.client.get(f"{made.address}/seats?as=xlsx")
    assert first.content[:2] == b"PK"


def test_what_helps_most_is_listed_with_what_it_brings(made: Docked) -> None:
    rows = made.desk.page(f"{made.address}/levers").soup.select("tbody tr")
    with entered(made.desk.county.context):
        kept = DockingRun.objects.get(id=made.run.id).levers
    assert len(rows) == len(kept)
    assert [row.select(".number")[0].get_text() for row in rows] == [
        f"+{one['people']}" for one in kept
    ]


def test_two_runs_say_who_moved_and_why(made: Docked) -> None:
    desk = made.desk
    assert "没有更早的对接可比" in desk.page(f"{made.address}/compare").main
    closed = made.proposals()[0]
    with entered(desk.county.context):
        vacancies.close(closed.vacancy, by=desk.county.context, at=NOW)
    run = asked(desk)
    worked(desk, run.id, minutes=5)
    page = desk.page(f"/docking/{run.id}/compare")
    assert closed.person.name in page.main
    assert "原岗位已不再招人" in page.main
    gone = desk.page(f"/docking/{run.id}/compare?change=gone")
    assert {row.select_one(".tag").get_text() for row in gone.soup.select("tbody tr")} <= {
        "不再对接"
    }
    same = desk.page(f"/docking/{run.id}/compare?with={run.id}")
    assert same.main == page.main, "a run is not compared with itself"
    answer = desk.county.client.get(f"/docking/{run.id}/compare?as=xlsx")
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("part", ["left", "seats"])
def test_what_is_left_takes_as_many_statements_for_many_as_for_few(
    made: Docked, part: str, unwalled: Any
) -> None:
    address = f"{made.address}/{part}"
    lines, many = listed(made.desk, address), made.desk.statements(address)
    with unwalled():
        for rows in (Left.objects.exclude(nearest=None), Unfilled.objects.all()):
            kept = rows.order_by("number").values("id")[:1]
            rows.model.objects.exclude(id__in=kept).delete()
    assert listed(made.desk, address) == 1 < lines
    assert made.desk.statements(address) >= many


def test_a_comparison_takes_as_many_statements_for_many_as_for_few(
    made: Docked, unwalled: Any
) -> None:
    desk = made.desk
    with entered(desk.county.context):
        for vacancy in {row.vacancy for row in made.proposals()[:12]}:
            vacancies.close(vacancy, by=desk.county.context, at=NOW)
    run = asked(desk)
    worked(desk, run.id, minutes=5)
    address = f"/docking/{run.id}/compare"
    person = desk.page(address).links(f"/docking/{run.id}/people/")[0].rpartition("/")[2]
    lines, many = listed(desk, address), desk.statements(address)
    with unwalled():
        for model in (Proposal, Left):
            model.objects.exclude(person=person).delete()
    assert listed(desk, address) == 1 < lines
    assert desk.statements(address) >= many


def listed(desk: Desk, address: str) -> int:
    """How many lines a list has."""
    return len(desk.page(address).soup.select("main table.table-cards tbody tr"))


def test_today_leads_to_the_proposals_that_wait(made: Docked) -> None:
    page = made.desk.page("/")
    (link,) = page.links(f"{made.address}/proposals")
    waits = sum(not row.verdict for row in made.proposals())
    assert f"{waits} 条对接待答复" in page.main
    assert f"{waits} 条对接" in made.desk.page(link).main


def test_the_person_s_page_says_what_docking_proposed_last(made: Docked) -> None:
    desk, row, other = made.desk, made.proposals()[0], made.left()[0]
    for line in (row, other):
        page = desk.page(f"/people/{line.person_id}")
        assert page.soup.select_one("#docked") is not None
        assert made.card(line) in page.links(made.card(line))
    assert "最近一次对接结果" not in desk.page(f"/people/{desk.enrol()}").main


def test_a_finished_run_is_older_than_a_later_one(made: Docked) -> None:
    run = asked(made.desk)
    later = worked(made.desk, run.id, minutes=9)
    assert later.finished_at == NOW + timedelta(minutes=9)
    with entered(made.desk.county.context):
        found = lists.latest_done()
    assert found is not None
    assert found.id == later.id
