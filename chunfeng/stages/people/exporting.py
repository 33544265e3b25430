"""Lists out of the register: ledgers that can be imported again, and public notices."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from chunfeng.foundation.access import DataClass
from chunfeng.foundation.ciphers import Keyring, unseal
from chunfeng.foundation.exports import operations
from chunfeng.foundation.exports.models import ExportRequest
from chunfeng.foundation.exports.states import Kind
from chunfeng.kit.texts import Language, Text
from chunfeng.stages.people.comparing import KIND_OF_STATUS
from chunfeng.stages.people.export_files import ledger_file, notice_file
from chunfeng.stages.people.fields import (
    CONSENT,
    CONTACT_SEALED,
    HOUSEHOLD,
    PERSON,
    PROFILE,
    SECRET_SEALED,
    SPELL,
)
from chunfeng.stages.people.models import Consent, Spell
from chunfeng.stages.people.notice import Notice, notice
from chunfeng.stages.people.queries import Filters, find
from chunfeng.stages.people.querysets import living, running, with_status
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import RANK, WORK, LabourStatus
from chunfeng.stages.people.stored import cell_of, restored, unsealed_value

LIST = (  # what a list needs at least, to be read and to find its people again
    "household_no", "person_no", "name", "sex", "birth_date", "relation", "home", "status",
    "work_capacity", "care", "willing", "wish_reach",
)  # fmt: skip
_POINT = frozenset({"lon", "lat"})  # of the home: as good as an address
PLAIN = tuple(  # D1 and D2, in the ledger's order
    column.field
    for column in PEOPLE
    if column.field in {*HOUSEHOLD, *PERSON, *PROFILE, *SPELL, *CONSENT, "home"} - _POINT
)
_Said = tuple[bool, date]  # yes or no, since when
STATUS_OF_SPELL = {kind: status for status, kind in KIND_OF_STATUS.items()}
_SPELL_COLUMNS = {
    "work_place": "place",
    "work_employer": "employer",
    "work_post": "post",
    "work_since": "begun",
    "income": "income",
    "has_contract": "has_contract",
    "insured": "insured",
}


def selected(filters: Filters, *, on: date, keys: Keyring) -> list[UUID]:
    """The people a filter means, household by household; one more than may leave at most."""
    people = find(filters, on=on, keys=keys)
    ordered = people.order_by("region", "household__number", "household", "birth_date", "id")
    return list(ordered.values_list("id", flat=True)[: operations.MOST + 1])


def class_of(fields: Iterable[str]) -> DataClass:
    """The highest class among ledger fields."""
    names = set(fields)
    if names & set(SECRET_SEALED):
        return DataClass.D4
    return DataClass.D3 if names & {*CONTACT_SEALED, *_POINT} else DataClass.D2


def file(
    request: ExportRequest, caption: Text, *, keys: Keyring, on: date, at: datetime
) -> tuple[str, bytes]:
    """(file name, content) of an export as it stands now; a ledger, or a public notice."""
    people = _people(request.people, on)
    language: Language = "en" if request.language == "en" else "zh"
    if request.kind == Kind.NOTICE:
        return notice_file(notice(_named(people), request.item), caption, language)
    opened = _opened(request, keys, at)
    told = _ties(people, on)
    rows = [_row(person, *told(person.id), opened.get(person.id, {})) for person in people]
    wanted = [column.field for column in PEOPLE if column.field in set(request.fields)]
    columns = {name: [row.get(name) for row in rows] for name in wanted}
    return ledger_file(columns, caption, language, request.file_format)


def preview_notice(people: Sequence[UUID], item: str, *, on: date) -> Notice:
    """A public notice as it would be, with what speaks against it."""
    return notice(_named(_people(people, on)), item)


def _named(people: Iterable[Any]) -> list[tuple[str, int]]:
    return [(person.name, person.region) for person in people]


def _people(ids: Sequence[UUID], on: date) -> list[Any]:
    """Those still in the region, in the order given."""
    found = with_status(living().filter(id__in=list(ids)), on)
    place = {person: number for number, person in enumerate(ids)}
    whole = found.select_related("household", "profile")
    return sorted(whole, key=lambda person: place[person.id])


def _ties(people: Iterable[Any], on: date) -> Callable[[UUID], tuple[Spell | None, _Said | None]]:
    """person → (the spell of the day, what they said to docking)."""
    ids = [person.id for person in people]
    spells = _by_person(running(on).filter(person__in=ids))
    given = Consent.objects.filter(person__in=ids, purpose="docking")
    # One that stands comes last.
    ordered = given.order_by(F("withdrawn_on").asc(nulls_last=True), "given_on", "id")
    said: dict[UUID, _Said] = {
        person: (withdrawn is None, withdrawn or given)
        for person, given, withdrawn in ordered.values_list("person", "given_on", "withdrawn_on")
    }
    return lambda person: (_now(spells.get(person, [])), said.get(person))


def _by_person(spells: Iterable[Spell]) -> dict[UUID, list[Spell]]:
    out: dict[UUID, list[Spell]] = {}
    for spell in spells:
        out.setdefault(spell.person_id, []).append(spell)
    return out


def _now(spells: Sequence[Spell]) -> Spell | None:
    """The spell a ledger's one status can tell; none where somebody does two kinds of work."""
    known = sorted((s for s in spells if s.kind in STATUS_OF_SPELL), key=lambda s: RANK[s.kind])
    paid = [spell for spell in known if spell.kind in WORK and spell.kind != "farming"]
    return None if len(paid) > 1 or not known else known[0]


def _row(
    person: Any, now: Spell | None, said: _Said | None, opened: Mapping[str, Any]
) -> dict[str, Any]:
    row = {name: getattr(person, name) for name in PERSON}
    row |= {name: getattr(person.profile, name) for name in PROFILE}
    row |= {name: getattr(person.household, column) for name, column in HOUSEHOLD.items()}
    row |= {"home": person.region, "status": None}
    if now:
        row |= {name: getattr(now, column) for name, column in _SPELL_COLUMNS.items()}
        row["status"] = STATUS_OF_SPELL[now.kind]
    elif person.status == LabourStatus.NOT_IN_WORK:
        row["status"] = "none"
    if said:
        row |= {"consent": said[0], "consent_on": said[1]}
    return {name: restored(name, value) for name, value in row.items()} | dict(opened)


def _opened(request: ExportRequest, keys: Keyring, at: datetime) -> dict[UUID, dict[str, Any]]:
    """The sealed values an approved export may open; each person opened has it in the log."""
    if not set(request.fields) & {*CONTACT_SEALED, *SECRET_SEALED}:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, field, sealed FROM people_open_exported(%s, %s)", [request.id, at]
        )
        found = cursor.fetchall()
    out: dict[UUID, dict[str, Any]] = {}
    for person, field, sealed in found:
        if sealed is not None:
            said = unseal(keys, cell_of(person, field), bytes(sealed))
            out.setdefault(person, {})[field] = unsealed_value(field, said)
    return out
