"""The facts of many households at once, for the rules to look at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from chunfeng.stages.doubts.facts import HouseholdFacts, PersonFacts, Secrets, SpellFacts
from chunfeng.stages.people.queries import household_rows
from chunfeng.stages.people.reactions import Opened

_SECRET = ("health", "disability_type", "disability_grade", "poverty_cause")
_SHARED = """SELECT c.phone_index, count(DISTINCT p.household_id) FROM people_contact c
    JOIN people_person p ON p.id = c.person_id
    WHERE c.phone_index = ANY(%s) AND p.left_on IS NULL GROUP BY c.phone_index
    HAVING count(DISTINCT p.household_id) > 1"""


def gathered(households: Collection[UUID], opened: Opened) -> list[tuple[int, HouseholdFacts]]:
    """(region, facts) of households; few statements whatever their number."""
    homes, people, spells = household_rows(households)
    shared = _shared([row["phone_index"] for row in people if row["phone_index"]])
    of_person: dict[UUID, list[SpellFacts]] = defaultdict(list)
    for row in spells:
        of_person[row["person_id"]].append(_spell(row))
    members: dict[UUID, list[PersonFacts]] = defaultdict(list)
    for row in people:
        person = _person(row, of_person[row["id"]], shared, opened)
        members[row["household_id"]].append(person)
    return [
        (
            home["region"],
            HouseholdFacts(
                id=home["id"],
                values={"categories": home["categories"], "settlement": home["settlement"]},
                members=tuple(members[home["id"]]),
            ),
        )
        for home in homes
    ]


def _person(
    row: Mapping[str, Any],
    spells: Sequence[SpellFacts],
    shared: Mapping[bytes, int],
    opened: Opened,
) -> PersonFacts:
    index = bytes(row["phone_index"]) if row["phone_index"] else None
    states = {
        name: mark["state"]
        for origin in (row["origin"], row["profile_origin"])
        for name, mark in origin.items()
        if "state" in mark
    }
    return PersonFacts(
        id=row["id"],
        region=row["region"],
        values=row,
        states=states,
        spells=tuple(spells),
        secrets=_secrets(row, opened),
        phone=index,
        phone_elsewhere=max(0, shared.get(index or b"", 1) - 1),
    )


def _secrets(row: Mapping[str, Any], opened: Opened) -> Secrets | None:
    """What was just entered, or nothing at all where nothing is recorded; else not readable."""
    told = opened.get(row["id"], {})
    recorded = {name for name in _SECRET if row["secret_prints"].get(name)}
    return Secrets.opened(told) if recorded <= told.keys() else None


def _spell(row: Mapping[str, Any]) -> SpellFacts:
    values = {
        "work_employer": row["employer"],
        "work_post": row["post"],
        "income": row["income"],
        "has_contract": row["has_contract"],
        "insured": row["insured"],
        "channel": row["channel"],
    }
    return SpellFacts(
        id=row["id"],
        kind=row["kind"],
        begun=row["begun"],
        ended=row["ended"],
        place=row["place"],
        primary=row["primary"],
        evidence=row["evidence"],
        values=values,
    )


def _shared(indexes: Sequence[bytes]) -> dict[bytes, int]:
    if not indexes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [list({bytes(index) for index in indexes})])
        return {bytes(index): count for index, count in cursor.fetchall()}
