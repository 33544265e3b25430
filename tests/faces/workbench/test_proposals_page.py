"""Proposals of a run at the workbench: narrowed, out, on paper, answered one by one or at once."""

from pathlib import Path
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.audit.models import Event
from chunfeng.stages.docking.models import Proposal
from chunfeng.stages.docking.verdicts import FACTS, REASONS
from chunfeng.stages.people.sheets import PEOPLE
from tests.faces.workbench.desk import Desk, Page
from tests.faces.workbench.docking_desk import Docked, docked


@pytest.fixture
def made(desk: Desk, keys: Any, tmp_path: Path) -> Docked:
    return docked(desk, keys, tmp_path)


def names(page: Page) -> list[str]:
    return [a.get_text() for a in page.soup.select("a.table-name")]


def kept(made: Docked, row: Proposal) -> Proposal:
    with entered(made.desk.county.context):
        return Proposal.objects.get(id=row.id)


def test_the_list_is_narrowed_and_sorted_by_its_address(made: Docked) -> None:
    rows, address = made.proposals(), f"{made.address}/proposals"
    first = rows[0]
    town = first.region // 1000 * 1000
    for query, fits in (
        ("", lambda row: True),
        (f"region={town:012d}", lambda row: row.region // 1000 == town // 1000),
        (f"channel={first.channel}", lambda row: row.channel == first.channel),
        (f"tier={first.tier}", lambda row: row.tier == first.tier),
        (f"vacancy={first.vacancy}", lambda row: row.vacancy == first.vacancy),
        ("verdict=none", lambda row: True),
        ("verdict=offer", lambda row: False),
        ("channel=nonsense&tier=99&vacancy=x&sort=x", lambda row: True),
    ):
        expected = [row.person.name for row in rows if fits(row)]
        assert names(made.desk.page(f"{address}?{query}")) == expected, query
    by_score = [row.person.name for row in sorted(rows, key=lambda row: (-row.score, -row.number))]
    assert names(made.desk.page(f"{address}?sort=-score")) == by_score


def test_the_list_takes_as_many_statements_for_many_as_for_few(made: Docked) -> None:
    address = f"{made.address}/proposals"
    one = made.desk.statements(f"{address}?vacancy={made.proposals()[0].vacancy}")
    assert made.desk.statements(address) <= one


def test_the_list_leaves_as_a_file_and_on_paper_and_the_log_knows(
    made: Docked, unwalled: Any
) -> None:
    desk, address = made.desk, f"{made.address}/proposals"
    answer = desk.county.client.get(f"{address}?as=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(made.proposals())
    assert desk.county.client.get(f"{address}?as=xlsx").content[:2] == b"PK"
    sheet = desk.page(f"{address}/sheet")
    for row in made.proposals():
        assert row.person.name in sheet.main
    with unwalled():
        assert Event.objects.filter(kind="export.fetched").count() == 3
    assert "as=xlsx" not in str(desk.page(address, desk.village).soup)
    desk.page(f"{address}/sheet", desk.village, status=403)


def test_picked_proposals_are_to_be_offered_at_once(made: Docked) -> None:
    desk, rows = made.desk, made.proposals()
    sent = {"person": [str(row.person_id) for row in rows[:3]], "back": "verdict=none"}
    answer = desk.send(f"{made.address}/proposals/picked", sent)
    assert answer.to == f"{made.address}/proposals?verdict=none"
    assert [row.verdict for row in made.proposals()][:4] == ["offer"] * 3 + [""]
    desk.send(f"{made.card(rows[3])}", {"verdict": "not_now", "reason-not_now": "ill"})
    sent["person"] = [str(row.person_id) for row in rows[2:5]]
    desk.send(f"{made.address}/proposals/picked", sent)
    said = desk.page("/docking").soup.select_one(".notice-warn")
    assert "1 条已标为拟推荐；2 条此前已有答复" in said.text
    assert kept(made, rows[3]).verdict == "not_now", "an answer given stays"


def test_the_card_gives_reasons_that_add_up_and_other_options(made: Docked) -> None:
    row = next(row for row in made.proposals() if row.options)
    page = made.desk.page(made.card(row))
    shown = [int(one.get_text().rstrip("%")) for one in page.soup.select(".reasons .figure")]
    assert abs(sum(shown) - 100) <= len(shown)
    assert len(page.soup.select("#options li")) == len(row.options)
    other = made.left(why="no_option")[0]
    page = made.desk.page(made.card(other))
    assert "没有合适岗位" in page.main
    assert page.soup.select_one("#answer") is None


def test_an_answer_needs_a_reason_of_the_short_list(made: Docked) -> None:
    desk, row = made.desk, made.proposals()[0]
    address = made.card(row)
    page = desk.send(address, {"verdict": "other_option"}, status=422)
    assert page.soup.select_one("details[open] .error") is not None
    desk.send(address, {"verdict": "nonsense"}, status=404)
    own = {"verdict": "other_option", "reason-other_option": "other"}
    desk.send(address, own, status=422)
    desk.send(address, own | {"words-other_option": "想等弟弟一起"})
    assert kept(made, row).verdict_reason == "想等弟弟一起"
    assert desk.send(address, {"verdict": "other_option", "reason-other_option": "pay"}).to
    assert "工资太低" in desk.page(f"{made.address}/proposals").main
    assert kept(made, row).verdict_reason == "pay", "a code, so that it can be counted"
    assert kept(made, row).verdict_by == desk.county.user.id


def test_to_be_offered_leads_to_the_next_without_an_answer(made: Docked) -> None:
    rows = made.proposals()
    answer = made.desk.send(made.card(rows[0]), {"verdict": "offer", "next": "1"})
    assert answer.to == made.card(rows[1])


def test_a_wrong_fact_leads_to_where_it_is_mended(made: Docked) -> None:
    desk, rows = made.desk, made.proposals()
    for row, reason, where in (
        (rows[0], "care", f"/people/{rows[0].person_id}/edit/care"),
        (rows[1], "status", f"/people/{rows[1].person_id}#spells"),
        (rows[2], "vacancy", f"/vacancies/{rows[2].vacancy}"),
    ):
        sent = {"verdict": "wrong_fact", "reason-wrong_fact": reason}
        answer = desk.send(made.card(row), sent)
        assert answer.to == where
        assert desk.page(answer.to.partition("#")[0])
    assert desk.county.client.get(f"/people/{rows[0].person_id}/edit/birth_date").status_code == 200


def test_every_fact_of_the_short_list_has_its_page(made: Docked) -> None:
    person = made.proposals()[0].person_id
    assert set(FACTS) <= {column.field for column in PEOPLE}
    for fact in FACTS:
        made.desk.page(f"/people/{person}/edit/{fact}")
    assert all(len(reasons) <= 22 for reasons in REASONS.values())


def test_nobody_answers_for_people_of_another_county(made: Docked) -> None:
    row = made.proposals()[0]
    made.desk.send(made.card(row), {"verdict": "offer"}, by=made.desk.neighbour, status=404)
    assert kept(made, row).verdict == ""
