"""Writes on runs: start, cancel. Each appends an event."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from chunfeng.foundation.access import OFFICERS, Context, Role, entered
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.jobs.declare import declared_job
from chunfeng.foundation.jobs.fencing import OWN_RIGHTS
from chunfeng.foundation.jobs.models import Run
from chunfeng.foundation.jobs.queueing import enqueue, enqueue_soon
from chunfeng.foundation.jobs.refusals import AlreadyEnded, NotAllowed, NotFound
from chunfeng.foundation.jobs.scalars import Scalar, plain, to_json
from chunfeng.foundation.jobs.states import LIVE, State
from chunfeng.kit.texts import text

_MAY_CANCEL = OFFICERS | {Role.ADMIN}


def start(
    kind: str,
    *,
    by: Context,
    region: int,
    arguments: Mapping[str, Scalar | UUID],
    at: datetime,
) -> UUID:
    """Queues a run under the post, in the transaction that stands; its id."""
    job = declared_job(kind)
    if job is None:
        raise LookupError(kind)
    if by.role not in job.roles or not by.covers(region):
        raise NotAllowed
    with entered(by, OWN_RIGHTS):
        run = Run.objects.create(
            kind=kind,
            user=by.user,
            post=by.post,
            purpose=by.purpose,
            region=region,
            arguments=plain(arguments),
            created_at=at,
        )
        enqueue(run)
        detail = {"kind": kind}
        record("job.started", by=by, at=at, region=region, subject=("job", run.id), detail=detail)
    return run.id


def do_soon(name: str, *, by: Context, at: datetime) -> None:
    """Has work of the clock done as soon as the transaction that stands is over."""
    with entered(by, OWN_RIGHTS):
        enqueue_soon(name, at)


def cancel(run_id: UUID, *, by: Context, at: datetime) -> None:
    """Cancels a run: at once where it waits, before its next chunk where it runs."""
    with entered(by, OWN_RIGHTS):
        found = Run.objects.select_for_update().filter(id=run_id, region__range=(by.lo, by.hi))
        run = found.first()
        if run is None:
            raise NotFound
        if by.role not in _MAY_CANCEL and by.user != run.user:
            raise NotAllowed
        if run.state not in LIVE:
            raise AlreadyEnded
        run.cancel_asked_at = at
        if run.state == State.QUEUED:
            run.state, run.finished_at = State.CANCELLED, at
            run.message = to_json(text("Cancelled. Rows done before that: {done}.", done=run.done))
        run.save(update_fields=["cancel_asked_at", "state", "finished_at", "message"])
        record("job.cancelled", by=by, at=at, region=run.region, subject=("job", run.id))
