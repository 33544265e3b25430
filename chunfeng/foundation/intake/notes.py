"""What is said about a sheet as a whole: what was passed over, hidden, or not understood."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.errors import listed
from chunfeng.foundation.intake.grid import Grid, Workbook
from chunfeng.foundation.intake.header import Header, keys
from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.masking import HIDDEN, letter
from chunfeng.foundation.intake.table import Table
from chunfeng.kit.texts import Declared, Text, text

UNLAWFUL = re.compile(
    r"性别|民族|婚|生育|孕|乙肝|肝炎|宗教|信仰|户籍要求|户口|籍贯|属相|星座|身高|相貌|外貌"
    r"|\bsex\b|gender|ethnic|marri|marital|hepatitis|pregnan|religio",
    re.IGNORECASE,
)
SHOWN = 20  # rows or names a note lists


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that was chosen: its file, what ledger it is read as, its header and its cells."""

    file: str
    layout: Layout
    grid: Grid
    header: Header
    table: Table

    def issue(self, column: int, **what: Any) -> Issue:
        """An issue about a cell of a column (1-based) of this sheet."""
        return Issue(
            file=self.file,
            sheet=self.grid.name,
            column=letter(column),
            header=self.header.words[column],
            **what,
        )

    def note(self, column: int, row: int, problem: Text, mend: Text) -> Issue:
        """A note about a column."""
        severity = Severity.NOTE
        return self.issue(column, row=row, value="", severity=severity, problem=problem, mend=mend)


def reading_notes(
    workbook: Workbook, sheet: Sheet, issues: Iterable[Issue], mapping: Iterable[str]
) -> Iterator[Text]:
    """Notes about the choice of the sheet, its rows and its columns."""
    yield from _other_sheets(workbook, sheet.grid)
    yield from _hidden(sheet)
    yield from _passed(sheet.table.passed)
    for name, (first, number) in sheet.table.filled.items():
        yield text(
            "Column “{header}”: {number} empty cells took the value above, the first in row {row}.",
            header=sheet.header.words[sheet.header.column(name)],
            number=number,
            row=first,
        )
    unknown = [sheet.header.words[column] for column in sheet.header.unknown]
    if unknown:
        yield text("Columns that are not known and were not used: {names}.", names=_few(unknown))
    have = {
        keys(name)[0] for texts in sheet.header.levels.values() for name in ("".join(texts), *texts)
    }
    absent = [header for header in mapping if keys(header)[0] not in have]
    if absent:
        yield text("--map names columns this sheet does not have: {names}.", names=_few(absent))
    if any(issue.value == HIDDEN for issue in issues):
        yield text("Personal values are shown as ***.")


def _other_sheets(workbook: Workbook, grid: Grid) -> Iterator[Text]:
    others = [other.name for other in workbook.sheets if other is not grid]
    if others:
        yield text(
            "The sheet “{sheet}” was read; not read: {others}.",
            sheet=grid.name,
            others=_few(others),
        )
    if grid.hidden:
        yield text("The sheet “{sheet}” is hidden in the file.", sheet=grid.name)


def _hidden(sheet: Sheet) -> Iterator[Text]:
    rows = [number for number in sheet.table.numbers if number in sheet.grid.hidden_rows]
    if rows:
        yield text("Hidden rows were read like the others: {rows}.", rows=_few(rows))
    columns = [
        words for column, words in sheet.header.words.items() if column in sheet.grid.hidden_columns
    ]
    if columns:
        yield text("Hidden columns were read like the others: {names}.", names=_few(columns))


def _passed(passed: dict[str, list[int]]) -> Iterator[Text]:
    """One note for each kind of row that is no data."""
    if "example" in passed:
        yield text("Example rows, not read: {rows}.", rows=_few(passed["example"]))
    if "header" in passed:
        yield text("Repeated headers, not read: {rows}.", rows=_few(passed["header"]))
    if "total" in passed:
        yield text("Totals, not read: {rows}.", rows=_few(passed["total"]))
    if "remark" in passed:
        yield text("Remarks and signatures, not read: {rows}.", rows=_few(passed["remark"]))


def _few(items: Sequence[object]) -> list[Declared]:
    return listed(items, SHOWN)


def header_issues(sheet: Sheet) -> Iterator[Issue]:
    """Issues about columns: named twice, unlawful to ask for, or worked out by formulas."""
    top = sheet.header.last_row
    for column in sheet.header.twice:
        yield sheet.note(
            column,
            top,
            text("Another column means the same and was used; this one was not."),
            text("Delete one of the two columns, or rename it."),
        )
    if sheet.layout.name == "vacancies":
        for column in sheet.header.unknown:
            if UNLAWFUL.search(sheet.header.words[column]):
                yield sheet.note(
                    column,
                    top,
                    text("The law forbids choosing people by this; the column was not used."),
                    text("Ask the employer to take the requirement back."),
                )
    yield from _formula_notes(sheet)


def _formula_notes(sheet: Sheet) -> Iterator[Issue]:
    """One note for each column of formulas whose stored results were used."""
    formulas = sheet.grid.formulas
    for name in sheet.table.cells if formulas else ():
        column = sheet.header.column(name)
        rows = [row for row in sheet.table.numbers if formulas.get((row, column))]
        if rows:
            yield sheet.note(
                column,
                rows[0],
                text(
                    "{number} cells of this column are formulas; their stored results were used.",
                    number=len(rows),
                ),
                text("Check that the results are up to date."),
            )
