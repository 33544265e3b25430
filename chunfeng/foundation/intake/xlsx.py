"""Cells of an .xlsx file, read as a stream with the standard library alone."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable

from chunfeng.foundation.intake.cells import Cell
from chunfeng.foundation.intake.grid import Area, Grid
from chunfeng.foundation.intake.guard import (
    LONGEST_CELL,
    MAX_CELLS,
    MAX_COLUMN,
    MAX_ROW,
    Budget,
    check_prologs,
    chunks,
    feed,
    xml_parser,
)
from chunfeng.foundation.intake.number_formats import Attributes, Elements, Shown, whole
from chunfeng.foundation.intake.refusal import Refused

TRUE = frozenset(["1", "true"])
MAX_MERGES = 200_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(archive: zipfile.ZipFile) -> list[Grid]:
    """All worksheets of a checked archive, in the workbook's order."""
    parts = Parts(archive)
    main = parts.related("", "officeDocument")
    if not main:
        raise Refused("damaged")
    book = parts.elements(main, "sheet", "workbookPr")
    texts = parts.texts(parts.related(main, "sharedStrings"))
    styles = parts.elements(parts.related(main, "styles"), *Shown.ELEMENTS)
    late = any(a.get("date1904") in TRUE for name, a in book if name == "workbookPr")
    shown = Shown(styles, late)
    sheets = {i: target for i, kind, target in parts.relations(main) if kind == "worksheet"}
    grids = []
    for name, attributes in book:
        if name == "sheet" and attributes.get("id") in sheets:
            cells = SheetCells(texts, shown)  # each part is read once, however often it is named
            parts.parse(sheets.pop(attributes["id"]), cells)
            grids.append(cells.grid(attributes))
    return grids


class Part:
    """What is done with one XML part of the archive."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins; its name stands without the part's prefix."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text inside an element."""


class Parts:
    """The archive's parts by name, in any letter case, and what is left of the budget."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower().replace("\\", "/"): name for name in archive.namelist()}
        self._budget = Budget()
        check_prologs(archive, self._budget)

    def parse(self, path: str, part: Part) -> None:
        """Reads a part; one that is missing is damage."""
        name = self._names.get(path.lower())
        if name is None:
            raise Refused("damaged")
        parser = xml_parser()

        def first(name: str, attributes: Attributes) -> None:
            # The root element tells the prefix; elements of other prefixes are other standards'.
            prefix = name[: name.find(":") + 1]
            parser.StartElementHandler = _without(prefix, part.start) if prefix else part.start
            parser.EndElementHandler = _without(prefix, part.end) if prefix else part.end
            parser.StartElementHandler(name, attributes)

        parser.StartElementHandler = first
        parser.CharacterDataHandler = part.data
        feed(parser, chunks(self._archive, name, self._budget))

    def elements(self, path: str, *names: str) -> Elements:
        """(name, attributes) of some elements of a part, in order; none if there is no part."""
        found = Found(names)
        if path:
            self.parse(path, found)
        return found.elements

    def texts(self, path: str) -> list[str]:
        """The workbook's table of texts."""
        strings = SharedStrings()
        if path:
            self.parse(path, strings)
        return strings.texts

    def relations(self, path: str) -> list[tuple[str, str, str]]:
        """(id, kind, target) of a part's relations inside the archive; "" is the archive."""
        folder, name = posixpath.split(path)
        listed = posixpath.join(folder, "_rels", name + ".rels")
        if listed.lower() not in self._names:
            return []
        return [
            (a.get("Id", ""), a.get("Type", "").rpartition("/")[2], _joined(folder, a["Target"]))
            for _, a in self.elements(listed, "Relationship")
            if "Target" in a and a.get("TargetMode") != "External"
        ]

    def related(self, path: str, kind: str) -> str:
        """The first part of a kind that a part relates to; "" if there is none."""
        targets = (target for _, found, target in self.relations(path) if found == kind)
        return next((target for target in targets if target.lower() in self._names), "")


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")


def _without(prefix: str, handler: Callable[..., None]) -> Callable[..., None]:
    def handle(name: str, *rest: Attributes) -> None:
        if name.startswith(prefix):
            handler(name[len(prefix) :], *rest)

    return handle


class Found(Part):
    """Collects the attributes of named elements, without their prefixes."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self.elements: Elements = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Keeps an element asked for."""
        if name in self._names:
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            self.elements.append((name, plain))


class SharedStrings(Part):
    """The workbook's table of texts; rich text is joined, reading aids are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._entry: list[str] = []
        self._text: list[str] = []
        self._aid = False
        self.data = self._text.append  # type: ignore[method-assign,assignment]  # in C

    def start(self, name: str, attributes: Attributes) -> None:
        """si begins an entry, t its text, rPh a reading aid."""
        if name == "t":
            self._text.clear()
        elif name == "si":
            self._entry.clear()
        elif name == "rPh":
            self._aid = True

    def end(self, name: str) -> None:
        """Closes a text or an entry."""
        if name == "t":
            if not self._aid:
                self._entry.extend(self._text)
        elif name == "si":
            self.texts.append(plain_text("".join(self._entry)))
        elif name == "rPh":
            self._aid = False


def plain_text(written: str) -> str:
    """A text with its escapes (_x000D_) resolved; Refused when longer than a cell may be."""
    if len(written) > LONGEST_CELL:
        raise Refused("cell", str(LONGEST_CELL))
    return _ESCAPED.sub(_unescaped, written) if "_x" in written else written


def _unescaped(found: "re.Match[str]") -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)  # half a sign is no text


class SheetCells(Part):
    """The cells, merged areas, hidden rows and columns, and formulas of a sheet."""

    def __init__(self, texts: list[str], shown: "Shown") -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.formulas: dict[tuple[int, int], bool] = {}
        self._texts, self._shown = texts, shown
        self._columns: dict[str, int] = {}  # letters → number
        self._row, self._row_digits, self._column = 0, "", 0
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = self._aid = False
        self._text: list[str] = []
        self._left = MAX_CELLS
        self.data = self._text.append  # type: ignore[method-assign,assignment]  # in C

    def start(self, name: str, attributes: Attributes) -> None:
        """The elements a sheet is made of; those of a cell come first, they are the most."""
        if name == "c":
            self._cell, self._value = attributes, None
        elif name == "v" or name == "t":
            self._text.clear()
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._aid = True
        else:
            self._start_other(name, attributes)

    def end(self, name: str) -> None:
        """A cell's value is complete when it ends."""
        if name == "v":
            text = self._text
            self._value = text[0] if len(text) == 1 else "".join(text)
        elif name == "c":
            self._end_cell()
        elif name == "t" and not self._aid:
            self._inline.extend(self._text)
        elif name == "rPh":
            self._aid = False

    def _start_row(self, attributes: Attributes) -> None:
        digits = attributes.get("r", "")
        self._row = whole(digits, self._row + 1)
        self._row_digits = digits or str(self._row)
        self._column = 0
        if attributes.get("hidden") in TRUE and self._row <= MAX_ROW:
            self.hidden_rows.add(self._row)

    def _start_other(self, name: str, attributes: Attributes) -> None:
        if name == "col" and attributes.get("hidden") in TRUE:
            last = min(whole(attributes.get("max"), 0), MAX_COLUMN)
            self.hidden_columns.update(range(whole(attributes.get("min"), 1), last + 1))
        elif name == "mergeCell":
            first, _, last_cell = attributes.get("ref", "").partition(":")
            self.merges.append((*_place(first), *_place(last_cell or first)))
            if len(self.merges) > MAX_MERGES:
                raise Refused("damaged")

    def _end_cell(self) -> None:
        self._text.clear()
        self._seek(self._cell.get("r"))
        value, kind = self._value, self._cell.get("t", "n")
        if self._inline:
            value, kind = "".join(self._inline), "str"
            self._inline.clear()
        if self._formula:
            self._formula = False
            stored = value is not None and (value != "" or kind == "str")
            self._check_place()
            self.formulas[self._row, self._column] = stored
        if not value:
            return
        cell = self._shown(value, self._cell.get("s")) if kind == "n" else self._typed(value, kind)
        if cell is not None:
            self._put(cell)

    def _seek(self, reference: str | None) -> None:
        """Moves to a cell's place; without a reference, one to the right."""
        if reference is None:
            self._column += 1
            return
        digits = self._row_digits
        letters = reference[: -len(digits)]
        column = self._columns.get(letters)
        if column is None or not reference.endswith(digits):
            row, column = _place(reference)
            if row != self._row:  # the cell's own word counts
                self._row, self._row_digits = row, str(row)
            self._columns[reference[: -len(self._row_digits)]] = column
        self._column = column

    def _check_place(self) -> None:
        if self._row > MAX_ROW:
            raise Refused("rows", str(MAX_ROW))
        if self._column > MAX_COLUMN:
            raise Refused("columns", str(MAX_COLUMN))

    def _put(self, cell: Cell) -> None:
        rows, row, column = self.rows, self._row, self._column
        if row != len(rows) or column > MAX_COLUMN:
            self._check_place()
            while len(rows) < row:
                rows.append([])
        cells = rows[row - 1]
        gap = column - len(cells) - 1
        if gap < 0:
            cells[column - 1] = cell
            return
        self._left -= gap + 1
        if self._left < 0:
            raise Refused("memory")
        if gap:
            cells.extend([None] * gap)
        cells.append(cell)

    def _typed(self, value: str, kind: str) -> Cell:
        if kind == "s":
            place = whole(value, -1)
            if not 0 <= place < len(self._texts):
                raise Refused("damaged")
            return self._texts[place] or None
        if kind == "b":
            return "TRUE" if value.strip() in TRUE else "FALSE"
        if kind == "d":
            return value.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")[:16]
        return plain_text(value)

    def grid(self, attributes: Attributes) -> Grid:
        """The finished sheet; merged areas end where its cells end."""
        height = len(self.rows)
        width = max(map(len, self.rows), default=0)
        merges = [
            (top, left, min(bottom, height), min(right, width))
            for top, left, bottom, right in self.merges
            if top <= height and left <= width
        ]
        covered = sum((b - t + 1) * (r - c + 1) for t, c, b, r in merges)
        if covered > height * width or any(b < t or r < c for t, c, b, r in merges):
            raise Refused("damaged")  # they overlap or run backwards
        return Grid(
            name=attributes.get("name", ""),
            hidden=attributes.get("state", "visible") != "visible",
            rows=self.rows,
            merges=merges,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            formulas=self.formulas,
        )


def _place(reference: str) -> tuple[int, int]:
    """(row, column) of a reference such as AB12."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise Refused("damaged")
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - 64
    return int(found[2]), column
