"""Cells of an .xlsx file, read as a stream with the standard library alone."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from xml.parsers import expat

from chunfeng.foundation.intake.cells import Cell
from chunfeng.foundation.intake.grid import Area, Grid
from chunfeng.foundation.intake.guard import LONGEST_CELL, MAX_COLUMN, MAX_ROW, Budget
from chunfeng.foundation.intake.refusal import Refused

CHUNK = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_PERCENT_FORMATS = frozenset([9, 10])
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.I)
_DATE_SIGNS = re.compile(r"[ymdhs年月日]", re.I)
_LAST_SERIAL = 2_958_466  # 9999-12-31


def column_number(letters: str) -> int:
    """A → 1, AB → 28."""
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number


def local(name: str) -> str:
    """An element's name without its namespace prefix."""
    return name.rpartition(":")[2]


class Handler:
    """Feeds one XML part of the archive through expat; definitions are refused."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text inside an element."""

    def parse(self, stream: BinaryIO, budget: Budget) -> None:
        """Reads the whole part."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self.start(local(name), attributes)
        parser.EndElementHandler = lambda name: self.end(local(name))
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = _refuse_definitions
        parser.EntityDeclHandler = _refuse_definitions
        try:
            while chunk := stream.read(CHUNK):
                budget.spend(len(chunk))
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, EOFError, OSError) as error:
            raise Refused("damaged") from error


def _refuse_definitions(*_: Any) -> None:
    raise Refused("entity")


class Elements(Handler):
    """Collects the attributes of named elements."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keeps an element asked for."""
        if name in self.names:
            self.found.append((name, {local(k): v for k, v in attributes.items()}))


class SharedStrings(Handler):
    """The workbook's table of texts; rich text is joined, reading aids are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._inside = self._aid = False
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """si begins an entry, t its text, rPh a reading aid."""
        if name == "si":
            self._parts, self._length = [], 0
        self._inside = name == "t"
        self._aid = self._aid or name == "rPh"

    def end(self, name: str) -> None:
        """Closes an entry."""
        self._inside = False
        if name == "rPh":
            self._aid = False
        if name == "si":
            self.texts.append("".join(self._parts))

    def data(self, text: str) -> None:
        """Text of an entry."""
        if self._inside and not self._aid:
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise Refused("cell", str(LONGEST_CELL))
            self._parts.append(text)


class SheetCells(Handler):
    """The cells, merged areas, hidden rows and columns, and formulas of a sheet."""

    def __init__(self, texts: list[str], shown: Callable[[float, int], Cell]) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.formulas: dict[tuple[int, int], bool] = {}
        self._texts, self._shown = texts, shown
        self._row = self._column = 0
        self._type, self._style = "n", 0
        self._value: list[str] = []
        self._inside = ""
        self._formula = self._aid = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Dispatches on the elements a sheet is made of."""
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t", "f"}:
            self._inside = name
            self._formula = self._formula or name == "f"
        elif name == "row":
            self._start_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            last = min(_whole(attributes.get("max"), 0), MAX_COLUMN)
            self.hidden_columns.update(range(_whole(attributes.get("min"), 1), last + 1))
        elif name == "rPh":
            self._aid = True

    def end(self, name: str) -> None:
        """A cell's value is complete when it ends."""
        if name == "c":
            self._end_cell()
        elif name == "rPh":
            self._aid = False
        self._inside = ""

    def data(self, text: str) -> None:
        """Text of a value or an inline string."""
        if self._inside in {"v", "t"} and not self._aid:
            self._value.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _whole(attributes.get("r"), self._row + 1)
        self._column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        if found:
            self._column, self._row = column_number(found[1]), int(found[2])
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._style = _whole(attributes.get("s"), 0)
        self._value, self._formula = [], False

    def _end_cell(self) -> None:
        written = "".join(self._value)
        if self._formula:
            self.formulas[self._row, self._column] = bool(written)
        if not written:
            return
        self._check_limits(written)
        cell = self._cell(written)
        if cell is not None:
            self._put(cell)

    def _check_limits(self, written: str) -> None:
        if self._row > MAX_ROW:
            raise Refused("rows", str(MAX_ROW))
        if self._column > MAX_COLUMN:
            raise Refused("columns", str(MAX_COLUMN))
        if len(written) > LONGEST_CELL:
            raise Refused("cell", str(LONGEST_CELL))

    def _put(self, cell: Cell) -> None:
        if self._row > len(self.rows):
            self.rows.extend([] for _ in range(self._row - len(self.rows)))
        cells = self.rows[self._row - 1]
        if self._column > len(cells):
            cells.extend([None] * (self._column - len(cells)))
        cells[self._column - 1] = cell

    def _cell(self, written: str) -> Cell:
        if self._type == "s":
            place = _whole(written, -1)
            if not 0 <= place < len(self._texts):
                raise Refused("damaged")
            return self._texts[place] or None
        if self._type in {"str", "inlineStr", "e", "d"}:
            return written.removesuffix("T00:00:00") if self._type == "d" else written
        if self._type == "b":
            return "是" if written.strip() in {"1", "true"} else "否"
        try:
            return self._shown(float(written), self._style)
        except (ValueError, OverflowError):
            return written

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if a and b:
            area = (int(a[2]), column_number(a[1]), int(b[2]), column_number(b[1]))
            self.merges.append(area)


def _whole(written: str | None, default: int) -> int:
    return int(written) if written and written.isascii() and written.isdigit() else default


def read_xlsx(archive: zipfile.ZipFile, budget: Budget) -> list[Grid]:
    """All worksheets of a checked archive."""
    names = {name.lower(): name for name in archive.namelist()}

    def part(path: str, handler: Handler) -> bool:
        name = names.get(path.lower())
        if name:
            with archive.open(name) as stream:
                handler.parse(stream, budget)  # type: ignore[arg-type]
        return name is not None

    book = Elements("sheet", "workbookPr")
    relations = Elements("Relationship")
    if not part("xl/workbook.xml", book):
        raise Refused("damaged")
    part("xl/_rels/workbook.xml.rels", relations)
    targets = {a.get("Id", ""): _target(a.get("Target", "")) for _, a in relations.found}
    strings, styles = SharedStrings(), Elements("numFmt", "xf", "cellXfs", "cellStyleXfs", "dxfs")
    part("xl/sharedstrings.xml", strings)
    part("xl/styles.xml", styles)
    properties = [a for name, a in book.found if name == "workbookPr"]
    late = any(a.get("date1904") in {"1", "true"} for a in properties)
    shown = Shown(styles, late)
    grids = []
    for name, attributes in book.found:
        cells = SheetCells(strings.texts, shown)
        path = targets.get(attributes.get("id", ""), "")
        if name == "sheet" and "worksheets/" in path and part(path, cells):
            grids.append(_grid(attributes, cells))
    return grids


def _target(written: str) -> str:
    """A relation's target as a path in the archive."""
    path = written.lstrip("/")
    return path if path.startswith("xl/") else str(PurePosixPath("xl") / path)


def _grid(attributes: dict[str, str], cells: SheetCells) -> Grid:
    return Grid(
        name=attributes.get("name", ""),
        hidden=attributes.get("state", "visible") != "visible",
        rows=cells.rows,
        merges=cells.merges,
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=frozenset(cells.hidden_columns),
        formulas=cells.formulas,
    )


class Shown:
    """A number as its style shows it: a date as a date, 95 % as 95%, else the number."""

    def __init__(self, styles: Elements, late: bool) -> None:
        custom = {
            _whole(a.get("numFmtId"), 0): a.get("formatCode", "")
            for name, a in styles.found
            if name == "numFmt"
        }
        self._kinds = [_kind(_whole(a.get("numFmtId"), 0), custom) for a in _cell_formats(styles)]
        self._epoch = datetime(1904, 1, 1) if late else datetime(1899, 12, 30)  # noqa: DTZ001 a wall date
        self._late = late

    def __call__(self, number: float, style: int) -> Cell:
        """The cell for a number in a style."""
        kind = self._kinds[style] if style < len(self._kinds) else ""
        if kind == "date" and 0 <= number < _LAST_SERIAL:
            return self._moment(number)
        if kind == "percent":
            return f"{number * 100:.10g}%"
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _moment(self, serial: float) -> str:
        # The 1900 system counts a 29 February 1900 that never was.
        shift = 1 if not self._late and 1 <= serial < 60 else 0
        at = self._epoch + timedelta(days=serial + shift)
        at = (at + timedelta(microseconds=500_000)).replace(microsecond=0)
        if serial < 1:
            return at.strftime("%H:%M")
        return at.strftime("%Y-%m-%d" if at.time() == datetime.min.time() else "%Y-%m-%d %H:%M")


def _cell_formats(styles: Elements) -> list[dict[str, str]]:
    """The xf elements inside cellXfs."""
    out, inside = [], False
    for name, attributes in styles.found:
        if name != "xf":
            inside = name == "cellXfs"
        elif inside:
            out.append(attributes)
    return out


def _kind(number_format: int, custom: dict[int, str]) -> str:
    code = _LITERAL.sub("", custom.get(number_format, ""))
    if number_format in _DATE_FORMATS or (code and _DATE_SIGNS.search(code.split(";")[0])):
        return "date"
    return "percent" if number_format in _PERCENT_FORMATS or "%" in code else ""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive in a file's bytes."""
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("damaged") from error
