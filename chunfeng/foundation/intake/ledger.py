"""What reading a ledger gives: typed columns, and every doubt about a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from chunfeng.foundation.intake.columns import Layout
from chunfeng.kit.texts import Text


class Severity(StrEnum):
    """How far a doubt reaches."""

    ROW = "row"  # the row is not used
    CELL = "cell"  # the cell is not used, the row is
    NOTE = "note"  # used as it stands; someone should look


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One wrong or doubtful cell: where, what, and how to mend it.

    ``row`` is the sheet's own row number (1-based), 0 when the whole sheet is meant. ``column`` is
    the letter, ``header`` the sheet's own header. ``value`` is as shown to people: already masked.
    """

    file: str
    sheet: str
    row: int
    column: str
    header: str
    value: str
    severity: Severity
    problem: Text
    mend: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A ledger's usable rows, column by column. All columns have the same length.

    ``columns`` holds every field of the layout; ``None`` is "not given". ``row_numbers`` are the
    sheet's own. ``rows_seen`` counts the data rows before wrong ones were left out. ``headings``:
    the letter and the sheet's own header of each field found.
    """

    layout: Layout
    file: str
    sheet: str
    columns: Mapping[str, Sequence[Any]]
    row_numbers: Sequence[int]
    rows_seen: int
    issues: Sequence[Issue] = field(default_factory=tuple)
    notes: Sequence[Text] = field(default_factory=tuple)
    headings: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row_numbers)

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self.columns[name]
