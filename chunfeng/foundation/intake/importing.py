"""The way of a ledger into the register: handed in, looked at, previewed, applied, undone.

A stage declares an Importer for its ledger; the import wizard and ``chunfeng import`` call its
doors, all of them inside the post.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

import orjson

from chunfeng.foundation.access import Context
from chunfeng.foundation.ciphers import unseal
from chunfeng.foundation.intake import memory, uploads
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.doing import cell, keys
from chunfeng.foundation.intake.known import KnownExports
from chunfeng.foundation.intake.ledger import Issue
from chunfeng.foundation.intake.looking import Look, looked_at
from chunfeng.foundation.intake.mending import workbook
from chunfeng.foundation.intake.models import Part, State, Step, Upload
from chunfeng.foundation.intake.parts import Source
from chunfeng.foundation.intake.reading import ReadChunk
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.jobs.queries import Progress, progress
from chunfeng.kit.texts import Language, Text, from_json, text

_PROGRESS = (Step.UNDO, Step.APPLY, Step.PREVIEW)  # checks go on beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An upload as a page shows it. counts: by step; said: why it stopped, where it did."""

    id: UUID
    kind: str  # whose ledger it is
    name: str
    size: int
    state: State
    busy: str  # a step, while it is going on
    sheet: str
    layout: Text | None  # the known export it is
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
    """One record of the preview. fields: {field: (old, new)}, None where only the fact shows."""

    row: int
    record: UUID
    name: str
    fields: Mapping[str, tuple[Any, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """How the ledger of one kind comes in.

    may: whether a post includes it; refusal: what is raised where it does not. read: the rows of a
    file in chunks, given the values that all of them have. exports: kinds of file that are known by
    their columns. checked: whether a check of what was imported follows. filled: called
    when the first chunk, and when all is registered.
    """

    ledger: Layout
    may: Callable[[Context], bool]
    refusal: Callable[[], Exception]
    read: Callable[[Source, Mapping[str, str]], Iterator[ReadChunk]]
    exports: KnownExports | None = None
    checked: bool = False
    filled: Callable[[], None] | None = None

    @property
    def kind(self) -> str:
        """Whose ledger it is; its jobs are called ``kind.step``."""
        return self.ledger.name

    def job(self, step: Step) -> str:
        """The job that does a step."""
        return f"{self.kind}.{step}"

    def receive(self, stream: IO[bytes], name: str, *, by: Context, at: datetime) -> UUID:
        """Takes a file in, encrypted; UnreadableFile where it is plainly no ledger."""
        self._must(by)
        return uploads.receive(stream, name, kind=self.kind, keys=keys(), by=by, at=at).id

    def look(
        self,
        upload: UUID,
        *,
        by: Context,
        sheet: str | None = None,
        mapping: Mapping[str, str] | None = None,
    ) -> Look:
        """The file's sheets and columns, and what they are taken for; nothing is kept.

        Raises NoUpload, UnreadableFile.
        """
        return self._looked_at(self._of(upload, by), sheet, mapping, by)

    def start_preview(
        self,
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
        self._must(by)
        found = self._of(upload, by)
        seen = self._looked_at(found, sheet, mapping, by)
        seen.must_be_usable()
        memory.remember(self.kind, seen.headers, mapping, by=by, at=at)
        found.sheet, found.layout = seen.sheet, seen.layout
        found.mapping = dict(seen.mapping)
        found.save(update_fields=["sheet", "layout", "mapping"])
        return self._start(found, Step.PREVIEW, by, at)

    def start_apply(self, upload: UUID, *, by: Context, at: datetime) -> UUID:
        """Registers the file's rows in the background; the run. Raises NotNow."""
        self._must(by)
        return self._start(self._of(upload, by), Step.APPLY, by, at)

    def start_undo(self, upload: UUID, *, by: Context, at: datetime) -> UUID:
        """Takes an import back in the background; the run. Raises NotNow."""
        self._must(by)
        found = self._of(upload, by)
        if at > found.forget_at:
            raise uploads.NotNow(
                text("An import can be undone for {n} days; they have passed.", n=uploads.DAYS)
            )
        return self._start(found, Step.UNDO, by, at)

    def start_check(self, upload: UUID, *, by: Context, at: datetime) -> UUID:
        """Checks what was imported; begun when it is registered."""
        found = self._of(upload, by)
        asked = {"upload": upload}
        run = jobs.start(self.job(Step.CHECK), by=by, region=by.lo, arguments=asked, at=at)
        uploads.note_run(found, Step.CHECK, run)
        return run

    def result(self, upload: UUID, *, by: Context) -> Result:
        """How far an upload is and what each step counted."""
        return self._result(_settled(self._of(upload, by), by))

    def recent(self, *, by: Context, limit: int = 20) -> list[Result]:
        """The officer's latest uploads."""
        found = Upload.objects.filter(user=by.user, kind=self.kind).order_by("-received_at", "id")
        return [self._result(upload) for upload in found[:limit]]

    def running(self, upload: UUID, *, by: Context) -> Progress | None:
        """The progress of the step that is going on, or went on last."""
        found = self._of(upload, by)
        last = next((found.runs[step] for step in _PROGRESS if step in found.runs), None)
        asked = found.runs[found.busy] if found.busy else last
        return progress(UUID(asked), by=by) if last else None

    def issues(
        self,
        upload: UUID,
        *,
        by: Context,
        step: Step | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> list[Issue]:
        """The wrong and doubtful cells, in order of the rows; of the last step unless one is
        named.
        """
        found = self._of(upload, by)
        return uploads.issues(found, step or _told_last(found), offset=offset, limit=limit)

    def changes(self, upload: UUID, *, by: Context) -> list[Changed]:
        """The first changes of the preview, field by field."""
        found = self._of(upload, by)
        parts = Part.objects.filter(upload=found, step=Step.PREVIEW, changes__isnull=False)
        out = []
        for sealed in parts.order_by("number").values_list("changes", flat=True):
            for line in orjson.loads(unseal(keys(), cell(found.id), bytes(sealed or b""))):
                fields = {k: tuple(v) if v else None for k, v in line["fields"].items()}
                record = UUID(line["record"])
                out.append(
                    Changed(row=line["row"], record=record, name=line["name"], fields=fields)
                )
        return out

    def kept(self, upload: UUID, *, by: Context) -> list[UUID]:
        """The records an undo had to leave as they are: they were changed since."""
        found = self._of(upload, by)
        parts = Part.objects.filter(upload=found, step=Step.UNDO).order_by("number")
        return [one for records in parts.values_list("records", flat=True) for one in records]

    def error_workbook(
        self, upload: UUID, *, by: Context, language: Language, at: datetime
    ) -> bytes:
        """The officer's own rows that cannot be used, to be corrected and handed in again (.xlsx).

        At most mending.MOST_ROWS rows. Made on demand, logged as an export and kept nowhere.
        """
        found = self._of(upload, by)
        wrong = uploads.issues(found, _told_last(found), limit=10**6)
        made, rows = workbook(self.source(found), wrong, language)
        uploads.exported(found, rows, by=by, at=at)
        return made

    def source(self, upload: Upload) -> Source:
        """How an upload is read."""
        return Source(
            file=uploads.stored(upload, keys()),
            name=upload.name,
            layout=self.ledger,
            sheet=upload.sheet or None,
            mapping=upload.mapping,
        )

    def given(self, upload: Upload) -> Mapping[str, str]:
        """What every row of the upload's kind of export says."""
        found = self.exports.layout(upload.layout) if self.exports else None
        return found.given if found else {}

    def _of(self, upload: UUID, by: Context) -> Upload:
        found = uploads.of(upload, by=by)
        if found.kind != self.kind:
            raise uploads.NoUpload
        return found

    def _must(self, by: Context) -> None:
        if not self.may(by):
            raise self.refusal()

    def _looked_at(
        self, upload: Upload, sheet: str | None, mapping: Mapping[str, str] | None, by: Context
    ) -> Look:
        stored = uploads.stored(upload, keys())
        return looked_at(
            stored, upload.name, sheet, mapping, ledger=self.ledger, exports=self.exports, by=by
        )

    def _start(self, upload: Upload, step: Step, by: Context, at: datetime) -> UUID:
        upload = _settled(upload, by)
        asked: dict[str, Any] = {"upload": upload.id}
        run = jobs.start(self.job(step), by=by, region=by.lo, arguments=asked, at=at)
        uploads.begin(upload, step, run, by=by, at=at)
        return run

    def _result(self, upload: Upload) -> Result:
        found = self.exports.layout(upload.layout) if self.exports else None
        return Result(
            id=upload.id,
            kind=upload.kind,
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


def _told_last(upload: Upload) -> Step:
    """The step whose issues stand."""
    return Step.APPLY if Step.APPLY in upload.counts else Step.PREVIEW


def _settled(upload: Upload, by: Context) -> Upload:
    """An upload whose run broke off or was cancelled is free again."""
    if upload.busy:
        run = progress(UUID(upload.runs[upload.busy]), by=by)
        if run is None or not run.live:
            uploads.release(upload, Step(upload.busy))
            upload.refresh_from_db()
    return upload
