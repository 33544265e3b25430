"""A worker's way through a run: chunk after chunk, each one transaction under the post."""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chunfeng.foundation.access import entered
from chunfeng.foundation.jobs import fencing
from chunfeng.foundation.jobs.declare import Chunk, declared_job
from chunfeng.foundation.jobs.faults import Again, place
from chunfeng.foundation.jobs.models import Run
from chunfeng.foundation.jobs.scalars import NotPlain, counted, to_json
from chunfeng.foundation.jobs.states import State
from chunfeng.foundation.jobs.work import Stopped, Work
from chunfeng.foundation.places.current import refresh
from chunfeng.kit.texts import Text, text

logger = logging.getLogger("chunfeng.jobs")
STUMBLES = 3  # breaking off so often without a finished chunk between ends a run
WAITS = (5, 30)  # seconds before the next try after the first and the second time
Clock = Callable[[], datetime]


class _WorkerStops(Exception):
    """The worker is told to stop; another one goes on."""


def _never() -> bool:
    return False


def work(
    run_id: UUID, *, clock: Clock = timezone.now, stopping: Callable[[], bool] = _never
) -> None:
    """Does a run to its end, as far as it may; raises Again where it should be tried later.

    A run that has ended, or that another worker takes meanwhile, is left alone.
    """
    run = fencing.take(run_id, clock())
    if run is None:
        return
    try:
        again = _ended(run, clock, stopping)
    except fencing.Stale:
        logger.warning("run %s was taken by another worker", run_id)
        return
    if again is not None:
        raise Again(again)


def _ended(run: Run, clock: Clock, stopping: Callable[[], bool]) -> int | None:
    """Ends the run, or answers after how many seconds it is to be tried again."""
    state, fault = State.DONE, ""
    said: Text | None = None
    try:
        _chunks(run, clock, stopping)
    except fencing.Stale:
        raise
    except _WorkerStops:
        fencing.put_back(run, clock())
        return 0
    except Stopped as stopped:
        state, said = stopped.state, stopped.said
    except Exception as error:
        state, said, fault = State.FAILED, refusal(error), place(error)
    if fault and said is None:
        return _stumbled(run, fault, clock())
    run.fault = fault or run.fault
    fencing.end(run, state, said, clock())
    return None


def _chunks(run: Run, clock: Clock, stopping: Callable[[], bool]) -> None:
    """Does all chunks that are not done."""
    job = declared_job(run.kind)
    if job is None:
        raise Stopped(State.FAILED, text("Stopped: this version does not know this task."))
    if run.stumbles >= STUMBLES:
        raise Stopped(State.FAILED, _broke_off(run))
    task = Work(run, job, clock)
    with entered(task.context()):
        refresh()
    done = fencing.finished(run)
    outside = _depth()
    with closing(job.function(task)) as chunks:
        for number, chunk in enumerate(chunks):
            if _depth() != outside:
                raise RuntimeError("a job must not yield inside a transaction")
            if number not in done:
                _apply(task, number, chunk, stopping)
            elif done[number] != chunk.digest:
                raise Stopped(State.FAILED, _changed(run))


def _depth() -> tuple[bool, int]:
    """How deep in transactions we are."""
    return connection.in_atomic_block, len(connection.savepoint_ids)


def _apply(task: Work, number: int, chunk: Chunk, stopping: Callable[[], bool]) -> None:
    """One chunk: effect, its entry and the progress in one transaction, under the post."""
    if stopping():
        raise _WorkerStops
    run, at, context = task.run, task.clock(), task.context()
    with entered(context):
        refresh()
        counts = counted(chunk.apply(context, at) or {})
        with entered(context, fencing.OWN_RIGHTS):
            progress = fencing.chunk_done(run, number, chunk, counts, at)
    run.done, run.result, run.stumbles = *progress, 0


def refusal(error: Exception) -> Text | None:
    """What a refusal says; None for errors that are none."""
    said = getattr(error, "said", None)
    if not isinstance(said, Text):
        return None
    try:
        to_json(said)
    except NotPlain:
        return text("Stopped: a record was refused. The reason is not kept: it names somebody.")
    return said


def _stumbled(run: Run, fault: str, at: datetime) -> int | None:
    logger.error("run %s (%s) broke off: %s", run.id, run.kind, fault)
    if run.stumbles + 1 < STUMBLES:
        fencing.stumbled(run, fault, at)
        return WAITS[run.stumbles]
    run.fault = fault
    fencing.end(run, State.FAILED, _broke_off(run), at)
    return None


def _broke_off(run: Run) -> Text:
    return text(
        "Stopped: the work broke off {n} times at the same place. Rows done: {done}; none was done"
        " twice. Please tell the system administrator.",
        n=STUMBLES,
        done=run.done,
    )


def _changed(run: Run) -> Text:
    return text(
        "Stopped: what was to be worked on has changed meanwhile. Rows done: {done}. Start anew.",
        done=run.done,
    )
