"""Exports of the national monitoring system, read as they come; declared in national.yaml."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from chunfeng.foundation.intake.cells import as_text
from chunfeng.foundation.intake.cells_places import PlaceReader
from chunfeng.foundation.intake.current import reference
from chunfeng.foundation.intake.errors import CellError, UnusableLedger
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.header import LOOK_ROWS, Names, find_header, keys
from chunfeng.foundation.intake.looking import grids_of
from chunfeng.foundation.intake.sealed_files import SealedFile
from chunfeng.foundation.intake.splitting import no_header
from chunfeng.foundation.intake.table import read_table
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.people.sheets import PEOPLE

VILLAGES = "villages"  # names of villages, without people
FEWEST_MARKS = 2
MOST_VILLAGES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class National:
    """One kind of export: what tells it, what its columns mean, what all its rows say."""

    name: str
    title: Declared
    sheet: Sequence[str]
    marks: frozenset[str]
    columns: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)

    def mapping(self, headers: Iterable[str] | None = None) -> dict[str, str]:
        """{header: field} of the headers that are there; of all it may have without any."""
        known = {keys(header)[0]: field for header, field in self.columns.items()}
        words = self.columns if headers is None else headers
        return {header: known[keys(header)[0]] for header in words if keys(header)[0] in known}

    def useless(self, file: str) -> Text | None:
        """Why it cannot be read as a ledger; None where it can."""
        if self.name != VILLAGES:
            return None
        return text(
            "{file} lists villages, not people: only their names can be checked.", file=file
        )


@cache
def layouts() -> tuple[National, ...]:
    """All kinds of export that are known."""
    raw = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(
        National(
            name=item["name"],
            title=Declared(item["zh"], item["en"]),
            sheet=tuple(item["sheet"]),
            marks=frozenset(keys(mark)[0] for mark in item["marks"]),
            columns=item["columns"],
            given=item.get("given", {}),
        )
        for item in raw["layouts"]
    )


def layout(name: str) -> National | None:
    """The export of a name."""
    return next((one for one in layouts() if one.name == name), None)


def recognised(grid: Grid, file: str = "") -> National | None:
    """The export a sheet is: told by its name, title or file, and by its headers."""
    rows = [[as_text(cell) for cell in row if cell is not None] for row in grid.rows[:LOOK_ROWS]]
    words = [grid.name, file, *(row[0] for row in rows[:3] if len(row) == 1)]
    best = max(layouts(), key=lambda one: _fit(one, words, rows))
    called, marks = _fit(best, words, rows)
    return best if marks >= FEWEST_MARKS and (called or marks > FEWEST_MARKS) else None


def unknown_villages(file: SealedFile, name: str) -> list[tuple[int, str]]:
    """(row, text) of the villages an export names that the region data does not know."""
    villages = layout(VILLAGES)
    words = dict(villages.columns) if villages else {}
    grids, _ = grids_of(file, name, MOST_VILLAGES)
    header = find_header(grids[0], Names(PEOPLE, words))
    if header is None or (header.region not in header.fields and not header.parts):
        raise UnusableLedger(no_header(name, PEOPLE))
    table = read_table(grids[0], header, PEOPLE)
    cells = [as_text(cell) for cell in table.cells[header.region or ""]]
    reader = PlaceReader.for_texts(reference().places, Counter(cells))
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


def _fit(
    national: National, words: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[bool, int]:
    called = any(name in word for word in words for name in national.sheet)
    marks = max((len(national.marks & {keys(cell)[0] for cell in row}) for row in rows), default=0)
    return called, marks
