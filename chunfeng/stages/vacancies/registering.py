"""Ledger rows into vacancies: compared first, then written in one transaction."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.recording import record_all
from chunfeng.foundation.ciphers import Keyring, blind
from chunfeng.foundation.intake.cells_numbers import DECIMALS
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.employers import wage_lines
from chunfeng.stages.employers.ensuring import ensure
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people.likeness import plain_name
from chunfeng.stages.vacancies import examining, rules, writing
from chunfeng.stages.vacancies.deriving import OF_OWNER, Owner
from chunfeng.stages.vacancies.fields import LEDGER, OCCUPATIONS, PHONE, POINT, kept
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.reading import identity
from chunfeng.stages.vacancies.refusals import Incomplete
from chunfeng.stages.vacancies.states import State
from chunfeng.stages.vacancies.vocabulary import heading

Row = Mapping[str, Any]
Said = tuple[Text, Text]  # what is wrong, how to mend it
_MEND = text("Correct the row and hand it in again.")


@dataclass(slots=True)
class Plan:
    """What rows do, by row index. before: what stood of a changed vacancy, None where sealed."""

    new: dict[int, Vacancy] = field(default_factory=dict)
    changed: dict[int, Vacancy] = field(default_factory=dict)
    columns: dict[int, list[str]] = field(default_factory=dict)  # to save of a changed one
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    unchanged: list[int] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)
    refused: dict[int, Said] = field(default_factory=dict)
    marked: dict[int, list[Said]] = field(default_factory=dict)  # drafts, each place to be mended
    employers: set[UUID] = field(default_factory=set)  # entered with the rows

    def counts(self) -> Counter[str]:
        """Counts by names that may stand in a run's result."""
        out = Counter(
            new=len(self.new),
            changed=len(self.changed),
            unchanged=len(self.unchanged),
            elsewhere=len(self.elsewhere),
            twice=len(self.twice),
            marked=len(self.marked),
            new_employers=len(self.employers),
        )
        for fields in self.before.values():
            out.update(f"field_{name}" for name in fields)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Registering:
    """Who registers rows, when, and as which change (an import)."""

    keys: Keyring
    by: Context
    at: datetime
    change: UUID

    def register(self, rows: Sequence[Row]) -> Plan:
        """Enters employers and vacancies that rows name, and changes those that are there."""
        plan = Plan()
        owners = self._owners(rows, plan)
        known = _Known(owner.id for owner in owners.values())
        for k, owner in owners.items():
            row = {name: value for name, value in rows[k].items() if name in LEDGER}
            held = known.find(owner.id, row)
            try:
                if held is None:
                    plan.new[k] = self._new(row, owner)
                    known.enter(plan.new[k])
                elif held.id in known.met:
                    plan.twice.append(k)
                else:
                    self._change(k, row, held, owner, plan)
                known.meet(held or plan.new[k])
            except Incomplete as incomplete:
                plan.refused[k] = (incomplete.said, _MEND)
        self._write(plan)
        return plan

    def _owners(self, rows: Sequence[Row], plan: Plan) -> dict[int, Owner]:
        """{row: its employer}; one that is known by name alone in the region, or as ensured."""
        alone = _by_name(rows, self.by)
        asked = [k for k, row in enumerate(rows) if alone(row) is None]
        made = ensure(
            [rows[k] for k in asked], keys=self.keys, by=self.by, at=self.at, change=self.change
        )
        found = {k: one.id if one else None for k, one in zip(asked, made, strict=True)}
        found |= {k: alone(row) for k, row in enumerate(rows) if k not in found}
        plan.employers.update(one.id for one in made if one and one.new)
        held = Employer.objects.filter(id__in={one for one in found.values() if one})
        # Locked: the words of what is written here carry the names they have until it is written.
        locked = held.order_by("id").select_for_update()
        floors = wage_lines.floors()
        owners = {row["id"]: Owner(**row, floors=floors) for row in locked.values(*OF_OWNER)}
        mine = {one: owner for one, owner in owners.items() if self.by.covers(owner.region)}
        plan.elsewhere.extend(k for k, one in sorted(found.items()) if one not in mine)
        return {k: mine[one] for k, one in sorted(found.items()) if one in mine}

    def _new(self, row: Row, owner: Owner) -> Vacancy:
        held = writing.new(
            _without_astray(row), owner, id_=uuid4(), keys=self.keys, at=self.at, how="ledger",
            added_by=self.change, state=State.REVIEW, submitted_at=self.at,
        )  # fmt: skip
        if examining.refused(held.findings):
            held.state, held.submitted_at = State.DRAFT, None
        return held

    def _change(self, k: int, row: Row, held: Vacancy, owner: Owner, plan: Plan) -> None:
        differing = _differing(_without_astray(row), held, self.keys)
        if not differing:
            plan.unchanged.append(k)
            return
        if held.taken > differing.get("headcount", held.headcount):
            raise Incomplete(
                "headcount", text("More seats are taken than that: {n}.", n=held.taken)
            )
        before = {n: None if n == PHONE else getattr(held, n) for n in differing}
        columns = writing.put(held, differing, owner, keys=self.keys, at=self.at)
        columns += self._stands(held)
        plan.changed[k], plan.columns[k], plan.before[k] = held, columns, before

    def _stands(self, held: Vacancy) -> list[str]:
        """Where a changed vacancy stands: what is marked anew, or was closed, is reviewed again."""
        state = State(held.state)
        if examining.refused(held.findings):
            to = State.DRAFT
        elif state is State.CLOSED or examining.unanswered(held.findings):
            to = State.REVIEW
        else:
            return []
        if state is to or (state is State.DRAFT and to is State.REVIEW):
            return []
        held.state, held.submitted_at = to, self.at if to is State.REVIEW else None
        held.reviewed, held.state_reason = False, ""
        return ["state", "submitted_at", "reviewed", "state_reason"]

    def _write(self, plan: Plan) -> None:
        for k, held in {**plan.new, **plan.changed}.items():
            if refused := examining.refused(held.findings):
                plan.marked[k] = [_marked(finding) for finding in refused]
        under_change(self.change)
        Vacancy.objects.bulk_create(plan.new.values(), batch_size=500)
        told = {"how": "ledger", "change": str(self.change)}
        self._tell("vacancy.drafted", [(held, (), told) for held in plan.new.values()])
        changed = []
        for k, held in plan.changed.items():
            version = held.version
            writing.save(held, plan.columns[k], at=self.at)
            changed.append((held, sorted(plan.before[k]), {**told, "version": version}))
        self._tell("vacancy.changed", changed)

    def _tell(self, kind: str, about: Sequence[tuple[Vacancy, Sequence[str], Any]]) -> None:
        record_all(
            kind,
            [(held.region, ("vacancy", held.id), names, told) for held, names, told in about],
            by=self.by,
            at=self.at,
        )


class _Known:
    """The vacancies of employers, by what tells them apart; living ones before closed ones."""

    def __init__(self, employers: Any) -> None:
        self._by: dict[tuple[Any, ...], Vacancy] = {}
        self.met: set[UUID] = set()
        found = Vacancy.objects.filter(employer__in=set(employers)).defer("phone", "search")
        for held in sorted(found, key=lambda v: (v.state == State.CLOSED, v.created_at, v.id)):
            self.enter(held)

    def enter(self, held: Vacancy) -> None:
        """Knows a vacancy by its number, and by title and place."""
        if held.vacancy_no:
            self._by.setdefault((held.employer_id, plain_name(held.vacancy_no)), held)
        self._by.setdefault((held.employer_id, plain_name(held.title), held.place), held)

    def find(self, employer: UUID, row: Row) -> Vacancy | None:
        """The vacancy a row means. Two numbers are two vacancies, whatever their titles."""
        found = self._by.get((employer, *identity(row)))
        if found is None and row.get("vacancy_no"):
            found = self._by.get((employer, plain_name(row["title"]), row["place"]))
            return None if found and found.vacancy_no else found
        return found

    def meet(self, held: Vacancy) -> None:
        """Notes that a row meant a vacancy."""
        self.met.add(held.id)


def _marked(finding: examining.Kept) -> Said:
    """The column and the marked words in it, and what the law has against them."""
    said, words = from_json(finding["said"]), finding["words"]
    called = heading(finding["field"])
    if words:
        said = text("{field}, “{words}”: {said}", field=called, words=words, said=said)
    else:
        said = text("{field}: {said}", field=called, said=said)
    return said, from_json(finding["mend"])


def under_change(change: UUID) -> None:
    """Names what is written from here to the end of the transaction as one change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.change', %s, true)", [str(change)])


def _by_name(rows: Sequence[Row], by: Context) -> Any:
    """row → the one employer of the post's region that is called so; None where codes differ."""
    names = {plain_name(row["employer"]) for row in rows}
    found: dict[str, list[tuple[UUID, str]]] = {}
    held = Employer.objects.filter(region__range=(by.lo, by.hi)).exclude(state="closed")
    for one, name, code in held.values_list("id", "name", "credit_code").iterator(5000):
        if plain_name(name) in names:
            found.setdefault(plain_name(name), []).append((one, code))

    def alone(row: Row) -> UUID | None:
        called = found.get(plain_name(row["employer"]), [])
        code = row.get("credit_code")
        if len(called) != 1 or (code and called[0][1] != code):
            return None
        return called[0][0]

    return alone


def _differing(row: Row, held: Vacancy, keys: Keyring) -> dict[str, Any]:
    """What a row says otherwise than a vacancy; an empty cell says nothing."""
    out = {}
    for name, value in row.items():
        if value in (None, "", ()):
            continue
        if name == PHONE:
            index = bytes(held.phone_index) if held.phone_index else None
            same = blind(keys, PHONE, str(value)) == index
        else:
            same = _alike(name, kept(name, value), getattr(held, name))
        if not same:
            out[name] = value
    return out


def _alike(name: str, new: Any, old: Any) -> bool:
    """Whether two values of a column say the same, the one as reading a ledger leaves it."""
    if name in OCCUPATIONS:
        return [_read(word) for word, _ in new] == [_read(word) for word, _ in old or ()]
    if isinstance(new, float) and isinstance(old, float):
        return round(new, DECIMALS) == round(old, DECIMALS)
    if isinstance(new, list) and isinstance(old, list):
        return [*map(_read, new)] == [*map(_read, old)]
    return bool(_read(new) == _read(old))


def _read(value: Any) -> Any:
    """A text without full-width signs and spaces: reading a ledger changes those."""
    if not isinstance(value, str):
        return value
    return "".join(unicodedata.normalize("NFKC", value).split())


def _without_astray(row: Row) -> Row:
    """A row without a point that is half given or far from its place: a slip of the pen."""
    if not set(POINT) & row.keys():
        return row
    place, lon, lat = places().get(row["place"]), row.get("lon"), row.get("lat")
    if lon is not None and lat is not None and rules.near(lon, lat, place.lon, place.lat):
        return row
    return {name: value for name, value in row.items() if name not in POINT}
