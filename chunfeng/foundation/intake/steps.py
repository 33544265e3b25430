"""The background work of an import, whatever its ledger: the chunks of each step."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.ahead import ahead
from chunfeng.foundation.intake.errors import UnreadableFile, UnusableLedger
from chunfeng.foundation.intake.importing import Importer
from chunfeng.foundation.intake.models import Part, Step, Upload
from chunfeng.foundation.intake.parts import total
from chunfeng.foundation.intake.reading import ReadChunk
from chunfeng.foundation.jobs.declare import Chunk, Chunks
from chunfeng.foundation.jobs.work import Work
from chunfeng.kit.texts import Text

Effect = Callable[[UUID, int, ReadChunk, Context, datetime], Mapping[str, int]]
Undo = Callable[[UUID, int, Context, datetime], Mapping[str, int]]
LARGE = 1 << 20  # bytes, from which another process is worth its start


def over_file(work: Work, importer: Importer, step: Step, effect: Effect) -> Chunks:
    """A step over the chunks of a file, then its end."""
    upload = _upload(work)
    try:
        rows = total(importer.source(upload))
        if rows is not None:
            work.expect(rows)
        for number, read in enumerate(_read(upload, importer)):
            did = partial(effect, upload.id, number, read)
            yield Chunk(apply=did, rows=read.rows, digest=_digest(read))
    except (UnreadableFile, UnusableLedger) as refused:
        yield Chunk(apply=partial(_fail, upload.id, step, refused.text), rows=0)
        return
    yield _last(upload, importer, step)


def undone(work: Work, importer: Importer, undo: Undo) -> Chunks:
    """What was applied is taken back, last chunk first."""
    upload = _upload(work)
    with entered(work.context()):
        applied = Part.objects.filter(upload=upload, step=Step.APPLY).order_by("-number")
        parts = [
            (number, len(records)) for number, records in applied.values_list("number", "records")
        ]
    work.expect(sum(rows for _, rows in parts))
    for number, rows in parts:
        yield Chunk(apply=partial(undo, upload.id, number), rows=rows)
    yield _last(upload, importer, Step.UNDO)


def _read(upload: Upload, importer: Importer) -> Iterator[ReadChunk]:
    """The chunks of a file; of a large one the next are read while one is being registered."""
    source, given = importer.source(upload), importer.given(upload)
    if upload.size < LARGE:
        return importer.read(source, given)
    return ahead(importer.read, source, given)


def _upload(work: Work) -> Upload:
    with entered(work.context()) as by:
        return uploads.of(UUID(str(work.arguments["upload"])), by=by)


def _digest(read: ReadChunk) -> str:
    numbers = read.chunk.numbers
    return f"{numbers[0]}-{numbers[-1]}" if numbers else "0"


def _last(upload: Upload, importer: Importer, step: Step) -> Chunk:
    return Chunk(apply=partial(_end, upload.id, importer, step), rows=0)


def _end(upload: UUID, importer: Importer, step: Step, by: Context, at: datetime) -> None:
    if step is Step.CHECK:
        return
    uploads.end(upload, step, by=by, at=at)
    if step is Step.APPLY and importer.filled:
        importer.filled()
    if step is Step.APPLY and importer.checked:
        importer.start_check(upload, by=by, at=at)


def _fail(upload: UUID, step: Step, said: Text, by: Context, at: datetime) -> None:
    if step is not Step.CHECK:
        uploads.fail(upload, step, said, by=by, at=at)
