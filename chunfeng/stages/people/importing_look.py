"""A look into a file before it is read: its sheets, its columns, and what they are taken for."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake import memory
from chunfeng.foundation.intake.cells import as_text
from chunfeng.foundation.intake.cells_places import PlaceReader
from chunfeng.foundation.intake.choosing import field_mapping
from chunfeng.foundation.intake.errors import CellError, UnusableLedger
from chunfeng.foundation.intake.files import read_workbook
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.header import Header, Names, cell_at, find_header
from chunfeng.foundation.intake.masking import letter, redacted, shown
from chunfeng.foundation.intake.parts import is_text, said_of, stem
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.intake.sealed_files import SealedFile, in_memory
from chunfeng.foundation.intake.splitting import as_grid, no_header, opened
from chunfeng.foundation.intake.table import read_table
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.people import national
from chunfeng.stages.people.sheets import PEOPLE

SAMPLES = 3
TOP = 60  # rows of a text table looked at
MOST_VILLAGES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the file. fits: how many of its columns are known."""

    name: str
    hidden: bool
    fits: int
    layout: Text | None  # the national export it is


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
    layout: str  # of a national export, by name
    header_row: int
    rows: int | None  # None where only reading it tells
    headings: Sequence[Heading]
    mapping: Mapping[str, str]
    missing: Sequence[Text]  # needed columns that were not found
    remembered: bool  # the mapping was made once before
    fields: Sequence[tuple[str, Text]] = field(default_factory=tuple)  # what may be chosen

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
        if self.layout == national.VILLAGES:
            raise UnusableLedger(
                text(
                    "{file} lists villages, not people: only their names can be checked.",
                    file=self.file,
                )
            )
        if not self.headings:
            raise UnusableLedger(no_header(self.file, PEOPLE))
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
    by: Context,
) -> Look:
    """The sheet asked for, or the one that fits best, with its columns."""
    grids, whole = _grids(file, name)
    kinds = [national.recognised(grid, name) for grid in grids]
    tried = [_tried(grid, kind, mapping, by) for grid, kind in zip(grids, kinds, strict=True)]
    sheets = [
        Sheet(
            name=grid.name,
            hidden=grid.hidden,
            fits=len(header) if header else 0,
            layout=kind.title if kind else None,
        )
        for grid, kind, (header, _, _) in zip(grids, kinds, tried, strict=True)
    ]
    at = _chosen(sheets, sheet)
    header, used, remembered = tried[at]
    kind, grid = kinds[at], grids[at]
    return Look(
        file=name,
        sheets=sheets,
        sheet=grid.name,
        layout=kind.name if kind else "",
        header_row=header.last_row if header else 0,
        rows=len(grid.rows) - header.last_row if header and whole else None,
        headings=_headings(grid, header) if header else (),
        mapping=used,
        missing=_missing(header),
        remembered=remembered,
        fields=[(column.field, Declared(column.zh, column.en)) for column in PEOPLE],
    )


def _grids(file: SealedFile, name: str, top: int = TOP) -> tuple[list[Grid], bool]:
    """The sheets, and whether they are whole."""
    if not is_text(file):
        with in_memory(file.pieces(), name) as path:
            return read_workbook(path).sheets, True
    with said_of(name):
        return [as_grid(islice(opened(file).rows(), top), stem(name))], False


def _tried(
    grid: Grid, kind: national.National | None, asked: Mapping[str, str] | None, by: Context
) -> tuple[Header | None, Mapping[str, str], bool]:
    """(header, mapping, whether remembered): as asked, as once said, as the export has it."""
    if asked is not None:
        return find_header(grid, Names(PEOPLE, field_mapping(asked, PEOPLE))), asked, False
    words = national.mapping(kind, kind.columns) if kind else {}
    header = find_header(grid, Names(PEOPLE, words))
    if header is None:
        return None, {}, False
    headers = list(header.words.values())
    known = memory.proposed(PEOPLE.name, headers, by=by)
    if known:
        return find_header(grid, Names(PEOPLE, known)), known, True
    return header, national.mapping(kind, headers) if kind else {}, False


def _chosen(sheets: Sequence[Sheet], asked: str | None) -> int:
    """The sheet asked for by name, else the visible one that fits best."""
    names = [sheet.name for sheet in sheets]
    if asked in names:
        return names.index(asked)
    return max(range(len(sheets)), key=lambda k: (not sheets[k].hidden, sheets[k].fits, -k))


def _headings(grid: Grid, header: Header) -> list[Heading]:
    fields = {column: name for name, column in header.fields.items()}
    fields |= dict.fromkeys((column for _, column in header.parts), header.region or "")
    return [
        Heading(
            column=letter(column),
            words=header.words[column],
            field=fields.get(column),
            samples=_samples(grid, header.last_row, column, fields.get(column)),
        )
        for column in sorted(header.words)
    ]


def _samples(grid: Grid, top: int, column: int, name: str | None) -> list[str]:
    cells = [cell_at(grid, row, column) for row in range(top + 1, top + 1 + SAMPLES)]
    if name is None:
        return [redacted(as_text(cell))[:40] for cell in cells]
    return [shown(PEOPLE.column(name), cell) for cell in cells]


def _missing(header: Header | None) -> list[Text]:
    have = {*header.fields, *([header.region] if header.parts else [])} if header else set()
    needed = [column for column in PEOPLE if column.required and column.field not in have]
    return [Declared(column.zh, column.en) for column in needed]


def unknown_villages(file: SealedFile, name: str) -> list[tuple[int, str]]:
    """(row, text) of the villages an export names that the region data does not know."""
    villages = national.layout(national.VILLAGES)
    words = dict(villages.columns) if villages else {}
    grids, _ = _grids(file, name, MOST_VILLAGES)
    header = find_header(grids[0], Names(PEOPLE, words))
    if header is None or (header.region not in header.fields and not header.parts):
        raise UnusableLedger(no_header(name, PEOPLE))
    table = read_table(grids[0], header, PEOPLE)
    cells = [as_text(cell) for cell in table.cells[header.region or ""]]
    reader = PlaceReader.for_texts(Reference.open().places, Counter(cells))
    parse = reader.place(PEOPLE.column(header.region or ""))
    return [
        (number, cell)
        for number, cell in zip(table.numbers, cells, strict=True)
        if not _is_village(parse, cell)
    ]


def _is_village(parse: Callable[[str], object], written: str) -> bool:
    try:
        parse(written)
    except CellError:
        return False
    return True
