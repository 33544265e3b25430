"""Finding the header: which rows name the columns, and which column each name means."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from chunfeng.foundation.intake.cells import Cell, as_text
from chunfeng.foundation.intake.columns import Kind, Layout
from chunfeng.foundation.intake.grid import Grid

LOOK_ROWS = 30  # a header begins within the first rows
DEEPEST = 3  # levels of a header
FEWEST = 3  # names a row must know to be a header
MOST_MERGES = 2000  # looked at near the top
LONGEST_NAME = 200  # characters of a header
WIDEST = 300  # columns a merged heading may span
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS = re.compile(r"必填|选填|required|optional|^\(?\d{1,2}[.、)](?=\D)")
_SIGNS = re.compile(r"[\W_]+")
SERIAL = frozenset({"序号", "序", "no", "编次", "行号"})
_PARTS = (
    (1, re.compile(r"(?:所在)?(?:省|省份|省自治区)")),
    (2, re.compile(r"(?:所在)?(?:市|地市|市州|州市|地级市)")),
    (3, re.compile(r"(?:所在)?(?:县|区县|县区|县市|县市区|县级)")),
    (4, re.compile(r"(?:所在|所属)?(?:镇|乡镇|乡|镇办|乡镇街道|镇街道|镇街|街道)")),
    (5, re.compile(r"(?:所在|所属)?(?:村|行政村|村社区|社区|村名)")),
)
Covered = Mapping[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Header:
    """Which columns (1-based) hold which fields.

    parts: (level, column) of region names that stand in columns of their own; together they are
    the ``region`` field. twice: columns whose field another column has. words: the sheet's own
    header by column; levels: all texts above each other that head it.
    """

    first_row: int
    last_row: int
    fields: Mapping[str, int]
    region: str | None
    parts: Sequence[tuple[int, int]]
    words: Mapping[int, str]
    levels: Mapping[int, Sequence[str]]
    unknown: Sequence[int]
    twice: Sequence[int]

    def __len__(self) -> int:
        return len(self.fields) + len(self.parts)

    def column(self, name: str) -> int:
        """The column a field's cells lie in; the finest of the region's columns."""
        return self.fields.get(name) or self.parts[-1][1]


@lru_cache(10_000)
def keys(name: str) -> tuple[str, str]:
    """A header as it is compared: without signs, and also without what stands in brackets."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKC", name).lower())
    return _SIGNS.sub("", folded), _SIGNS.sub("", _ASIDE.sub("", folded))


class Names:
    """The names every field of a layout goes by, the surest first."""

    def __init__(self, layout: Layout, mapping: Mapping[str, str]) -> None:
        self.region = next((c.field for c in layout if c.required and c.kind is Kind.PLACE), None)
        self.required = frozenset(c.field for c in layout if c.required)
        self._known: dict[str, tuple[int, str]] = {}
        for header, name in mapping.items():
            self._add(0, header, name)
        for column in layout:
            for word in (column.zh, column.en):
                self._add(1, word, column.field)
        for column in layout:
            for word in (*column.also, column.field):
                self._add(2, word, column.field)

    def _add(self, rank: int, word: str, name: str) -> None:
        self._known.setdefault(keys(word)[0], (rank, name))

    def find(self, words: Sequence[str]) -> tuple[int, str] | None:
        """(how sure: 0 is surest, field) for the first of the words that is known."""
        for word in words:
            for key in keys(word):
                if key in self._known:
                    return self._known[key]
        return None


@dataclass(slots=True)
class _Reading:
    """A header while its columns are gone through."""

    names: Names
    ranks: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    parts: list[tuple[int, int]] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)
    levels: dict[int, Sequence[str]] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)

    def take(self, column: int, levels: Sequence[str]) -> None:
        """Files a column under the field its names mean. Of two, the surer name wins."""
        together = self.names.find(["".join(levels)])
        found = together or self.names.find(levels[-1:])
        self.words[column] = levels[-1] if found and not together else " ".join(levels)
        self.levels[column] = levels
        part = _part(levels[-1])
        if part and self.names.region and (found is None or found == (2, self.names.region)):
            self.parts.append((part, column))
        elif found is None:
            self.unknown.append(column)
        else:
            self._keep(column, *found)

    def _keep(self, column: int, rank: int, name: str) -> None:
        other = self.fields.get(name)
        if other is None or rank < self.ranks[name]:
            self.fields[name], self.ranks[name] = column, rank
        if other is not None:
            self.twice.append(column if self.fields[name] == other else other)

    def header(self, first_row: int, last_row: int) -> Header:
        """What was found. A single column of region names is the region's column."""
        region, parts = self.names.region, _first_run(self.parts)
        other = [column for _, column in self.parts[len(parts) :]]
        unknown = sorted([c for c in self.unknown if keys(self.words[c])[0] not in SERIAL] + other)
        if region and region not in self.fields and len(parts) == 1:
            self.fields[region] = parts.pop()[1]
        twice = sorted(self.twice)
        return Header(
            first_row,
            last_row,
            self.fields,
            region,
            parts,
            self.words,
            self.levels,
            unknown,
            twice,
        )


def _first_run(parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first columns that stand side by side and go down in level: 县 | 乡镇 | 村."""
    run = list(parts[:1])
    for level, column in parts[1:]:
        if level <= run[-1][0] or column != run[-1][1] + 1:
            break
        run.append((level, column))
    return run


def find_header(grid: Grid, names: Names) -> Header | None:
    """The rows that name most fields, the fewest of them; None where no row names enough."""
    covered = _covered(grid)
    best: Header | None = None
    for depth in range(1, DEEPEST + 1):
        for top in range(1, min(LOOK_ROWS, len(grid.rows) - depth + 1) + 1):
            header = _read(grid, names, covered, top, depth)
            if len(header) and (best is None or len(header) > len(best)):
                best = header
    if best is None or (len(best) < FEWEST and not names.required <= best.fields.keys()):
        return None
    return best


def _covered(grid: Grid) -> Covered:
    """Cells of merged areas near the top → the cell that holds their text."""
    near = [area for area in grid.merges if area[0] <= LOOK_ROWS + DEEPEST][:MOST_MERGES]
    out: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in near:
        columns = range(left, min(right, left + WIDEST) + 1)
        for row in range(top, min(bottom, top + DEEPEST - 1) + 1):
            out.update({(row, column): (top, left) for column in columns})
    return out


def cell_at(grid: Grid, row: int, column: int) -> Cell:
    """The cell in a row and column, None beyond the end."""
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    return cells[column - 1] if column <= len(cells) else None


def _read(grid: Grid, names: Names, covered: Covered, top: int, depth: int) -> Header:
    reading = _Reading(names)
    rows = grid.rows[top - 1 : top - 1 + depth]
    above = [""] * depth  # where nothing is merged, a group's name holds until the next one
    for column in range(1, max(map(len, rows)) + 1):
        levels: dict[tuple[int, int], str] = {}
        for level in range(depth):
            at = covered.get((top + level, column), (top + level, column))
            levels.setdefault(at, _heading(cell_at(grid, *at)))
        texts = list(levels.values())
        for level, written in enumerate(texts[:-1]):
            above[level] = written or ("" if covered or not texts[-1] else above[level])
        stacked = [above[level] for level in range(len(texts) - 1)] + texts[-1:]
        if any(texts):
            reading.take(column, [written for written in stacked if written])
    return reading.header(top, top + depth - 1)


def _heading(cell: Cell) -> str:
    """A cell's text where it can be a header."""
    return "" if isinstance(cell, str) and len(cell) > LONGEST_NAME else as_text(cell)


def _part(name: str) -> int | None:
    """The level of region a header asks for: 乡镇 → 4."""
    key = keys(name)[0]
    return next((level for level, pattern in _PARTS if pattern.fullmatch(key)), None)
