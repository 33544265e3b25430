"""What every sheet of a workbook needs: the run, its figures, the language, the styles."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.docking.areas import Areas
from chunfeng.stages.docking.privacy import hidden
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.summary import Summary
from chunfeng.stages.docking.workbook.styles import FONT_SIZE, Styles

_A4 = 9
LINE_POINTS = 15
PADDING = 5  # points above and below the lines of a row
MOST_POINTS = 409  # a spreadsheet's highest row
PERSONAL = text("Holds personal data: for the officers in charge only.")
PAGE = text("Page &P of &N")


class About(float):
    """A distance that is only approximate; shown with ≈."""


Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written."""

    workbook: Workbook
    styles: Styles
    docking: Docking
    summary: Summary
    areas: Areas
    language: Language

    def say(self, message: Text) -> str:
        """A text in the workbook's language."""
        return message.to(self.language)

    def sheet(self, name: Text) -> Worksheet:
        """A new sheet that prints on A4, as wide as one page, with page numbers."""
        sheet: Worksheet = self.workbook.add_worksheet(self.say(name))
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.3, right=0.3, top=0.65, bottom=0.55)
        sheet.set_header(f'&C&"-,Bold"&14&A&R&9 {self.docking.on.isoformat()}')
        sheet.set_footer(f"&L&8 {self.say(PERSONAL)}&R&8 {self.say(PAGE)}")
        return sheet


def put(sheet: Worksheet, row: int, column: int, value: Cell, style: Format) -> str:
    """Writes a value as what it is: a text is never a formula, a link or a number.

    Returns the text as it is shown, empty for anything else.
    """
    if isinstance(value, str) and value:
        shown = safe(value)
        sheet.write_string(row, column, shown, style)
        return shown
    if isinstance(value, float | int) and isfinite(value):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)
    return ""


def safe(value: str) -> str:
    """A text fit for a cell: no ID or phone number, no broken characters."""
    shown = hidden(value)
    if not shown.isprintable():
        shown = shown.encode("utf-8", "replace").decode()
    # The writer takes a text that begins like this for its own markup and copies it unescaped.
    return f" {shown}" if shown.startswith("<r>") else shown


def digits(shown: str) -> float:
    """How many digits wide a text is: a Chinese character (3 bytes) takes two."""
    return (len(shown) + len(shown.encode())) / 2


def lines_of(width: float, column: float) -> int:
    """Lines a text ``width`` digits wide takes in a column; a little is lost at line ends."""
    return ceil(width / (0.95 * column - 0.5)) or 1


def set_height(sheet: Worksheet, row: int, lines: int, size: float = 1.0) -> None:
    """A row high enough for its lines of text, as not every program finds the height itself.

    ``size`` is that of the letters, of the usual size.
    """
    sheet.set_row(row, min((lines * LINE_POINTS + PADDING) * size, MOST_POINTS))


def put_wide(
    book: Book, sheet: Worksheet, row: int, message: Text, kind: str, widths: Sequence[float]
) -> None:
    """A sentence across the columns from A on; ``widths`` are theirs, in digits."""
    style, shown = book.styles(kind), book.say(message)
    size = style.font_size / FONT_SIZE
    lines = lines_of(digits(shown) * size, sum(widths))
    set_height(sheet, row, lines, size)
    sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
    put(sheet, row, 0, shown, style)
