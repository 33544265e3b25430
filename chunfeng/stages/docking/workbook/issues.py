"""The sheet 数据问题: every wrong or doubtful cell, and how to mend it."""

from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.kit.texts import text
from chunfeng.stages.docking.labels import SEVERITY
from chunfeng.stages.docking.workbook.book import Book, put_wide
from chunfeng.stages.docking.workbook.table import Column, write_table

NAME = text("Data issues")
_ORDER = (Severity.ROW, Severity.CELL, Severity.NOTE)


def write_issues(book: Book) -> None:
    """How the files were read on top, then the issues file by file and row by row."""
    sheet, columns = book.sheet(NAME), _columns(book)
    for row, note in enumerate(book.docking.notes):
        put_wide(book, sheet, row, note, "plain", [column.width for column in columns])
    lines = sorted(
        book.docking.issues,
        key=lambda issue: (issue.file, issue.sheet, issue.row, _ORDER.index(issue.severity)),
    )
    write_table(book, sheet, columns, lines, frozen=0, top=len(book.docking.notes))


def _columns(book: Book) -> list[Column[Issue]]:
    names = {severity: book.say(name) for severity, name in SEVERITY.items()}
    return [
        Column(text("File"), 18, lambda issue: issue.file),
        Column(text("Sheet"), 12, lambda issue: issue.sheet),
        Column(text("Row"), 8, lambda issue: issue.row or None, "centre"),
        Column(text("Column"), 8, lambda issue: issue.column, "centre"),
        Column(text("Header"), 16, lambda issue: issue.header),
        Column(text("Value"), 20, lambda issue: issue.value),
        Column(text("Weight"), 11, lambda issue: names[issue.severity]),
        Column(text("What is wrong"), 40, lambda issue: book.say(issue.problem)),
        Column(text("How to mend it"), 40, lambda issue: book.say(issue.mend)),
    ]
