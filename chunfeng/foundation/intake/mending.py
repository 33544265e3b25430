"""The rows of a file that cannot be used, as a ledger to correct and hand in again."""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence

import xlsxwriter

from chunfeng.foundation.intake.cells import Cell, as_text
from chunfeng.foundation.intake.choosing import choose_sheet, field_mapping
from chunfeng.foundation.intake.files import read_workbook
from chunfeng.foundation.intake.header import Header, Names
from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.masking import letter
from chunfeng.foundation.intake.parts import Source, stored_parts
from chunfeng.foundation.intake.table import Table, read_table
from chunfeng.foundation.intake.write import CREATED, write_header
from chunfeng.kit.texts import Language, text

MOST_ROWS = 20_000
SAYS = 60  # width of the column with the sentences
_SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def workbook(source: Source, issues: Sequence[Issue], language: Language) -> tuple[bytes, int]:
    """(the .xlsx, its rows): every row with a cell that is not used, the sentence beside it."""
    by_row: dict[int, list[Issue]] = {}
    for issue in issues:
        if issue.severity is not Severity.NOTE and issue.row:
            by_row.setdefault(issue.row, []).append(issue)
    out = io.BytesIO()
    written = 0
    with xlsxwriter.Workbook(out, _SETTINGS) as book:  # in memory: nothing plain on the disk
        book.set_properties({"created": CREATED})
        page = _Page(book, source, language)
        for number, cells, letters in _rows(source, by_row.keys()):
            written += 1
            page.write(written, cells, letters, by_row[number])
            if written == MOST_ROWS:
                break
    return out.getvalue(), written


class _Page:
    """The sheet while it is written: the ledger's columns, and one for what is wrong."""

    def __init__(self, book: xlsxwriter.Workbook, source: Source, language: Language) -> None:
        self._language: Language = language
        self._columns = list(source.layout)
        self._sheet = book.add_worksheet(source.layout.title(language))
        names = [column.header(language) for column in self._columns]
        write_header(book, self._sheet, self._columns, names)
        last = len(names)
        self._sheet.write_string(0, last, text("What is wrong").to(language))
        self._sheet.set_column(last, last, SAYS)
        self._plain = book.add_format({"num_format": "@"})
        self._wrong = book.add_format({"num_format": "@", "bg_color": "#FBE3E1", "border": 1})
        self._wrapped = book.add_format({"text_wrap": True})

    def write(
        self,
        row: int,
        cells: Mapping[str, Cell],
        letters: Mapping[str, str],
        issues: Sequence[Issue],
    ) -> None:
        """One row as it stands in the file, its wrong cells marked."""
        wrong = {issue.column for issue in issues}
        for at, column in enumerate(self._columns):
            cell = as_text(cells.get(column.field))
            bad = letters.get(column.field) in wrong
            if cell or bad:
                self._sheet.write_string(row, at, cell, self._wrong if bad else self._plain)
        said = "\n".join(self._said(issue) for issue in issues)
        self._sheet.write_string(row, len(self._columns), said, self._wrapped)

    def _said(self, issue: Issue) -> str:
        sentence = f"{issue.problem.to(self._language)}{issue.mend.to(self._language)}"
        if self._language == "en":
            sentence = f"{issue.problem.to('en')} {issue.mend.to('en')}"
        mark = "：" if self._language == "zh" else ": "
        return f"{issue.header}{mark}{sentence}" if issue.header else sentence


def _rows(
    source: Source, wanted: Collection[int]
) -> Iterator[tuple[int, dict[str, Cell], dict[str, str]]]:
    """(row number, cells by field, column letters by field) of the rows wanted."""
    wanted = set(wanted)
    names = Names(source.layout, field_mapping(source.mapping, source.layout))
    for path, number_of in stored_parts(source, wanted):
        grid, header = choose_sheet(
            read_workbook(path), names, source.sheet, source.layout, source.name
        )
        table = read_table(grid, header, source.layout)
        letters = _letters(header, table)
        for k, number in enumerate(map(number_of, table.numbers)):
            if number in wanted:
                yield number, {name: own[k] for name, own in table.cells.items()}, letters


def _letters(header: Header, table: Table) -> dict[str, str]:
    return {name: letter(header.column(name)) for name in table.cells}
