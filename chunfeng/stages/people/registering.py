"""Ledger rows into the register: compared first, then written in one transaction.

The same two steps serve a single form and a chunk of a million-row file.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.database.bulk import beside, send
from chunfeng.stages.people import writing
from chunfeng.stages.people.comparing import Change, compare, fresh
from chunfeng.stages.people.fields import HOUSEHOLD, PERSON, PROFILE
from chunfeng.stages.people.matching import held, match
from chunfeng.stages.people.stored import Row, Sealer, stored

TIES = ("spell", "consent")
SLICE = 1667  # people prepared while those before them are written
COUNTY = 10**6  # codes of one county share what is above this


@dataclass(slots=True)
class Plan:
    """What rows would do: by row index, so that a preview can point at them."""

    new: dict[int, Change] = field(default_factory=dict)
    changed: dict[int, Change] = field(default_factory=dict)
    unchanged: list[int] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)  # home outside the post's region
    twice: dict[int, int] = field(default_factory=dict)  # row → earlier row of the same person
    households: dict[str, tuple[UUID, int]] = field(default_factory=dict)
    moves: dict[int, str] = field(default_factory=dict)  # row → number of the new household
    people: dict[int, UUID] = field(default_factory=dict)  # row → person known before

    def counts(self) -> Counter[str]:
        """new, changed, unchanged, elsewhere, twice; and field:… for changes field by field."""
        out = Counter(
            new=len(self.new),
            changed=len(self.changed),
            unchanged=len(self.unchanged),
            elsewhere=len(self.elsewhere),
            twice=len(self.twice),
        )
        for change in self.changed.values():
            out.update(f"field:{name}" for name in change.fields)
        return out


def plan(rows: Sequence[Row], sealer: Sealer, *, by: Context, on: date) -> Plan:
    """Compares rows with the register; writes nothing. Rows need name and home."""
    out = Plan()
    inside = [k for k, row in enumerate(rows) if by.covers(row["home"])]
    out.elsewhere = sorted(set(range(len(rows))) - set(inside))
    if not inside:
        return out
    mine = [rows[k] for k in inside]
    lo = min(row["home"] for row in mine) // COUNTY * COUNTY
    found = match(mine, sealer, lo, lo + COUNTY - 1)
    out.households = found.households
    known = held(found.people.values())
    seen: dict[bytes, int] = {}
    for at, k in enumerate(inside):
        row = rows[k]
        key = sealer.id_index(row["id_number"]) if row.get("id_number") else None
        if at in found.twice or (key is not None and key in seen):
            out.twice[k] = inside[found.twice[at]] if at in found.twice else seen[key or b""]
            continue
        if key is not None:
            seen[key] = k
        if at not in found.people:
            out.new[k] = fresh(row, row["home"], on)
            continue
        out.people[k] = found.people[at]
        _changed(k, row, compare(row, known[out.people[k]], sealer, on), known, out)
    return out


def _changed(k: int, row: Row, change: Change, known: Mapping[UUID, Any], out: Plan) -> None:
    was = known[change.person_id].household
    number = change.household.pop("household_no", None)
    if number is not None:
        change.before.pop("household_no", None)
        if was["number"]:
            out.moves[k] = number
        else:
            change.household["household_no"] = number
    if not out.moves.get(k) and row["home"] != was["region"]:
        change.household["home"] = row["home"]
        change.before["home"] = was["region"]
    if change.fields or k in out.moves:
        out.changed[k] = change
    else:
        out.unchanged.append(k)


@dataclass(slots=True)
class _Tables:
    """The rows to write, by table."""

    household: list[dict[str, Any]] = field(default_factory=list)  # to change
    person: list[dict[str, Any]] = field(default_factory=list)
    profile: list[dict[str, Any]] = field(default_factory=list)
    contact: list[dict[str, Any]] = field(default_factory=list)
    secret: list[dict[str, Any]] = field(default_factory=list)
    spell: list[dict[str, Any]] = field(default_factory=list)
    consent: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[dict[str, Any]] = field(default_factory=list)  # of consents
    events: list[tuple[str, Any, Any, int, list[str], dict[str, Any]]] = field(default_factory=list)
    claims: list[tuple[UUID, bytes]] = field(default_factory=list)


def apply(
    rows: Sequence[Row],
    planned: Plan,
    sealer: Sealer,
    *,
    by: Context,
    at: datetime,
    how: str,
    change: UUID,
) -> list[UUID]:
    """Writes what was planned, inside the caller's transaction; the ids of the people touched.

    how: where the values come from (import, form …). change: the id to take it back by.
    """
    writing.under_change(change)
    households = _Households(planned.households, at, change, how)
    adds, updates = _Tables(), _Tables()
    origin = {"how": how, "on": timezone.localdate(at).isoformat()}
    for k, altered in planned.changed.items():
        home_id = households.of(rows[k]) if k in planned.moves else None
        _update(altered, home_id, sealer, updates, at=at, origin=origin, change=change)
    with beside():
        _insert(households, adds, by, at)
    _alter(updates, by, at)  # first: a head who moves away makes room for a new one
    with beside():
        for k, new in planned.new.items():
            home = households.of(rows[k])
            _add(new, rows[k], home, sealer, adds, at=at, origin=origin, change=change)
            if len(adds.person) == SLICE:
                _insert(households, adds, by, at)
                adds = _Tables()
        _insert(households, adds, by, at)
    return [c.person_id for c in (*planned.new.values(), *planned.changed.values())]


class _Households:
    """The household of each new row: known by number, else made."""

    def __init__(
        self, known: Mapping[str, tuple[UUID, int]], at: datetime, change: UUID, how: str
    ) -> None:
        self._known = dict(known)
        self._at, self._change, self._how = at, change, how
        self.new: list[dict[str, Any]] = []
        self._lives: dict[UUID, int] = {}  # where the first row of a household says it lives
        self.moved: dict[UUID, int] = {}  # known households that live elsewhere by now

    def of(self, row: Row) -> tuple[UUID, int]:
        """(id, region) of a row's household."""
        number = row.get("household_no") or ""
        if number in self._known:
            home, region = self._known[number]
            lives = self._lives.setdefault(home, row["home"])
            if lives != region:
                self.moved[home] = lives
            return home, lives
        made = (uuid4(), row["home"])
        self._lives[made[0]] = row["home"]
        self.new.append(self._row(made[0], row))
        if number:
            self._known[number] = made
        return made

    def taken(self) -> tuple[list[dict[str, Any]], dict[UUID, int]]:
        """The new households and those that moved, since the last time."""
        new, moved = self.new, self.moved
        self.new, self.moved = [], {}
        return new, moved

    def _row(self, home: UUID, row: Row) -> dict[str, Any]:
        moment = self._at.isoformat()
        columns = {column: stored(name, row.get(name)) for name, column in HOUSEHOLD.items()}
        return columns | {
            "id": home,
            "region": row["home"],
            "number": row.get("household_no") or "",
            "ended_reason": "",
            "added_by": self._change,
            "origin": {"": {"how": self._how, "on": timezone.localdate(self._at).isoformat()}},
            "version": 1,
            "created_at": moment,
            "updated_at": moment,
        }


def _add(
    new: Change,
    row: Row,
    home: tuple[UUID, int],
    sealer: Sealer,
    out: _Tables,
    *,
    at: datetime,
    origin: Mapping[str, str],
    change: UUID,
) -> None:
    person, region, moment = str(new.person_id), home[1], at.isoformat()
    stands = {"origin": {"": origin}}
    out.person.append(
        new.person
        | {"id": person, "region": region, "household_id": home[0], "left_reason": ""}
        | {"version": 1, "created_at": moment, "updated_at": moment, "added_by": change}
        | stands
    )
    out.profile.append(new.profile | {"person_id": person, "region": region} | stands)
    blank: dict[str, Any] = dict.fromkeys(("phone", "phone_index", "address", "backup"))
    out.contact.append(
        {"person_id": person, "region": region, "phone_mask": ""}
        | blank
        | sealer.contact(person, new.contact)
        | {"prints": sealer.prints(person, new.contact)}
    )
    names = ("id_number", "id_index", "health", "disability_type", "disability_grade")
    blank = dict.fromkeys((*names, "poverty_cause")) | {"id_checked": False}
    out.secret.append(
        {"person_id": person, "region": region, "id_type": row.get("id_type") or ""}
        | blank
        | sealer.secret(person, new.secret)
        | {"prints": sealer.prints(person, new.secret)}
    )
    if "id_number" in new.secret:
        out.claims.append((new.person_id, sealer.id_index(new.secret["id_number"])))
    _ties(new, region, out, origin, change)
    out.events.append(("person.added", person, home[0], region, [], {"how": origin["how"]}))


def tie_id(change: UUID, tie: str, person: UUID) -> UUID:
    """Id of the spell or consent that a change adds to a person: by it they are undone."""
    return uuid5(change, f"{tie} {person}")


def _ties(
    change: Change, region: int, out: _Tables, origin: Mapping[str, str], by_change: UUID
) -> None:
    """The spell begun and the consent given or taken back."""
    if change.begun:
        blank = dict.fromkeys(("place", "income", "has_contract", "insured", "ended"))
        words = {"employer": "", "post": "", "end_reason": "", "channel": ""}
        told = {name: value for name, value in change.begun.items() if value is not None}
        spell = tie_id(by_change, "spell", change.person_id)
        key = {"id": spell, "person_id": change.person_id, "region": region, "version": 1}
        out.spell.append(blank | words | told | key | {"primary": True, "origin": {"": origin}})
    if change.withdrawn:
        out.withdrawn.append({"id": change.withdrawn, "withdrawn_on": change.consent_on})
    elif change.consent is not None:
        consent = tie_id(by_change, "consent", change.person_id)
        refused = None if change.consent else change.consent_on  # given and taken back on one day
        out.consent.append(
            {"id": consent, "person_id": change.person_id, "region": region, "purpose": "docking"}
            | {"given_on": change.consent_on, "how": origin["how"], "withdrawn_on": refused}
        )


def _move(households: Mapping[UUID, int], at: datetime) -> None:
    """Households to where a new member's row says they live; their members follow."""
    counted = {"version": 0, "updated_at": at.isoformat()}
    moved = [{"id": home, "region": region} | counted for home, region in households.items()]
    writing.update("people_household", moved)


def _insert(households: _Households, rows: _Tables, by: Context, at: datetime) -> None:
    """New people; before them the households they come into."""
    new, moved = households.taken()
    _move(moved, at)
    writing.insert("people_household", new)
    for table in ("person", "profile", "contact", "secret", "spell", "consent"):
        writing.insert(f"people_{table}", getattr(rows, table))
    claim(rows.claims, at)
    writing.events(rows.events, by=by, at=at)


def _update(
    altered: Change,
    home: tuple[UUID, int] | None,
    sealer: Sealer,
    out: _Tables,
    *,
    at: datetime,
    origin: Mapping[str, str],
    change: UUID,
) -> None:
    person, stays = altered.person_id, altered.household.get("home", altered.region)
    region = home[1] if home else stays
    key = {"person_id": person}

    def marked(names: Sequence[str]) -> dict[str, Any]:
        return {"origin": {name: origin for name in names if name in (*PERSON, *PROFILE)}}

    moved = {"household_id": home[0], "region": home[1]} if home else {}
    counted = {"version": 0, "updated_at": at.isoformat()}  # the version counts on
    out.person.append({"id": person} | altered.person | moved | marked([*altered.person]) | counted)
    if altered.profile:
        out.profile.append(key | altered.profile | marked([*altered.profile]))
    if altered.contact:
        columns = sealer.contact(person, altered.contact)
        out.contact.append(key | columns | {"prints": sealer.prints(person, altered.contact)})
    if altered.secret:
        columns = sealer.secret(person, altered.secret)
        out.secret.append(key | columns | {"prints": sealer.prints(person, altered.secret)})
        if "id_number" in altered.secret:
            out.claims.append((person, sealer.id_index(altered.secret["id_number"])))
    if altered.household:
        out.household.append({"person": person, **altered.household})
    for spell, columns in altered.spells.items():
        out.spell.append({"id": spell, "version": 0} | columns)
    _ties(altered, region, out, origin, change)
    out.events.append(
        ("person.changed", person, None, region, altered.fields, {"version": altered.version})
    )


def _alter(rows: _Tables, by: Context, at: datetime) -> None:
    begun = [row for row in rows.spell if "person_id" in row]
    _change_households(rows.household, at)
    writing.update("people_person", rows.person)
    for table in ("profile", "contact", "secret"):
        writing.update(f"people_{table}", getattr(rows, table), key="person_id")
    writing.update("people_spell", [row for row in rows.spell if "person_id" not in row])
    writing.insert("people_spell", begun)
    writing.update("people_consent", rows.withdrawn)
    writing.insert("people_consent", rows.consent)
    claim(rows.claims, at)
    writing.events(rows.events, by=by, at=at)


def _change_households(rows: Sequence[dict[str, Any]], at: datetime) -> None:
    """What a member's row says of the household; the last row of a household stands."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, household_id FROM people_person WHERE id = ANY(%s)",
            [[row["person"] for row in rows]],
        )
        homes = dict(cursor.fetchall())
    told: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        columns = {
            "region" if name == "home" else HOUSEHOLD[name]: value
            for name, value in row.items()
            if name != "person"
        }
        told.setdefault(homes[row["person"]], {}).update(columns)
    counted = {"version": 0, "updated_at": at.isoformat()}
    writing.update("people_household", [{"id": h} | c | counted for h, c in told.items()])


def claim(claims: Sequence[tuple[UUID, bytes]], at: datetime) -> None:
    """Claims ID numbers; who holds one that another has claimed is noted as a contest."""
    if claims:
        persons, indexes = zip(*claims, strict=True)
        send("SELECT people_claim_ids(%s, %s, %s)", [list(persons), list(indexes), at])
