"""Cells of a text table: csv with , ; or tab, in the encodings Chinese offices use."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from chunfeng.foundation.intake.cells import Cell
from chunfeng.foundation.intake.grid import Grid
from chunfeng.foundation.intake.guard import (
    CHUNK,
    LONGEST_CELL,
    MAX_CELLS,
    MAX_COLUMN,
    MAX_ROW,
    check_markup,
)
from chunfeng.foundation.intake.refusal import Refused

if TYPE_CHECKING:
    from _csv import Reader

SEPARATORS = ",;\t"
SAMPLE = 1 << 16  # bytes looked at to tell encoding and separator
SAMPLE_ROWS = 40
PRINTABLE = 0.99  # share of a real text's signs; the rest may be stray
_QUOTED_WHOLE = {  # a text whose quotes enclose whole cells; the last one may break off
    sign: re.compile(rf'(?:(?:"(?:[^"]|"")*+(?:"|\Z)|[^"{sign}\r\n]*+)(?:[{sign}\r\n]|\Z))*+')
    for sign in SEPARATORS
}
REMEMBERED = 50_000  # texts, the first ones seen, shared by equal cells; more are not worth it

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(path: Path, name: str) -> list[Grid]:
    """The one grid of a text table; every cell is text."""
    encoding = encoding_of(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(SAMPLE)
        check_markup(sample)
        if _looks_binary(sample):
            raise Refused("binary")
        stream.seek(0)
        rows = _rows(csv.reader(stream, delimiter=separator_of(sample), strict=True))
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


def encoding_of(path: Path) -> str:
    """utf-8, utf-16 or gb18030: the first in which the whole file reads."""
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")
    if not marked and b"\0" in head:
        marked = _wide(head)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        if _reads(path, encoding):
            return encoding
    raise Refused("encoding")


def _wide(head: bytes) -> str:
    """UTF-16 without a mark, told by where its zero bytes lie."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 10 * min(even, odd) + 1:
        raise Refused("binary")
    return "utf-16-be" if even > odd else "utf-16-le"


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(CHUNK):
                if "\0" in decoder.decode(piece):
                    raise Refused("binary")
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def separator_of(sample: str) -> str:
    """The sign that parts most first rows into most equal columns, outside quotes.

    Before any under which quotes would stand in the middle of cells: those are no cells.
    """
    best = (False, 0, 0, ",")
    for sign in SEPARATORS:
        widths = Counter(_widths(sample, sign))
        usual, times = widths.most_common(1)[0] if widths else (1, 0)
        ranked = (_QUOTED_WHOLE[sign].fullmatch(sample) is not None, times, usual)
        if usual > 1 and ranked > best[:3]:
            best = (*ranked, sign)
    return best[3]


def _widths(sample: str, sign: str) -> Iterator[int]:
    """Columns of the first rows; stops where the sample breaks off inside a cell."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=sign)
    try:
        for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False):
            if row:
                yield len(row)
    except csv.Error:
        return


def _rows(reader: "Reader") -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    shared: dict[str, Cell] = {"": None}
    left, began = MAX_CELLS, 1
    try:
        for cells in reader:
            began = reader.line_num + 1
            while cells and not cells[-1]:
                cells.pop()
            left -= len(cells)
            _check(len(rows), len(cells), left)
            same = shared.setdefault if len(shared) < REMEMBERED else shared.get
            rows.append(list(map(same, cells, cells)))
    except csv.Error as error:
        if "limit" in str(error):
            raise Refused("cell", str(LONGEST_CELL)) from error
        raise Refused("quotes", str(began)) from error
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _check(rows: int, width: int, left: int) -> None:
    if rows >= MAX_ROW:
        raise Refused("rows", str(MAX_ROW))
    if width > MAX_COLUMN:
        raise Refused("columns", str(MAX_COLUMN))
    if left < 0:
        raise Refused("memory")


def _looks_binary(sample: str) -> bool:
    signs = sample[:4000]
    # Rare characters of names lie in the private area, which Python does not call printable.
    good = sum(
        sign.isprintable() or sign in "\r\n\t\ufeff\u3000" or "\ue000" <= sign <= "\uf8ff"
        for sign in signs
    )
    return good < PRINTABLE * len(signs)
