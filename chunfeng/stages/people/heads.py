"""Exactly one head a household: which rows of a ledger would make a second one."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from chunfeng.stages.people.comparing import Change
from chunfeng.stages.people.models import Person
from chunfeng.stages.people.registering import Plan
from chunfeng.stages.people.stored import Row

_HEADS = """SELECT household_id, id FROM people_person WHERE household_id = ANY(%s)
    AND relation = 'head' AND left_on IS NULL AND merged_into_id IS NULL"""


def second_heads(rows: Sequence[Row], planned: Plan) -> list[int]:
    """The rows that would give a household a second head; the first one stands."""
    becoming = {k: c for k, c in sorted(_heads(planned).items()) if rows[k].get("household_no")}
    if not becoming:
        return []
    taken = _taken(planned)
    out = []
    for k, change in becoming.items():
        number = rows[k]["household_no"]
        home = planned.households[number][0] if number in planned.households else number
        if taken.setdefault(home, change.person_id) != change.person_id:
            out.append(k)
    return out


def _heads(planned: Plan) -> dict[int, Change]:
    """Rows whose person becomes a head."""
    moving = _moving_heads(planned)
    return {k: c for k, c in planned.new.items() if c.person.get("relation") == "head"} | {
        k: c
        for k, c in planned.changed.items()
        if c.person.get("relation", "head" if c.person_id in moving else "") == "head"
    }


def _moving_heads(planned: Plan) -> set[UUID]:
    """Who is a head now and comes into another household; the relation of their row is silent."""
    people = [
        c.person_id
        for k, c in planned.changed.items()
        if k in planned.moves and "relation" not in c.person
    ]
    if not people:
        return set()
    heads = Person.objects.filter(id__in=people, relation="head")
    return set(heads.values_list("id", flat=True))


def _taken(planned: Plan) -> dict[Any, UUID]:
    """{household: its head} of the households known, without heads that cease to be it."""
    homes = [home for home, _ in planned.households.values()]
    ceasing = {c.person_id for k, c in planned.changed.items() if _ceases(k, c, planned.moves)}
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [homes])
        return {home: person for home, person in cursor.fetchall() if person not in ceasing}


def _ceases(k: int, change: Change, moves: Mapping[int, str]) -> bool:
    return k in moves or change.person.get("relation", "head") != "head"
