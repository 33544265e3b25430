"""How an issue names a cell and what it may show of it: personal values are hidden."""

import re

from chunfeng.foundation.intake.cells import LOST, Cell, as_text
from chunfeng.foundation.intake.columns import Column, Kind
from chunfeng.kit.texts import Text

HIDDEN = "***"
LONGEST = 60
# An ID or telephone number that stands in the wrong column is personal all the same.
_PERSONAL = re.compile(r"\d{15,}[Xx]?|(?<!\d)1[3-9]\d{9}(?!\d)")


def shown(column: Column, cell: Cell) -> str:
    """A cell's text as an issue may quote it: 王**, 138****, *** for other personal values."""
    written = "" if cell == LOST else as_text(cell)
    if not written:
        return ""
    if column.personal:
        return _masked(column, written)
    written = redacted(" ".join(written.split()))
    return written if len(written) <= LONGEST else written[: LONGEST - 1] + "…"


def _masked(column: Column, written: str) -> str:
    if column.field == "name" and not written[0].isdigit():
        return written[0] + "**"
    if column.kind is Kind.PHONE and re.match(r"\d{3}", written):
        return written[:3] + "****"
    return HIDDEN


def redacted(written: str) -> str:
    """A text without the ID and telephone numbers in it."""
    return _PERSONAL.sub(HIDDEN, written)


def redacted_text(message: Text) -> Text:
    """The same message, its values redacted."""
    values = {k: redacted(v) if isinstance(v, str) else v for k, v in message.values.items()}
    return Text(message.message, values)


def letter(column: int) -> str:
    """A column's letters: 1 → A, 28 → AB."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
