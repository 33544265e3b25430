"""A large csv file as small ones: the same header over a part of the rows each.

Cut only where the household changes, since empty household cells take the value above.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import cast

from chunfeng.foundation.intake.cells import fold
from chunfeng.foundation.intake.choosing import field_mapping, require_columns
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.delimited import SAMPLE, encoding_of, separator_of
from chunfeng.foundation.intake.errors import UnusableLedger
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.guard import LONGEST_CELL, MAX_COLUMN, check_markup
from chunfeng.foundation.intake.header import DEEPEST, LOOK_ROWS, Header, Names, find_header
from chunfeng.foundation.intake.refusal import Refused
from chunfeng.foundation.intake.sealed_files import SealedFile
from chunfeng.foundation.intake.table import RowSorter
from chunfeng.kit.texts import Declared, Text, text

MOST_ROWS = 3_000_000
ROWS = 20_000  # of a part
FURTHEST = 4  # times as many, where a household never ends
LONGEST_LINE = MAX_COLUMN * LONGEST_CELL  # characters
REMEMBERED = 50_000  # different places counted
TOP = LOOK_ROWS + DEEPEST
Cells = list[str]


@dataclass(frozen=True, slots=True)
class Csv:
    """A stored csv file and how it is written."""

    file: SealedFile
    encoding: str
    separator: str

    def rows(self) -> Iterator[Cells]:
        """All rows; Refused where they are no table."""
        with io.TextIOWrapper(self.file.open(), self.encoding, newline="") as stream:
            csv.field_size_limit(LONGEST_CELL)
            reader = csv.reader(_lines(stream), delimiter=self.separator, strict=True)
            began = 1
            try:
                for number, cells in enumerate(reader, 1):
                    if number > MOST_ROWS:
                        raise Refused("rows", str(MOST_ROWS))
                    if len(cells) > MAX_COLUMN:
                        _check_width(cells)
                    began = reader.line_num + 1
                    yield cells
            except csv.Error as error:
                if "limit" in str(error):
                    raise Refused("cell", str(LONGEST_CELL)) from None
                raise Refused("quotes", str(began)) from None


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a csv file before any cell is read as a value.

    top: the rows down to the header's last one. marks: columns (from 0) by which a household is
    told. region: columns of its place. rows: below the header. places: how often each text names
    the place of a row.
    """

    csv: Csv
    header: Header
    top: Sequence[Cells]
    rows: int = 0
    places: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows that lie together in the file, the first one's number, and the header above them."""

    first: int
    top: Sequence[Cells]
    rows: Sequence[Cells]

    def text(self) -> bytes:
        """The part as a csv file that reads alike, in UTF-8 with commas."""
        width = max(map(len, (*self.top, *self.rows)))
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        for cells in (*self.top, *self.rows):
            writer.writerow(cells + [""] * (width - len(cells)) if cells else cells)
        return out.getvalue().encode("utf-8-sig")

    def number(self, row: int) -> int:
        """The number in the whole file of a row of this part."""
        return row if row <= len(self.top) else row - len(self.top) - 1 + self.first


def opened(file: SealedFile) -> Csv:
    """A stored file as csv; Refused where it is none."""
    encoding = encoding_of(cast(Path, file))  # all it asks of a path is to be opened
    with io.TextIOWrapper(file.open(), encoding, newline="") as stream:
        sample = stream.read(SAMPLE)
    check_markup(sample)
    return Csv(file, encoding, separator_of(sample))


def outlined(source: Csv, layout: Layout, mapping: dict[str, str], name: str) -> Outline:
    """The header of a csv file; UnusableLedger where it has none or lacks a needed column."""
    top = [row for _, row in zip(range(TOP), source.rows(), strict=False)]
    grid = as_grid(top, name)
    header = find_header(grid, Names(layout, field_mapping(mapping, layout)))
    if header is None:
        raise UnusableLedger(no_header(name, layout))
    require_columns(layout, header, name)
    return Outline(source, header, top[: header.last_row])


def counted(outline: Outline, layout: Layout) -> Outline:
    """The same after a look at every row: how many there are, and where they lie."""
    places, rows = Counter[str](), 0
    columns = _region_columns(outline.header)
    for cells in _below(outline):
        if any(cells):
            rows += 1
            written = "".join(cells[at] for at in columns if at < len(cells))
            if written and (written in places or len(places) < REMEMBERED):
                places[written] += 1
    folded = Counter[str]()
    for written, number in places.items():
        folded[fold(written)] += number
    return Outline(outline.csv, outline.header, outline.top, rows, folded)


def pieces(outline: Outline, layout: Layout, size: int = ROWS) -> Iterator[Piece]:
    """The file in parts of about ``size`` rows."""
    marks, numbered = _mark_columns(outline.header, layout)
    is_data = _data_test(outline, layout)
    first, held, current = len(outline.top) + 1, list[Cells](), ""
    for cells in _below(outline):
        mark = fold("".join(cells[at] for at in marks if at < len(cells)))
        if mark and mark != current and not is_data(cells):
            mark = ""  # a total, an example or a header again is of no household
        another = bool(mark) and (mark != current or not numbered)
        if len(held) >= size and (another or not marks or len(held) >= FURTHEST * size):
            yield Piece(first, outline.top, held)
            first, held = first + len(held), []
        held.append(cells)
        current = mark or current
    if held:
        yield Piece(first, outline.top, held)


def as_grid(rows: Iterable[Cells], name: str) -> Grid:
    """Rows as the one sheet of a csv file."""
    return Grid(
        name=name,
        hidden=False,
        rows=[[cell or None for cell in row] for row in rows],
        merges=[],
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        formulas={},
    )


def no_header(name: str, layout: Layout) -> Text:
    """Why a sheet without known column names is no ledger."""
    return text(
        "{file}: no row with the column names of the {ledger} was found near the top of a sheet."
        " Choose another sheet, or download the empty ledger and copy the rows into it.",
        file=name,
        ledger=Declared(layout.zh, f"{layout.en.lower()} ledger"),
    )


def _data_test(outline: Outline, layout: Layout) -> Callable[[Cells], bool]:
    """Whether a row is data."""
    sort = RowSorter(as_grid(outline.top, ""), outline.header, layout)
    width = max(outline.header.words)

    def is_data(cells: Cells) -> bool:
        row = [cell or None for cell in cells] + [None] * (width - len(cells))
        return sort.kind(0, row) == "data"  # csv has no merges, so the row's number says nothing

    return is_data


def _below(outline: Outline) -> Iterator[Cells]:
    return islice(outline.csv.rows(), len(outline.top), None)


def _region_columns(header: Header) -> list[int]:
    whole = header.fields.get(header.region or "")
    return [whole - 1] if whole else [column - 1 for _, column in header.parts]


def _mark_columns(header: Header, layout: Layout) -> tuple[list[int], bool]:
    """The columns (from 0) that tell a household, and whether they number it."""
    number = next((column.field for column in layout if column.household), "")
    if number in header.fields:
        return [header.fields[number] - 1], True
    return _region_columns(header), False


def _lines(stream: io.TextIOBase) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Refused("cell", str(LONGEST_CELL))
        yield line


def _check_width(cells: Cells) -> None:
    if any(cells[MAX_COLUMN:]):
        raise Refused("columns", str(MAX_COLUMN))
