"""What a vacancy pays a month and an hour, whatever way it pays."""

from dataclasses import dataclass
from typing import Protocol

LEAST_MONTH = 500.0  # yuan; less, without a pay kind, is more likely by the day or hour


class Hours(Protocol):
    """What working time is taken to be where a vacancy does not say; a docking policy has it."""

    @property
    def hours_per_day(self) -> float:
        """Hours of a working day."""

    @property
    def days_per_week(self) -> float:
        """Working days of a week."""

    @property
    def week_to_month(self) -> float:
        """Weeks in a month."""


@dataclass(frozen=True, slots=True)
class UsualHours:
    """The usual working time."""

    hours_per_day: float = 8.0
    days_per_week: float = 6.0
    week_to_month: float = 4.333  # 52 / 12, as the default policy has it


@dataclass(frozen=True, slots=True)
class Pay:
    """Yuan; None where the ledger does not say enough. ``month`` and ``hour`` are the least."""

    month: float | None
    month_high: float | None
    hour: float | None


Piece = tuple[float | None, float | None]  # yuan a piece, pieces a day
USUAL = UsualHours()
UNKNOWN = Pay(None, None, None)


def month_hours(usual: Hours, per_day: float | None, per_week: float | None) -> float:
    """Working hours in a month."""
    daily = per_day or usual.hours_per_day
    return daily * month_days(usual, per_week)


def month_days(usual: Hours, per_week: float | None) -> float:
    """Working days in a month."""
    return (per_week or usual.days_per_week) * usual.week_to_month


def unit_unknown(kind: str | None, low: float | None, high: float | None) -> bool:
    """Whether nobody can say if an amount is by the month, day or hour."""
    stated = [amount for amount in (low, high) if amount is not None]
    return not kind and bool(stated) and max(stated) < LEAST_MONTH


def pay_of(
    usual: Hours,
    kind: str | None,
    low: float | None,
    high: float | None,
    piece: Piece,
    hours: float | None,
    days: float | None,
) -> Pay:
    """Monthly and hourly pay. ``piece`` is (price, pieces a day); no kind means by month."""
    per_month = month_hours(usual, hours, days)
    price, output = piece
    if kind == "piece" and price is not None and output is not None:
        earned = price * output * month_days(usual, days)
        return Pay(earned, earned, earned / per_month)
    stated = [amount for amount in (low, high) if amount is not None]
    if not stated or unit_unknown(kind, low, high):
        return UNKNOWN
    # A piece-rate vacancy without price and output may still say what people earn a month.
    times = {"day": month_days(usual, days), "hour": per_month}.get(kind or "month", 1.0)
    least, most = min(stated) * times, max(stated) * times
    return Pay(least, most, least / per_month)


def hour_pay(
    kind: str | None,
    low: float | None,
    high: float | None,
    piece: Piece,
    hours: float | None,
    days: float | None,
) -> float | None:
    """Yuan an hour at least, as it is held against the lowest lawful pay."""
    return pay_of(USUAL, kind, low, high, piece, hours, days).hour
