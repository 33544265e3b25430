"""How stored values look in the API: codes as text, hours of a day, empty as null."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from chunfeng.foundation.codes.named import occupation_name
from chunfeng.foundation.places import PlaceError
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.place import STEPS, level_of

Row = Mapping[str, Any]
# Of a region: province, prefecture, county, township or village, with or without zeros at its end.
Code = Annotated[str, Field(pattern=r"^[1-9][0-9](([0-9]{2}){0,2}|[0-9]{7}|[0-9]{10})$")]
Group = Annotated[str, Field(pattern=r"^[1-8](-[0-9]{2}){0,3}$")]  # of occupations
Limit = Annotated[int, Field(ge=1, le=1000)]
Words = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Cursor = Annotated[str, Field(max_length=300)]


def region(code: int | None) -> str | None:
    """A region's code as text of 12 digits."""
    return None if code is None else f"{code:012d}"


def region_name(code: int) -> str | None:
    """A region with all above it; None for one nobody knows."""
    try:
        return places().full_name(code)
    except PlaceError:
        return None


def span(code: str) -> tuple[int, int]:
    """Lowest and highest code of the region a code of any length means."""
    whole = int(code.ljust(12, "0"))
    return whole, whole + STEPS[level_of(whole)] - 1


def regions(codes: Iterable[int] | None) -> list[str] | None:
    """Codes as text."""
    return None if codes is None else [f"{code:012d}" for code in codes]


def coded(pairs: Sequence[Sequence[str | None]] | None) -> list[dict[str, str | None]] | None:
    """Words with the occupation each one means, by code and English name; null where unknown."""
    if pairs is None:
        return None
    return [
        {"word": word, "code": code, "name_en": occupation_name(code, "en") or None}
        for word, code in pairs
    ]


def clock(minutes: Sequence[int] | None, which: int) -> str | None:
    """One end of working hours: minutes after midnight as 08:30."""
    if not minutes:
        return None
    return f"{minutes[which] // 60:02d}:{minutes[which] % 60:02d}"


def filled(value: str) -> str | None:
    """A text, or null where there is none."""
    return value or None
