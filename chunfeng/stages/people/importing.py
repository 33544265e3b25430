"""The person ledger's way into the register: the doors of the import wizard and of the command."""

from uuid import UUID

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.doing import keys
from chunfeng.foundation.intake.importing import Changed, Importer, Result
from chunfeng.foundation.intake.looking import Look
from chunfeng.foundation.intake.mending import MOST_ROWS
from chunfeng.stages.people import national
from chunfeng.stages.people.importing_chunks import gather_statistics
from chunfeng.stages.people.reading import people_chunks
from chunfeng.stages.people.refusals import NotAllowed
from chunfeng.stages.people.sheets import PEOPLE

__all__ = ["IMPORTER", "MOST_ROWS", "Changed", "Look", "Result"]


def may_import(by: Context) -> bool:
    """Whether a post includes importing people."""
    return by.rights.d2 is Right.WRITE


IMPORTER = Importer(
    ledger=PEOPLE,
    may=may_import,
    refusal=NotAllowed,
    read=people_chunks,
    exports=national,
    checked=True,
    filled=gather_statistics,
)
receive, look = IMPORTER.receive, IMPORTER.look
start_preview, start_apply = IMPORTER.start_preview, IMPORTER.start_apply
start_undo, start_check = IMPORTER.start_undo, IMPORTER.start_check
result, recent, running = IMPORTER.result, IMPORTER.recent, IMPORTER.running
issues, changes, kept = IMPORTER.issues, IMPORTER.changes, IMPORTER.kept
error_workbook, source_of = IMPORTER.error_workbook, IMPORTER.source


def unknown_villages(upload: UUID, *, by: Context) -> list[tuple[int, str]]:
    """(row, text) of the names in an export of villages that the region data does not know."""
    found = uploads.of(upload, by=by)
    return national.unknown_villages(uploads.stored(found, keys()), found.name)
