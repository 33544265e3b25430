"""What follows from a vacancy's facts, and what must hold of them: pure, but for the regions."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from math import floor
from typing import Any

from chunfeng.foundation.access import Context, Role
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies.refusals import Incomplete

DECIDERS = frozenset({Role.TOWNSHIP, Role.COUNTY})  # who publishes
COUNTY = 10**6  # codes of one county share what is above this
MOST_SEATS = 100_000
MOST_PHOTOS = 6
ASTRAY = 3.0  # degrees: further than any place lies from the middle of its county
SCHOOL_DAY = (8 * 60, 17 * 60)  # minutes after midnight
PART_DAY = 6.0  # hours
LONGEST = {
    "title": 80, "vacancy_no": 40, "address": 200, "contact": 60, "age_reason": 200,
    "description": 4000, "remarks": 2000,
}  # fmt: skip
CHANNEL_OF_KIND = {"public_body": "public_welfare", "workshop": "near"}


def channel_of(given: str | None, employer_kind: str) -> str:
    """The way into work, told by the kind of employer where it is not given."""
    return given or CHANNEL_OF_KIND.get(employer_kind, "local")


def cell_of(lon: float, lat: float) -> int:
    """The cell of 0.1° a point lies in: its eastern neighbour is 1 more, its northern one 10000."""
    return floor(lat * 10) * 10_000 + floor(lon * 10)


def near(lon: float, lat: float, place_lon: float, place_lat: float) -> bool:
    """Whether a point may belong to a place."""
    return max(abs(lon - place_lon), abs(lat - place_lat)) <= ASTRAY


def home_friendly(facts: Mapping[str, Any], region: int) -> bool:
    """Whether work suits somebody who cannot leave home: carers of children, the old or the ill.

    It lies in the programme's own county, has no night shifts, and is either near-home piece work,
    or has flexible hours, or takes a part of the day (at most 6 hours) while children are in school
    (within 8:00 to 17:00).
    """
    if facts["place"] // COUNTY != region // COUNTY or facts["night_shift"]:
        return False
    if facts["channel"] == "near" or facts["flexible"]:
        return True
    window, hours = facts["hours_window"], facts["hours_per_day"]
    if not window or not SCHOOL_DAY[0] <= window[0] < window[1] <= SCHOOL_DAY[1]:
        return False
    return bool((hours or (window[1] - window[0]) / 60) <= PART_DAY)


def full(taken: int, headcount: int) -> bool:
    """Whether no seat is left."""
    return taken >= headcount


def expired(end_date: date | None, on: date) -> bool:
    """Whether the closing date is past."""
    return end_date is not None and end_date < on


def moved_on(day: date | None, months: int) -> date | None:
    """The same day some months later; the last of the month where there is none."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check(facts: Mapping[str, Any]) -> None:
    """Incomplete where a vacancy lacks what it cannot be without, or contradicts itself."""
    if not facts.get("title"):
        raise Incomplete("title", text("Say what the work is."))
    if not facts.get("place"):
        raise Incomplete("place", text("Say where the work is."))
    seats = facts.get("headcount")
    if seats is None or not 0 <= seats <= MOST_SEATS:
        raise Incomplete("headcount", text("Say how many people are wanted."))
    for field, longest in LONGEST.items():
        if len(facts.get(field) or "") > longest:
            raise Incomplete(field, text("Too long: at most {n} characters.", n=longest))
    for low, high, said in (
        ("pay_low", "pay_high", text("The pay to is below the pay from.")),
        ("age_min", "age_max", text("The age to is below the age from.")),
        ("start_date", "end_date", text("The closing date is before the start date.")),
        ("reserved", "headcount", text("More seats are reserved than there are.")),
    ):
        if None not in (facts.get(low), facts.get(high)) and facts[low] > facts[high]:
            raise Incomplete("reserved" if low == "reserved" else high, said)


def covered(by: Context, region: int) -> bool:
    """Whether a post or a member's employer answers for a region."""
    return by.employer is not None or by.covers(region)
