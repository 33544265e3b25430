"""Numbers with a check: identity (GB 11643), social credit code (GB 32100), telephone."""

import re
from datetime import date

from chunfeng.foundation.intake.cells import Noted, tight
from chunfeng.foundation.intake.errors import CellError
from chunfeng.kit.texts import text

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+?\d+")
_AS_TEXT = text("Set the column to text, then type the whole number again from the document.")
_CHECK_CARD = text("Compare it with the card, sign by sign.")


def id_check(first17: str) -> str:
    """The check sign of an identity number's first 17 digits (ISO 7064 MOD 11-2)."""
    return _ID_CHECK[sum(w * int(d) for w, d in zip(_ID_WEIGHTS, first17, strict=True)) % 11]


def refuse_number() -> CellError:
    """Why an 18-digit number that Excel holds as a number is lost."""
    return CellError(
        text("Excel keeps this as a number and has lost its last digits; it is not used."), _AS_TEXT
    )


def id_number(folded: str) -> str | Noted:
    """An identity number, checked; a 15-digit one becomes its 18-digit form, with a note."""
    written = re.sub(r"[-·.'’`]", "", tight(folded)).upper() if "e+" not in folded.lower() else "E"
    if written == "E" or _SCIENTIFIC.fullmatch(tight(folded)):
        raise refuse_number()
    if re.fullmatch(r"\d{15}", written):
        first17 = f"{written[:6]}19{written[6:]}"
        _check_birth(first17)
        return Noted(
            first17 + id_check(first17),
            text("This is an old number of 15 digits; the 18-digit form is used."),
            text("Write the number of the present card."),
        )
    if re.fullmatch(r"\d{17}[\dX]\d{2}(?:B\d|\d{2})?", written):
        raise CellError(
            text("This is the number of a disability certificate, not of an identity card."),
            text("Its first 18 signs are the ID number; write only these."),
        )
    if not re.fullmatch(r"\d{17}[\dX]", written):
        raise CellError(
            text("An ID number has 18 signs; this one has {number}.", number=len(written)),
            _CHECK_CARD,
        )
    _check_birth(written)
    if id_check(written[:17]) != written[17]:
        raise CellError(
            text("The check digit is wrong: at least one digit was mistyped."), _CHECK_CARD
        )
    return written


def _check_birth(number: str) -> None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = date.min
    if not 1900 <= born.year <= 2100:
        raise CellError(text("Digits 7 to 14 are not a date of birth."), _CHECK_CARD)


def credit_code(folded: str) -> str:
    """A social credit code of 18 signs, checked."""
    written = tight(folded).replace("-", "").upper()
    if _SCIENTIFIC.fullmatch(written.lower()):
        raise refuse_number()
    if len(written) != 18 or any(sign not in _CREDIT_SIGNS for sign in written):
        raise CellError(
            text("A social credit code has 18 digits and letters, without I, O, S, V and Z."),
            text("Copy it from the business licence."),
        )
    total = sum(w * _CREDIT_SIGNS.index(s) for w, s in zip(_CREDIT_WEIGHTS, written, strict=False))
    if _CREDIT_SIGNS[-total % 31] != written[17]:
        raise CellError(
            text("The check sign is wrong: at least one sign was mistyped."),
            text("Copy it from the business licence."),
        )
    return written


_COUNTRY = re.compile(r"^(?:\+|00)?86-?(?=1\d{10}$|0\d{9,11}$)")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|400\d{7}|[2-8]\d{6,7}")
_SEVERAL = re.compile(r"[、,;/|\n]+|或|\s{2,}|(?<=\d{11}) (?=1)")


def _one_phone(part: str) -> str | None:
    digits = re.sub(r"[-()—–]", "", tight(part))
    digits = _COUNTRY.sub("", digits)
    return digits if _PHONE.fullmatch(digits) else None


def phone(folded: str) -> str | Noted:
    """A mobile or landline number, digits only; of several the first, with a note."""
    whole = _one_phone(folded)
    if whole:
        return whole
    if _SCIENTIFIC.fullmatch(tight(folded)):
        raise refuse_number()
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
