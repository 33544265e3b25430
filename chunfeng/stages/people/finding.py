"""Finding the records that may be one person: candidates by equal keys, then compared in full."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from chunfeng.stages.people.likeness import Identity, alike, block_keys, name_key
from chunfeng.stages.people.models import Duplicate

# One table a statement, each by an index: joins under the walls plan badly.
_PEOPLE = """SELECT id, region, created_at, name, birth_date, sex, household_id, name_key
    FROM people_person WHERE merged_into_id IS NULL AND """
_PHONES = "SELECT person_id, phone_index FROM people_contact WHERE phone_index IS NOT NULL AND "
_NUMBERS = "SELECT person_id, id_index FROM people_secret WHERE id_index IS NOT NULL AND "
MOST_ALIKE = 200  # records of one key: a phone of a whole village says nothing


@dataclass(frozen=True, slots=True)
class _Record:
    person: UUID
    region: int
    created_at: datetime
    identity: Identity


def find(people: Sequence[UUID], *, at: datetime) -> int:
    """Notes the pairs within the post's region that may be one person; how many were found."""
    touched = set(people)
    records = _records(list(touched))
    blocks: dict[bytes, list[_Record]] = defaultdict(list)
    for record in records:
        for key in block_keys(record.identity):
            blocks[key].append(record)
    pairs: dict[tuple[UUID, UUID], Duplicate] = {}
    for block in blocks.values():
        if 1 < len(block) <= MOST_ALIKE:
            _compare(block, touched, pairs, at)
    Duplicate.objects.bulk_create(pairs.values(), ignore_conflicts=True)
    return len(pairs)


def like(identity: Identity) -> list[UUID]:
    """Records of the post's region that may be the person described, or give the same phone.

    Without a birth date a like name in the village is enough. Not one with the same ID number:
    that is the person, and enrolling says so.
    """
    phones = [identity.phone] if identity.phone else []
    sharing = {row[0] for row in _ask(_PHONES + "phone_index = ANY(%s)", phones)}
    rows = _rows(
        people=sorted(sharing),
        births=[identity.birth_date] if identity.birth_date else [],
        names=[name_key(identity.name)],
        villages=[identity.village] if identity.village else [],
    )
    records = [r for r in _with_numbers(rows) if not _same_number(identity, r.identity)]
    return sorted(
        r.person
        for r in records
        if r.person in sharing or alike(identity, r.identity) or _namesakes(identity, r.identity)
    )


def _namesakes(told: Identity, other: Identity) -> bool:
    unborn, here = told.birth_date is None, told.village == other.village
    return unborn and here and name_key(told.name) == name_key(other.name)


def _same_number(a: Identity, b: Identity) -> bool:
    return a.id_number is not None and a.id_number == b.id_number


def _compare(
    block: Sequence[_Record],
    touched: set[UUID],
    pairs: dict[tuple[UUID, UUID], Duplicate],
    at: datetime,
) -> None:
    ordered = sorted(block, key=lambda record: (record.created_at, record.person))
    for k, older in enumerate(ordered):
        for newer in ordered[k + 1 :]:
            key = (older.person, newer.person)
            if key in pairs or not touched & {*key}:
                continue
            reasons = alike(older.identity, newer.identity)
            if reasons:
                pairs[key] = Duplicate(
                    person_id=older.person,
                    region=older.region,
                    other_id=newer.person,
                    other_region=newer.region,
                    reasons=[str(reason) for reason in reasons],
                    found_at=at,
                )


def _records(people: list[UUID]) -> list[_Record]:
    """The people themselves and everybody who shares a key with one of them."""
    own = _ask(_PEOPLE + "id = ANY(%s)", people)
    births = sorted({row[4] for row in own if row[4]})
    names = sorted({row[7] for row in own})
    villages = sorted({row[1] for row in own})
    phones = [index for _, index in _ask(_PHONES + "person_id = ANY(%s)", people)]
    numbers = [index for _, index in _ask(_NUMBERS + "person_id = ANY(%s)", people)]
    others = {row[0] for row in _ask(_PHONES + "phone_index = ANY(%s)", phones)}
    others |= {row[0] for row in _ask(_NUMBERS + "id_index = ANY(%s)", numbers)}
    rows = {row[0]: row for row in own}
    strangers = sorted(others - rows.keys())
    rows |= _rows(people=strangers, births=births, names=names, villages=villages)
    return _with_numbers(rows)


def _rows(
    *, people: list[UUID], births: list[Any], names: list[str], villages: list[int]
) -> dict[UUID, tuple[Any, ...]]:
    """{person: row} of some people and of everybody who shares two of the other keys."""
    rows: dict[UUID, tuple[Any, ...]] = {}
    for where, values in (
        ("id = ANY(%s)", [people]),
        ("birth_date = ANY(%s) AND name_key = ANY(%s)", [births, names]),
        ("region = ANY(%s) AND name_key = ANY(%s)", [villages, names]),
        ("region = ANY(%s) AND birth_date = ANY(%s)", [villages, births]),
    ):
        rows |= {row[0]: row for row in _ask(_PEOPLE + where, *values)}
    return rows


def _with_numbers(rows: dict[UUID, tuple[Any, ...]]) -> list[_Record]:
    """The rows as records, with the blind indexes of their numbers."""
    ids = list(rows)
    phone_of = dict(_ask(_PHONES + "person_id = ANY(%s)", ids))
    number_of = dict(_ask(_NUMBERS + "person_id = ANY(%s)", ids))
    return [_record(row, phone_of.get(row[0]), number_of.get(row[0])) for row in rows.values()]


def _record(row: tuple[Any, ...], phone: bytes | None, number: bytes | None) -> _Record:
    person, region, created_at, name, birth_date, sex, household, _ = row
    identity = Identity(
        name=name,
        birth_date=birth_date,
        sex=sex,
        village=region,
        household=household,
        phone=bytes(phone) if phone else None,
        id_number=bytes(number) if number else None,
    )
    return _Record(person, region, created_at, identity)


def _ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    if not all(values):
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
