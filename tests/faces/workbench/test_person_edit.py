"""Changing what is known: read like a ledger's cell, never lost, never overwritten unseen."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.audit.queries import timeline
from chunfeng.stages.people import operations
from tests.cast import NOW, PINGLI
from tests.faces.workbench.desk import Desk, Page
from tests.stages.people.imports import id_number


def edited(desk: Desk, person: UUID, what: str, status: int = 302, **typed: Any) -> Page:
    address = f"/people/{person}/edit/{what}"
    return desk.send(address, desk.page(address).form() | typed, status=status)


def changed_by_another(desk: Desk, person: UUID, **values: Any) -> None:
    by = desk.second.context
    with entered(by):
        seen = desk.facts(person).version
        operations.correct(person, values, seen=seen, keys=desk.world.keys, by=by, at=NOW)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("pay_min", "2300元", 2300),
        ("pay_min", "面议", None),
        ("commute_km", "5公里", 5),
        ("hours_window", "8:30-16:30", [510, 990]),
        ("available_from", "2026年12月1日", date(2026, 12, 1)),
        ("skills", "缝纫工、绣花", "two"),
        ("wish_places", "陕西省安康市", [610900000000]),
        ("certificates", "电工证、焊工证", ["电工证", "焊工证"]),
        ("education", "junior", "junior"),
        ("care", ["elder", "school_child"], ["school_child", "elder"]),
        ("busy_months", ["4", "10"], [4, 10]),
        ("putonghua", "yes", True),
    ],
)
def test_a_field_is_read_as_a_ledgers_cell_would_be(
    desk: Desk, field: str, typed: Any, value: Any
) -> None:
    person = desk.enrol()
    page = edited(desk, person, field, 422 if value is None else 302, **{field: typed})
    if value is None:
        assert page.form()[field] == typed
        assert page.soup.select(f"#error_{field}")
    elif value == "two":
        assert len(desk.facts(person).values[field]) == 2
    else:
        assert desk.facts(person).values[field] == value


def test_a_page_sent_as_it_stands_changes_nothing(desk: Desk) -> None:
    person = desk.enrol(
        skills=None, hours_window=(510, 990), busy_months=(4,), care=("elder",), pay_min=2300.0,
        residence=PINGLI + 100_002, available_from=date(2026, 12, 1), phone="15400000001",
    )  # fmt: skip
    before = desk.facts(person)
    for group in ("identity", "capacity", "ties", "skills", "wishes", "record"):
        address = f"/people/{person}/edit/{group}"
        desk.send(address, desk.page(address).form())
    assert desk.facts(person) == before


def test_several_fields_of_a_group_are_changed_at_once(desk: Desk) -> None:
    person = desk.enrol()
    edited(desk, person, "wishes", pay_min="2500", wish_reach=["county"])
    values = desk.facts(person).values
    assert (values["pay_min"], values["wish_reach"]) == (2500, ["county"])


def test_the_page_of_what_is_missing_asks_for_just_that(desk: Desk) -> None:
    person = desk.enrol()
    asked = desk.page(f"/people/{person}/edit/missing").form()
    assert "was-skills" in asked
    assert "was-work_capacity" not in asked
    edited(desk, person, "missing", education="junior")
    assert "was-education" not in desk.page(f"/people/{person}/edit/missing").form()


def test_a_field_emptied_is_no_longer_known(desk: Desk) -> None:
    person = desk.enrol(pay_min=2300.0)
    edited(desk, person, "pay_min", pay_min="")
    facts = desk.facts(person)
    assert facts.values["pay_min"] is None
    assert facts.origins["pay_min"]["state"] == "not_asked"


def test_somebody_may_refuse_to_say_what_was_known(desk: Desk) -> None:
    person = desk.enrol(pay_min=2300.0)
    edited(desk, person, "pay_min", **{"state-pay_min": "refused"})
    facts = desk.facts(person)
    assert (facts.values["pay_min"], facts.origins["pay_min"]["state"]) == (None, "refused")
    edited(desk, person, "pay_min", pay_min="1800")
    assert desk.facts(person).values["pay_min"] == 1800


def test_a_new_value_and_a_word_that_there_is_none_contradict(desk: Desk) -> None:
    person = desk.enrol()
    page = edited(desk, person, "pay_min", 422, pay_min="1800", **{"state-pay_min": "refused"})
    assert page.form()["pay_min"] == "1800"


@pytest.mark.parametrize("typed", [{"name": "王大春"}, {"birth_date": "1986-01-01"}])
def test_who_somebody_is_changes_with_a_reason_only(desk: Desk, typed: dict[str, str]) -> None:
    person = desk.enrol()
    (field,) = typed
    edited(desk, person, field, 422, **typed)
    edited(desk, person, field, reason="户口本更正", **typed)
    with entered(desk.county.context):
        assert timeline(by=desk.county.context, person=person)[0].kind == "person.changed"


def test_the_name_cannot_be_emptied(desk: Desk) -> None:
    edited(desk, desk.enrol(), "name", 422, name=" ", reason="?")


def test_a_sealed_field_left_empty_keeps_what_it_holds(desk: Desk) -> None:
    person = desk.enrol(phone="15400000001")
    edited(desk, person, "phone", phone="")
    assert desk.facts(person).phone_mask == "154****0001"
    edited(desk, person, "phone", phone="154 0000 0002")
    assert desk.facts(person).phone_mask == "154****0002"


def test_a_wrong_id_number_is_refused_with_what_to_do(desk: Desk) -> None:
    person = desk.enrol()
    wrong = id_number(1)[:-1] + "0"
    page = edited(desk, person, "id_number", 422, id_number=wrong, reason="补录")
    assert page.soup.select("#error_id_number")


@pytest.mark.parametrize("what", ["household_no", "home", "status", "consent", "nonsense", "now"])
def test_what_is_changed_elsewhere_is_not_changed_here(desk: Desk, what: str) -> None:
    person = desk.enrol()
    if what == "now":
        assert "was-change_wanted" in desk.page(f"/people/{person}/edit/now").form()
    else:
        desk.page(f"/people/{person}/edit/{what}", status=404)


def test_a_foreign_person_is_not_edited(desk: Desk) -> None:
    person = desk.enrol()
    desk.page(f"/people/{person}/edit/name", by=desk.neighbour, status=404)
    desk.send(f"/people/{person}/edit/name", {"name": "x"}, by=desk.neighbour, status=404)


# Two officers at once


def test_another_officers_change_of_the_same_field_is_compared_and_chosen(desk: Desk) -> None:
    person = desk.enrol(pay_min=2000.0)
    address = f"/people/{person}/edit/wishes"
    form = desk.page(address).form() | {"pay_min": "2500", "wish_reach": ["county"]}
    changed_by_another(desk, person, pay_min=3000.0)
    page = desk.send(address, form, status=409)
    assert all(value in page.main for value in ("2000", "3000", "2500"))
    assert desk.facts(person).values["pay_min"] == 3000
    chosen = page.form()
    assert chosen["take-pay_min"] == ["theirs"]
    desk.send(address, chosen)
    values = desk.facts(person).values
    assert (values["pay_min"], values["wish_reach"]) == (3000, ["county"])


def test_mine_may_be_chosen_as_well(desk: Desk) -> None:
    person = desk.enrol(pay_min=2000.0)
    address = f"/people/{person}/edit/pay_min"
    form = desk.page(address).form() | {"pay_min": "2500"}
    changed_by_another(desk, person, pay_min=3000.0)
    chosen = desk.send(address, form, status=409).form()
    desk.send(address, chosen | {"take-pay_min": "mine"})
    assert desk.facts(person).values["pay_min"] == 2500


def test_a_change_of_another_field_stands_beside_mine(desk: Desk) -> None:
    person = desk.enrol(pay_min=2000.0)
    address = f"/people/{person}/edit/pay_min"
    form = desk.page(address).form() | {"pay_min": "2500"}
    changed_by_another(desk, person, education="junior")
    desk.send(address, form)
    values = desk.facts(person).values
    assert (values["pay_min"], values["education"]) == (2500, "junior")


def test_both_wrote_the_same_and_nothing_is_to_choose(desk: Desk) -> None:
    person = desk.enrol(pay_min=2000.0)
    address = f"/people/{person}/edit/pay_min"
    form = desk.page(address).form() | {"pay_min": "3000"}
    changed_by_another(desk, person, pay_min=3000.0)
    desk.send(address, form)


# Adding

NEW = {"name": "赵冬", "home": "城关镇西城社区", "household_no": "H9", "relation": "head"}


def test_a_person_is_added_with_a_village_of_the_post(desk: Desk) -> None:
    done = desk.send("/people/add", NEW)
    assert "赵冬" in desk.page(done.to).main


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"home": ""}, "home"),
        ({"home": "陕西省安康市平利县城关镇"}, "home"),
        ({"home": "陕西省安康市石泉县城关镇"}, "home"),
        ({"id_number": "123"}, "id_number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk: Desk, typed: dict[str, str], field: str
) -> None:
    page = desk.send("/people/add", NEW | {"phone": "15400000001"} | typed, status=422)
    assert page.soup.select(f"#error_{field}")
    assert page.form()["phone"] == "15400000001"


def test_somebody_here_already_is_linked_not_doubled(desk: Desk) -> None:
    number = id_number(1, "19850401")
    person = desk.enrol(id_number=number)
    page = desk.send("/people/add", NEW | {"id_number": number}, status=422)
    assert f"/people/{person}" in page.links("/people/")


@pytest.mark.parametrize("typed", [{"phone": "15400000001"}, {"name": "王小春"}])
def test_somebody_alike_is_shown_before_adding(desk: Desk, typed: dict[str, str]) -> None:
    person = desk.enrol(phone="15400000001")
    page = desk.send("/people/add", NEW | typed, status=422)
    assert f"/people/{person}" in page.links("/people/")
    desk.send("/people/add", NEW | typed | {"sure": "1"})


@pytest.mark.parametrize(
    "name",
    ["王小椿", "王曉春", "王 小春"],  # read the same, a variant, a space
)
def test_somebody_with_a_like_name_is_shown_before_adding(desk: Desk, name: str) -> None:
    person = desk.enrol(id_number=None)
    typed = {"name": name, "birth_date": "1985-04-01", "sex": "female"}
    page = desk.send("/people/add", NEW | typed, status=422)
    assert f"/people/{person}" in page.links("/people/")


def test_day_of_birth_and_sex_follow_from_the_id_number(desk: Desk) -> None:
    done = desk.send("/people/add", NEW | {"id_number": id_number(1, "19850401")})
    facts = desk.facts(UUID(done.to.split("/")[-1]))
    assert (facts.values["birth_date"], facts.values["sex"]) == (date(1985, 4, 1), "male")


def test_what_contradicts_the_id_number_is_said_at_its_field(desk: Desk) -> None:
    typed = {"id_number": id_number(1, "19850401"), "birth_date": "1958-04-01", "sex": "male"}
    page = desk.send("/people/add", NEW | typed, status=422)
    assert page.soup.select("#error_birth_date")
    assert not page.soup.select("#error_sex")


def test_a_phone_somebody_will_not_give_is_not_asked_for_again(desk: Desk) -> None:
    person = desk.enrol(phone="15400000001")
    form = desk.page(f"/people/{person}/edit/phone").form()
    desk.send(f"/people/{person}/edit/phone", form | {"state-phone": "refused"})
    facts = desk.facts(person)
    assert "phone" not in facts.sealed
    assert facts.phone_mask == ""
    assert facts.origins["phone"]["state"] == "refused"


def test_a_sealed_value_stays_when_nothing_is_typed(desk: Desk) -> None:
    person = desk.enrol(phone="15400000001")
    form = desk.page(f"/people/{person}/edit/phone").form()
    desk.send(f"/people/{person}/edit/phone", form | {"phone": " "})
    assert desk.facts(person).phone_mask == "154****0001"


def test_a_member_is_added_to_a_household(desk: Desk) -> None:
    home = desk.facts(desk.enrol()).household
    form = desk.page(f"/people/add?household={home}").form()
    assert form["household_no"] == "H1"
    done = desk.send("/people/add", form | {"name": "李秋", "relation": "spouse"})
    assert desk.facts(UUID(done.to.split("/")[-1])).household == home


def test_a_broken_household_address_is_no_mistake_of_ours(desk: Desk) -> None:
    desk.page("/people/add?household=nonsense")


EARLIER = {
    "pay_min": ("2300", "2000", "2000"),
    "available_from": ("2026年12月1日", "2026-11-30", "2026-11-30"),
    "skills": ("绣花", "缝纫工", "缝纫工"),
    "wish_places": ("陕西省安康市", "陕西省西安市", "西安市"),
    "care": (["elder"], ["school_child"], "学"),
    "name": ("王大春", "王小春", "王小春"),
}


@pytest.mark.parametrize("field", EARLIER)
def test_what_stood_before_is_shown_with_the_reason(desk: Desk, field: str) -> None:
    new, old, said = EARLIER[field]
    person = desk.enrol()
    edited(desk, person, field, **{field: old})
    edited(desk, person, field, **{field: new}, reason="本人来电更正")
    page = desk.page(f"/people/{person}")
    (history,) = page.soup.select("aside details")
    assert said in history.get_text()
    assert "本人来电更正" in page.soup.select("aside .timeline")[0].get_text()


def test_what_stood_before_names_no_sealed_value(desk: Desk) -> None:
    person = desk.enrol(phone="15400000001", health="healthy")
    edited(desk, person, "phone", phone="15400000002")
    assert not desk.page(f"/people/{person}").soup.select("aside details")
    edited(desk, person, "pay_min", pay_min="2300")
    assert "154000" not in str(desk.page(f"/people/{person}").soup)


def test_a_change_seen_from_another_county_is_not_there(desk: Desk) -> None:
    person = desk.enrol()
    edited(desk, person, "pay_min", pay_min="2300")
    desk.page(f"/people/{person}", by=desk.neighbour, status=404)
