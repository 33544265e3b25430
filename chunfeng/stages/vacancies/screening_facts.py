"""Checks of a vacancy's typed facts: the lawful age, the caps on hours, the floor of pay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from chunfeng.stages.employers.wages import Least

MONTHS, WEEKS = 12, 52  # of a year
Limits: TypeAlias = Mapping[str, Any]
Figures: TypeAlias = dict[str, object]
Breach: TypeAlias = tuple[str, Figures]  # the fact, and the figures of the sentence about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is typed of a vacancy. Ages in years, pay in yuan, ``hourly`` an hour.

    least: the lowest lawful pay of such work.

    ``conditions`` and ``intensity`` are codes of the vacancy ledger, ``occupation`` is one like
    6-05-01-03. What is not known is None.
    """

    age_min: int | None = None
    age_max: int | None = None
    pay_kind: str | None = None
    pay_min: float | None = None
    pay_max: float | None = None
    hourly: float | None = None
    least: Least | None = None
    hours_per_day: float | None = None
    days_per_week: float | None = None
    night_shift: bool = False
    conditions: frozenset[str] = frozenset()
    intensity: str | None = None
    occupation: str | None = None

    @property
    def pay_unsaid(self) -> bool:
        """Whether no amount is typed at all."""
        return self.pay_min is None and self.pay_max is None and self.hourly is None


Check: TypeAlias = Callable[[Facts, Limits], Breach | None]


def _under_age(facts: Facts, limits: Limits) -> Breach | None:
    if facts.age_min is None or facts.age_min >= limits["least"]:
        return None
    return "age_min", {"value": facts.age_min}


def _is_young(facts: Facts, grown: int) -> bool:
    return facts.age_min is not None and facts.age_min < grown


def _young_at_night(facts: Facts, limits: Limits) -> Breach | None:
    if not (facts.night_shift and _is_young(facts, limits["grown"])):
        return None
    return "night_shift", {"value": facts.age_min}


def _young_in_danger(facts: Facts, limits: Limits) -> Breach | None:
    met = {*facts.conditions, facts.intensity} & set(limits["conditions"])
    if not (met and _is_young(facts, limits["grown"])):
        return None
    return "conditions", {"value": facts.age_min}


def _age_most(facts: Facts, limits: Limits) -> Breach | None:
    if facts.age_max is None or facts.age_max >= limits["unasked"]:
        return None
    return "age_max", {"value": facts.age_max}


def _pay_below_floor(facts: Facts, limits: Limits) -> Breach | None:
    least = facts.least
    if facts.hourly is None or least is None or not least.above(facts.hourly):
        return None
    told = {"value": _money(facts.hourly), "floor": _money(least.hour), "line": least.line}
    return "hourly", told


def _pay_too_high(facts: Facts, limits: Limits) -> Breach | None:
    if not facts.hourly or not facts.least:
        return None
    if facts.hourly <= limits["times_floor"] * facts.least.hour:
        return None
    return "hourly", {"value": _money(facts.hourly)}


def _hours(facts: Facts, limits: Limits) -> Breach | None:
    day, week = _day_and_week(facts)
    if (day <= limits["day"] and week <= limits["week"]) or _is_beyond(day, week, limits):
        return None
    return "hours_per_day", {"value": _number(day), "weekly": _number(week)}


def _hours_beyond(facts: Facts, limits: Limits) -> Breach | None:
    day, week = _day_and_week(facts)
    if not _is_beyond(day, week, limits):
        return None
    return "hours_per_day", {"value": _number(day), "weekly": _number(week)}


def _no_rest_day(facts: Facts, limits: Limits) -> Breach | None:
    if facts.days_per_week is None or facts.days_per_week <= limits["days"]:
        return None
    return "days_per_week", {"value": _number(facts.days_per_week)}


def _day_and_week(facts: Facts) -> tuple[float, float]:
    """Hours a day and a week; without the days of a week five are taken, without hours none."""
    day = facts.hours_per_day or 0
    return day, day * (5 if facts.days_per_week is None else facts.days_per_week)


def _is_beyond(day: float, week: float, limits: Limits) -> bool:
    overtime_day, overtime_month = day - limits["day"], (week - limits["week"]) * WEEKS / MONTHS
    return bool(overtime_day > limits["overtime_day"] or overtime_month > limits["overtime_month"])


def _money(yuan: float) -> str:
    return f"{yuan:.2f}"


def _number(hours: float) -> str:
    return f"{hours:.1f}".removesuffix(".0")


CHECKS: dict[str, Check] = {
    "under_age": _under_age,
    "young_at_night": _young_at_night,
    "young_in_danger": _young_in_danger,
    "age_most": _age_most,
    "pay_below_floor": _pay_below_floor,
    "pay_too_high": _pay_too_high,
    "hours": _hours,
    "hours_beyond": _hours_beyond,
    "no_rest_day": _no_rest_day,
}
CONDITIONS: dict[str, Callable[[Facts], bool]] = {"pay_unsaid": lambda facts: facts.pay_unsaid}
