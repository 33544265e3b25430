"""Finding the rows of a ledger in the register: few statements for a whole chunk of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from chunfeng.foundation.database.bulk import bulk_cursor
from chunfeng.stages.people.comparing import Held
from chunfeng.stages.people.stored import Row, Sealer

_BY_ID = "SELECT id_index, person_id FROM people_secret WHERE id_index = ANY(%s)"
_LIVING = """SELECT id FROM people_person WHERE id = ANY(%s) AND merged_into_id IS NULL
    ORDER BY created_at, id"""
_MEMBERS = """SELECT household_id, name, birth_date, id FROM people_person
    WHERE household_id = ANY(%s) AND merged_into_id IS NULL ORDER BY created_at, id"""
_NAMESAKES = """SELECT household_id, region, name, birth_date, id FROM people_person
    WHERE name = ANY(%s) AND region = ANY(%s) AND merged_into_id IS NULL ORDER BY created_at, id"""
_UNNUMBERED = "SELECT id FROM people_household WHERE id = ANY(%s) AND number = ''"
_IDENTIFIED = (
    "SELECT person_id FROM people_secret WHERE person_id = ANY(%s) AND id_index IS NOT NULL"
)
_HOUSEHOLDS = """SELECT DISTINCT ON (number) number, id, region FROM people_household
    WHERE region BETWEEN %s AND %s AND number = ANY(%s) AND ended_on IS NULL
    ORDER BY number, created_at, id"""
_PERSONS = "SELECT p.id, household_id, to_jsonb(p) FROM people_person p WHERE id = ANY(%s)"
_HOMES = "SELECT h.id, to_jsonb(h) FROM people_household h WHERE id = ANY(%s)"
_PROFILES = "SELECT person_id, to_jsonb(f) FROM people_profile f WHERE person_id = ANY(%s)"
_CONTACTS = "SELECT person_id, prints FROM people_contact WHERE person_id = ANY(%s)"
_SECRETS = "SELECT person_id, prints FROM people_secret WHERE person_id = ANY(%s)"
_SPELLS = """SELECT person_id, to_jsonb(s) FROM people_spell s
    WHERE person_id = ANY(%s) AND ended IS NULL ORDER BY begun, id"""
_CONSENTS = """SELECT person_id, to_jsonb(c) FROM people_consent c
    WHERE person_id = ANY(%s) AND purpose = 'docking'
    ORDER BY withdrawn_on NULLS LAST, given_on, id"""  # one that stands comes last


# {(household number or village, name): [(birth date, person, whether with an ID number)]}
_Known = Mapping[tuple[str | int, str], Sequence[tuple[Any, UUID, bool]]]


@dataclass(slots=True)
class Matches:
    """row index → person; household number → (household, region)."""

    people: dict[int, UUID] = field(default_factory=dict)
    households: dict[str, tuple[UUID, int]] = field(default_factory=dict)
    twice: dict[int, int] = field(default_factory=dict)  # row index → earlier row, same person


def match(rows: Sequence[Row], sealer: Sealer, lo: int, hi: int) -> Matches:
    """Which person each row means, by ID number, else by household number, name and birth date.

    Where there is no household number, the village stands for it.

    lo..hi: the codes inside which household numbers are one series.
    """
    found = Matches()
    indexes = {k: sealer.id_index(row["id_number"]) for k, row in enumerate(rows) if _id(row)}
    by_id = _by_id(list(set(indexes.values())))
    numbers = sorted({row["household_no"] for row in rows if row.get("household_no")})
    found.households = {n: (i, r) for n, i, r in _ask(_HOUSEHOLDS, lo, hi, numbers)}
    by_household = _members(found.households, [row for row in rows if not row.get("household_no")])
    seen: dict[UUID, int] = {}
    moved = _moved(rows, indexes, by_id)
    for k, row in enumerate(rows):
        person = by_id.get(indexes[k]) if k in indexes else None
        if person is None:
            person = _in_household(row, by_household, moved, identified=k in indexes)
        if person is None:
            continue
        if person in seen:
            found.twice[k] = seen[person]
        else:
            found.people[k] = person
            seen[person] = k
    return found


def _moved(
    rows: Sequence[Row], indexes: Mapping[int, bytes], by_id: Mapping[bytes, UUID]
) -> dict[UUID, str]:
    """person → the household that the row with their ID number puts them into.

    Whoever is moved so is not found in the old household by name, before that row or after it: a
    second import, which finds them moved, must say the same.
    """
    found: dict[UUID, str] = {}
    for k, index in indexes.items():
        number = rows[k].get("household_no")
        if index in by_id and number:
            found.setdefault(by_id[index], number)
    return found


def _members(households: Mapping[str, tuple[UUID, int]], alone: Sequence[Row]) -> _Known:
    """Who is known in the households, and in the villages of rows without a household number."""
    numbers = {home: number for number, (home, _) in households.items()}
    found: list[tuple[str | int, str, Any, UUID]] = [
        (numbers[home], name, birth, person)
        for home, name, birth, person in _ask(_MEMBERS, list(numbers))
    ]
    names, villages = sorted({r["name"] for r in alone}), sorted({r["home"] for r in alone})
    namesakes = _ask(_NAMESAKES, names, villages)
    unnumbered = {home for (home,) in _ask(_UNNUMBERED, [row[0] for row in namesakes])}
    found += [tuple(row[1:]) for row in namesakes if row[0] in unnumbered]
    identified = {person for (person,) in _ask(_IDENTIFIED, [row[3] for row in found])}
    out: dict[tuple[str | int, str], list[tuple[Any, UUID, bool]]] = {}
    for where, name, birth, person in found:
        out.setdefault((where, name), []).append((birth, person, person in identified))
    return out


def _in_household(
    row: Row,
    known: _Known,
    moved: Mapping[UUID, str],
    *,
    identified: bool,
) -> UUID | None:
    """The member a row means; two ID numbers that differ are never one person."""
    number = row.get("household_no") or ""
    for birth, person, has_id in known.get((number or row["home"], row["name"]), ()):
        if (identified and has_id) or moved.get(person, number) != number:
            continue
        if birth is None or row.get("birth_date") in (None, birth):
            return person
    return None


def held(people: Iterable[UUID]) -> dict[UUID, Held]:
    """What the register holds of people; those out of scope are missing."""
    ids = list(people)
    if not ids:
        return {}
    persons = _ask(_PERSONS, ids)  # one table a statement: joins under the walls plan badly
    homes = _json(_HOMES, sorted({home for _, home, _ in persons}))
    profiles, contacts, secrets = (_json(q, ids) for q in (_PROFILES, _CONTACTS, _SECRETS))
    out = {
        i: Held(orjson.loads(p), profiles[i], homes[home], contacts[i], secrets[i])
        for i, home, p in persons
    }
    for person, spell in _ask(_SPELLS, ids):
        out[person].spells.append(orjson.loads(spell))
    for person, consent in _ask(_CONSENTS, ids):
        out[person].consent = orjson.loads(consent)
    return out


def _json(statement: str, ids: list[UUID]) -> dict[UUID, Any]:
    return {key: orjson.loads(value) for key, value in _ask(statement, ids)}


def _id(row: Row) -> bool:
    return bool(row.get("id_number"))


def _by_id(indexes: list[bytes]) -> dict[bytes, UUID]:
    """The person of each blind index, the one added first where there are two."""
    holders = {person: bytes(index) for index, person in _ask(_BY_ID, indexes)}
    out: dict[bytes, UUID] = {}
    for (person,) in _ask(_LIVING, list(holders)):
        out.setdefault(holders[person], person)
    return out


def _ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    if not values[-1]:
        return []
    with bulk_cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
