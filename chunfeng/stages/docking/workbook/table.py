"""A list as a sheet: one header line, filters, frozen panes, every other line shaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from xlsxwriter.worksheet import Worksheet

from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.workbook.book import (
    About,
    Book,
    Cell,
    digits,
    lines_of,
    put,
    set_height,
)

Line = TypeVar("Line", contravariant=True)
NONE = text("None.")
FILTER_BUTTON = 1  # digits it covers
MOST_FROZEN = 15  # rows above the header that leave room for the list on a screen
MOST_LINES = 1_000_000  # a sheet has 1,048,576 rows


@dataclass(frozen=True, slots=True)
class Column(Generic[Line]):
    """A column: its header, its width in digits, what stands in it and how it looks."""

    header: Text
    width: float
    value: Callable[[Line], Cell]
    kind: str = "text"


def write_table(
    book: Book,
    sheet: Worksheet,
    columns: Sequence[Column[Line]],
    lines: Sequence[Line],
    *,
    frozen: int,
    top: int = 0,
) -> None:
    """Fills a sheet from the row ``top`` on; the first ``frozen`` columns stay in sight."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    _write_header(book, sheet, top, columns)
    for row, line in enumerate(lines[:MOST_LINES], top + 1):
        _write_line(book, sheet, row, columns, line)
    last = top + min(len(lines), MOST_LINES)
    if not lines or len(lines) > MOST_LINES:
        last += 1
        rest = text("{number:,} more: see the JSON report.", number=len(lines) - MOST_LINES)
        put(sheet, last, 0, book.say(rest if lines else NONE), book.styles("plain"))
    sheet.autofilter(top, 0, last, len(columns) - 1)
    if top <= MOST_FROZEN:
        sheet.freeze_panes(top + 1, frozen)
    sheet.repeat_rows(top)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_header(book: Book, sheet: Worksheet, row: int, columns: Sequence[Column[Line]]) -> None:
    style, lines = book.styles("header"), 1
    for number, column in enumerate(columns):
        shown = put(sheet, row, number, book.say(column.header), style)
        lines = max(lines, lines_of(digits(shown), column.width - FILTER_BUTTON))
    set_height(sheet, row, lines)


def _write_line(
    book: Book, sheet: Worksheet, row: int, columns: Sequence[Column[Line]], line: Line
) -> None:
    shaded, lines = row % 2 == 0, 1
    for number, column in enumerate(columns):
        value = column.value(line)
        kind = "about_km" if isinstance(value, About) else column.kind
        shown = put(sheet, row, number, value, book.styles(kind, shaded=shaded))
        if 2 * len(shown) > 0.9 * column.width:  # else it fits, whatever its characters
            lines = max(lines, lines_of(digits(shown), column.width))
    set_height(sheet, row, lines)
