"""Ledgers out: columns written so that reading them back loses nothing."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from chunfeng.foundation.intake.cells_numbers import DECIMALS
from chunfeng.foundation.intake.columns import Column, Kind, Layout
from chunfeng.foundation.intake.guarding import guarded
from chunfeng.foundation.places import AmbiguousPlace, Places, UnknownPlace
from chunfeng.kit.texts import Language

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 a fixed stamp: the same ledger gives the same bytes
FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar has a day that never was
WIDTHS = {Kind.PLACE: 28, Kind.PLACES: 28, Kind.TEXT: 16, Kind.ID_NUMBER: 22, Kind.CREDIT_CODE: 22}
WIDTH = 12
SEPARATORS: dict[Language, str] = {"zh": "、", "en": "; "}
YES_NO: dict[Language, tuple[str, str]] = {"zh": ("否", "是"), "en": ("no", "yes")}
_HEAD = {"bold": True, "bg_color": "#E8F3EC", "border": 1, "text_wrap": True, "valign": "vcenter"}
_LINE = {"text_wrap": True, "valign": "top"}
LISTS = {Kind.WORDS, Kind.CHOICES, Kind.MONTHS, Kind.PLACES, Kind.OCCUPATIONS}
Columns = Mapping[str, Sequence[Any]]


def write_ledger(
    path: Path,
    layout: Layout,
    columns: Columns,
    language: Language,
    *,
    rows: Sequence[int] | None = None,
    places: Places | None = None,
) -> None:
    """Writes a ledger as .xlsx or .csv (UTF-8 with BOM), by the file's suffix.

    ``columns``: values by field, None where not given; fields left out are not written. ``rows``:
    the rows to write, all by default. With ``places`` regions are written by name where the name
    leads back to them, else as codes. Formula-looking text stays text: in .xlsx as a text cell, in
    .csv behind an apostrophe that reading takes away again.
    """
    written = [column for column in layout if column.field in columns]
    if rows is not None:
        columns = {c.field: [columns[c.field][row] for row in rows] for c in written}
    cells = texts(layout, columns, language, places)
    if path.suffix.lower() == ".csv":
        _write_csv(path, written, cells, language)
    else:
        _write_xlsx(path, layout, columns, cells, language)


def texts(
    layout: Layout, columns: Columns, language: Language, places: Places | None = None
) -> Iterator[list[str]]:
    """The rows of a ledger as texts, for the fields given, in the layout's order."""
    made = (
        _column_texts(column, columns[column.field], language, places)
        for column in layout
        if column.field in columns
    )
    return map(list, zip(*made, strict=True))


def _column_texts(
    column: Column, values: Sequence[Any], language: Language, places: Places | None
) -> list[str]:
    # One kind of value a column: equal values are written alike.
    known = {value: cell_text(column, value, language, places) for value in dict.fromkeys(values)}
    return [known[value] for value in values]


def cell_text(column: Column, value: Any, language: Language, places: Places | None = None) -> str:
    """A value as the text of a cell; empty for None."""
    if value is None:
        return ""
    items = value if column.kind in LISTS else (value,)
    return SEPARATORS[language].join(_item_text(column, item, language, places) for item in items)


def _item_text(column: Column, item: Any, language: Language, places: Places | None) -> str:
    """The text of a value, or of one of a cell's values."""
    if column.choices:
        return column.choice(item).label(language)
    if column.kind in {Kind.PLACE, Kind.PLACES}:
        return region_text(item, places)
    if column.kind is Kind.YES_NO:
        return YES_NO[language][item]
    if column.kind is Kind.OCCUPATIONS:
        return str(item.word)
    return _plain_text(column.kind, item)


def _plain_text(kind: Kind, item: Any) -> str:
    if kind in {Kind.DECIMAL, Kind.MONEY}:
        return f"{item:.{DECIMALS}f}".rstrip("0").rstrip(".")
    if kind is Kind.TIME_RANGE:
        (start, start_minute), (end, end_minute) = divmod(item[0], 60), divmod(item[1], 60)
        return f"{start:02}:{start_minute:02}-{end:02}:{end_minute:02}"
    return str(item)  # a date as 2026-12-01


def region_text(code: int, places: Places | None) -> str:
    """A region's full name where that leads back to it, else its code."""
    if places is None:
        return f"{code:012}"
    name = places.full_name(code)
    try:
        return name if places.resolve(name).code == code else f"{code:012}"
    except (UnknownPlace, AmbiguousPlace):
        return f"{code:012}"


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of texts as a .csv file that Excel opens in UTF-8 and runs nothing of."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def sheet_bytes(heads: Sequence[str], rows: Iterable[Sequence[str | float]]) -> bytes:
    """A list as an .xlsx file: heads on top, numbers as numbers, all else as text."""
    out = io.BytesIO()
    with new_book(out) as book:
        sheet, style, plain = book.add_worksheet(), book.add_format(_HEAD), book.add_format(_LINE)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_column(0, len(heads) - 1, WIDTH)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, style)
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                write(number, at, cell, plain)
    return out.getvalue()


def _write_csv(
    path: Path, columns: Sequence[Column], cells: Iterable[Sequence[str]], language: Language
) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header(language) for column in columns])
        writer.writerows([guarded(cell) for cell in row] for row in cells)


def _write_xlsx(
    path: Path,
    layout: Layout,
    columns: Columns,
    cells: Iterable[Sequence[str]],
    language: Language,
) -> None:
    written = [column for column in layout if column.field in columns]
    with new_book(path) as book:
        sheet = book.add_worksheet(layout.title(language))
        write_header(book, sheet, written, [column.header(language) for column in written])
        styles = [book.add_format(style_of(column)) for column in written]
        values = [columns[column.field] for column in written]
        for row, row_cells in enumerate(cells):
            for at, cell in enumerate(row_cells):
                if cell:
                    _write_cell(
                        sheet, (row + 1, at), written[at], values[at][row], cell, styles[at]
                    )


def _write_cell(
    sheet: Any, at: tuple[int, int], column: Column, value: Any, cell: str, style: Any
) -> None:
    """Numbers and dates as such where Excel keeps them whole, all else as text."""
    if column.kind is Kind.DATE and value >= FIRST_DAY:
        sheet.write_datetime(*at, value, style)
    elif column.kind in {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY} and abs(value) < 1e9:
        sheet.write_number(*at, value, style)
    else:
        sheet.write_string(*at, cell, style)


def style_of(column: Column) -> dict[str, str]:
    """The number format of a column: text wherever Excel would make something else of it."""
    if column.kind in {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY}:
        return {}
    return {"num_format": "yyyy-mm-dd" if column.kind is Kind.DATE else "@"}


def new_book(path: Path | io.BytesIO) -> Any:
    """A workbook that never makes formulas or links of text, and has no clock in it."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    book = xlsxwriter.Workbook(path if isinstance(path, io.BytesIO) else str(path), options)
    book.set_properties({"created": CREATED})
    return book


def write_header(book: Any, sheet: Any, columns: Sequence[Column], names: Sequence[str]) -> None:
    """The header row, frozen and repeated on paper, with column widths."""
    style = book.add_format(_HEAD)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    for at, (column, name) in enumerate(zip(columns, names, strict=True)):
        sheet.set_column(at, at, WIDTHS.get(column.kind, WIDTH), book.add_format(style_of(column)))
        sheet.write_string(0, at, name, style)
