"""Background work of the register: previewing, applying and undoing an import; clearing away."""

from datetime import datetime

from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.models import Step
from chunfeng.foundation.intake.steps import over_file, undone
from chunfeng.foundation.jobs.declare import HEAVY, Chunks, job, periodic
from chunfeng.foundation.jobs.work import Work
from chunfeng.kit.texts import text
from chunfeng.stages.people import importing_chunks, importing_undo
from chunfeng.stages.people.importing import IMPORTER

NIGHTLY = "20 19 * * *"  # UTC: at night in Beijing


@job("people.preview", text("Preview of an import"), queue=HEAVY)
def preview(work: Work) -> Chunks:
    """Counts what a file would do."""
    yield from over_file(work, IMPORTER, Step.PREVIEW, importing_chunks.preview)


@job("people.apply", text("Import of people"), queue=HEAVY)
def apply(work: Work) -> Chunks:
    """Registers a file's rows."""
    yield from over_file(work, IMPORTER, Step.APPLY, importing_chunks.apply)


@job("people.check", text("Checking imported people"), queue=HEAVY)
def check(work: Work) -> Chunks:
    """Looks for doubts and duplicates among imported people."""
    yield from over_file(work, IMPORTER, Step.CHECK, importing_chunks.check)


@job("people.undo", text("Undoing an import"), queue=HEAVY)
def undo(work: Work) -> Chunks:
    """Takes an import back, last chunk first."""
    yield from undone(work, IMPORTER, importing_undo.undo)


@periodic(NIGHTLY, "people.forget")
def forget(at: datetime) -> None:
    """Deletes uploaded files that have been kept their time."""
    uploads.forget(at)
