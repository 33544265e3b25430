"""A file's cells as they lie, before anyone asks what they mean."""

from dataclasses import dataclass

from chunfeng.foundation.intake.cells import Cell

Area = tuple[
    int, int, int, int
]  # first row, first column, last row, last column; 1-based, inclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet. ``rows[r - 1][c - 1]`` is the cell in row r, column c; rows may be short.

    formulas: (row, column) of formula cells → whether a value is stored with it. Dates that the
    sheet shows as dates arrive as ``YYYY-MM-DD`` text, other numbers as numbers.
    """

    name: str
    hidden: bool
    rows: list[list[Cell]]
    merges: list[Area]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    formulas: dict[tuple[int, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All sheets of a file; ``kind`` is xlsx, xls or csv (a csv file has one sheet)."""

    kind: str
    sheets: list[Grid]
