"""Writes on people: one verb each, in the caller's transaction, one event each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring, unseal
from chunfeng.kit.texts import text
from chunfeng.stages.people import identity, reactions, registering, writing
from chunfeng.stages.people.comparing import given
from chunfeng.stages.people.consenting import consent, withdraw
from chunfeng.stages.people.fields import (
    CONTACT_SEALED,
    PERSON,
    PROFILE,
    SEALED,
    SECRET_SEALED,
    TEXT_COLUMNS,
)
from chunfeng.stages.people.models import Person, Spell
from chunfeng.stages.people.refusals import (
    AlreadyHere,
    ChangedMeanwhile,
    NotAddressed,
    NotAllowed,
    NotFound,
    Refused,
    RevealRefused,
)
from chunfeng.stages.people.stored import (
    Row,
    Sealer,
    cell_of,
    name_keys,
    sealed_text,
    stored,
)

__all__ = [
    "begin_spell", "changed_since", "come_back", "consent", "correct", "end_spell", "enrol",
    "leave", "phone_for", "register", "reveal", "stamp", "withdraw",
]  # fmt: skip


def enrol(row: Row, *, keys: Keyring, by: Context, at: datetime, how: str = "form") -> UUID:
    """Adds one person, with name and home at least; AlreadyHere where the register has them."""
    _must_write(by)
    sealer, row = Sealer(keys), identity.completed(row)
    planned = registering.plan([row], sealer, by=by, on=timezone.localdate(at))
    if planned.elsewhere:
        raise NotFound
    if not planned.new:
        raise AlreadyHere(planned.people[0])
    people = registering.apply([row], planned, sealer, by=by, at=at, how=how, change=uuid4())
    _react(people, by, at, _opened([row], planned))
    return people[0]


def register(
    rows: Sequence[Row],
    planned: registering.Plan,
    *,
    keys: Keyring,
    by: Context,
    at: datetime,
    change: UUID,
    how: str = "import",
) -> list[UUID]:
    """Writes what ``queries.preview`` planned of many rows; the people touched."""
    _must_write(by)
    people = registering.apply(rows, planned, Sealer(keys), by=by, at=at, how=how, change=change)
    _react(people, by, at, _opened(rows, planned))
    return people


def correct(
    person: UUID,
    values: Mapping[str, Any],
    *,
    seen: int,
    keys: Keyring,
    by: Context,
    at: datetime,
    states: Mapping[str, str] | None = None,
    reason: str = "",
    how: str = "form",
) -> None:
    """Sets fields of a person to typed ledger values (None clears one).

    seen: the version read before. states: {field: unknown | refused} where there is no value to
    know. ChangedMeanwhile when somebody changed the same fields since.
    """
    _must_write(by)
    held = _locked(person)
    names = [*values, *(states or {})]
    if held.version != seen and (clash := changed_since(person, seen, names)):
        raise ChangedMeanwhile(clash)
    writing.under_change()
    origin = _origins(values, states or {}, how, at)
    _correct_plain(person, values, origin, at)
    _correct_sealed(person, values, Sealer(keys), at)
    record(
        "person.changed",
        by=by,
        at=at,
        person=person,
        household=held.household_id,
        region=held.region,
        fields=sorted(names),
        detail={"how": how, "version": held.version, **({"reason": reason} if reason else {})},
    )
    opened = {name: sealed_text(value) for name, value in values.items() if name in SECRET_SEALED}
    reactions.changed([held.household_id], by=by, at=at, opened={person: opened})


def changed_since(person: UUID, version: int, fields: Sequence[str]) -> list[str]:
    """Which of the fields were changed after a version of a person was read."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT f FROM audit_event AS e, unnest(e.fields) AS f
            WHERE e.person_id = %s AND (e.detail ->> 'version')::integer >= %s""",
            [person, version],
        )
        later = {name for (name,) in cursor.fetchall()}
    return sorted(later & set(fields))


def begin_spell(
    person: UUID, *, by: Context, at: datetime, begun: date, kind: str, **facts: Any
) -> UUID:
    """A time of work, training or school from its first day; one of a kind may be open.

    With ``ended``, its last day, it is one of the past.
    """
    _must_write(by)
    held, ended = _locked(person), facts.get("ended")
    if ended is not None and ended < begun:
        raise Refused(text("It cannot end before it began."))
    if ended is None and held.spells.filter(kind=kind, ended__isnull=True).exists():
        raise Refused(text("One of this kind is still running: end it first."))
    spell = Spell.objects.create(
        person=held,
        region=held.region,
        kind=kind,
        begun=begun,
        confirmed_on=timezone.localdate(at),
        **facts,
    )
    record(
        "spell.begun",
        by=by,
        at=at,
        person=person,
        household=held.household_id,
        region=held.region,
        subject=("spell", spell.id),
        detail={"kind": kind},
    )
    reactions.changed([held.household_id], by=by, at=at)
    return spell.id


def end_spell(spell: UUID, *, ended: date, reason: str, by: Context, at: datetime) -> None:
    """Closes a spell with its last day and why."""
    _must_write(by)
    found = Spell.objects.select_for_update().filter(id=spell).first()
    if found is None:
        raise NotFound
    if ended < found.begun:
        raise Refused(text("It cannot end before it began."))
    writing.under_change()
    found.ended, found.end_reason, found.version = ended, reason, found.version + 1
    found.save(update_fields=["ended", "end_reason", "version"])
    record(
        "spell.ended",
        by=by,
        at=at,
        person=found.person_id,
        region=found.region,
        subject=("spell", spell),
        detail={"reason": reason},
    )
    _react([found.person_id], by, at, {})


def leave(
    person: UUID, *, on: date, reason: str, by: Context, at: datetime, keep_open: bool = False
) -> None:
    """Takes a person out of the register's living part: died, moved away, joined the army …

    A head with other members left must hand over first (``set_relations``).
    """
    _must_write(by)
    held = _locked(person)
    others = Person.objects.filter(household_id=held.household_id, left_on__isnull=True)
    if held.relation == "head" and others.exclude(id=person).exists():
        raise Refused(text("Choose a new head of the household first."))
    writing.under_change()
    if not keep_open:
        for spell in held.spells.filter(ended__isnull=True):
            spell.ended, spell.end_reason = max(on, spell.begun), "left"
            spell.save(update_fields=["ended", "end_reason"])
    stamp(held, at, left_on=on, left_reason=reason)
    record(
        "person.left",
        by=by,
        at=at,
        person=person,
        household=held.household_id,
        region=held.region,
        detail={"reason": reason, "on": on.isoformat()},
    )
    reactions.changed([held.household_id], by=by, at=at)


def come_back(person: UUID, *, by: Context, at: datetime) -> None:
    """Undoes a leave."""
    _must_write(by)
    held = _locked(person)
    writing.under_change()
    relation = held.relation
    heads = Person.objects.filter(
        household_id=held.household_id, relation="head", left_on__isnull=True
    )
    if relation == "head" and heads.exists():
        relation = "other"
    stamp(held, at, left_on=None, left_reason="", relation=relation)
    record(
        "person.came_back",
        by=by,
        at=at,
        person=person,
        household=held.household_id,
        region=held.region,
    )


def reveal(person: UUID, field: str, *, keys: Keyring, by: Context, at: datetime) -> str:
    """One sealed value, opened on the record. Leave the transaction before it is shown."""
    if field not in SEALED:
        raise RevealRefused("right")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, refused FROM people_reveal(%s, %s, %s)", [person, field, at])
        ((sealed, refused),) = cursor.fetchall()
    if refused:
        raise RevealRefused(refused)
    if sealed is None:
        raise RevealRefused("empty")
    return unseal(keys, cell_of(person, field), bytes(sealed))


def phone_for(wall: str, about: UUID, person: UUID, *, keys: Keyring, at: datetime) -> str:
    """The telephone for a message about something, which nobody sees. NotAddressed.

    wall: the database function that says about what a message may go, and who writes it.
    """
    with connection.cursor() as cursor:
        asked = f"SELECT sealed, refused FROM {wall}(%s, %s)"  # noqa: S608 our own names
        cursor.execute(asked, [about, at])
        ((sealed, refused),) = cursor.fetchall()
    if refused:
        raise NotAddressed(refused)
    return unseal(keys, cell_of(person, "phone"), bytes(sealed))


def _react(people: Sequence[UUID], by: Context, at: datetime, opened: reactions.Opened) -> None:
    homes = Person.objects.filter(id__in=people).values_list("household_id", flat=True)
    reactions.changed(set(homes), by=by, at=at, opened=opened)


def _opened(rows: Sequence[Row], planned: registering.Plan) -> dict[UUID, dict[str, str]]:
    """The D4 values that rows bring, by person."""
    changes = {**planned.new, **planned.changed}
    return {
        change.person_id: {
            name: sealed_text(value) for name, value in given(rows[k], SECRET_SEALED).items()
        }
        for k, change in changes.items()
    }


def _must_write(by: Context) -> None:
    if by.rights.d2 is not Right.WRITE:
        raise NotAllowed


def _locked(person: UUID) -> Person:
    held = Person.objects.select_for_update().filter(id=person, merged_into=None).first()
    if held is None:
        raise NotFound
    return held


def stamp(person: Person, at: datetime, **columns: Any) -> None:
    """Saves columns of a person, counting the version on."""
    for name, value in columns.items():
        setattr(person, name, value)
    person.version += 1
    person.updated_at = at
    person.save(update_fields=[*columns, "version", "updated_at"])


def _origins(
    values: Mapping[str, Any], states: Mapping[str, str], how: str, at: datetime
) -> dict[str, dict[str, str]]:
    stamp = {"how": how, "on": timezone.localdate(at).isoformat()}
    known = dict.fromkeys(values, stamp)
    return known | {name: stamp | {"state": state} for name, state in states.items()}


def _correct_plain(
    person: UUID, values: Mapping[str, Any], origin: Mapping[str, Any], at: datetime
) -> None:
    of_person = {name: stored(name, values[name]) for name in PERSON if name in values}
    if "name" in of_person:
        key, initials = name_keys(of_person["name"])
        of_person |= {"name_key": key, "initials": initials}
    counted = {"version": 0, "updated_at": at.isoformat()}
    # Sealed values stand under another wall; where they come from, and why one lacks, does not.
    marks = {name: mark for name, mark in origin.items() if name in PERSON or name in SEALED}
    writing.update("people_person", [{"id": person} | of_person | counted | {"origin": marks}])
    of_profile = {name: stored(name, values[name]) for name in PROFILE if name in values}
    marks = {name: mark for name, mark in origin.items() if name in PROFILE}
    for name in marks:
        of_profile.setdefault(name, "" if name in TEXT_COLUMNS else None)
    if of_profile:
        key_ = {"person_id": person}
        writing.update("people_profile", [key_ | of_profile | {"origin": marks}], key="person_id")


def _correct_sealed(person: UUID, values: Mapping[str, Any], sealer: Sealer, at: datetime) -> None:
    contact = {name: values[name] for name in CONTACT_SEALED if name in values}
    secret = {name: values[name] for name in SECRET_SEALED if name in values}
    key = {"person_id": person}
    for table, columns, seal in (
        ("people_contact", contact, sealer.contact),
        ("people_secret", secret, sealer.secret),
    ):
        told = {name: value for name, value in columns.items() if value not in (None, "", ())}
        row = dict.fromkeys(columns) | seal(person, told) | _emptied(columns, told)
        if columns:
            prints = sealer.prints(person, told) | dict.fromkeys(columns.keys() - told.keys())
            writing.update(table, [key | row | {"prints": prints}], key="person_id")
    if "id_number" in secret:
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_release(%s, %s)", [person, at])
        if secret["id_number"]:
            registering.claim([(person, sealer.id_index(str(secret["id_number"])))], at)


def _emptied(columns: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What goes with a value that was cleared."""
    gone = columns.keys() - told.keys()
    out: dict[str, Any] = {}
    if "phone" in gone:
        out |= {"phone_mask": "", "phone_index": None}
    if "id_number" in gone:
        out |= {"id_index": None, "id_checked": False}
    return out
