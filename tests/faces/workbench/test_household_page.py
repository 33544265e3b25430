"""One household: its members in a row, and what happens to families."""

from datetime import date
from uuid import UUID

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.people import queries
from tests.cast import PINGLI, TODAY
from tests.faces.workbench.desk import Desk


@pytest.fixture
def family(desk: Desk) -> dict[str, UUID]:
    """A head, a spouse, a child, a parent."""
    return {
        "head": desk.enrol(sex="male", birth_date=date(1975, 1, 1), status="employed"),
        "spouse": desk.enrol(name="李秋", relation="spouse", birth_date=date(1978, 1, 1),
                             care=("elder",)),
        "child": desk.enrol(name="王一一", relation="child", birth_date=date(2010, 1, 1),
                            in_school=True, work_capacity=None, willing=None),
        "parent": desk.enrol(name="王老", relation="parent", birth_date=date(1945, 1, 1),
                             work_capacity="lost", willing=None),
    }  # fmt: skip


def home_of(desk: Desk, person: UUID) -> UUID:
    return desk.facts(person).household


def home(desk: Desk, household: UUID) -> queries.Home:
    with entered(desk.county.context):
        found = queries.household(household, on=TODAY)
    assert found
    return found


def relations(desk: Desk, household: UUID) -> dict[str, str]:
    return {line.name: line.relation for line in home(desk, household).members}


def test_the_page_counts_who_can_work_who_does_who_cares_and_who_studies(
    desk: Desk, family: dict[str, UUID]
) -> None:
    page = desk.page(f"/households/{home_of(desk, family['head'])}")
    figures = [card.find("b").get_text() for card in page.soup.select(".figure-card")]
    assert figures == ["4", "2", "1", "1", "1"]
    assert "王老" in page.main


def test_a_household_of_another_region_is_not_found(desk: Desk, family: dict[str, UUID]) -> None:
    address = f"/households/{home_of(desk, family['head'])}"
    for page in ("", "/relations", "/split", "/merge", "/move", "/edit"):
        desk.page(address + page, by=desk.neighbour, status=404)


def test_another_head_is_suggested_with_everybodys_new_relation(
    desk: Desk, family: dict[str, UUID]
) -> None:
    address = f"/households/{home_of(desk, family['head'])}/relations?head={family['spouse']}"
    form = desk.page(address).form()
    assert form[f"relation_{family['head']}"] == "spouse"
    assert form[f"relation_{family['parent']}"] == "parent_in_law"
    desk.send(address, form, status=422)
    desk.send(address, form | {"reason": "户主外出务工"})
    assert relations(desk, home_of(desk, family["head"]))["李秋"] == "head"


def test_two_heads_are_refused_and_nothing_chosen_is_lost(
    desk: Desk, family: dict[str, UUID]
) -> None:
    address = f"/households/{home_of(desk, family['head'])}/relations"
    form = desk.page(address).form() | {f"relation_{family['child']}": "head", "reason": "?"}
    page = desk.send(address, form, status=422)
    assert page.form()[f"relation_{family['child']}"] == "head"


def test_a_household_splits_with_relations_suggested_on_both_sides(
    desk: Desk, family: dict[str, UUID]
) -> None:
    old = home_of(desk, family["head"])
    address = f"/households/{old}/split"
    assert "who" in desk.page(address).main or desk.page(address).soup.select("[name=who]")
    desk.page(f"{address}?who=", status=422)
    step = f"{address}?who={family['head']}&who={family['child']}"
    form = desk.page(step).form()
    assert form[f"relation_{family['spouse']}"] == "head"
    desk.send(step, form | {"number": "H1"}, status=422)
    desk.send(step, form | {"number": "H2", "reason": "分户"})
    new = home_of(desk, family["head"])
    assert new != old
    assert home(desk, new).number == "H2"
    assert home_of(desk, family["child"]) == new
    assert relations(desk, old)["李秋"] == "head"


def test_two_households_become_one(desk: Desk, family: dict[str, UUID]) -> None:
    old = home_of(desk, family["head"])
    alone = desk.enrol(name="王二", household_no="H5", relation="head", birth_date=date(1999, 1, 1))
    address = f"/households/{home_of(desk, alone)}/merge"
    desk.send(address, {"number": "H404", "link": "child"}, status=422)
    form = desk.send(address, {"number": "H1", "link": "child"}, status=200).form()
    assert form[f"relation_{alone}"] == "child"
    desk.send(address, form | {"sure": "1"}, status=422)
    desk.send(address, form | {"sure": "1", "reason": "合户"})
    assert home_of(desk, alone) == old


def test_a_household_moves_within_the_region_only(desk: Desk, family: dict[str, UUID]) -> None:
    address = f"/households/{home_of(desk, family['head'])}/move"
    desk.send(address, {"home": "陕西省安康市石泉县城关镇", "reason": "搬迁"}, status=422)
    desk.send(address, {"home": f"{PINGLI + 100_002}"}, status=422)
    desk.send(address, {"home": f"{PINGLI + 100_002}", "reason": "搬迁"})
    assert desk.facts(family["child"]).region == PINGLI + 100_002


def test_what_is_known_of_the_household_is_changed_with_a_reason(
    desk: Desk, family: dict[str, UUID]
) -> None:
    household = home_of(desk, family["head"])
    address = f"/households/{household}/edit"
    form = desk.page(address).form() | {"categories": ["exited", "relocated"], "lon": "109.3"}
    desk.send(address, form, status=422)
    desk.send(address, form | {"reason": "年度核查"})
    assert home(desk, household).categories == ["exited", "relocated"]


def test_a_households_number_is_not_taken_twice(desk: Desk, family: dict[str, UUID]) -> None:
    desk.enrol(name="王二", household_no="H5", relation="head")
    address = f"/households/{home_of(desk, family['head'])}/edit"
    form = desk.page(address).form() | {"household_no": "H5", "reason": "?"}
    desk.send(address, form, status=422)


def test_the_page_takes_as_many_statements_for_eight_members_as_for_one(desk: Desk) -> None:
    address = f"/households/{home_of(desk, desk.enrol())}"
    few = desk.statements(address)
    for number in range(7):
        desk.enrol(name=f"王{'一二三四五六七'[number]}", relation="child")
    assert desk.statements(address) <= few + 1  # names of those who changed it are asked once
