"""Reads of runs: their numbers, lists of proposals, somebody's line, and what two runs differ in.

To be read within a post: it sees the lines of its own people, whatever the run covers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Mod

from chunfeng.stages.docking.models import DockingRun, Left, Proposal
from chunfeng.stages.docking.states import Change, Why

PAGE = 50
TOWN = 1000  # codes of a township share what is above this
ORDERS: Mapping[str, tuple[str, ...]] = {
    "contact": ("number",),
    "score": ("score", "number"),
    "distance": ("distance_km", "number"),
    "name": ("person__name_key", "number"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of proposals is narrowed to; None means no limit. verdict "" is unanswered."""

    region: tuple[int, int] | None = None  # codes lo..hi of the people
    channel: str | None = None
    tier: int | None = None
    vacancy: UUID | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Proposals that have something in common: how many, and their scores together."""

    key: Any
    placed: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a run says of somebody: a proposal, or why there is none."""

    proposal: Proposal | None
    left: Left | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Somebody whom two runs treat differently. vacancies: of the first and of the second run."""

    person: UUID
    region: int
    change: Change
    vacancies: tuple[UUID | None, UUID | None]
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs side by side: how many of each change, and everybody who did not stay."""

    counts: Mapping[Change, int]
    people: Sequence[Differing] = field(default_factory=tuple)


def runs(*, limit: int = 20) -> list[DockingRun]:
    """The latest runs of the post's region, and those around it, latest first."""
    return list(DockingRun.objects.defer("policy", "seats", "prices").order_by("-asked_at")[:limit])


def by_township(run: UUID) -> list[Group]:
    """Proposals by the township people live in, by code."""
    town = F("region") - Mod(F("region"), TOWN)
    return _grouped(Proposal.objects.filter(run=run).annotate(key=town))


def by_channel(run: UUID) -> list[Group]:
    """Proposals by the way into work; "" where the vacancy does not say."""
    return _grouped(Proposal.objects.filter(run=run).annotate(key=F("channel")))


def by_tier(run: UUID) -> list[Group]:
    """Proposals by the number of the tier."""
    return _grouped(Proposal.objects.filter(run=run).annotate(key=F("tier")))


def page(
    run: UUID, filters: Filters, *, order: str = "contact", number: int = 1
) -> tuple[list[Proposal], int]:
    """A page of proposals with their people, and how many there are; one of ORDERS, "-" downwards.

    number counts pages from 1.
    """
    found = _narrowed(Proposal.objects.filter(run=run), filters)
    columns = ORDERS.get(order.removeprefix("-"), ORDERS["contact"])
    down = order.startswith("-")
    ordered = found.order_by(*(f"-{name}" if down else name for name in columns))
    start = PAGE * (max(number, 1) - 1)
    return list(ordered.select_related("person")[start : start + PAGE]), found.count()


def card(run: UUID, person: UUID) -> Card | None:
    """What a run says of a person; None where it says nothing, or not to this post."""
    proposal = Proposal.objects.filter(run=run, person=person).first()
    left = None if proposal else Left.objects.filter(run=run, person=person).first()
    return Card(proposal=proposal, left=left) if proposal or left else None


def compare(first: UUID, second: UUID) -> Comparison:
    """What became of the first run's proposals in the second, person by person."""
    before = {line.person_id: line for line in _lines(first)}
    after = {line.person_id: line for line in _lines(second)}
    left = dict(Left.objects.filter(run=second).values_list("person", "why"))
    offered = DockingRun.objects.filter(id=second).values_list("seats", flat=True).first() or {}
    people = [
        _differing(before.get(person), after.get(person), left.get(person), offered)
        for person in dict.fromkeys((*before, *after))
    ]
    counts = Counter(dict.fromkeys(Change, 0))
    counts.update(one.change for one in people)
    moved = [one for one in people if one.change is not Change.STAYED]
    return Comparison(counts=counts, people=moved)


def _lines(run: UUID) -> "QuerySet[Proposal]":
    columns = ("person_id", "region", "vacancy", "score", "over_asked")
    return Proposal.objects.filter(run=run).order_by("number").only(*columns)


def _differing(
    before: Proposal | None, after: Proposal | None, left: str | None, offered: Mapping[str, int]
) -> Differing:
    line = after or before
    if line is None:
        raise LookupError("in neither run")
    change, why = _change(before, after, left, offered)
    return Differing(
        person=line.person_id,
        region=line.region,
        change=change,
        vacancies=(before.vacancy if before else None, after.vacancy if after else None),
        why=why,
    )


def _change(
    before: Proposal | None, after: Proposal | None, left: str | None, offered: Mapping[str, int]
) -> tuple[Change, Why]:
    if before is None:
        return Change.NEW, Why.PLACED
    here = str(before.vacancy) in offered
    if after is None:
        over = Why.OVER_ASKED if left == Why.OVER_ASKED else Why.NO_LONGER_SUITS
        return Change.GONE, over if here else Why.OPTION_GONE
    if before.vacancy == after.vacancy:
        return Change.STAYED, Why.PLACED
    return Change.MOVED, _why_moved(before, after) if here else Why.OPTION_GONE


def _why_moved(before: Proposal, after: Proposal) -> Why:
    """Why somebody is proposed elsewhere although the first place is still offered."""
    if after.score > before.score:
        return Why.BETTER_OPTION
    asked = {option["vacancy"] for option in after.over_asked}
    return Why.OVER_ASKED if str(before.vacancy) in asked else Why.NO_LONGER_SUITS


def _grouped(found: "QuerySet[Any]") -> list[Group]:
    lines = found.values("key").annotate(placed=Count("id"), total=Sum("score")).order_by("key")
    return [Group(key=one["key"], placed=one["placed"], score=one["total"]) for one in lines]


def _narrowed(found: "QuerySet[Proposal]", filters: Filters) -> "QuerySet[Proposal]":
    if filters.region:
        found = found.filter(region__range=filters.region)
    given = {name: getattr(filters, name) for name in ("channel", "tier", "vacancy", "verdict")}
    return found.filter(**{name: value for name, value in given.items() if value is not None})
