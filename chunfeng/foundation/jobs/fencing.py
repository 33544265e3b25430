"""What a worker writes about its run: nothing, once another worker has taken the run.

Each taking raises the run's fence, and every write asks for the fence it took. A worker that was
given up and wakes up again finds another number, and its transaction is rolled back.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from chunfeng.foundation.access import DataClass
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.jobs.declare import Chunk
from chunfeng.foundation.jobs.models import DoneChunk, Run
from chunfeng.foundation.jobs.scalars import to_json
from chunfeng.foundation.jobs.states import LIVE, State
from chunfeng.kit.texts import Text

OWN_RIGHTS = DataClass.ACCOUNTS  # statements keep the login's rights: runs are not officers'


class Stale(Exception):
    """Another worker has taken the run, or it has ended."""


def take(run_id: UUID, at: datetime) -> Run | None:
    """Takes a live run; None where it has ended. One found running broke off with its worker."""
    with transaction.atomic():
        taken = Run.objects.filter(id=run_id, state__in=LIVE).update(
            fence=F("fence") + 1,
            stumbles=Case(When(state=State.RUNNING, then=F("stumbles") + 1), default=F("stumbles")),
            state=State.RUNNING,
            started_at=Coalesce("started_at", Value(at)),
            heartbeat_at=at,
        )
        return Run.objects.get(id=run_id) if taken else None


def finished(run: Run) -> dict[int, str]:
    """The digests of the chunks that are done, by number."""
    return dict(DoneChunk.objects.filter(run=run).values_list("number", "digest"))


def cancel_asked(run: Run) -> bool:
    """Whether the run is to stop; Stale where it is no longer this worker's."""
    asked = _mine(run).values_list("cancel_asked_at", flat=True)
    if not asked:
        raise Stale
    return asked[0] is not None


def note(run: Run, at: datetime, **changes: object) -> None:
    """Writes progress in a transaction of its own."""
    _write(run, heartbeat_at=at, **changes)


def chunk_done(
    run: Run, number: int, chunk: Chunk, counts: Mapping[str, int], at: datetime
) -> tuple[int, dict[str, int]]:
    """Enters a chunk and its progress, in the transaction of its effect; (done, result) so far."""
    done = run.done + chunk.rows
    result = run.result | {name: run.result.get(name, 0) + n for name, n in counts.items()}
    _write(run, done=done, result=result, stumbles=0, fault="", heartbeat_at=at)
    DoneChunk.objects.create(
        run=run,
        number=number,
        rows=chunk.rows,
        digest=chunk.digest,
        counts=dict(counts),
        done_at=at,
    )
    return done, result


def put_back(run: Run, at: datetime) -> None:
    """Leaves the run to be taken again."""
    _write(run, state=State.QUEUED, heartbeat_at=at)


def stumbled(run: Run, fault: str, at: datetime) -> None:
    """Notes that the run broke off with an error, and leaves it to be taken again."""
    _write(run, state=State.QUEUED, stumbles=run.stumbles + 1, fault=fault, heartbeat_at=at)


def end(run: Run, state: State, said: Text | None, at: datetime) -> None:
    """Ends the run; without a sentence, the one said last stays."""
    changes: dict[str, object] = {"message": to_json(said)} if said else {}
    detail = {"kind": run.kind, "state": state, "done": run.done}
    with transaction.atomic():
        _write(run, state=state, finished_at=at, heartbeat_at=at, fault=run.fault, **changes)
        subject = ("job", run.id)
        record("job.ended", by=None, at=at, region=run.region, subject=subject, detail=detail)


def _mine(run: Run) -> "QuerySet[Run]":
    return Run.objects.filter(id=run.id, fence=run.fence, state=State.RUNNING)


def _write(run: Run, **changes: object) -> None:
    """Changes the run in the database only: in memory it would outlive a rollback."""
    if not _mine(run).update(**changes):
        raise Stale
