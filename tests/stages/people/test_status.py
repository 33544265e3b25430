"""Labour status follows from spells and facts; nobody types it in."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.places import Scale
from chunfeng.stages.people.status import (
    WORK,
    LabourStatus,
    PersonFact,
    SpellFact,
    SpellKind,
    age_on,
    household_status,
    labour_counted,
    labour_status,
    primary_spell,
    work_scale,
    working,
)

ON = date(2026, 5, 20)
HOME = 610926100201
ADULT = PersonFact(birth_date=date(1990, 1, 1), work_capacity="ordinary", willing="yes")
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
SPELLS = st.lists(
    st.builds(
        SpellFact,
        kind=st.sampled_from([*map(str, SpellKind), "something else"]),
        begun=DAYS,
        ended=st.none() | DAYS,
        primary=st.booleans(),
        evidence=st.sampled_from("ABCDE"),
    ),
    max_size=5,
)


def spell(kind: str, begun: date = date(2026, 1, 1), ended: date | None = None) -> SpellFact:
    return SpellFact(kind=kind, begun=begun, ended=ended)


def person(**facts: object) -> PersonFact:
    return PersonFact(**{"birth_date": date(1990, 1, 1), "work_capacity": "ordinary"} | facts)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("employed", LabourStatus.TRANSFER),
        ("workshop", LabourStatus.WORKSHOP),
        ("public_welfare", LabourStatus.PUBLIC_WELFARE),
        ("casual", LabourStatus.CASUAL),
        ("farming", LabourStatus.FARMING),
        ("own_business", LabourStatus.OWN_BUSINESS),
        ("school", LabourStatus.STUDYING),
        ("training", LabourStatus.TRAINING),
    ],
)
def test_a_spell_that_runs_says_what_somebody_does(kind: str, status: LabourStatus) -> None:
    assert labour_status(ADULT, [spell(kind)], ON) is status


@pytest.mark.parametrize(
    ("facts", "kinds", "status"),
    [
        ({"left_on": ON}, ["employed"], LabourStatus.LEFT),
        ({"left_on": ON, "lost_contact_on": ON}, [], LabourStatus.LEFT),
        ({"left_on": ON + timedelta(1)}, ["employed"], LabourStatus.TRANSFER),
        ({"lost_contact_on": ON}, ["employed"], LabourStatus.LOST_CONTACT),
        ({"lost_contact_on": ON + timedelta(1)}, [], LabourStatus.NOT_IN_WORK),
        ({"in_school": True}, ["casual"], LabourStatus.CASUAL),
        ({"in_school": True}, ["training"], LabourStatus.STUDYING),
        ({"in_school": True}, [], LabourStatus.STUDYING),
        ({"in_school": False}, ["training"], LabourStatus.TRAINING),
        ({}, ["training", "school"], LabourStatus.STUDYING),
        ({}, ["school", "farming"], LabourStatus.FARMING),
        ({"work_capacity": "none"}, ["workshop"], LabourStatus.WORKSHOP),
        ({"work_capacity": "lost"}, [], LabourStatus.NOT_ABLE),
        ({"work_capacity": "none", "willing": "no"}, [], LabourStatus.NOT_ABLE),
        ({"work_capacity": "lost", "willing": "yes"}, [], LabourStatus.NOT_IN_WORK),
        ({"work_capacity": "weak"}, [], LabourStatus.NOT_IN_WORK),
        ({"work_capacity": ""}, [], LabourStatus.NOT_IN_WORK),
        ({"birth_date": None}, [], LabourStatus.NOT_IN_WORK),
        ({"birth_date": date(2012, 1, 1), "willing": "yes"}, [], LabourStatus.NOT_ABLE),
        ({"birth_date": date(2012, 1, 1), "in_school": True}, [], LabourStatus.STUDYING),
    ],
)
def test_what_comes_first(facts: dict[str, object], kinds: list[str], status: LabourStatus) -> None:
    assert labour_status(person(**facts), [spell(kind) for kind in kinds], ON) is status


def test_a_spell_covers_its_first_and_last_day() -> None:
    week = spell("employed", date(2026, 5, 11), date(2026, 5, 17))
    days = [date(2026, 5, day) for day in (10, 11, 17, 18)]
    assert [week.covers(day) for day in days] == [False, True, True, False]
    assert [working([week], day) for day in days] == [False, True, True, False]


def test_of_spells_side_by_side_the_marked_one_counts() -> None:
    field = SpellFact(kind="farming", begun=date(2020, 1, 1))
    piece = SpellFact(kind="workshop", begun=date(2026, 1, 1), primary=False)
    assert primary_spell([piece, field], ON) is field
    assert labour_status(ADULT, [piece, field], ON) is LabourStatus.FARMING


def test_of_several_marked_ones_wage_work_counts_before_farming() -> None:
    assert labour_status(ADULT, [spell("farming"), spell("employed")], ON) is LabourStatus.TRANSFER


def test_of_equal_kinds_the_better_known_then_the_later_counts() -> None:
    told = SpellFact(kind="employed", begun=date(2026, 2, 1), evidence="D")
    paid = SpellFact(kind="employed", begun=date(2025, 1, 1), evidence="A")
    late = SpellFact(kind="employed", begun=date(2026, 1, 1), evidence="A")
    assert primary_spell([told, paid, late], ON) is late


@given(SPELLS, DAYS, st.randoms())
def test_status_does_not_depend_on_the_order_of_spells(
    spells: list[SpellFact], on: date, random: Random
) -> None:
    mixed = list(spells)
    random.shuffle(mixed)
    assert labour_status(ADULT, mixed, on) is labour_status(ADULT, spells, on)


@given(SPELLS, DAYS)
def test_whoever_works_has_a_status_of_work_and_nobody_else(
    spells: list[SpellFact], on: date
) -> None:
    at_work = labour_status(ADULT, spells, on) not in {
        LabourStatus.NOT_IN_WORK,
        LabourStatus.STUDYING,
        LabourStatus.TRAINING,
    }
    assert at_work is working(spells, on)
    assert at_work is any(s.kind in WORK and s.covers(on) for s in spells)


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ({"birth_date": date(2010, 5, 20)}, True),
        ({"birth_date": date(2010, 5, 21)}, False),
        ({"birth_date": date(1966, 5, 21)}, True),
        ({"birth_date": date(1966, 5, 20)}, False),
        ({"birth_date": None}, False),
        ({"work_capacity": "skilled"}, True),
        ({"work_capacity": "weak"}, False),
        ({"work_capacity": ""}, False),
        ({"in_school": True}, False),
        ({"in_school": False}, True),
        ({"left_on": ON}, False),
        ({"lost_contact_on": ON}, True),
    ],
)
def test_who_counts_as_labour(facts: dict[str, object], counted: bool) -> None:
    assert labour_counted(person(**facts), ON) is counted


def test_ages_counted_as_labour_can_be_another_policys() -> None:
    old = person(birth_date=date(1964, 1, 1))
    assert not labour_counted(old, ON)
    assert labour_counted(old, ON, range(16, 66))


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_an_age_rises_on_the_birthday(birth: date, day: date) -> None:
    age = age_on(birth, day)
    anniversary = (birth.month, birth.day) <= (day.month, day.day)
    assert day.year - birth.year - age == (0 if anniversary else 1)


def test_somebody_born_on_a_leap_day_is_a_year_older_in_march() -> None:
    assert age_on(date(2008, 2, 29), date(2024, 2, 28)) == 15
    assert age_on(date(2008, 2, 29), date(2025, 2, 28)) == 16
    assert age_on(date(2008, 2, 29), date(2025, 3, 1)) == 17


@pytest.mark.parametrize(
    ("place", "scale"),
    [
        (HOME, Scale.VILLAGE),
        (610926100202, Scale.TOWNSHIP),
        (610926101001, Scale.COUNTY),
        (440306000000, Scale.COUNTRY),
        (0, Scale.ABROAD),
        (None, None),
        (10**12, None),
        (-1, None),
    ],
)
def test_how_far_work_is_follows_from_the_two_codes(place: int | None, scale: Scale | None) -> None:
    assert work_scale(HOME, SpellFact(kind="employed", begun=ON, place=place)) == scale


def test_a_household_without_work_where_somebody_would_is_at_zero() -> None:
    unwilling = person(willing="no")
    found = household_status([(ADULT, []), (unwilling, [])], ON)
    assert (found.labour, found.working, found.willing) == (2, 0, 1)
    assert found.has_labour
    assert found.zero_employment


@pytest.mark.parametrize(
    ("members", "labour"),
    [
        ([(ADULT, [spell("farming")])], True),
        ([(ADULT, []), (person(birth_date=date(1955, 1, 1)), [spell("casual")])], True),
        ([(person(willing="no"), [])], True),
        ([(person(willing="yes", work_capacity="lost"), [])], False),
        ([(person(willing="yes", left_on=ON), [])], False),
        ([], False),
    ],
)
def test_other_households_are_not_at_zero(
    members: list[tuple[PersonFact, list[SpellFact]]], labour: bool
) -> None:
    found = household_status(members, ON)
    assert not found.zero_employment
    assert found.has_labour is labour


def test_work_of_somebody_who_has_left_helps_the_household_no_more() -> None:
    gone = person(left_on=date(2026, 1, 1))
    assert household_status([(ADULT, []), (gone, [spell("employed")])], ON).zero_employment


@pytest.mark.parametrize("member", [*SpellKind, *LabourStatus])
def test_every_kind_and_status_has_its_name_in_both_languages(
    member: SpellKind | LabourStatus,
) -> None:
    assert member.label.to("en") != member.label.to("zh")
