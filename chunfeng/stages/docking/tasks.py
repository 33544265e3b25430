"""Docking in the background: the register is read, the plan found, its lines kept in chunks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.intake.current import reference
from chunfeng.foundation.jobs.declare import HEAVY, Chunk, Chunks, job
from chunfeng.foundation.jobs.work import Work
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking import standing, stored
from chunfeng.stages.docking.dock import EXPLAINING, READING, TRYING, NothingToDock, find
from chunfeng.stages.docking.explain import explain
from chunfeng.stages.docking.levers import levers
from chunfeng.stages.docking.models import DockingRun, Left, Proposal, Unfilled
from chunfeng.stages.docking.operations import KIND, ROLES
from chunfeng.stages.docking.options import options
from chunfeng.stages.docking.policy import from_text
from chunfeng.stages.docking.refusals import Refused
from chunfeng.stages.docking.register import read
from chunfeng.stages.docking.stored import Line

Kept = type[Proposal] | type[Left] | type[Unfilled]
COUNTED: Mapping[Kept, str] = {Proposal: "placed", Left: "left", Unfilled: "unfilled"}
CHUNK = 500  # lines written in one transaction
Apply = Callable[[Context, datetime], Mapping[str, int] | None]


@dataclass(frozen=True, slots=True)
class _Found:
    """All a run has to keep."""

    figures: Mapping[str, object]
    proposals: Sequence[Line]
    left: Sequence[Line]
    unfilled: Sequence[Line]


@job(KIND, text("Docking of people and vacancies"), roles=ROLES, queue=HEAVY)
def dock_register(work: Work) -> Chunks:
    """Docks a region's people. Killed and taken up again, it finds the same plan and goes on."""
    with entered(work.context()):
        run = DockingRun.objects.get(id=UUID(str(work.arguments["run"])))
    found = _found(work, run)
    kept = ((Proposal, found.proposals), (Left, found.left), (Unfilled, found.unfilled))
    work.expect(sum(len(lines) for _, lines in kept))
    told = found.figures
    yield Chunk(apply=_figures(run.id, told), rows=0, digest=str(told["snapshot_digest"]))
    for model, lines in kept:
        for part in _parts(lines):
            yield Chunk(apply=_lines(run.id, model, part), rows=len(part), digest=_digest(part))
    whole = stored.digest(*(lines for _, lines in kept))
    yield Chunk(apply=_end(run, whole, len(found.proposals)), rows=0, digest=whole)


def _found(work: Work, run: DockingRun) -> _Found:
    """The register of this moment, docked. Between its steps the run may be cancelled."""
    follow = _Following(work)
    follow(READING, 0, 1)
    policy = from_text(run.policy)
    with entered(work.context()):
        register = read(run.region, run.last, policy, on=run.on)
        told = standing.answers(run.region, run.last, policy, on=run.on)
        before = standing.before(run, register, told, policy)
    known = reference()
    try:
        solved, left_out = find(
            register.people, register.vacancies, policy, run.on, known,
            exact=run.exact, gap=run.gap_wanted, before=before, on_progress=follow,
        )  # fmt: skip
    except NothingToDock as error:
        raise Refused(error.text) from error
    gains = levers(solved, known.places, lambda done, total: follow(TRYING, done, total))
    follow(EXPLAINING, 0, 1)
    docking, others = explain(solved, gains, left_out), options(solved)
    return _Found(
        stored.figures(docking, solved, register, told.digest),
        list(stored.proposals(docking, others, register)),
        list(stored.left(docking, others, register)),
        list(stored.unfilled(docking, register, run.region)),
    )


class _Following:
    """Says each step once, and stops there where the run was cancelled or the post has ended."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._said: Text | None = None

    def __call__(self, stage: Text, done: int, total: int) -> None:
        """Progress as ``find`` tells it."""
        if stage != self._said:
            self._said = stage
            self._work.context()
            self._work.say(stage)


def _parts(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    return (lines[start : start + CHUNK] for start in range(0, len(lines), CHUNK))


def _digest(part: Sequence[Line]) -> str:
    return stored.digest(part)


def _figures(run: UUID, told: Mapping[str, object]) -> Apply:
    def apply(by: Context, at: datetime) -> None:
        DockingRun.objects.filter(id=run).update(started_at=at, **told)

    return apply


def _lines(run: UUID, model: Kept, part: Sequence[Line]) -> Apply:
    def apply(by: Context, at: datetime) -> Mapping[str, int]:
        made: list[Any] = [model(run_id=run, **line) for line in part]
        model._default_manager.bulk_create(made)
        return {COUNTED[model]: len(part)}

    return apply


def _end(run: DockingRun, digest: str, placed: int) -> Apply:
    def apply(by: Context, at: datetime) -> None:
        DockingRun.objects.filter(id=run.id).update(plan_digest=digest, finished_at=at)
        subject, detail = ("docking", run.id), {"placed": placed, "plan": digest}
        record("docking.done", by=by, at=at, region=run.region, subject=subject, detail=detail)

    return apply
