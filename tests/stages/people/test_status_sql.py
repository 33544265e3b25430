"""The list derives the same status as the rule, for any mixture of facts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations, queries
from chunfeng.stages.people.models import Person, Profile, Spell
from chunfeng.stages.people.status import (
    LabourStatus,
    PersonFact,
    SpellFact,
    SpellKind,
    labour_status,
    tied_to_home,
)
from chunfeng.stages.people.vocabulary import labels
from tests.cast import NOW, PINGLI, Cast

pytestmark = pytest.mark.django_db
DAYS = [date(2024, 2, 29), date(2026, 11, 23), date(2025, 3, 1)]
near = st.integers(-400, 400)


@st.composite
def people(draw: st.DrawFn) -> tuple[date, dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    on = draw(st.sampled_from(DAYS))
    birthdays = st.sampled_from([date(2008, 2, 29), date(2009, 3, 1), date(1980, 1, 1)])
    born = draw(st.none() | birthdays | near.map(lambda n: date(2010, 11, 23) + timedelta(n)))
    day = st.none() | near.map(lambda n: on + timedelta(n))
    person = {"birth_date": born, "left_on": draw(day), "lost_contact_on": draw(day)}
    profile = {
        "in_school": draw(st.none() | st.booleans()),
        "work_capacity": draw(st.sampled_from(["", "ordinary", "weak", "lost", "none"])),
        "willing": draw(st.sampled_from(["", "yes", "no", "not_now"])),
    }
    spells = []
    for kind in draw(st.lists(st.sampled_from(list(SpellKind)), max_size=4, unique=True)):
        begun = on + timedelta(draw(near))
        ended = draw(st.none() | st.integers(0, 500).map(lambda n, b=begun: b + timedelta(n)))
        spells.append(
            {"kind": kind, "begun": begun, "ended": ended, "primary": draw(st.booleans()),
             "evidence": draw(st.sampled_from("ABCDE"))}
        )  # fmt: skip
    return on, person, profile, spells


def nobody() -> None:
    """Empties the register, as an undo does: the tables below it follow in the database."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_person")


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=people())
def test_the_list_and_the_rule_agree(cast: Cast, keys: Any, drawn: Any) -> None:
    on, person, profile, spells = drawn
    with entered(cast.an):
        nobody()
        row = {"name": "王", "home": PINGLI + 100_001}
        made = operations.enrol(row, keys=keys, by=cast.an, at=NOW)
        Person.objects.filter(id=made).update(**person)
        Profile.objects.filter(person=made).update(**profile)
        for spell in spells:
            Spell.objects.create(
                person_id=made, region=PINGLI + 100_001, confirmed_on=spell["begun"], **spell
            )
        found = queries.facts(made, on=on)
        filtered = [
            status
            for status in LabourStatus
            if queries.find(queries.Filters(status=(status,), gone=True), on=on, keys=keys).exists()
        ]
    assert found is not None
    rule = labour_status(PersonFact(**person, **profile), [SpellFact(**s) for s in spells], on)
    assert found.status == rule
    assert filtered == [rule]


cares = st.none() | st.lists(st.sampled_from([*labels("care")]), max_size=2, unique=True)
reaches = st.none() | st.lists(st.sampled_from([*labels("wish_reach")]), max_size=3, unique=True)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=people(), care=cares, reach=reaches)
def test_who_is_tied_to_home_is_the_same_in_the_list_in_the_count_and_by_the_rule(
    cast: Cast, keys: Any, drawn: Any, care: list[str] | None, reach: list[str] | None
) -> None:
    on, person, profile, spells = drawn
    with entered(cast.an):
        nobody()
        home = PINGLI + 100_001
        made = operations.enrol({"name": "王", "home": home}, keys=keys, by=cast.an, at=NOW)
        Person.objects.filter(id=made).update(**person)
        Profile.objects.filter(person=made).update(**profile, care=care, wish_reach=reach)
        for spell in spells:
            Spell.objects.create(person_id=made, region=home, confirmed_on=spell["begun"], **spell)
        listed = queries.find(queries.Filters(tied=True), on=on, keys=keys).exists()
        counted = queries.seekers_tied_to_home((PINGLI, PINGLI + 999_999), step=1000, on=on)
    status = labour_status(PersonFact(**person, **profile), [SpellFact(**s) for s in spells], on)
    rule = tied_to_home(status, profile["willing"], care or (), reach or ())
    assert listed == rule
    assert counted == ({PINGLI + 100_000: 1} if rule else {})
