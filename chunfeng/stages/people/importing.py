"""The way of a person ledger into the register: handed in, looked at, previewed, applied, undone.

The doors of the import wizard and of ``chunfeng import``. All are called inside the post.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

import orjson

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.ciphers import unseal
from chunfeng.foundation.intake import memory, uploads
from chunfeng.foundation.intake.ledger import Issue
from chunfeng.foundation.intake.models import Part, State, Step, Upload
from chunfeng.foundation.intake.parts import Source
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.jobs.queries import Progress, progress
from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.people import national
from chunfeng.stages.people.importing_chunks import cell, keys
from chunfeng.stages.people.importing_look import Look, looked_at
from chunfeng.stages.people.importing_look import unknown_villages as names_unknown
from chunfeng.stages.people.importing_mend import MOST_ROWS, workbook
from chunfeng.stages.people.refusals import NotAllowed
from chunfeng.stages.people.sheets import PEOPLE

__all__ = ["MOST_ROWS", "Changed", "Look", "Result"]
KIND = PEOPLE.name
JOBS = {step: f"people.{step}" for step in Step}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An upload as a page shows it. counts: by step; said: why it stopped, where it did."""

    id: UUID
    name: str
    size: int
    state: State
    busy: str  # a step, while it is going on
    sheet: str
    layout: Text | None  # the national export it is
    counts: Mapping[str, Mapping[str, int]]
    said: Text | None
    user: UUID
    received_at: datetime
    read_at: datetime | None
    applied_at: datetime | None
    undone_at: datetime | None
    forget_at: datetime
    runs: Mapping[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One person of the preview. fields: {field: (old, new)}, None where only the fact shows."""

    row: int
    person: UUID
    name: str
    fields: Mapping[str, tuple[Any, Any] | None]


def receive(stream: IO[bytes], name: str, *, by: Context, at: datetime) -> UUID:
    """Takes a file in, encrypted; UnreadableFile where it is plainly no ledger."""
    _must_write(by)
    return uploads.receive(stream, name, kind=KIND, keys=keys(), by=by, at=at).id


def look(
    upload: UUID,
    *,
    by: Context,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Look:
    """The file's sheets and columns, and what they are taken for; nothing is kept.

    Raises NoUpload, UnreadableFile.
    """
    found = uploads.of(upload, by=by)
    return looked_at(uploads.stored(found, keys()), found.name, sheet, mapping, by=by)


def unknown_villages(upload: UUID, *, by: Context) -> list[tuple[int, str]]:
    """(row, text) of the names in an export of villages that the region data does not know."""
    found = uploads.of(upload, by=by)
    return names_unknown(uploads.stored(found, keys()), found.name)


def start_preview(
    upload: UUID,
    *,
    sheet: str | None,
    mapping: Mapping[str, str],
    by: Context,
    at: datetime,
) -> UUID:
    """Counts in the background what the file would do; the run. The mapping is remembered.

    Raises UnusableLedger where a needed column is missing, NotNow.
    """
    _must_write(by)
    found = uploads.of(upload, by=by)
    seen = looked_at(uploads.stored(found, keys()), found.name, sheet, mapping, by=by)
    seen.must_be_usable()
    memory.remember(KIND, seen.headers, mapping, by=by, at=at)
    found.sheet, found.layout = seen.sheet, seen.layout
    found.mapping = dict(seen.mapping)
    found.save(update_fields=["sheet", "layout", "mapping"])
    return _start(found, Step.PREVIEW, by, at)


def start_apply(upload: UUID, *, by: Context, at: datetime) -> UUID:
    """Registers the file's rows in the background; the run. Raises NotNow."""
    _must_write(by)
    return _start(uploads.of(upload, by=by), Step.APPLY, by, at)


def start_undo(upload: UUID, *, by: Context, at: datetime) -> UUID:
    """Takes an import back in the background; the run. Raises NotNow."""
    _must_write(by)
    found = uploads.of(upload, by=by)
    if at > found.forget_at:
        raise uploads.NotNow(
            text("An import can be undone for {n} days; they have passed.", n=uploads.DAYS)
        )
    return _start(found, Step.UNDO, by, at)


def start_check(upload: UUID, *, by: Context, at: datetime) -> UUID:
    """Looks for doubts and duplicates among the people imported; begun when they are registered."""
    found = uploads.of(upload, by=by)
    run = jobs.start(JOBS[Step.CHECK], by=by, region=by.lo, arguments={"upload": upload}, at=at)
    uploads.note_run(found, Step.CHECK, run)
    return run


def result(upload: UUID, *, by: Context) -> Result:
    """How far an upload is and what each step counted."""
    return _result(_settled(uploads.of(upload, by=by), by))


def recent(*, by: Context, limit: int = 20) -> list[Result]:
    """The officer's latest uploads."""
    found = Upload.objects.filter(user=by.user, kind=KIND).order_by("-received_at", "id")
    return [_result(upload) for upload in found[:limit]]


def running(upload: UUID, *, by: Context) -> Progress | None:
    """The progress of the step that is going on, or went on last; checks go on beside."""
    found = uploads.of(upload, by=by)
    steps = (Step.UNDO, Step.APPLY, Step.PREVIEW)
    last = next((found.runs[step] for step in steps if step in found.runs), None)
    return progress(UUID(found.runs[found.busy] if found.busy else last), by=by) if last else None


def issues(
    upload: UUID, *, by: Context, step: Step | None = None, offset: int = 0, limit: int = 100
) -> list[Issue]:
    """The wrong and doubtful cells, in order of the rows; of the last step unless one is named."""
    found = uploads.of(upload, by=by)
    applied = Step.APPLY if Step.APPLY in found.counts else Step.PREVIEW
    return uploads.issues(found, step or applied, offset=offset, limit=limit)


def changes(upload: UUID, *, by: Context) -> list[Changed]:
    """The first changes of the preview, field by field."""
    found = uploads.of(upload, by=by)
    parts = Part.objects.filter(upload=found, step=Step.PREVIEW, changes__isnull=False)
    out = []
    for sealed in parts.order_by("number").values_list("changes", flat=True):
        for line in orjson.loads(unseal(keys(), cell(found.id), bytes(sealed or b""))):
            fields = {k: tuple(v) if v else None for k, v in line["fields"].items()}
            person = UUID(line["person"])
            out.append(Changed(row=line["row"], person=person, name=line["name"], fields=fields))
    return out


def kept(upload: UUID, *, by: Context) -> list[UUID]:
    """The people an undo had to leave as they are: they were changed since."""
    found = uploads.of(upload, by=by)
    parts = Part.objects.filter(upload=found, step=Step.UNDO).order_by("number")
    return [person for people in parts.values_list("people", flat=True) for person in people]


def error_workbook(upload: UUID, *, by: Context, language: Any, at: datetime) -> bytes:
    """The officer's own rows that cannot be used, to be corrected and handed in again (.xlsx).

    At most MOST_ROWS rows. It is made on demand, logged as an export and kept nowhere.
    """
    found = uploads.of(upload, by=by)
    step = Step.APPLY if Step.APPLY in found.counts else Step.PREVIEW
    wrong = uploads.issues(found, step, limit=10**6)
    made, rows = workbook(source_of(found), wrong, language)
    uploads.exported(found, rows, by=by, at=at)
    return made


def source_of(upload: Upload) -> Source:
    """How an upload is read."""
    return Source(
        file=uploads.stored(upload, keys()),
        name=upload.name,
        layout=PEOPLE,
        sheet=upload.sheet or None,
        mapping=upload.mapping,
    )


def given(upload: Upload) -> Mapping[str, str]:
    """What every row of the upload's kind of export says."""
    found = national.layout(upload.layout)
    return found.given if found else {}


def may_import(by: Context) -> bool:
    """Whether a post includes importing people."""
    return by.rights.d2 is Right.WRITE


def _must_write(by: Context) -> None:
    if not may_import(by):
        raise NotAllowed


def _start(upload: Upload, step: Step, by: Context, at: datetime) -> UUID:
    upload = _settled(upload, by)
    arguments: dict[str, Any] = {"upload": upload.id}
    run = jobs.start(JOBS[step], by=by, region=by.lo, arguments=arguments, at=at)
    uploads.begin(upload, step, run, by=by, at=at)
    return run


def _settled(upload: Upload, by: Context) -> Upload:
    """An upload whose run broke off or was cancelled is free again."""
    if upload.busy:
        run = progress(UUID(upload.runs[upload.busy]), by=by)
        if run is None or not run.live:
            uploads.release(upload, Step(upload.busy))
            upload.refresh_from_db()
    return upload


def _result(upload: Upload) -> Result:
    found = national.layout(upload.layout)
    return Result(
        id=upload.id,
        name=upload.name,
        size=upload.size,
        state=State(upload.state),
        busy=upload.busy,
        sheet=upload.sheet,
        layout=found.title if found else None,
        counts=upload.counts,
        said=from_json(upload.failed_for) if upload.failed_for else None,
        user=upload.user,
        received_at=upload.received_at,
        read_at=upload.read_at,
        applied_at=upload.applied_at,
        undone_at=upload.undone_at,
        forget_at=upload.forget_at,
        runs={step: UUID(run) for step, run in upload.runs.items()},
    )
