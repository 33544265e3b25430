"""The workbook of a docking run: one file per sheet.

Strings are written row by row (constant memory), so a plan for a whole prefecture fits.
"""

from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Language, text
from chunfeng.stages.docking.areas import Areas
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.summary import summarise
from chunfeng.stages.docking.workbook.book import Book
from chunfeng.stages.docking.workbook.empty_seats import write_empty_seats
from chunfeng.stages.docking.workbook.issues import write_issues
from chunfeng.stages.docking.workbook.levers import write_levers
from chunfeng.stages.docking.workbook.overview import write_overview
from chunfeng.stages.docking.workbook.plan import write_plan
from chunfeng.stages.docking.workbook.styles import Styles
from chunfeng.stages.docking.workbook.unplaced import write_unplaced

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SHEETS = (
    write_overview,
    write_plan,
    write_unplaced,
    write_empty_seats,
    write_levers,
    write_issues,
)


def write_workbook(
    path: Path, docking: Docking, reference: Reference, language: Language = "zh"
) -> None:
    """Writes the .xlsx file; the same run gives the same bytes. OSError where it can't."""
    areas = Areas(reference.places, docking.people["home"])
    with Workbook(str(path), _OPTIONS) as workbook:
        book = Book(
            workbook=workbook,
            styles=Styles(workbook, language),
            docking=docking,
            summary=summarise(docking, areas),
            areas=areas,
            language=language,
        )
        workbook.set_properties(
            {
                "title": book.say(text("Docking plan of {day}", day=docking.on.isoformat())),
                "author": "Chunfeng 春风",
                "created": datetime.combine(docking.on, time()),
            }
        )
        for write_sheet in _SHEETS:
            write_sheet(book)
