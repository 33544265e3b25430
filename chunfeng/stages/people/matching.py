"""Finding the rows of a ledger in the register: few statements for a whole chunk of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from chunfeng.stages.people.comparing import Held
from chunfeng.stages.people.stored import Row, Sealer

_BY_ID = """SELECT s.id_index, p.id FROM people_secret s JOIN people_person p ON p.id = s.person_id
    WHERE s.id_index = ANY(%s) AND p.merged_into_id IS NULL ORDER BY p.created_at, p.id"""
_BY_HOUSEHOLD = """SELECT h.number, p.name, p.birth_date, p.id, s.id_index IS NOT NULL
    FROM people_household h JOIN people_person p ON p.household_id = h.id
    JOIN people_secret s ON s.person_id = p.id
    WHERE h.region BETWEEN %s AND %s AND h.number = ANY(%s)
    AND p.merged_into_id IS NULL ORDER BY p.created_at, p.id"""
_BY_VILLAGE = """SELECT p.region, p.name, p.birth_date, p.id, s.id_index IS NOT NULL
    FROM people_person p JOIN people_household h ON h.id = p.household_id
    JOIN people_secret s ON s.person_id = p.id
    WHERE p.name = ANY(%s) AND p.region = ANY(%s) AND h.number = ''
    AND p.merged_into_id IS NULL ORDER BY p.created_at, p.id"""
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
    WHERE person_id = ANY(%s) AND purpose = 'docking' AND withdrawn_on IS NULL"""


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
    by_id = _first(_ask(_BY_ID, list(set(indexes.values()))))
    numbers = sorted({row["household_no"] for row in rows if row.get("household_no")})
    found.households = {n: (i, r) for n, i, r in _ask(_HOUSEHOLDS, lo, hi, numbers)}
    alone = [row for row in rows if not row.get("household_no")]
    names, villages = sorted({r["name"] for r in alone}), sorted({r["home"] for r in alone})
    by_household: dict[tuple[str | int, str], list[tuple[Any, UUID, bool]]] = {}
    for number, name, birth, person, identified in (
        *_ask(_BY_HOUSEHOLD, lo, hi, numbers),
        *_ask(_BY_VILLAGE, names, villages),
    ):
        by_household.setdefault((number, name), []).append((birth, person, identified))
    seen: dict[UUID, int] = {}
    for k, row in enumerate(rows):
        person = by_id.get(indexes[k]) if k in indexes else None
        if person is None:
            person = _in_household(row, by_household, identified=k in indexes)
        if person is None:
            continue
        if person in seen:
            found.twice[k] = seen[person]
        else:
            found.people[k] = person
            seen[person] = k
    return found


def _in_household(
    row: Row,
    known: Mapping[tuple[str | int, str], list[tuple[Any, UUID, bool]]],
    *,
    identified: bool,
) -> UUID | None:
    """The member a row means; two ID numbers that differ are never one person."""
    for birth, person, has_id in known.get(
        (row.get("household_no") or row["home"], row["name"]), ()
    ):
        if identified and has_id:
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


def _first(pairs: Iterable[tuple[bytes, UUID]]) -> dict[bytes, UUID]:
    out: dict[bytes, UUID] = {}
    for key, person in pairs:
        out.setdefault(bytes(key), person)
    return out


def _ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    if not values[-1]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
