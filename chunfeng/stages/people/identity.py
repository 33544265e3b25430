"""What a checked ID number says by itself: the day of birth and the sex (GB 11643)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chunfeng.kit.texts import Text, text

LENGTH = 18  # intake turns the old form of 15 digits into this one
_MEND = text("Check both on the ID card.")
PROBLEMS = {
    "birth_date": text("The date of birth differs from the ID number; the ID number was used."),
    "sex": text("The sex differs from the ID number; the ID number was used."),
}


def told(number: str | None) -> dict[str, Any]:
    """{birth_date, sex} of an ID number; nothing of any other."""
    if not number or len(number) != LENGTH:
        return {}
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return {"birth_date": born, "sex": "male" if int(number[16]) % 2 else "female"}


def differing(row: Mapping[str, Any]) -> list[tuple[str, Text, Text]]:
    """(field, problem, how to mend it) where a row contradicts its own ID number."""
    return [
        (field, PROBLEMS[field], _MEND)
        for field, value in told(row.get("id_number")).items()
        if row.get(field) not in (None, "", value)
    ]


def completed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with what its ID number says, whatever else it holds."""
    return {**row, **told(row.get("id_number"))}
