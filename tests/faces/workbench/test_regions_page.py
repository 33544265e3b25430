"""Regions change: renamed, begun, closed; people of a closed one go over to its successor."""

from datetime import timedelta

import croniter
import numpy as np
import pytest
import time_machine
from procrastinate.contrib.django import app

from chunfeng.config import tasks
from chunfeng.foundation.access import Role, entered
from chunfeng.foundation.places.current import places, refresh
from chunfeng.foundation.places.points import inside
from chunfeng.foundation.places.queries import changes
from chunfeng.stages.people.queries import Filters, page
from tests.cast import NOW, PINGLI, TODAY
from tests.faces.workbench.desk import VILLAGE, Desk

OTHER = VILLAGE + 200  # another village of the same town
TOWN = PINGLI + 100_000


def address(region: int, act: str) -> str:
    return f"/regions/{region:012d}/{act}"


def living_in(desk: Desk, region: int) -> int:
    with entered(desk.county.context):
        return page(Filters(region=(region, region)), on=TODAY, keys=desk.world.keys)[1]


@pytest.fixture
def names(desk: Desk) -> dict[int, str]:
    refresh()
    return {code: places().get(code).name for code in (VILLAGE, OTHER, TOWN)}


@pytest.mark.usefixtures("names")
def test_a_region_bears_its_new_name_from_its_day_on(desk: Desk) -> None:
    form = desk.page(address(VILLAGE, "rename"))
    desk.send(form.answer.request["PATH_INFO"], form.form() | {"name": "春风新村"})
    assert "春风新村" in desk.page(f"/regions?code={TOWN:012d}").main
    tomorrow = (TODAY + timedelta(1)).isoformat()
    desk.send(address(OTHER, "rename"), {"name": "明天村", "since": tomorrow})
    listed = desk.page(f"/regions?code={TOWN:012d}").soup.select("main table")[0].get_text()
    assert "明天村" not in listed
    assert "明天村" in desk.page(f"/regions?code={TOWN:012d}").main


def test_a_new_village_takes_the_next_free_code_and_can_be_written_into_a_person(
    desk: Desk,
) -> None:
    form = desk.page(address(TOWN, "add"))
    sent = form.form() | {"name": "新安社区"}
    desk.send(address(TOWN, "add"), sent)
    code = int(str(sent["code"]))
    refresh()
    assert code in {place.code for place in places().children(TOWN)}
    desk.enrol(home=code)
    assert living_in(desk, code) == 1


@pytest.mark.parametrize("code", ["1", "610922100001", "x" * 12, ""])
def test_a_code_outside_the_region_is_said_at_its_field(desk: Desk, code: str) -> None:
    sent = {"name": "新安社区", "code": code, "since": TODAY.isoformat()}
    page = desk.send(address(TOWN, "add"), sent, status=422)
    assert page.soup.select("#error_code")
    assert page.soup.select_one("input[name=name]")["value"] == "新安社区"  # type: ignore[index]


def test_people_of_a_closed_village_go_over_to_the_one_in_its_place(
    desk: Desk, names: dict[int, str]
) -> None:
    person = desk.enrol()
    closing = desk.page(address(VILLAGE, "close"))
    assert "1" in closing.main
    desk.send(address(VILLAGE, "close"), {"into": names[OTHER], "since": TODAY.isoformat()})
    assert living_in(desk, OTHER) == 0
    tasks.follow_regions(NOW)  # what the worker does at once, and each midnight
    assert living_in(desk, OTHER) == 1
    assert desk.facts(person).region == OTHER
    assert "区划调整" in desk.page(f"/households/{desk.facts(person).household}").main
    tasks.follow_regions(NOW)
    assert living_in(desk, OTHER) == 1


def test_nobody_moves_before_the_day(desk: Desk, names: dict[int, str]) -> None:
    desk.enrol()
    day = TODAY + timedelta(3)
    desk.send(address(VILLAGE, "close"), {"into": names[OTHER], "since": day.isoformat()})
    tasks.follow_regions(NOW)
    assert living_in(desk, VILLAGE) == 1
    with time_machine.travel(NOW + timedelta(3)):
        tasks.follow_regions(NOW + timedelta(3))
    assert living_in(desk, OTHER) == 1


def test_where_people_live_something_must_take_the_place(desk: Desk) -> None:
    desk.enrol()
    sent = {"into": "", "since": TODAY.isoformat()}
    assert desk.send(address(VILLAGE, "close"), sent, status=422).soup.select("#error_into")
    desk.send(address(OTHER, "close"), sent)
    refresh()
    assert OTHER not in {place.code for place in places().children(TOWN)}


@pytest.mark.parametrize("since", ["", "soon", "2026-13-01"])
def test_a_day_that_is_none_is_said_at_its_field(desk: Desk, since: str) -> None:
    page = desk.send(address(OTHER, "close"), {"into": "", "since": since}, status=422)
    assert page.soup.select("#error_since")


def test_what_cannot_close_says_why(desk: Desk, names: dict[int, str]) -> None:
    day = {"since": TODAY.isoformat()}
    for region, into, why in (
        (TOWN, "", "其下"),
        (PINGLI, "", "自己任职"),
        (VILLAGE, names[VILLAGE], "自己"),
        (VILLAGE, "长安镇", "并入"),
    ):
        page = desk.send(address(region, "close"), day | {"into": into}, status=422)
        assert why in page.main, (region, into)


def test_a_village_closed_by_mistake_stands_again(desk: Desk) -> None:
    desk.send(address(OTHER, "close"), {"into": "", "since": TODAY.isoformat()})
    shown = desk.page(f"/regions?code={TOWN:012d}")
    (form,) = shown.soup.select("form[action$=reopen]")
    with time_machine.travel(NOW + timedelta(minutes=1)):
        desk.send(str(form["action"]))
    refresh()
    assert OTHER in {place.code for place in places().children(TOWN)}
    assert not desk.page(f"/regions?code={TOWN:012d}").soup.select("form[action$=reopen]")


@pytest.mark.parametrize("act", ["rename", "add", "close", "reopen"])
def test_only_the_county_changes_its_regions(desk: Desk, act: str) -> None:
    sent = {"name": "新村", "since": TODAY.isoformat(), "code": f"{TOWN + 999:012d}"}
    desk.send(address(VILLAGE, act), sent, by=desk.township, status=403)
    shown = desk.world.officer(Role.AUDITOR, PINGLI)
    desk.send(address(VILLAGE, act), sent, by=shown, status=403)
    status = 302 if act == "reopen" else 404
    desk.send(address(VILLAGE, act), sent, by=desk.neighbour, status=status)
    with entered(desk.county.context):
        assert changes(PINGLI, PINGLI + 999_999) == []


@pytest.mark.parametrize(
    ("region", "drawn"), [(610926100001, 1), (PINGLI, 1), (610900 * 10**6, 10), (61 * 10**10, 10)]
)
def test_the_map_shows_the_outlines_that_a_region_has(desk: Desk, region: int, drawn: int) -> None:
    answer = desk.page(f"/regions/{region:012d}/outlines").answer
    found = answer.json()["features"]
    assert len(found) == drawn
    lon, lat = places().get(region).lon, places().get(region).lat
    rings = [np.array(ring) for one in found for part in one["geometry"]["coordinates"]
             for ring in part]  # fmt: skip
    assert inside(rings, (lon, lat))


def test_the_map_fills_the_fields_of_the_point(desk: Desk) -> None:
    page = desk.page(f"/regions?code={VILLAGE:012d}")
    (drawn,) = page.soup.select(".map")
    assert [page.soup.select_one(f"input#{one}") for one in str(drawn["data-into"]).split()]
    assert "data-into" not in desk.page(f"/regions?code={61 * 10**10}").soup.select(".map")[0].attrs


def test_the_clocks_work_is_done_while_china_sleeps() -> None:
    nightly = {
        name: periodic.cron
        for (name, _), periodic in app.periodic_registry.periodic_tasks.items()
        if periodic.cron.split()[1] != "*"
    }
    assert {"people.follow", "nightly.doubts", "people.forget"} <= set(nightly)
    for name, cron in nightly.items():
        due = croniter.croniter(cron, 0.0).get_next(float)
        assert 0 <= (due / 3600 + 8) % 24 < 6, name
