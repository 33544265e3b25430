"""From a cell's text to its value: what all kinds of columns share."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from chunfeng.kit.texts import Text

Cell = str | int | float | None  # as read: text, a number that stood as one, or nothing
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_SPACE = re.compile(r"\s+")
_NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "/无", "n/a", "#n/a", "null", "none"})


@dataclass(frozen=True, slots=True)
class Noted:
    """A value someone should look at, and why."""

    value: Any
    problem: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Range:
    """Two amounts in one cell; the lower one comes first."""

    low: float
    high: float


def fold(cell: str) -> str:
    """The text in one form: full-width folded, unseen characters out, trimmed."""
    if cell.isascii() and cell.isalnum():
        return cell
    folded = unicodedata.normalize("NFKC", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNSEEN.sub("", folded).strip()


def as_text(cell: Cell) -> str:
    """The folded text of a cell; a whole number without its decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return fold(cell) if isinstance(cell, str) else repr(cell)


def says_nothing(folded: str) -> bool:
    """Whether a text only fills its cell: a dash, a stroke."""
    return folded.lower() in _NOTHING


def tight(folded: str) -> str:
    """A text without any white space, in lower case, for comparing."""
    return _SPACE.sub("", folded).lower()
