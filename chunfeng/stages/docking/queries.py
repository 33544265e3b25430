"""Reads of runs: their numbers, lists of proposals, somebody's line, and what two runs differ in.

To be read within a post: it sees the lines of its own people, whatever the run covers.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Count, F, QuerySet, Sum
from django.db.models.functions import Mod
from django.utils import timezone

from chunfeng.kit.texts import Text, from_json
from chunfeng.stages.docking.models import DockingPolicy, DockingRun, Left, Proposal, Unfilled
from chunfeng.stages.docking.policy import Policy, from_text, load_policy
from chunfeng.stages.docking.result import LeverKind
from chunfeng.stages.docking.states import Change, PolicyState, Why

PAGE = 50
MOST_NIGHTS = 366  # what a policy may give at most
TOWN = 1000  # codes of a township share what is above this
TOWNSHIP = F("region") - Mod(F("region"), TOWN, output_field=BigIntegerField())
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
class Option:
    """Something else for somebody, and why it is not proposed.

    score: 1 to 10,000; None where a limit excludes it. reasons: for it, the weightiest first.
    """

    vacancy: UUID
    score: int | None
    distance_km: float  # by road
    reasons: Sequence[Text]
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A change, confirmed by docking again with it: people it places more, score points it adds.

    place: a region's code; both place and vacancy may be missing.
    """

    kind: LeverKind
    text: Text
    place: int | None
    vacancy: UUID | None
    people: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """How many people of a township are proposed for one way into work ("" unknown)."""

    township: int
    channel: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """People without a place for one reason: how many."""

    why: str  # of result.Why
    people: int


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


def runs(*, trial: bool = False, limit: int = 20) -> list[DockingRun]:
    """The latest runs, or trials, of the post's region and those around it, latest first."""
    found = DockingRun.objects.filter(trial=trial).order_by("-asked_at")
    return list(found.defer("policy", "seats", "prices", "levers")[:limit])


def due(on: date) -> list[tuple[UUID, UUID]]:
    """(run, its job) of the last run of every region that is to be docked again in the night.

    A region inside another one that is due is docked with that.
    """
    done = DockingRun.objects.filter(trial=False, finished_at__isnull=False)
    latest: dict[tuple[int, int], DockingRun] = {}
    recent = done.filter(finished_at__date__gt=on - timedelta(MOST_NIGHTS))
    for run in recent.only("region", "last", "job", "finished_at").order_by("finished_at"):
        latest[run.region, run.last] = run
    widest = sorted(latest.values(), key=lambda run: run.region - run.last)
    found: list[DockingRun] = []
    for run in widest:
        nights = policy_for(run.region, on).churn.nightly_days
        late = timezone.localdate(run.finished_at) <= on - timedelta(nights)
        inside = any(one.region <= run.region and run.last <= one.last for one in found)
        if run.job and not late and not inside:
            found.append(run)
    return [(run.id, run.job) for run in found if run.job]


def policy_for(region: int, on: date) -> Policy:
    """The policy in force in a region on a day: of the smallest region around it, the latest begun.

    The one that comes with Chunfeng where there is none.
    """
    around = DockingPolicy.objects.filter(
        region__lte=region, last__gte=region, state=PolicyState.APPROVED, valid_from__lte=on
    )
    found = around.annotate(width=F("last") - F("region")).order_by("width", "-valid_from").first()
    return from_text(found.text) if found else load_policy()


def policies(*, limit: int = 50) -> list[DockingPolicy]:
    """Versions of the policy in the post's region and those around it, the last to begin first."""
    found = DockingPolicy.objects.order_by("-valid_from", "-proposed_at")
    return list(found.defer("text")[:limit])


def policy(version: UUID) -> tuple[DockingPolicy, Policy] | None:
    """A version and its values; None where it is not there, or not for this post."""
    found = DockingPolicy.objects.filter(id=version).first()
    return (found, from_text(found.text)) if found else None


def by_township(run: UUID) -> list[Group]:
    """Proposals by the township people live in, by code."""
    return _grouped(Proposal.objects.filter(run=run).annotate(key=TOWNSHIP))


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
    found = narrowed(Proposal.objects.filter(run=run), filters)
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


def options(line: Proposal | Left) -> list[Option]:
    """What else there is for somebody, the best first: at most two beside a proposal, else three.

    No statement is sent.
    """
    return [
        Option(
            vacancy=UUID(one["vacancy"]),
            score=one["score"],
            distance_km=one["km"],
            reasons=tuple(map(from_json, one["reasons"])),
            why=from_json(one["why"]),
        )
        for one in line.options
    ]


def left(
    run: UUID, *, why: str | None = None, region: tuple[int, int] | None = None, number: int = 1
) -> tuple[list[Left], int]:
    """A page of people without a place, with their people, and how many there are.

    region: codes lo..hi of the people. number counts pages from 1.
    """
    found = Left.objects.filter(run=run)
    found = found.filter(why=why) if why else found
    found = found.filter(region__range=region) if region else found
    start = PAGE * (max(number, 1) - 1)
    ordered = found.select_related("person").order_by("number")
    return list(ordered[start : start + PAGE]), found.count()


def waiting(run: UUID) -> list[Waiting]:
    """People without a place, by reason."""
    found = Left.objects.filter(run=run).values("why").annotate(people=Count("id"))
    return [Waiting(why=one["why"], people=one["people"]) for one in found.order_by("why")]


def levers(run: UUID) -> list[Lever]:
    """At most ten changes that would place more people, most people gained first."""
    kept = DockingRun.objects.filter(id=run).values_list("levers", flat=True).first() or ()
    return [
        Lever(
            kind=LeverKind(one["kind"]),
            text=from_json(one["text"]),
            place=one["place"],
            vacancy=UUID(one["vacancy"]) if one["vacancy"] else None,
            people=one["people"],
            score=one["score"],
        )
        for one in kept
    ]


def empty(run: UUID, *, why: str | None = None, number: int = 1) -> tuple[list[Unfilled], int]:
    """A page of vacancies with seats left, those with most first, and how many there are.

    why: one of result.Empty. number counts pages from 1.
    """
    found = Unfilled.objects.filter(run=run)
    found = found.filter(why=why) if why else found
    start = PAGE * (max(number, 1) - 1)
    return list(found.order_by("number")[start : start + PAGE]), found.count()


def flow(run: UUID) -> list[Stream]:
    """Proposals from people's townships to ways into work, by township and way."""
    found = Proposal.objects.filter(run=run).annotate(town=TOWNSHIP).values("town", "channel")
    lines = found.annotate(people=Count("id")).order_by("town", "channel")
    return [
        Stream(township=one["town"], channel=one["channel"], people=one["people"]) for one in lines
    ]


def known(people: Collection[UUID]) -> set[UUID]:
    """Of whom of some people any run says something."""
    lines = [model.objects.filter(person__in=people).values("person") for model in (Proposal, Left)]
    return {one["person"] for found in lines for one in found}


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


def narrowed(found: "QuerySet[Proposal]", filters: Filters) -> "QuerySet[Proposal]":
    """Proposals narrowed to what a filter means."""
    if filters.region:
        found = found.filter(region__range=filters.region)
    given = {name: getattr(filters, name) for name in ("channel", "tier", "vacancy", "verdict")}
    return found.filter(**{name: value for name, value in given.items() if value is not None})
