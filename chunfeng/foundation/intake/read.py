"""Reading a ledger: a file's rows as typed columns, and an issue for every doubtful cell."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chunfeng.foundation.intake.cells import Cell, as_text
from chunfeng.foundation.intake.cells_places import PlaceReader
from chunfeng.foundation.intake.choosing import choose_sheet, field_mapping, require_columns
from chunfeng.foundation.intake.columns import Column, Layout
from chunfeng.foundation.intake.files import read_workbook
from chunfeng.foundation.intake.header import Names
from chunfeng.foundation.intake.ledger import Issue, Ledger, Severity
from chunfeng.foundation.intake.masking import letter, shown
from chunfeng.foundation.intake.notes import Sheet, header_issues, reading_notes
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.intake.table import read_table
from chunfeng.foundation.intake.typing_cells import Doubt, Typed, Typist
from chunfeng.kit.texts import text

MOST_ISSUES = 5000  # of one column; the others are counted
PAIRS = (("_low", "_high"), ("_min", "_max"))
_EMPTY = Doubt(
    text("The cell is empty, but every row needs it."),
    text("Fill it in; until then the row is left out."),
    failed=True,
)
OnProgress = Callable[[int, int], None]


def read_ledger(
    path: Path,
    layout: Layout,
    *,
    reference: Reference,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    county: int | None = None,
    on_progress: OnProgress | None = None,
) -> Ledger:
    """The ledger in a file. Wrong cells become issues; rows without a required value are left out.

    sheet: name, or number from 1, where the best fitting one is not meant. mapping: {header: field}
    for headers the layout does not know. county: whose names are tried first, told by the rows if
    not given. on_progress(done, total): columns. Raises UnreadableFile, UnusableLedger.
    """
    names = Names(layout, field_mapping(mapping or {}, layout))
    workbook = read_workbook(path)
    grid, header = choose_sheet(workbook, names, sheet, layout, path.name)
    require_columns(layout, header, path.name)
    table = read_table(grid, header, layout)
    source = Sheet(path.name, layout, grid, header, table)
    reading = _Reading(source)
    typist = Typist(reference, reading.places(reference, county), guarded=workbook.kind == "csv")
    reading.read(typist, on_progress=on_progress)
    issues = [*header_issues(source), *reading.issues]
    keep = [k for k in range(len(table.numbers)) if k not in reading.dropped]
    return Ledger(
        layout=layout,
        file=path.name,
        sheet=grid.name,
        columns={name: [values[k] for k in keep] for name, values in reading.columns.items()},
        row_numbers=[table.numbers[k] for k in keep],
        rows_seen=len(table.numbers),
        issues=tuple(sorted(issues, key=lambda issue: issue.row)),
        notes=tuple(reading_notes(workbook, source, issues, mapping or {})),
        headings={name: (letter(c), header.words[c]) for name, c in header.fields.items()},
    )


@dataclass(slots=True)
class _Reading:
    """The typed columns of all data rows, the rows to leave out, and the issues."""

    sheet: Sheet
    columns: dict[str, list[Any]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)

    def places(self, reference: Reference, county: int | None) -> PlaceReader:
        """What resolves places, in the county given or the one most rows name."""
        if county is not None:
            return PlaceReader(reference.places, county)
        region = self.sheet.table.cells.get(self.sheet.header.region or "", ())
        texts = Counter(as_text(cell) for cell in region if cell is not None)
        return PlaceReader.for_texts(reference.places, texts)

    def read(self, typist: Typist, *, on_progress: OnProgress | None) -> None:
        """Types every column of the layout."""
        layout, cells = self.sheet.layout, self.sheet.table.cells
        upper_ends: dict[str, list[float | None]] = {}
        for done, column in enumerate(layout, 1):
            raw = cells.get(column.field)
            if raw is None:
                self.columns[column.field] = [None] * len(self.sheet.table.numbers)
            else:
                partner = _partner(layout, column)
                typed = typist.read(column, raw, paired=partner is not None)
                self.columns[column.field] = list(map(typed.values.__getitem__, raw))
                self._report(column, raw, typed)
                if partner is not None:
                    upper_ends[partner] = list(map(typed.upper_ends.get, raw))
            if on_progress:
                on_progress(done, len(layout.columns))
        for name, ends in upper_ends.items():
            own = self.columns[name]
            own[:] = [end if value is None else value for value, end in zip(own, ends, strict=True)]

    def _report(self, column: Column, raw: Sequence[Cell], typed: Typed) -> None:
        """Adds the column's issues; a required cell without a value drops its row."""
        lacking = {
            cell for cell, value in typed.values.items() if column.required and value is None
        }
        bad = typed.doubts.keys() | lacking
        doubtful = [k for k, cell in enumerate(raw) if cell in bad] if bad else []
        self.dropped.update(k for k in doubtful if raw[k] in lacking)
        for k in doubtful[:MOST_ISSUES]:
            doubt = typed.doubts.get(raw[k], _EMPTY)
            severity = Severity.CELL if doubt.failed else Severity.NOTE
            self.issues.append(
                self._issue(column, k, doubt, Severity.ROW if raw[k] in lacking else severity)
            )
        if len(doubtful) > MOST_ISSUES:
            self.issues.append(self._more(column, len(doubtful) - MOST_ISSUES))

    def _issue(self, column: Column, place: int, doubt: Doubt, severity: Severity) -> Issue:
        return self.sheet.issue(
            self.sheet.header.column(column.field),
            row=self.sheet.table.numbers[place],
            value=shown(column, self.sheet.table.cells[column.field][place]),
            severity=severity,
            problem=doubt.problem,
            mend=doubt.mend,
        )

    def _more(self, column: Column, number: int) -> Issue:
        return self.sheet.issue(
            self.sheet.header.column(column.field),
            row=0,
            value="",
            severity=Severity.ROW if column.required else Severity.CELL,
            problem=text("{number} more cells of this column are wrong.", number=number),
            mend=text("Mend the ones listed first; they mostly have one cause."),
        )


def _partner(layout: Layout, column: Column) -> str | None:
    """The field that takes the upper end of a range: pay_low → pay_high, age_min → age_max."""
    for low, high in PAIRS:
        name = column.field.removesuffix(low) + high
        if column.field.endswith(low) and any(other.field == name for other in layout):
            return name
    return None
