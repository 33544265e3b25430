"""Numbers with a check: identity (GB 11643), social credit code (GB 32100), telephone."""

import re
from datetime import date
from operator import mul

from chunfeng.foundation.intake.cells import EXACT, Cell, Noted, tight
from chunfeng.foundation.intake.errors import CellError
from chunfeng.kit.texts import text

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
_OLD_FORM = re.compile(r"[0-9]{15}")
_CERTIFICATE_FORM = re.compile(r"[0-9]{17}[0-9X][0-9]{2}(?:B[0-9]|[0-9]{2})?")
_ID_NOISE = re.compile(r"[-·.'’`]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+\d\d")  # as Excel shows long numbers
_CHECK_CARD = text("Compare it with the card, character by character.")
_CHECK_LICENCE = text("Copy it from the business licence.")


def as_number_lost() -> CellError:
    """Why a long number that Excel holds as a number is not used."""
    return CellError(
        text("Excel keeps this as a number and has lost its last digits; it is not used."),
        text("Set the column to text, then type the whole number again from the document."),
    )


def refuse_lost_digits(cell: Cell) -> None:
    """CellError for a number too long for Excel, or the text it is shown as: 6.10926E+17."""
    if isinstance(cell, int | float):
        if not abs(cell) < EXACT:
            raise as_number_lost()
    elif cell and "+" in cell and _SCIENTIFIC.fullmatch(tight(cell)):
        raise as_number_lost()


def id_check(first17: str) -> str:
    """The check character of an identity number's first 17 digits (ISO 7064 MOD 11-2)."""
    return _ID_CHECK[sum(map(mul, _ID_WEIGHTS, map(int, first17))) % 11]


def id_number(folded: str) -> str | Noted:
    """An identity number, checked; a 15-digit one becomes its 18-digit form, with a note."""
    written = folded if folded.isalnum() else _ID_NOISE.sub("", tight(folded))
    written = written.upper()
    if _ID_FORM.fullmatch(written):
        return _checked_id(written)
    if _OLD_FORM.fullmatch(written):
        first17 = f"{written[:6]}19{written[6:]}"
        return Noted(
            _checked_id(first17 + id_check(first17)),
            text("This is an old number of 15 digits; the 18-digit form is used."),
            text("Write the number of the present card."),
        )
    if _CERTIFICATE_FORM.fullmatch(written):
        raise CellError(
            text("This is the number of a disability certificate, not of an identity card."),
            text("Its first 18 characters are the ID number; write only these."),
        )
    raise CellError(
        text("An ID number has 17 digits and a last digit or X; this is not one."), _CHECK_CARD
    )


def _checked_id(written: str) -> str:
    try:
        born = date(int(written[6:10]), int(written[10:12]), int(written[12:14]))
    except ValueError:
        born = date.min
    if not 1900 <= born.year <= 2100:
        raise CellError(text("Digits 7 to 14 are not a date of birth."), _CHECK_CARD)
    if id_check(written[:17]) != written[17]:
        raise CellError(
            text("The check digit is wrong: at least one digit was mistyped."), _CHECK_CARD
        )
    return written


def credit_check(first17: str) -> str:
    """The check character of a credit code's first 17 characters."""
    return _CREDIT_SIGNS[-sum(map(mul, _CREDIT_WEIGHTS, map(_CREDIT_SIGNS.index, first17))) % 31]


def credit_code(folded: str) -> str:
    """A social credit code of 18 characters, checked."""
    written = tight(folded).replace("-", "").upper()
    if len(written) != 18 or any(sign not in _CREDIT_SIGNS for sign in written):
        raise CellError(
            text("A social credit code has 18 digits and letters, without I, O, S, V and Z."),
            _CHECK_LICENCE,
        )
    if credit_check(written[:17]) != written[17]:
        raise CellError(
            text("The check character is wrong: at least one character was mistyped."),
            _CHECK_LICENCE,
        )
    return written


_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[0-9]{10}$|0[0-9]{9,11}$)")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[1-9][0-9]{8,10}|400[0-9]{7}")
_PHONE_NOISE = re.compile(r"[-()—–]|转[0-9]+$")
_SEVERAL = re.compile(r"[、,;/|\n]+|或|\s{2,}|(?<=[0-9]{11}) (?=[01])")


def _one_phone(part: str) -> str | None:
    digits = part if part.isalnum() else _PHONE_NOISE.sub("", tight(part))
    digits = _COUNTRY.sub("", digits)
    return digits if _PHONE.fullmatch(digits) else None


def phone(folded: str) -> str | Noted:
    """A mobile or landline number, digits only; of several the first, with a note."""
    whole = _one_phone(folded)
    if whole:
        return whole
    found = [_one_phone(part) for part in _SEVERAL.split(folded)]
    first = next((number for number in found if number), None)
    if first is None:
        raise CellError(
            text("This is not a telephone number."),
            text(
                "Write the 11 digits of a mobile number, or a landline number with its area code."
            ),
        )
    return Noted(
        first,
        text("The cell holds several entries; the first telephone number is used."),
        text("Keep one number."),
    )
