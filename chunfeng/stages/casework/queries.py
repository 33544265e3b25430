"""Reads of casework, inside the post's region by the walls below; plain values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chunfeng.stages.casework import due, policy, stability
from chunfeng.stages.casework.contacting import asked_about, mark, marks
from chunfeng.stages.casework.due import SOON, Counts, Due, Wanted
from chunfeng.stages.casework.gathering import (
    Confirmed,
    confirmations,
    five_ones,
    incomes_of,
    next_steps,
)
from chunfeng.stages.casework.models import Contact, Difficulty, Income, Service
from chunfeng.stages.casework.rules import Span, stable_since
from chunfeng.stages.people.models import Person, Spell
from chunfeng.stages.people.status import PAID_WORK

PAGE = due.PAGE
__all__ = [
    "PAGE", "SOON", "Confirmed", "Counts", "Due", "Wanted", "asked_about", "confirmations",
    "five_ones", "incomes_of", "mark", "marks", "next_steps",
]  # fmt: skip
follow_ups = due.page
follow_ups_of = due.of_people
follow_up_counts = due.counts
follow_ups_by_village = due.by_village
stable_people = stability.of_people
stable_counts = stability.counts


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One call or visit. name: the person's."""

    id: UUID
    person: UUID
    name: str
    region: int
    spell: UUID | None
    cause: str
    step: int | None
    how: str
    reached: bool
    at_work: bool | None
    pay_as_agreed: bool | None
    pay: float | None
    has_contract: bool | None
    insured: bool | None
    note: str
    next_on: date | None
    done_on: date
    done_at: datetime
    noted_at: datetime
    by: UUID
    to_look: bool
    looked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifficultyLine:
    """One difficulty. name: the person's; said: how it was settled."""

    id: UUID
    person: UUID
    name: str
    region: int
    contact: UUID | None
    kind: str
    severity: str
    task: str
    opened_on: date
    due_on: date
    resolved_on: date | None
    outcome: str
    said: str
    by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """One service given."""

    id: UUID
    kind: str
    on: date
    minutes: int | None
    result: str
    note: str
    by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Whether somebody is in stable work, since when, and what is known of their being there."""

    stable: bool
    since: date | None
    confirmed: list[Confirmed]
    rule: policy.StableRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Hard:
    """What a list of difficulties is narrowed to; empty means no limit. state: open or settled."""

    region: tuple[int, int] | None = None
    state: str = "open"
    kind: str = ""
    severity: str = ""
    overdue: bool = False


def stability_of(person: UUID, *, on: date) -> Stability:
    """Whether a person's work is stable on a day, and what that rests on."""
    rows = Spell.objects.filter(person=person, kind__in=sorted(PAID_WORK))
    spans = [Span(begun, ended) for begun, ended in rows.values_list("begun", "ended")]
    known, rule = confirmations([person], on).get(person, []), policy.on(on).stable
    since = stable_since(spans, [one.on for one in known], on, rule)
    return Stability(stable=since is not None, since=since, confirmed=known, rule=rule)


def contact(contact: UUID) -> ContactLine | None:
    """One contact; None outside the post's region, as for one that does not exist."""
    return next(iter(_contacts(Contact.objects.filter(id=contact))), None)


def contacts_of(person: UUID) -> list[ContactLine]:
    """A person's calls and visits, the latest first."""
    found = Contact.objects.filter(person=person)
    return _contacts(found.order_by("-done_at", "-noted_at"))


def to_look(*, limit: int = PAGE) -> tuple[list[ContactLine], int]:
    """Contacts that came after the record had changed, the oldest first, and how many in all."""
    found = Contact.objects.filter(to_look=True)
    return _contacts(found.order_by("noted_at", "id")[:limit]), found.count()


def difficulty(difficulty: UUID) -> DifficultyLine | None:
    """One difficulty; None outside the post's region, as for one that does not exist."""
    return next(iter(_difficulties(Difficulty.objects.filter(id=difficulty))), None)


def difficulties_of(person: UUID) -> list[DifficultyLine]:
    """A person's difficulties, open ones first."""
    found = Difficulty.objects.filter(person=person)
    return sorted(
        _difficulties(found.order_by("-opened_on", "kind", "id")),
        key=lambda line: line.resolved_on is not None,
    )


def difficulties(
    wanted: Hard, *, on: date, offset: int = 0, limit: int = PAGE
) -> tuple[list[DifficultyLine], int]:
    """Difficulties, those due first first (settled ones: the latest first); how many in all."""
    is_open = wanted.state == "open"
    found = Difficulty.objects.filter(resolved_on__isnull=is_open)
    if wanted.region:
        found = found.filter(region__range=wanted.region)
    if wanted.overdue:
        found = found.filter(due_on__lt=on)
    for name, value in (("kind", wanted.kind), ("severity", wanted.severity)):
        found = found.filter(**{name: value}) if value else found
    ordered = found.order_by("due_on", "id") if is_open else found.order_by("-resolved_on", "id")
    return _difficulties(ordered[offset : offset + limit]), found.count()


def difficulties_due(*, on: date) -> tuple[int, int]:
    """How many are open, and how many of these are due by a day."""
    counted = Difficulty.objects.filter(resolved_on=None).aggregate(
        open=Count("id"), due=Count("id", filter=Q(due_on__lte=on))
    )
    return counted["open"], counted["due"]


def services_of(person: UUID) -> list[ServiceLine]:
    """What was done for a person, the latest first."""
    rows = Service.objects.filter(person=person).order_by("-on", "-at")
    return [ServiceLine(**row) for row in rows.values(*ServiceLine.__dataclass_fields__)]


def known(people: Collection[UUID]) -> set[UUID]:
    """Of whom of some people a call, a difficulty, a service or an income is noted."""
    rows = [
        model.objects.filter(person__in=people).values_list("person", flat=True)
        for model in (Contact, Difficulty, Service)
    ]
    homes = Income.objects.values("household")
    earning = Person.objects.filter(id__in=people, household__in=homes)
    return {one for found in (*rows, earning.values_list("id", flat=True)) for one in found}


def _contacts(found: "QuerySet[Contact]") -> list[ContactLine]:
    return [ContactLine(**_named(row)) for row in found.values(*_columns(ContactLine))]


def _difficulties(found: "QuerySet[Difficulty]") -> list[DifficultyLine]:
    return [DifficultyLine(**_named(row)) for row in found.values(*_columns(DifficultyLine))]


def _columns(line: Any) -> list[str]:
    return ["person__name" if name == "name" else name for name in line.__dataclass_fields__]


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"name" if key == "person__name" else key: value for key, value in row.items()}
