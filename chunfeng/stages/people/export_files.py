"""Lists as files: who took them out stands in the first row, whatever looks like a formula is text.

Reading a ledger skips the row above its header, so that an export can be imported again.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.write import Columns, csv_bytes, style_of, texts
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people.notice import Notice
from chunfeng.stages.people.sheets import PEOPLE

WIDTH = 14
A4 = 9  # Excel's number of the paper
_TEXT = {"num_format": "@"}
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEAD = {"bold": True, "bg_color": "#E8F3EC", "border": 1, "text_wrap": True, "valign": "vcenter"}
_NOTICE_HEAD = (text("No."), text("Name"), text("Village or town"), text("Item"))


def ledger_file(
    columns: Columns, caption: Text, language: Language, file_format: str
) -> tuple[str, bytes]:
    """(name, content) of a ledger as .xlsx or .csv."""
    written = [column for column in PEOPLE if column.field in columns]
    heads = [column.header(language) for column in written]
    cells = texts(PEOPLE, columns, language, places())
    said = caption.to(language)
    if file_format == "csv":
        above = [said] + [""] * (len(heads) - 1)
        return "people.csv", csv_bytes([above, heads, *cells])
    return "people.xlsx", _xlsx(said, written, heads, cells, language)


def notice_file(notice: Notice, caption: Text, language: Language) -> tuple[str, bytes]:
    """(name, content) of a public notice as .xlsx."""
    heads = [head.to(language) for head in _NOTICE_HEAD]
    cells = (
        [str(number), name, places().full_name(region), notice.item]
        for number, (name, region) in enumerate(notice.lines, 1)
    )
    title = text("Public notice").to(language)
    return "notice.xlsx", _book(title, caption.to(language), heads, [_TEXT] * len(heads), cells)


def _xlsx(
    caption: str,
    written: Sequence[Column],
    heads: Sequence[str],
    cells: Iterable[Sequence[str]],
    language: Language,
) -> bytes:
    styles = [{} if style_of(column) == {} else _TEXT for column in written]
    return _book(PEOPLE.title(language), caption, heads, styles, cells)


def _book(
    title: str,
    caption: str,
    heads: Sequence[str],
    styles: Sequence[dict[str, Any]],
    cells: Iterable[Sequence[str]],
) -> bytes:
    """One sheet in memory, never on the disk; numbers only where a column has no text style."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        sheet = book.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 0)
        sheet.set_footer(f"&L{caption.replace('&', '&&')[:200]}&R&P / &N")
        sheet.write_string(0, 0, caption, book.add_format({"italic": True}))
        head = book.add_format(_HEAD)
        for at, (name, style) in enumerate(zip(heads, styles, strict=True)):
            sheet.set_column(at, at, WIDTH, book.add_format(style))
            sheet.write_string(1, at, name, head)
        for row, line in enumerate(cells, 2):
            for at, cell in enumerate(line):
                if cell and styles[at]:
                    sheet.write_string(row, at, cell)
                elif cell:
                    sheet.write_number(row, at, float(cell))
    return out.getvalue()
