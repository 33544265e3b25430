"""Cells of a text table: csv with , ; or tab, in the encodings Chinese offices use."""

import codecs
import csv
from collections import Counter
from io import StringIO

from chunfeng.foundation.intake.cells import Cell
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.guard import LONGEST_CELL, MAX_COLUMN, MAX_ROW
from chunfeng.foundation.intake.refusal import Refused

SEPARATORS = ",;\t|"
SAMPLE_LINES = 40
PRINTABLE = 0.99  # share of a real text's signs; the rest may be stray


def decode(data: bytes) -> str:
    """The text of a table: UTF-8, UTF-16 or GB18030."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data[:2000]:
        even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
        if max(even, odd) < 4 * min(even, odd) + 4:
            raise Refused("binary")
        return _decoded(data, "utf-16-be" if even > odd else "utf-16-le")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("encoding") from error


def separator_of(text: str) -> str:
    """The sign that parts most first lines into most equal columns, outside quotes."""
    best = (0, 0, ",")
    for sign in SEPARATORS:
        sample = StringIO("\n".join(text[:200_000].splitlines()[:SAMPLE_LINES]))
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=sign) if row)
        usual, times = widths.most_common(1)[0] if widths else (1, 0)
        if usual > 1 and (times, usual) > best[:2]:
            best = (times, usual, sign)
    return best[2]


def read_delimited(data: bytes, name: str) -> list[Grid]:
    """The one grid of a text table; every cell is text."""
    text = decode(data)
    if "\0" in text or _looks_binary(text):
        raise Refused("binary")
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[Cell]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    try:
        for cells in reader:
            if len(rows) >= MAX_ROW:
                raise Refused("rows", str(MAX_ROW))
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MAX_COLUMN:
                raise Refused("columns", str(MAX_COLUMN))
            rows.append([cell or None for cell in cells])
    except csv.Error as error:
        if "limit" in str(error):
            raise Refused("cell", str(LONGEST_CELL)) from error
        raise Refused("quotes", str(reader.line_num)) from error
    return [
        Grid(
            name=name,
            hidden=False,
            rows=rows,
            merges=[],
            hidden_rows=frozenset(),
            hidden_columns=frozenset(),
            formulas={},
        )
    ]


def _looks_binary(text: str) -> bool:
    sample = text[:4000]
    good = sum(sign.isprintable() or sign in "\r\n\t\ufeff\u3000" for sign in sample)
    return good < PRINTABLE * len(sample)
