"""Background work of the register: previewing, applying and undoing an import; clearing away."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.ahead import ahead
from chunfeng.foundation.intake.errors import UnreadableFile, UnusableLedger
from chunfeng.foundation.intake.models import Part, Step, Upload
from chunfeng.foundation.intake.parts import Source, total
from chunfeng.foundation.jobs.declare import HEAVY, Chunk, Chunks, job, periodic
from chunfeng.foundation.jobs.work import Work
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import importing, importing_chunks, importing_undo
from chunfeng.stages.people.reading import PeopleChunk, people_chunks

Effect = Callable[[UUID, int, PeopleChunk, Context, datetime], Mapping[str, int]]
NIGHTLY = "20 19 * * *"  # UTC: at night in Beijing
LARGE = 1 << 20  # bytes, from which another process is worth its start


@job("people.preview", text("Preview of an import"), queue=HEAVY)
def preview(work: Work) -> Chunks:
    """Counts what a file would do."""
    yield from _over_file(work, Step.PREVIEW, importing_chunks.preview)


@job("people.apply", text("Import of people"), queue=HEAVY)
def apply(work: Work) -> Chunks:
    """Registers a file's rows."""
    yield from _over_file(work, Step.APPLY, importing_chunks.apply)


@job("people.check", text("Checking imported people"), queue=HEAVY)
def check(work: Work) -> Chunks:
    """Looks for doubts and duplicates among imported people."""
    yield from _over_file(work, Step.CHECK, importing_chunks.check)


@job("people.undo", text("Undoing an import"), queue=HEAVY)
def undo(work: Work) -> Chunks:
    """Takes an import back, last chunk first."""
    upload = _upload(work)
    with entered(work.context()):
        applied = Part.objects.filter(upload=upload, step=Step.APPLY).order_by("-number")
        parts = [
            (number, len(people)) for number, people in applied.values_list("number", "people")
        ]
    work.expect(sum(rows for _, rows in parts))
    for number, rows in parts:
        yield Chunk(apply=partial(importing_undo.undo, upload.id, number), rows=rows)
    yield _last(upload, Step.UNDO)


@periodic(NIGHTLY, "people.forget")
def forget(at: datetime) -> None:
    """Deletes uploaded files that have been kept their time."""
    uploads.forget(at)


def _over_file(work: Work, step: Step, effect: Effect) -> Chunks:
    upload = _upload(work)
    source, given = importing.source_of(upload), importing.given(upload)
    try:
        rows = total(source)
        if rows is not None:
            work.expect(rows)
        for number, read in enumerate(_read(upload, source, given)):
            did = partial(effect, upload.id, number, read)
            yield Chunk(apply=did, rows=read.rows, digest=_digest(read))
    except (UnreadableFile, UnusableLedger) as refused:
        yield Chunk(apply=partial(_fail, upload.id, step, refused.text), rows=0)
        return
    yield _last(upload, step)


def _read(upload: Upload, source: Source, given: Mapping[str, str]) -> Iterator[PeopleChunk]:
    """The chunks of a file; of a large one the next are read while one is being registered."""
    if upload.size < LARGE:
        return people_chunks(source, given)
    return ahead(people_chunks, source, given)


def _upload(work: Work) -> Upload:
    with entered(work.context()) as by:
        return uploads.of(UUID(str(work.arguments["upload"])), by=by)


def _digest(read: PeopleChunk) -> str:
    numbers = read.chunk.numbers
    return f"{numbers[0]}-{numbers[-1]}" if numbers else "0"


def _last(upload: Upload, step: Step) -> Chunk:
    return Chunk(apply=partial(_end, upload.id, step), rows=0)


def _end(upload: UUID, step: Step, by: Context, at: datetime) -> None:
    if step is Step.CHECK:
        return
    uploads.end(upload, step, by=by, at=at)
    if step is Step.APPLY:
        importing_chunks.gather_statistics()
        importing.start_check(upload, by=by, at=at)


def _fail(upload: UUID, step: Step, said: Text, by: Context, at: datetime) -> None:
    if step is not Step.CHECK:
        uploads.fail(upload, step, said, by=by, at=at)
