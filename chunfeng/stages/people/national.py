"""Exports of the national monitoring system, read as they come; declared in national.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from chunfeng.foundation.intake.cells import as_text
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.header import LOOK_ROWS, keys
from chunfeng.kit.texts import Declared

VILLAGES = "villages"  # names of villages, without people
FEWEST_MARKS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class National:
    """One kind of export: what tells it, what its columns mean, what all its rows say."""

    name: str
    title: Declared
    sheet: Sequence[str]
    marks: frozenset[str]
    columns: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)


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


def mapping(national: National, headers: Iterable[str]) -> dict[str, str]:
    """{header: field} of the headers that are there."""
    known = {keys(header)[0]: field for header, field in national.columns.items()}
    return {header: known[keys(header)[0]] for header in headers if keys(header)[0] in known}


def _fit(
    national: National, words: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[bool, int]:
    called = any(name in word for word in words for name in national.sheet)
    marks = max((len(national.marks & {keys(cell)[0] for cell in row}) for row in rows), default=0)
    return called, marks
