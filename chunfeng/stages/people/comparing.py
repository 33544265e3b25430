"""What a ledger row says against the register: new, changed field by field, unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from chunfeng.stages.people.fields import (
    CONTACT_SEALED,
    HOUSEHOLD,
    PERSON,
    PROFILE,
    SECRET_SEALED,
)
from chunfeng.stages.people.stored import Row, Sealer, name_keys, stored

KIND_OF_STATUS = {
    "employed": "employed",
    "workshop": "workshop",
    "public_welfare": "public_welfare",
    "casual": "casual",
    "own_business": "own_business",
    "farming": "farming",
    "studying": "school",
}
BESIDE_WORK = frozenset({"farming", "school", "training"})  # a ledger's one status ends none of it
SPELL_COLUMNS = {
    "work_place": "place",
    "work_employer": "employer",
    "work_post": "post",
    "income": "income",
    "has_contract": "has_contract",
    "insured": "insured",
}


_BLANK_PERSON = {name: stored(name, None) for name in PERSON}
_BLANK_PROFILE = {name: stored(name, None) for name in PROFILE}


@dataclass(slots=True)
class Held:
    """What the register holds of one person, as JSON: plain columns, prints, open spells."""

    person: dict[str, Any]
    profile: dict[str, Any]
    household: dict[str, Any]
    contact: dict[str, str]  # prints
    secret: dict[str, str]  # prints
    spells: list[dict[str, Any]] = field(default_factory=list)  # open ones
    consent: dict[str, Any] | None = None  # the one that stands, else the last taken back


@dataclass(slots=True)
class Change:
    """What one row changes of one person; empty parts change nothing. Values are as stored."""

    person_id: UUID
    region: int
    person: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    household: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)  # plain values, to be sealed
    secret: dict[str, Any] = field(default_factory=dict)
    begun: dict[str, Any] | None = None  # a new spell
    spells: dict[str, dict[str, Any]] = field(default_factory=dict)  # {spell id: columns}
    consent: bool | None = None
    consent_on: str = ""
    withdrawn: str = ""  # id of the consent that is taken back
    before: dict[str, Any] = field(default_factory=dict)  # of plain fields, for the preview
    version: int = 0  # of the person it was compared with

    @property
    def fields(self) -> list[str]:
        """The ledger fields that change, in order of the tables."""
        parts = (self.household, self.person, self.profile, self.contact, self.secret)
        names = [name for part in parts for name in part if name not in ("name_key", "initials")]
        if self.begun or self.spells:
            names.append("status")
        return names + (["consent"] if self.consent is not None else [])


def compare(row: Row, held: Held, sealer: Sealer, on: date) -> Change:
    """The change a row makes to a person held. An empty cell changes nothing."""
    person_id = UUID(held.person["id"])
    change = Change(person_id, held.person["region"], version=held.person["version"])
    change.person = _differing(row, PERSON, held.person, change.before)
    if "name" in change.person:
        key, initials = name_keys(change.person["name"])
        change.person |= {"name_key": key, "initials": initials}
    change.profile = _differing(row, PROFILE, held.profile, change.before)
    named = {name: held.household[column] for name, column in HOUSEHOLD.items()}
    change.household = _differing(row, tuple(HOUSEHOLD), named, change.before)
    change.contact = _resealed(row, CONTACT_SEALED, held.contact, person_id, sealer)
    change.secret = _resealed(row, SECRET_SEALED, held.secret, person_id, sealer)
    _work(row, held.spells, change, on)
    _agreed(row, held.consent, change, on)
    return change


def fresh(row: Row, region: int, on: date) -> Change:
    """The change that adds a person."""
    change = Change(uuid4(), region)
    key, initials = name_keys(row["name"])
    change.person = _BLANK_PERSON | {n: stored(n, row[n]) for n in PERSON if n in row}
    change.person |= {"name_key": key, "initials": initials}
    change.profile = _BLANK_PROFILE | {n: stored(n, row[n]) for n in PROFILE if n in row}
    change.household = {name: stored(name, row.get(name)) for name in HOUSEHOLD}
    change.contact = given(row, CONTACT_SEALED)
    change.secret = given(row, SECRET_SEALED)
    _work(row, [], change, on)
    _agreed(row, None, change, on)
    return change


def given(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """The values of a row that are there."""
    return {name: row[name] for name in names if row.get(name) not in (None, "", ())}


def _differing(
    row: Row, names: Sequence[str], held: Mapping[str, Any], before: dict[str, Any]
) -> dict[str, Any]:
    out = {}
    for name, value in given(row, names).items():
        new = stored(name, value)
        if new != held[name]:
            out[name], before[name] = new, held[name]
    return out


def _resealed(
    row: Row, names: Sequence[str], prints: Mapping[str, str], person: UUID, sealer: Sealer
) -> dict[str, Any]:
    values = given(row, names)
    new = sealer.prints(person, values)
    return {name: value for name, value in values.items() if new[name] != prints.get(name)}


def _work(row: Row, open_spells: Sequence[dict[str, Any]], change: Change, on: date) -> None:
    """A ledger's status is evidence for a spell with its date, never a stored status."""
    status = row.get("status")
    if status is None:
        return
    said_on = row.get("collected_on") or on
    kind = KIND_OF_STATUS.get(status)
    same = next((spell for spell in open_spells if spell["kind"] == kind), None)
    for spell in open_spells:
        if spell is not same and (kind is None or kind not in BESIDE_WORK):
            _end(spell, change, said_on)
    if kind is None:
        return
    told = {
        column: stored(name, row[name])
        for name, column in SPELL_COLUMNS.items()
        if row.get(name) is not None
    }
    since = row.get("work_since") or said_on
    if same is None or _other_work(same, told, since):
        if same is not None:
            day_before = (since - timedelta(1)).isoformat()
            change.spells[same["id"]] = {"ended": day_before, "end_reason": "changed"}
        confirmed = max(said_on, since).isoformat()
        change.begun = {"kind": kind, "begun": since.isoformat(), "confirmed_on": confirmed}
        change.begun |= told | {"evidence": "D"}
    else:
        _told_more(row, same, told, change)


def _told_more(row: Row, spell: Mapping[str, Any], told: Mapping[str, Any], change: Change) -> None:
    """More about a spell that is known: only what differs."""
    differing = {column: value for column, value in told.items() if value != spell[column]}
    since = row.get("work_since")
    if since and since.isoformat() < spell["begun"]:
        differing["begun"] = since.isoformat()
    if differing:
        change.spells[spell["id"]] = differing


def _other_work(spell: Mapping[str, Any], told: Mapping[str, Any], since: date) -> bool:
    """Whether a row tells of another employer, later than the spell began."""
    employer = told.get("employer")
    moved = bool(employer) and bool(spell["employer"]) and employer != spell["employer"]
    return moved and since.isoformat() > spell["begun"]


def _end(spell: Mapping[str, Any], change: Change, said_on: date) -> None:
    if spell["kind"] in BESIDE_WORK or said_on.isoformat() < spell["begun"]:
        return
    change.spells[spell["id"]] = {"ended": said_on.isoformat(), "end_reason": "ledger"}


def _agreed(row: Row, held: Mapping[str, Any] | None, change: Change, on: date) -> None:
    """Yes or no to docking. A no where nothing was ever said is kept as a refusal."""
    said = row.get("consent")
    stands = None if held is None else held["withdrawn_on"] is None
    if said is None or said == stands:
        return
    change.consent = said
    change.withdrawn = held["id"] if held and stands else ""
    change.consent_on = (row.get("consent_on") or row.get("collected_on") or on).isoformat()
