"""Reads behind the pages of a run: its sentence, who waits for what, somebody's latest line.

To be read within a post, as ``queries``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.fields.json import KT

from chunfeng.engine.terms import TERMS
from chunfeng.kit.texts import Text, from_json
from chunfeng.stages.docking.helping import HELPS, OTHER, SEVERAL
from chunfeng.stages.docking.labels import headline
from chunfeng.stages.docking.models import DockingRun, Left, Proposal
from chunfeng.stages.docking.queries import PAGE, TOWNSHIP, Filters, narrowed
from chunfeng.stages.docking.result import WHYS, Proof, Why

_LATEST = "-run__finished_at"
_BIG = ("policy", "seats", "prices")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftFilters:
    """What a list of people without a place is narrowed to; empty means no limit.

    region: codes lo..hi of the people. why: of result.Why. help: of helping.HELPS.
    """

    region: tuple[int, int] | None = None
    why: str = ""
    help: str = ""
    tier: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftGroup:
    """People without a place for one reason whom one kind of change would help."""

    why: str
    help: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A term's share in a score, in points, and what it rests on."""

    term: str
    points: int
    said: Text


def run(run: UUID) -> DockingRun | None:
    """A run the post may see; None for any other."""
    return DockingRun.objects.filter(id=run).first()


def looked_for(run: DockingRun) -> int:
    """The people of a finished run for whom a place was looked for."""
    return sum(tier["people"] for tier in run.tiers)


def sentence(run: DockingRun) -> Text:
    """A finished run in one sentence."""
    proof = Proof(
        value=run.value or 0,
        bound=run.bound or 0.0,
        gap=run.gap or 0.0,
        status="gap",
        pairs=run.pairs or 0,
        tier_placed=(),
        tier_people=(),
        seconds=0.0,
    )
    return headline(run.people or 0, looked_for(run), run.placed or 0, proof)


def parts(proposal: Proposal) -> list[Part]:
    """Why a place is proposed, the weightiest first, as ``reasons`` are kept."""
    points: Mapping[str, int] = proposal.terms
    order = sorted((term for term in TERMS if term in points), key=lambda term: -points[term])
    told = zip(order, proposal.reasons, strict=True)
    return [Part(term=term, points=points[term], said=from_json(said)) for term, said in told]


def verdicts(run: UUID, region: tuple[int, int] | None = None) -> dict[str, int]:
    """How many proposals were answered how; "" for those that wait. region: of the people."""
    found = Proposal.objects.filter(run=run)
    found = found.filter(region__range=region) if region else found
    counted = found.values("verdict").annotate(n=Count("id")).order_by("verdict")
    return {one["verdict"]: one["n"] for one in counted}


def next_to_answer(run: UUID, after: int) -> UUID | None:
    """Who comes next in the order of calling, after a number, with a proposal nobody answered."""
    waiting = Proposal.objects.filter(run=run, verdict="").order_by("number")
    later = waiting.filter(number__gt=after).values_list("person", flat=True).first()
    return later or waiting.values_list("person", flat=True).first()


def picked(run: UUID, people: Collection[UUID]) -> list[Proposal]:
    """Proposals of some people, in the order of calling."""
    found = Proposal.objects.filter(run=run, person__in=list(people)).order_by("number")
    return list(found.select_related("person")[:PAGE])


def whole(run: UUID, filters: Filters, most: int) -> list[Proposal]:
    """Up to so many proposals with their people, in the order of calling, for a sheet or a file."""
    found = narrowed(Proposal.objects.filter(run=run), filters).order_by("number")
    return list(found.select_related("person")[:most])


def left_page(
    run: UUID, filters: LeftFilters, *, number: int = 1, size: int = PAGE
) -> tuple[list[Left], int]:
    """A page of people without a place, with their people and ``help``, and how many there are."""
    found = _helped(run, filters)
    start = size * (max(number, 1) - 1)
    ordered = found.select_related("person").order_by(_rank(), "region", "number")
    rows = ordered[start : start + size]
    return list(rows), found.count()


def _rank() -> Case:
    """Those first whom a change would help."""
    ranked = [When(why=why, then=Value(rank)) for rank, why in enumerate(WHYS)]
    return Case(*ranked, default=Value(len(WHYS)))


def left_groups(run: UUID, filters: LeftFilters) -> list[LeftGroup]:
    """People without a place by reason and by what would help, most people first."""
    counted = _helped(run, filters).values("why", "help").annotate(n=Count("id"))
    groups = [LeftGroup(why=one["why"], help=one["help"], people=one["n"]) for one in counted]
    return sorted(groups, key=lambda one: (WHYS.index(Why(one.why)), -one.people, one.help))


def left_by_township(run: UUID) -> dict[int, dict[str, int]]:
    """{township: {why: people without a place}}."""
    found = Left.objects.filter(run=run).annotate(town=TOWNSHIP).values("town", "why")
    out: dict[int, dict[str, int]] = {}
    for one in found.annotate(n=Count("id")).order_by("town", "why"):
        out.setdefault(one["town"], {})[one["why"]] = one["n"]
    return out


def latest_done() -> DockingRun | None:
    """The last finished run over people of the post's region; trials do not count."""
    return _finished().first()


def done(*, limit: int = 20) -> list[DockingRun]:
    """The latest finished runs, latest first."""
    return list(_finished()[:limit])


def last_of(person: UUID) -> tuple[DockingRun, Proposal | Left] | None:
    """What docking said last of somebody: the run and its line; None where it never did."""
    found = []
    for model in (Proposal, Left):
        lines: QuerySet[Any] = model.objects.filter(
            person=person, run__finished_at__isnull=False, run__trial=False
        )
        found += [(line.run, line) for line in lines.select_related("run").order_by(_LATEST)[:1]]
    return max(found, key=lambda one: one[0].finished_at, default=None)


def to_answer(run: UUID, *, limit: int) -> list[Proposal]:
    """The first proposals nobody has answered, in the order of calling, with their people."""
    found = Proposal.objects.filter(run=run, verdict="").order_by("number")
    return list(found.select_related("person")[:limit])


def _finished() -> "QuerySet[DockingRun]":
    found = DockingRun.objects.filter(finished_at__isnull=False, trial=False)
    return found.defer(*_BIG).order_by("-finished_at")


def _helped(run: UUID, filters: LeftFilters) -> "QuerySet[Any]":
    """Lines with ``help``: the kind of change that would give the person a place."""
    step, whole = KT("change__values__changes__0__message"), KT("change__message")
    found = Left.objects.filter(run=run).alias(step=step, whole=whole).annotate(help=_help())
    narrow: Sequence[tuple[str, object]] = (
        ("region__range", filters.region),
        ("why", filters.why),
        ("help", filters.help),
    )
    found = found.filter(**{name: value for name, value in narrow if value})
    return found.filter(tier=filters.tier) if filters.tier is not None else found


def _help() -> Case:
    """Several steps are a kind of their own; one step tells by its words, or the whole text."""
    several = When(change__values__changes__1__isnull=False, then=Value(SEVERAL))
    kinds = [
        When(Q(step__in=help_.messages) | Q(whole__in=help_.messages), then=Value(code))
        for code, help_ in HELPS.items()
        if help_.messages
    ]
    return Case(several, *kinds, default=Value(OTHER), output_field=CharField())
