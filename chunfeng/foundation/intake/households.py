"""What a merged cell, or the first row of a household, says about the rows below it."""

from collections.abc import Sequence

from chunfeng.foundation.intake.cells import Cell, as_text
from chunfeng.foundation.intake.cells_words import Vocabulary
from chunfeng.foundation.intake.columns import Column, Kind, Layout
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.header import Header


class Filler:
    """Fills empty cells from the row above.

    A row goes on with the household above when it lies in the same merged cell, when its household
    number (or employer) is the same, or when that is empty and the row is no head of a household.
    A merged cell outside the household columns holds for all its rows too, unless it is personal
    or a count: 20 seats merged over two posts are not 20 each.
    """

    def __init__(self, grid: Grid, header: Header, layout: Layout, numbers: Sequence[int]) -> None:
        self._header, self._layout, self._numbers = header, layout, numbers
        self._merges: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, _ in grid.merges:
            if bottom > top > header.last_row:
                self._merges.setdefault(left, []).append((top, bottom))

    def fill(
        self,
        cells: dict[str, list[Cell]],
        parts: Sequence[list[Cell]],
        filled: dict[str, tuple[int, int]],
    ) -> None:
        """Fills the fields' cells and those of the region's own columns, in place.

        ``filled`` takes the first row and the number of cells filled without a merged cell.
        """
        columns = {column.field: column for column in self._layout}
        region = self._header.region or ""
        lists = [(columns[name], self._header.fields[name], own) for name, own in cells.items()]
        lists += [
            (columns[region], at, own)
            for (_, at), own in zip(self._header.parts, parts, strict=True)
        ]
        goes_on = self._goes_on(cells, parts)
        for column, at, own in lists:
            if at in self._merges and (column.household or _may_share(column)):
                self._fill_merged(own, self._below(at))
            if column.household:
                self._fill_household(column, own, goes_on, filled)

    def _fill_merged(self, cells: list[Cell], below: Sequence[bool]) -> None:
        for k in range(1, len(cells)):
            if cells[k] is None and below[k]:
                cells[k] = cells[k - 1]

    def _fill_household(
        self,
        column: Column,
        cells: list[Cell],
        goes_on: Sequence[bool],
        filled: dict[str, tuple[int, int]],
    ) -> None:
        for k in range(1, len(cells)):
            if cells[k] is None and goes_on[k] and cells[k - 1] is not None:
                cells[k] = cells[k - 1]
                first, count = filled.get(column.field, (self._numbers[k], 0))
                filled[column.field] = first, count + 1

    def _below(self, column: int) -> list[bool]:
        """For every data row, whether a merged cell that begins above covers it."""
        areas = sorted(self._merges.get(column, ()))
        if not areas:
            return [False] * len(self._numbers)
        out, next_area, end = [], 0, 0
        for number in self._numbers:
            while next_area < len(areas) and areas[next_area][0] < number:
                end = max(end, areas[next_area][1])
                next_area += 1
            out.append(number <= end)
        return out

    def _goes_on(self, cells: dict[str, list[Cell]], parts: Sequence[list[Cell]]) -> list[bool]:
        """For every data row, whether it belongs to the household of the row above."""
        own = next((column.field for column in self._layout if column.household), "")
        anchor = own if own in cells else self._header.region or ""
        if not anchor or not self._layout.column(anchor).household:
            return [False] * len(self._numbers)
        marks = self._marks(anchor, cells, parts)
        below = self._below(self._header.column(anchor))
        heads = self._heads(cells)
        out, current = [], ""
        for k, mark in enumerate(marks):
            # Two households live in one village: an equal place alone says nothing.
            same = mark == current and anchor == own if mark else not heads[k]
            out.append(below[k] or (same and current != ""))
            current = mark or current
        return out

    def _marks(
        self, anchor: str, cells: dict[str, list[Cell]], parts: Sequence[list[Cell]]
    ) -> list[str]:
        """What each row says itself about its household; a region may stand in several columns."""
        columns = [cells[anchor]] if anchor in cells else []
        if anchor == self._header.region:
            columns += parts
        return ["".join(map(as_text, row)) for row in zip(*columns, strict=True)]

    def _heads(self, cells: dict[str, list[Cell]]) -> list[bool]:
        """Which rows are heads of a household; none where nobody says."""
        if "relation" not in cells:
            return [False] * len(self._numbers)
        relation = Vocabulary(self._layout.column("relation").choices)
        return [relation.code(as_text(cell)) == "head" for cell in cells["relation"]]


def _may_share(column: Column) -> bool:
    """Whether a merged cell outside the household columns may hold for all its rows."""
    return not column.personal and column.kind is not Kind.INTEGER
