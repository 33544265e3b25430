"""Native charts beside the figures, drawn from their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from chunfeng.stages.docking.workbook.book import Book
from chunfeng.stages.docking.workbook.figures import Block
from chunfeng.stages.docking.workbook.styles import APRICOT, INK, LINE, SAND, WILLOW

WIDTH, HEIGHT = 620, 290  # pixels
CHARTED = 30  # categories an axis can name
COLOURS = {1: (APRICOT,), 2: (WILLOW, APRICOT), 3: (WILLOW, APRICOT, SAND)}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block on its sheet, and which of its columns are stacked; ``first`` is its first line."""

    block: Block
    first: int
    columns: Sequence[int]


def insert_chart(book: Book, sheet: Worksheet, drawn: Drawn, row: int, column: int) -> None:
    """A stacked column chart of a block, its upper left corner in a cell."""
    lines = drawn.block.lines[:CHARTED]
    if not lines:
        return
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    first, last = drawn.first, drawn.first + len(lines) - 1
    for number, colour in zip(drawn.columns, COLOURS[len(drawn.columns)], strict=True):
        chart.add_series(
            {
                "name": book.say(drawn.block.headers[number]),
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, number, last, number],
                # What viewers that don't calculate show; rows already on disk can't be read back.
                "categories_data": [line[0] for line in lines],
                "values_data": [line[number] for line in lines],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    title = book.say(drawn.block.title)
    font = {"color": INK, "size": 9}
    chart.set_title({"name": title, "name_font": font | {"size": 12}, "overlay": False})
    chart.set_x_axis({"num_font": font, "line": {"color": LINE}})
    chart.set_y_axis(
        {
            "num_font": font,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"none": True} if len(drawn.columns) == 1 else {"position": "bottom"})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    sheet.insert_chart(row, column, chart, {"description": title, "object_position": 2})
