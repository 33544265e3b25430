"""A look into a file before it is read: its sheets, its columns, and what they are taken for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake import memory
from chunfeng.foundation.intake.cells import as_text
from chunfeng.foundation.intake.choosing import field_mapping
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.errors import UnusableLedger
from chunfeng.foundation.intake.files import read_workbook
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.header import Header, Names, cell_at, find_header
from chunfeng.foundation.intake.known import KnownExport, KnownExports
from chunfeng.foundation.intake.masking import letter, redacted, shown
from chunfeng.foundation.intake.parts import is_text, said_of, stem
from chunfeng.foundation.intake.sealed_files import SealedFile, in_memory
from chunfeng.foundation.intake.splitting import as_grid, no_header, opened
from chunfeng.kit.texts import Declared, Text, text

SAMPLES = 3
TOP = 60  # rows of a text table looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the file. fits: how many of its columns are known."""

    name: str
    hidden: bool
    fits: int
    layout: Text | None  # the known export it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One column of the sheet. field: what it is taken for, None where it is not used."""

    column: str  # its letters
    words: str
    field: str | None
    samples: Sequence[str]  # masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found. mapping: {header: field} to read it by, as proposed or asked for."""

    file: str
    sheets: Sequence[Sheet]
    sheet: str
    layout: str  # of a known export, by name
    header_row: int
    rows: int | None  # None where only reading it tells
    headings: Sequence[Heading]
    mapping: Mapping[str, str]
    missing: Sequence[Text]  # needed columns that were not found
    remembered: bool  # the mapping was made once before
    ledger: Layout
    useless: Text | None = None  # why such an export cannot be read as a ledger

    @property
    def fields(self) -> list[tuple[str, Text]]:
        """What may be chosen for a column."""
        return [(column.field, Declared(column.zh, column.en)) for column in self.ledger]

    @property
    def headers(self) -> list[str]:
        """The sheet's own headers."""
        return [heading.words for heading in self.headings]

    @property
    def unused(self) -> list[str]:
        """Headers of columns that are not used."""
        return [heading.words for heading in self.headings if heading.field is None]

    def must_be_usable(self) -> None:
        """UnusableLedger where a needed column is missing."""
        if self.useless:
            raise UnusableLedger(self.useless)
        if not self.headings:
            raise UnusableLedger(no_header(self.file, self.ledger))
        if self.missing:
            raise UnusableLedger(
                text("{file}: no column for {missing}.", file=self.file, missing=[*self.missing])
            )


def looked_at(
    file: SealedFile,
    name: str,
    sheet: str | None,
    mapping: Mapping[str, str] | None,
    *,
    ledger: Layout,
    exports: KnownExports | None,
    by: Context,
) -> Look:
    """The sheet asked for, or the one that fits best, with its columns.

    ledger: what its columns may be. exports: the kinds of file known by their columns.
    """
    grids, whole = grids_of(file, name)
    kinds = [exports.recognised(grid, name) if exports else None for grid in grids]
    tried = [
        _Tried.of(grid, kind, mapping, ledger, by) for grid, kind in zip(grids, kinds, strict=True)
    ]
    sheets = [
        Sheet(
            name=grid.name,
            hidden=grid.hidden,
            fits=len(one.header) if one.header else 0,
            layout=kind.title if kind else None,
        )
        for grid, kind, one in zip(grids, kinds, tried, strict=True)
    ]
    at = _chosen(sheets, sheet)
    header, kind, grid = tried[at].header, kinds[at], grids[at]
    return Look(
        file=name,
        sheets=sheets,
        sheet=grid.name,
        layout=kind.name if kind else "",
        header_row=header.last_row if header else 0,
        rows=len(grid.rows) - header.last_row if header and whole else None,
        headings=_headings(grid, header, ledger) if header else (),
        mapping=tried[at].mapping,
        missing=_missing(header, ledger),
        remembered=tried[at].remembered,
        ledger=ledger,
        useless=kind.useless(name) if kind else None,
    )


def grids_of(file: SealedFile, name: str, top: int = TOP) -> tuple[list[Grid], bool]:
    """The sheets, and whether they are whole."""
    if not is_text(file):
        with in_memory(file.pieces(), name) as path:
            return read_workbook(path).sheets, True
    with said_of(name):
        return [as_grid(islice(opened(file).rows(), top), stem(name))], False


@dataclass(frozen=True, slots=True)
class _Tried:
    """How a sheet can be read: as asked, as once said, as the export has it."""

    header: Header | None
    mapping: Mapping[str, str]
    remembered: bool = False

    @classmethod
    def of(
        cls,
        grid: Grid,
        kind: KnownExport | None,
        asked: Mapping[str, str] | None,
        ledger: Layout,
        by: Context,
    ) -> "_Tried":
        """The best reading of a sheet."""
        if asked is not None:
            named = Names(ledger, field_mapping(asked, ledger))
            return cls(find_header(grid, named), asked)
        header = find_header(grid, Names(ledger, kind.mapping() if kind else {}))
        if header is None:
            return cls(None, {})
        headers = list(header.words.values())
        known = memory.proposed(ledger.name, headers, by=by)
        if known:
            return cls(find_header(grid, Names(ledger, known)), known, remembered=True)
        return cls(header, kind.mapping(headers) if kind else {})


def _chosen(sheets: Sequence[Sheet], asked: str | None) -> int:
    """The sheet asked for by name, else the visible one that fits best."""
    names = [sheet.name for sheet in sheets]
    if asked in names:
        return names.index(asked)
    return max(range(len(sheets)), key=lambda k: (not sheets[k].hidden, sheets[k].fits, -k))


def _headings(grid: Grid, header: Header, ledger: Layout) -> list[Heading]:
    fields = {column: name for name, column in header.fields.items()}
    fields |= dict.fromkeys((column for _, column in header.parts), header.region or "")
    return [
        Heading(
            column=letter(column),
            words=header.words[column],
            field=fields.get(column),
            samples=_samples(grid, header.last_row, column, fields.get(column), ledger),
        )
        for column in sorted(header.words)
    ]


def _samples(grid: Grid, top: int, column: int, name: str | None, ledger: Layout) -> list[str]:
    cells = [cell_at(grid, row, column) for row in range(top + 1, top + 1 + SAMPLES)]
    if name is None:
        return [redacted(as_text(cell))[:40] for cell in cells]
    return [shown(ledger.column(name), cell) for cell in cells]


def _missing(header: Header | None, ledger: Layout) -> list[Text]:
    have = {*header.fields, *([header.region] if header.parts else [])} if header else set()
    needed = [column for column in ledger if column.required and column.field not in have]
    return [Declared(column.zh, column.en) for column in needed]
