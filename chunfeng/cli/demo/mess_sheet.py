"""A messy workbook, as it comes from a township: titles, merged cells, totals, signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from chunfeng.cli.demo.mess import Cell, Formula, Planted, Sheet
from chunfeng.foundation.intake.columns import Column
from chunfeng.kit.texts import Language

HEADER_ROWS = 4  # title, unit line, groups, headers
SUBTOTALS = 3  # so many, at even distances
HIDDEN = (7, 8, 30)  # data rows an officer has hidden
MERGED_WITH = "household_no"
MERGED = ("household_no", "home", "categories")
WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "{place}{ledger}（{year}年度）",
        "unit": "填报单位：{place}　　填报日期：{on}　　单位：元、公里",
        "subtotal": "小计",
        "total": "合计",
        "signatures": "填表人：　　　　审核人：　　　　负责人：　　　　（盖章）",
        "other": "填表说明",
        "help": "一、本表由村（社区）填报，镇汇总。\n二、证件号码按文本填写。",
        "number": "序号",
    },
    "en": {
        "title": "{place}: {ledger}, {year}",
        "unit": "Filled in by: {place}    Date: {on}    Units: yuan, km",
        "subtotal": "Subtotal",
        "total": "Total",
        "signatures": "Filled in by:          Checked by:          Head of office:",
        "other": "How to fill in",
        "help": "1. Villages fill in, townships put together.\n2. Type ID numbers as text.",
        "number": "No.",
    },
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the table."""

    place: str
    on: date
    language: Language


def write_mess(path: Path, sheet: Sheet, heading: Heading) -> list[dict[str, object]]:
    """Write the workbook; returns where each planted cell ended up, for ``mess.json``."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": datetime.combine(heading.on, time())})
        page = _Page(book, sheet, heading)
        page.write()
        other = book.add_worksheet(WORDS[heading.language]["other"])
        for row, line in enumerate(WORDS[heading.language]["help"].split("\n")):
            other.write_string(row, 0, line)
    return [page.place_of(planted) for planted in sheet.planted]


class _Page:
    """The sheet of the ledger while it is written."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, heading: Heading) -> None:
        self.sheet = sheet
        self.heading = heading
        self.words = WORDS[heading.language]
        self.page: Worksheet = book.add_worksheet(sheet.layout.title(heading.language))
        self.middle = book.add_format({"align": "center", "valign": "vcenter", "border": 1})
        self.bold = book.add_format({"bold": True, "align": "center", "font_size": 16})
        self.day = book.add_format({"num_format": "yyyy/m/d"})
        self.columns = [sheet.layout.column(field) for field in sheet.fields]
        every = max(1, -(-len(sheet.rows) // SUBTOTALS))
        self.row_of = [HEADER_ROWS + n + n // every for n in range(len(sheet.rows))]
        self.subtotals = [self.row_of[n] - 1 for n in range(every, len(sheet.rows), every)]

    def write(self) -> None:
        self._head()
        self._groups()
        for number, cells in enumerate(self.sheet.rows):
            self.page.write_number(self.row_of[number], 0, number + 1)
            for at, cell in enumerate(cells, 1):
                self._cell(self.row_of[number], at, cell)
        self._merge_households()
        self._feet()
        for number in HIDDEN:
            if number < len(self.row_of):
                self.page.set_row(self.row_of[number], None, None, {"hidden": True})

    def place_of(self, planted: Planted) -> dict[str, object]:
        """Where a planted cell is: the sheet's row number (from 1) and column letter."""
        at = self.sheet.fields.index(planted.field) + 1
        return {
            "kind": planted.kind,
            "field": planted.field,
            "row": self.row_of[planted.row] + 1,
            "column": xlsxwriter.utility.xl_col_to_name(at),
            "reported": planted.reported,
        }

    def _head(self) -> None:
        place, on = self.heading.place, self.heading.on
        ledger = self.sheet.layout.title(self.heading.language)
        last = len(self.columns)
        title = self.words["title"].format(place=place, ledger=ledger, year=on.year)
        self.page.merge_range(0, 0, 0, last, title, self.bold)
        unit = self.words["unit"].format(place=place, on=on.isoformat())
        self.page.merge_range(1, 0, 1, last, unit)

    def _groups(self) -> None:
        """Two-level headers: groups above, and the sheet's own names for the columns below."""
        self.page.merge_range(2, 0, 3, 0, self.words["number"], self.middle)
        names = {
            group.code: group.label(self.heading.language) for group in self.sheet.layout.groups
        }
        at = 1
        for group, columns in groupby(self.columns, key=lambda column: column.group):
            width = len(list(columns))
            self._span(2, at, 2, at + width - 1, names[group])
            at += width
        for at, column in enumerate(self.columns, 1):
            self.page.write_string(3, at, self._header(column), self.middle)

    def _header(self, column: Column) -> str:
        """Every second column that has another name goes by it."""
        renamed = self.heading.language == "zh" and column.also
        odd = self.sheet.fields.index(column.field) % 2
        return column.also[0] if renamed and odd else column.header(self.heading.language)

    def _span(self, top: int, left: int, bottom: int, right: int, value: Cell) -> None:
        if (top, left) != (bottom, right):
            self.page.merge_range(top, left, bottom, right, value, self.middle)

    def _cell(self, row: int, at: int, cell: Cell) -> None:
        match cell:
            case None:
                pass
            case str():
                self.page.write_string(row, at, cell)
            case float():
                self.page.write_number(row, at, cell)
            case Formula():
                stored = "" if cell.stored is None else cell.stored
                self.page.write_formula(row, at, cell.text, None, stored)
            case _:
                self.page.write_datetime(row, at, cell, self.day)

    def _merge_households(self) -> None:
        """A household's common cells become one cell, where they say the same."""
        if MERGED_WITH not in self.sheet.fields:
            return
        key = self.sheet.fields.index(MERGED_WITH)
        numbers = range(len(self.sheet.rows))
        for _, members in groupby(numbers, key=lambda number: self.sheet.rows[number][key]):
            rows = list(members)
            top, bottom = self.row_of[rows[0]], self.row_of[rows[-1]]
            whole = bottom - top == len(rows) - 1
            for field in MERGED if whole and len(rows) > 1 else ():
                self._merge_one(self.sheet.fields.index(field), rows, top, bottom)

    def _merge_one(self, at: int, rows: Sequence[int], top: int, bottom: int) -> None:
        values = {self.sheet.rows[number][at] for number in rows}
        value = values.pop()
        if not values and isinstance(value, str):
            self._span(top, at + 1, bottom, at + 1, value)

    def _feet(self) -> None:
        """Subtotals within the table; the total and the signatures below it."""
        last = HEADER_ROWS + len(self.sheet.rows) + len(self.subtotals)
        for row in self.subtotals:
            self.page.write_string(row, 0, self.words["subtotal"])
            self.page.write_number(row, 2, row - HEADER_ROWS)
        self.page.write_string(last, 0, self.words["total"])
        self.page.write_number(last, 2, len(self.sheet.rows))
        self.page.merge_range(last + 2, 0, last + 2, len(self.columns), self.words["signatures"])
