"""From a cell's text to its value: what all kinds of columns share.

A parser takes the folded text of a cell and gives its value, a ``Noted`` value or a ``Range``;
it raises ``CellError`` where the text is no value of the column.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from chunfeng.kit.texts import Text


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


Cell = str | int | float | None  # as read: text, a number that stood as one, or nothing
DECIMALS = 10  # kept of a number that stands as one
LOST = "\0formula"  # stands for a formula whose result the file does not hold
EXACT = 10**15  # Excel keeps 15 digits of a number; from here on the last ones are lost
ERRORS = word_set("#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA")
# Controls, zero-width signs, marks that turn the writing direction.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_ASIDE = re.compile(r"\([^()]*\)$")
_STROKES = frozenset("-—–―_/\\·.…~")
_NOTHING = word_set("无 没有 暂无 无要求 不限 未知 不详 不清楚 空 none nil null nan n/a na unknown")


@dataclass(frozen=True, slots=True)
class Noted:
    """A value someone should look at, and why."""

    value: Any
    problem: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Range:
    """From a number to a number, in one cell; without a lower end where it only says up to."""

    low: float | None
    high: float

    def ends(self) -> tuple[float, ...]:
        """The ends that are there."""
        return (self.high,) if self.low is None else (self.low, self.high)


def fold(cell: str) -> str:
    """The text in one form: full-width folded, unseen signs out, trimmed."""
    if cell.isprintable() and unicodedata.is_normalized("NFKC", cell):
        return cell.strip()
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", cell))
    return folded.replace("\r\n", "\n").replace("\r", "\n").strip()


def as_text(cell: Cell) -> str:
    """The folded text of a cell; a whole number without its decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return fold(cell)
    if isinstance(cell, float) and abs(cell) < EXACT:
        return f"{cell:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return repr(cell)


def is_stroke(folded: str) -> bool:
    """Whether a text only fills its cell: empty, a dash, a stroke."""
    return not folded or (folded[0] in _STROKES and _STROKES.issuperset(folded))


def says_nothing(folded: str) -> bool:
    """Whether a text says that there is nothing to say: 无, 不详, n/a."""
    return folded.lower() in _NOTHING


def tight(folded: str) -> str:
    """A text without any white space, in lower case, for comparing."""
    return "".join(folded.split()).lower()


def without_aside(written: str) -> str:
    """A text without what stands in brackets at its end."""
    return _ASIDE.sub("", written).rstrip()
