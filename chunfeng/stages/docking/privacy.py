"""What is hidden before anything is shown: ID numbers wholly, phones but for three digits.

A masked ID number still tells who it is (county, birth date and the last digit leave one person),
so no digit of it is shown. Free text is searched too: people write numbers where they don't belong.
"""

import re

HIDDEN = "******"
# A run of 15 digits or more, however it goes on, is an ID, bank or card number; a space may stand
# between digits. \d takes full-width digits as well.
_LONG_NUMBER = re.compile(r"\d(?: ?\d){13,} ?[\dXxＸｘ]")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?([1１][3-9３-９]\d)(?:[ -]?\d){8}(?!\d)")
_ELEVEN_DIGITS = re.compile(r"\d(?:[ -]?\d){10}")


def hidden(shown: str) -> str:
    """The text without any ID, bank or phone number."""
    if len(shown) < 11 or not _ELEVEN_DIGITS.search(shown):
        return shown
    return _PHONE.sub(r"\1****", _LONG_NUMBER.sub(HIDDEN, shown))


def phone_start(phone: str | None) -> str:
    """The first three digits, as an officer recognises a number: 138****."""
    return f"{phone[:3]}****" if phone else ""
