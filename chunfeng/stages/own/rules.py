"""Figures of links and letters, and what may stand in a letter."""

import re
from datetime import date, datetime, timedelta

from django.utils import timezone

LINK_DAYS = 30
MOST_LINK_DAYS = 30
KEPT_DAYS = 90  # a link that is over is deleted after so many
ANSWER_DAYS = 15  # a letter is answered within so many
LETTERS_A_DAY = 10  # of one person
LONGEST = 500  # characters of a letter and of its answer
_NUMBER = re.compile(r"[0-9０-９](?:[\s-]?[0-9０-９Xx]){9,}")  # of a phone, an ID or a bank card


def due(at: datetime) -> date:
    """The last day to answer what is written at a moment."""
    return timezone.localdate(at) + timedelta(days=ANSWER_DAYS)


def one_text(words: str) -> str:
    """Words without control signs and needless blanks, cut to what is kept."""
    lines = ("".join(s for s in line if s.isprintable()) for line in words.splitlines())
    kept = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in kept if line)[:LONGEST]


def holds_number(words: str) -> bool:
    """Whether something looks like the number of a phone, an ID or a card."""
    return bool(_NUMBER.search(words))
