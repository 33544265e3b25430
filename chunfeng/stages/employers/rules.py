"""What must hold of employers whoever writes: pure, but for the regions."""

import math
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.intake.cells_codes import credit_code as checked_code
from chunfeng.foundation.intake.cells_codes import phone as checked_phone
from chunfeng.foundation.intake.errors import CellError
from chunfeng.foundation.places.place import levels_of
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.refusals import Wrong
from chunfeng.stages.employers.vocabulary import Kind
from chunfeng.stages.people.likeness import name_key

MOST_HOURS = 24 * 31  # of one worker in a month
CENT = 0.01  # yuan
COUNTY = 10**6  # codes of one county share what is above this
DECIDERS = frozenset({Role.TOWNSHIP, Role.COUNTY})
WITHOUT_CODE = frozenset({Kind.COOPERATIVE, Kind.WORKSHOP})  # may have none, and say why
LON, LAT = (73.0, 136.0), (3.0, 54.0)  # degrees WGS84, as far as China goes
LONGEST: Mapping[str, int] = {
    "name": 120, "address": 200, "contact": 60, "about": 2000, "industry": 8, "no_code_reason": 200,
    "opens": 120, "settlement": 120,
}  # fmt: skip

_NEGATIVE = text("A figure of a payroll is never below nought.")
_MONTH = text("A payroll is of a whole month that has begun.")
_MORE = text("More of them than there are workers: compare the two figures.")
_UNPAID = text("Workers who were paid have hours and pay: fill in both.")
_NOBODY = text("Pay without workers: fill in how many were paid.")
_HOURS = text("So many hours no month has: they are those of all workers together.")
_LOWEST = text("The lowest hourly pay is above the mean of all: one of the figures is wrong.")
_EARLY = text("It cannot have been paid before the month.")


def county_of(place: int) -> int | None:
    """The county a code lies in; None for a province or prefecture."""
    county = place // COUNTY * COUNTY
    return county if 3 in levels_of(county) else None


def region_of(place: int, by: Context) -> int:
    """Whose officers answer for an employer at a place that a post enters.

    The county of the place where the post covers it; for an employer elsewhere, a partner city
    say, the officer's own county; a township's post answers for what it enters itself.
    """
    county = county_of(place)
    if county is not None and by.covers(county):
        return county
    home = county_of(by.lo)
    return home if home is not None and by.covers(home) else by.lo


def county_span(region: int) -> tuple[int, int]:
    """Lowest and highest code of a region's county."""
    lo = region // COUNTY * COUNTY
    return lo, lo + COUNTY - 1


def plain(name: str) -> str:
    """A name as names are compared: without width, spaces and case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def key_of(name: str) -> str:
    """A name's pinyin, for search and order."""
    return name_key(name)[:300]


def short(field: str, value: Any) -> str:
    """A text of one line (``about`` keeps its lines); Wrong where it is too long."""
    said = str(value or "").strip()
    said = said if field == "about" else " ".join(said.split())
    if len(said) > LONGEST[field]:
        raise Wrong(field, text("This is too long: at most {n} characters.", n=LONGEST[field]))
    return said


def named(value: Any) -> str:
    """An employer's name; Wrong without one."""
    name = short("name", value)
    if not plain(name):
        raise Wrong("name", text("Give the name of the employer."))
    return name


def code(value: Any) -> str:
    """A credit code, checked; empty for none."""
    try:
        return checked_code(str(value)) if value else ""
    except CellError as wrong:
        raise Wrong("credit_code", wrong.problem) from None


def phone(value: Any) -> str:
    """A telephone, digits only; empty for none."""
    try:
        found = checked_phone(unicodedata.normalize("NFKC", str(value)).strip()) if value else ""
    except CellError as wrong:
        raise Wrong("phone", wrong.problem) from None
    return found if isinstance(found, str) else str(found.value)


def without_code(kind: str, code: str, reason: str) -> Wrong | None:
    """Why an employer may not do without a credit code; None where it may, or has one."""
    if code:
        return None
    if kind not in WITHOUT_CODE:
        said = text("Give the social credit code from the business licence.")
        return Wrong("credit_code", said)
    if not reason:
        return Wrong("no_code_reason", text("Say why there is no social credit code."))
    return None


def point(lon: float | None, lat: float | None) -> tuple[float | None, float | None]:
    """A point in degrees WGS84, or none; Wrong for half of one or one far away."""
    if lon is None and lat is None:
        return None, None
    if lon is None or lat is None:
        raise Wrong("lon", text("A point has a longitude and a latitude."))
    if not (LON[0] <= lon <= LON[1] and LAT[0] <= lat <= LAT[1]):
        raise Wrong(
            "lon", text("This point lies outside the country: longitude first, then latitude.")
        )
    return lon, lat


def payroll_wrong(figures: Mapping[str, Any], *, month: date, on: date) -> Text | None:
    """Why figures of a month's pay cannot all be true; None where they can."""
    workers, hours, paid = figures["workers"], figures["hours"], figures["paid"]
    target, insured = figures["target_workers"], figures.get("insured") or 0
    lowest, paid_on = figures.get("lowest_hour"), figures.get("paid_on")
    counts = (workers, target, hours, paid, lowest or 0, insured)
    wrong = (
        (not all(math.isfinite(n) and n >= 0 for n in counts), _NEGATIVE),
        (month.day != 1 or month > on, _MONTH),
        (target > workers or insured > workers, _MORE),
        (workers and not (hours and paid), _UNPAID),
        (not workers and (hours or paid), _NOBODY),
        (hours > workers * MOST_HOURS, _HOURS),
        (hours and lowest is not None and lowest > paid / hours + CENT / 2, _LOWEST),
        (paid_on is not None and paid_on < month, _EARLY),
    )
    return next((said for holds, said in wrong if holds), None)
