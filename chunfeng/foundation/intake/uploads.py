"""Files handed in: kept encrypted for 30 days, worked on by one step at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.guard import kind_of
from chunfeng.foundation.intake.kept_issues import kept
from chunfeng.foundation.intake.ledger import Issue
from chunfeng.foundation.intake.models import Part, State, Step, Upload
from chunfeng.foundation.intake.parts import said_of
from chunfeng.foundation.intake.sealed_files import SealedFile, safe_name, seal_file
from chunfeng.kit.texts import Text, as_json, text

DAYS = 30  # a file, and what its chunks did, is kept; as long it can be undone
LARGEST = 800 << 20  # bytes
FOLDER = "uploads"
STATES = {  # which states a step may begin in
    Step.PREVIEW: (State.UPLOADED, State.READ, State.FAILED),
    Step.APPLY: (State.READ,),
    Step.UNDO: (State.APPLIED, State.READ),  # an application may have been cancelled half-way
}
REACHED = {Step.PREVIEW: State.READ, Step.APPLY: State.APPLIED, Step.UNDO: State.UNDONE}
MOMENTS = {Step.PREVIEW: "read_at", Step.APPLY: "applied_at", Step.UNDO: "undone_at"}


class NotNow(Exception):
    """A step that an upload is not ready for; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


class NoUpload(NotNow):
    """No such upload of this officer."""

    def __init__(self) -> None:
        super().__init__(text("There is no such file of yours; it may have been deleted."))


def receive(
    stream: IO[bytes], name: str, *, kind: str, keys: Keyring, by: Context, at: datetime
) -> Upload:
    """Stores a file handed in; UnreadableFile where it is plainly no ledger."""
    made = uuid4()
    name = safe_name(name)
    path = f"{FOLDER}/{made.hex[:2]}/{made}"
    target = SealedFile(HOME / "files" / path, made, keys)
    try:
        with said_of(name):
            size, digest = seal_file(stream, target, LARGEST)
            kind_of(next(target.pieces(), b"")[:16])
    except UnreadableFile:
        target.path.unlink(missing_ok=True)
        raise
    upload = Upload.objects.create(
        id=made,
        user=by.user,
        post=by.post,
        region=by.lo,
        kind=kind,
        name=name,
        size=size,
        sha256=digest,
        path=path,
        received_at=at,
        forget_at=at + timedelta(DAYS),
    )
    _record("upload.received", upload, by, at, size=size)
    return upload


def of(upload: UUID, *, by: Context) -> Upload:
    """An officer's own upload; NoUpload for any other."""
    found = Upload.objects.filter(id=upload, user=by.user).first()
    if found is None:
        raise NoUpload
    return found


def stored(upload: Upload, keys: Keyring) -> SealedFile:
    """The file of an upload; NoUpload once it has been deleted."""
    path = HOME / "files" / upload.path
    if not path.exists():
        raise NoUpload
    return SealedFile(path, upload.id, keys)


def begin(upload: Upload, step: Step, run: UUID, *, by: Context, at: datetime) -> None:
    """Marks an upload as being worked on; NotNow where that step is not open to it."""
    waiting = Upload.objects.filter(id=upload.id, state__in=STATES[step], busy="")
    upload.runs[step] = str(run)
    if not waiting.update(busy=step, runs=upload.runs, failed_for=None):
        raise NotNow(text("This file is being worked on, or this step has been done already."))
    if step is Step.PREVIEW:
        if Part.objects.filter(upload=upload, step=Step.APPLY).exists():
            raise NotNow(text("A part of this file has been imported. Go on, or undo it first."))
        Part.objects.filter(upload=upload, step=step).delete()
    _record(f"upload.{step}", upload, by, at)


def note_run(upload: Upload, step: Step, run: UUID) -> None:
    """Notes the run of a step that holds nothing else up."""
    upload.runs[step] = str(run)
    upload.save(update_fields=["runs"])


def end(upload: UUID, step: Step, *, by: Context, at: datetime) -> None:
    """Marks a step as done and adds up what its chunks did."""
    held = Upload.objects.select_for_update().get(id=upload)
    held.counts[step] = counts(held, step)
    held.state, held.busy = REACHED[step], ""
    setattr(held, MOMENTS[step], at)
    held.save(update_fields=["counts", "state", "busy", MOMENTS[step]])
    _record(f"upload.{REACHED[step]}", held, by, at, **held.counts[step])


def fail(upload: UUID, step: Step, said: Text, *, by: Context, at: datetime) -> None:
    """Marks a step as stopped, and why."""
    state = {"state": State.FAILED} if step is Step.PREVIEW else {}
    Upload.objects.filter(id=upload).update(busy="", failed_for=as_json(said), **state)


def release(upload: Upload, step: Step) -> None:
    """Lets a step be begun again after its run has broken off."""
    Upload.objects.filter(id=upload.id, busy=step).update(busy="")


def add_part(upload: Upload, step: Step, number: int, at: datetime, **did: Any) -> None:
    """Notes what a chunk did, in its transaction; a second time is an IntegrityError."""
    Part.objects.create(
        upload=upload,
        region=upload.region,
        step=step,
        number=number,
        at=at,
        forget_at=upload.forget_at,
        **did,
    )


def counts(upload: Upload, step: Step) -> dict[str, int]:
    """What the chunks of a step counted, added up."""
    out: dict[str, int] = {}
    for part in Part.objects.filter(upload=upload, step=step).values_list("counts", flat=True):
        for name, number in part.items():
            out[name] = out.get(name, 0) + number
    return out


def issues(upload: Upload, step: Step, *, offset: int = 0, limit: int = 100) -> list[Issue]:
    """The issues of a step, in order of the rows."""
    out: list[Issue] = []
    sheet = upload.sheet
    found = Part.objects.filter(upload=upload, step=step).exclude(issues=[]).order_by("number")
    for lines in found.values_list("issues", flat=True).iterator(20):
        if offset >= len(lines):
            offset -= len(lines)
            continue
        here = lines[offset : offset + limit - len(out)]
        out += [kept(line, file=upload.name, sheet=sheet) for line in here]
        offset = 0
        if len(out) >= limit:
            break
    return out


def touched(upload: Upload, numbers: Sequence[int] | None = None) -> Iterator[Part]:
    """The applied chunks, last one first."""
    found = Part.objects.filter(upload=upload, step=Step.APPLY).order_by("-number")
    yield from found if numbers is None else found.filter(number__in=numbers)


def forget(at: datetime) -> int:
    """Deletes what has been kept its time: files, and what chunks did; how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'chunfeng_jobs', true)")
        cursor.execute("DELETE FROM intake_part WHERE forget_at < %s", [at])
        gone = int(cursor.rowcount)
    oldest = at.timestamp() - timedelta(DAYS).total_seconds()
    for path in (HOME / "files" / FOLDER).glob("*/*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _record(kind: str, upload: Upload, by: Context, at: datetime, **detail: int) -> None:
    record(kind, by=by, at=at, region=upload.region, subject=("upload", upload.id), detail=detail)


def exported(upload: Upload, rows: int, *, by: Context, at: datetime) -> None:
    """Logs that rows of a file were handed out again."""
    _record("upload.exported", upload, by, at, rows=rows)
