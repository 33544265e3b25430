"""Cells of an old binary workbook (.xls), read by calamine."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from chunfeng.foundation.intake.cells import EXACT, Cell
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.guard import LONGEST_CELL, MAX_COLUMN
from chunfeng.foundation.intake.refusal import Refused

# What else the container of old Office files holds, by the name of its main stream.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "docx"),
    ("PowerPoint Document", "docx"),
    ("__properties_version1.0", "binary"),
)
_ENTRY = 128  # bytes of an entry in the container's directory


def read_xls(path: Path) -> list[Grid]:
    """All worksheets of an old workbook."""
    data = path.read_bytes()
    for name, code in _STREAMS:
        if _has_stream(data, name):
            raise Refused(code)
    del data
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return [
            _grid(book, meta)
            for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError as error:
        raise Refused("encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("damaged") from error


def _has_stream(data: bytes, name: str) -> bool:
    wide = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wide)
    while at >= 0 and at % _ENTRY:
        at = data.find(wide, at + 1)
    return at >= 0


def _grid(book: python_calamine.CalamineWorkbook, meta: python_calamine.SheetMetadata) -> Grid:
    sheet = book.get_sheet_by_name(meta.name)
    if sheet.total_width > MAX_COLUMN:
        raise Refused("columns", str(MAX_COLUMN))
    return Grid(
        name=meta.name,
        hidden=meta.visible != python_calamine.SheetVisibleEnum.Visible,
        rows=_trimmed([[_cell(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]),
        merges=[
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ],
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        formulas={},
    )


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(value: str | float | bool | date | time | timedelta) -> Cell:
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise Refused("cell", str(LONGEST_CELL))
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < EXACT
        return int(value) if whole else value
    return _moment(value)


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, datetime) and value.time() != time():
        return value.strftime("%Y-%m-%d %H:%M")
    return value.strftime("%H:%M" if isinstance(value, time) else "%Y-%m-%d")
