"""Background work on vacancies: previewing, applying and undoing an import."""

from chunfeng.foundation.intake.models import Step
from chunfeng.foundation.intake.steps import over_file, undone
from chunfeng.foundation.jobs.declare import HEAVY, Chunks, job
from chunfeng.foundation.jobs.work import Work
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies import importing_chunks
from chunfeng.stages.vacancies.importing import IMPORTER
from chunfeng.stages.vacancies.rules import DECIDERS


@job("vacancies.preview", text("Preview of an import"), roles=DECIDERS, queue=HEAVY)
def preview(work: Work) -> Chunks:
    """Counts what a file would do."""
    yield from over_file(work, IMPORTER, Step.PREVIEW, importing_chunks.preview)


@job("vacancies.apply", text("Import of vacancies"), roles=DECIDERS, queue=HEAVY)
def apply(work: Work) -> Chunks:
    """Registers a file's rows."""
    yield from over_file(work, IMPORTER, Step.APPLY, importing_chunks.apply)


@job("vacancies.undo", text("Undoing an import"), roles=DECIDERS, queue=HEAVY)
def undo(work: Work) -> Chunks:
    """Takes an import back, last chunk first."""
    yield from undone(work, IMPORTER, importing_chunks.undo)
