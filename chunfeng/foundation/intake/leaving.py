"""Ledgers as files that leave: who took them out stands in the first row, whatever looks like a
formula is text.

Reading a ledger skips the row above its header, so that an export can be imported again.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from chunfeng.foundation.intake.columns import Column, Layout
from chunfeng.foundation.intake.write import Columns, csv_bytes, style_of, texts
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language, Text

WIDTH = 14
A4 = 9  # Excel's number of the paper
TEXT_STYLE = {"num_format": "@"}
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEAD = {"bold": True, "bg_color": "#E8F3EC", "border": 1, "text_wrap": True, "valign": "vcenter"}


def ledger_file(
    layout: Layout, columns: Columns, caption: Text, language: Language, file_format: str
) -> tuple[str, bytes]:
    """(name, content) of a ledger as .xlsx or .csv."""
    written = [column for column in layout if column.field in columns]
    heads = [column.header(language) for column in written]
    cells = texts(layout, columns, language, places())
    said = caption.to(language)
    if file_format == "csv":
        above = [said] + [""] * (len(heads) - 1)
        return f"{layout.name}.csv", csv_bytes([above, heads, *cells])
    title = layout.title(language)
    return f"{layout.name}.xlsx", book(title, said, heads, [_style(c) for c in written], cells)


def book(
    title: str,
    caption: str,
    heads: Sequence[str],
    styles: Sequence[dict[str, Any]],
    cells: Iterable[Sequence[str]],
) -> bytes:
    """One sheet in memory, never on the disk; numbers only where a column has no text style."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as made:
        sheet = made.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 0)
        sheet.set_footer(f"&L{caption.replace('&', '&&')[:200]}&R&P / &N")
        sheet.write_string(0, 0, caption, made.add_format({"italic": True}))
        head = made.add_format(_HEAD)
        for at, (name, style) in enumerate(zip(heads, styles, strict=True)):
            sheet.set_column(at, at, WIDTH, made.add_format(style))
            sheet.write_string(1, at, name, head)
        for row, line in enumerate(cells, 2):
            for at, cell in enumerate(line):
                if cell and styles[at]:
                    sheet.write_string(row, at, cell)
                elif cell:
                    sheet.write_number(row, at, float(cell))
    return out.getvalue()


def _style(column: Column) -> dict[str, Any]:
    return {} if style_of(column) == {} else TEXT_STYLE
