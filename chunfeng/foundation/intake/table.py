"""Which rows below a header are data, and their cells column by column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from chunfeng.foundation.intake.cells import LOST, Cell, as_text, is_stroke
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.header import Header
from chunfeng.foundation.intake.households import Filler

_TOTAL = re.compile(
    r"(?:本页|本表|全[县镇乡村])?(?:合计|总计|小计|累计|共计|(?:sub|grand)?total)s?\W*"
)
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|审核|复核|审批|单位负责|负责|经办|分管领导|联系人|联系电话|填表说明|填报说明|说明|附注|注|备注|盖章"
    r"|filled in by|prepared by|checked by|signed|note)[^:]{0,6}:|\(?(?:盖章|签字|签章)\)?$"
)
_EXAMPLE = re.compile(r"示例|样例|填写示例|例:|example\b")
SIGNATURE_CELLS = 8  # a signature row says no more than this
FEW_COLUMNS = 3  # in a ledger this narrow a single cell is a row all the same


@dataclass(slots=True)
class Table:
    """The data rows of a sheet: their numbers, and the cells of every mapped field.

    passed: numbers of rows that are no data, by kind. filled: (first row, how many) of the cells
    that took the value above without being merged with it, by field.
    """

    numbers: list[int] = field(default_factory=list)
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    passed: dict[str, list[int]] = field(default_factory=dict)
    filled: dict[str, tuple[int, int]] = field(default_factory=dict)


def read_table(grid: Grid, header: Header, layout: Layout) -> Table:
    """The data below a header."""
    table = Table()
    width = max(header.words)
    sort = RowSorter(grid, header, layout)
    rows: list[Sequence[Cell]] = []
    for number in range(header.last_row + 1, len(grid.rows) + 1):
        cells = grid.rows[number - 1]
        row = [*cells, *[None] * (width - len(cells))]
        kind = sort.kind(number, row)
        if kind == "data":
            table.numbers.append(number)
            rows.append(row)
        elif kind != "blank":
            table.passed.setdefault(kind, []).append(number)
    columns = [list(column) for column in zip(*rows, strict=False)] or [[] for _ in range(width)]
    _mark_lost(grid, table.numbers, columns)
    table.cells = {name: columns[column - 1] for name, column in header.fields.items()}
    parts = [columns[column - 1] for _, column in header.parts]
    Filler(grid, header, layout, table.numbers).fill(table.cells, parts, table.filled)
    if parts and header.region:
        own = table.cells.get(header.region, [None] * len(rows))
        table.cells[header.region] = [_joined(*names) for names in zip(own, *parts, strict=True)]
    return table


def _mark_lost(grid: Grid, numbers: Sequence[int], columns: Sequence[list[Cell]]) -> None:
    """Formulas without a stored result look empty, but nothing may be filled in there."""
    lost = [place for place, stored in grid.formulas.items() if not stored]
    at = {number: k for k, number in enumerate(numbers)} if lost else {}
    for row, column in lost:
        if row in at and column <= len(columns):
            columns[column - 1][at[row]] = LOST


class RowSorter:
    """Tells data rows from totals, signatures and the like."""

    def __init__(self, grid: Grid, header: Header, layout: Layout) -> None:
        mapped = sorted({*header.fields.values(), *(column for _, column in header.parts)})
        self._mapped = [column - 1 for column in mapped]
        self._required = {header.column(c.field) - 1 for c in layout if c.required}
        self._words = [set(header.levels[column]) for column in mapped]
        self._banners = {top for top, left, _, right in grid.merges if right - left >= FEW_COLUMNS}

    def kind(self, number: int, row: Sequence[Cell]) -> str:
        """data, blank, or what else a row is; it is as wide as the header at least."""
        own = [cell for cell in row if cell is not None]
        if len(own) <= SIGNATURE_CELLS:
            own = [cell for cell in own if not is_stroke(as_text(cell))]
        if not own:
            return "blank"
        other = self._marked(own, row)
        if other:
            return other
        if all(row[at] is None for at in self._mapped):
            return "remark" if any(isinstance(cell, str) for cell in own) else "blank"
        alone = len(own) == 1 and len(self._mapped) > FEW_COLUMNS
        banner = number in self._banners or all(row[at] is None for at in self._required)
        return "remark" if alone and banner else "data"

    def _marked(self, own: Sequence[Cell], row: Sequence[Cell]) -> str | None:
        """The kind of a row whose first words say what it is."""
        first = [as_text(cell).lower() for cell in own[:2] if isinstance(cell, str)]
        if not first:
            return None
        if _EXAMPLE.match(first[0]):
            return "example"
        total = any(_TOTAL.fullmatch("".join(word.split())) for word in first)
        if total and any(row[at] is None for at in self._required):
            return "total"
        if len(own) <= SIGNATURE_CELLS and _SIGNATURE.match(first[0]):
            return "remark"
        return "header" if self._repeats_header(row) else None

    def _repeats_header(self, row: Sequence[Cell]) -> bool:
        """Whether the header stands here again, as at the top of a printed page."""
        held = same = 0
        for at, words in zip(self._mapped, self._words, strict=True):
            cell = row[at]
            if cell is not None:
                held += 1
                same += isinstance(cell, str) and as_text(cell) in words
                if held == FEW_COLUMNS and not same:
                    return False
        return same >= 2 and same > held / 2


def _joined(own: Cell, *names: Cell) -> Cell:
    """Region names from columns of their own, put together: 平利县 | 城关镇 | 龙头村."""
    if LOST in (own, *names):
        return LOST
    last = as_text(own)
    if last.isdigit():
        return last
    texts = (as_text(name) for name in names)
    above = [text for text in texts if not is_stroke(text) and text not in last]
    return "".join([*above, last]) or None
