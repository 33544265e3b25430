"""Reads of runs: the progress pages poll, and what ran lately."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chunfeng.foundation.access import Context, Purpose
from chunfeng.foundation.accounts.queries import context_for
from chunfeng.foundation.jobs.declare import declared_job
from chunfeng.foundation.jobs.models import Run
from chunfeng.foundation.jobs.scalars import from_json
from chunfeng.foundation.jobs.states import LIVE, State
from chunfeng.kit.texts import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a run stands. total is None while it is not known; counts are of what was done."""

    id: UUID
    kind: str
    name: Text
    region: int
    user: UUID
    state: State
    done: int
    total: int | None
    said: Text | None
    counts: Mapping[str, int]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    cancel_asked: bool

    @property
    def live(self) -> bool:
        """Whether it waits or runs: a page asks again."""
        return self.state in LIVE

    @property
    def percent(self) -> int | None:
        """How much is done, rounded down; None where the total is not known."""
        if self.state is State.DONE:
            return 100
        return min(100, 100 * self.done // self.total) if self.total else None

    def seconds_left(self, at: datetime) -> int | None:
        """How long it will take at the speed so far; None where that cannot be said."""
        if not (self.live and self.started_at and self.total and self.done):
            return None
        spent = (at - self.started_at).total_seconds()
        return max(0, round(spent * (self.total - self.done) / self.done))


def progress(run_id: UUID, *, by: Context) -> Progress | None:
    """A run inside the post's region; None for any other."""
    run = Run.objects.filter(id=run_id, region__range=(by.lo, by.hi)).first()
    return _progress(run) if run else None


def several(run_ids: Iterable[UUID], *, by: Context) -> dict[UUID, Progress]:
    """Runs inside the post's region by id."""
    found = Run.objects.filter(id__in=list(run_ids), region__range=(by.lo, by.hi))
    return {run.id: _progress(run) for run in found}


def recent(*, by: Context, limit: int = 20) -> list[Progress]:
    """The latest runs inside the post's region, latest first."""
    found = Run.objects.filter(region__range=(by.lo, by.hi)).order_by("-created_at", "id")
    return [_progress(run) for run in found[:limit]]


def post_of(run_id: UUID, *, on: date) -> Context | None:
    """The post that a run was started in, as it counts on a day; None where it has ended.

    For work by the clock that goes on with what somebody began.
    """
    run = Run.objects.filter(id=run_id).first()
    return context_for(run.user, run.post, on, Purpose(run.purpose)) if run else None


def _progress(run: Run) -> Progress:
    job = declared_job(run.kind)
    return Progress(
        id=run.id,
        kind=run.kind,
        name=job.name if job else text("Background task"),
        region=run.region,
        user=run.user,
        state=State(run.state),
        done=run.done,
        total=run.total,
        said=from_json(run.message) if run.message else None,
        counts=run.result,
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        cancel_asked=run.cancel_asked_at is not None,
    )
