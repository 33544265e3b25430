"""What a vacancy pays a month and an hour, whatever way it pays."""

from dataclasses import dataclass

from chunfeng.stages.docking.policy import Policy

LEAST_MONTH = 500.0  # yuan; less, without a pay kind, is more likely by the day or hour


@dataclass(frozen=True, slots=True)
class Pay:
    """Yuan; None where the ledger does not say enough. ``month`` and ``hour`` are the least."""

    month: float | None
    month_high: float | None
    hour: float | None


UNKNOWN = Pay(None, None, None)


def month_hours(policy: Policy, per_day: float | None, per_week: float | None) -> float:
    """Working hours in a month."""
    daily = per_day or policy.hours.hours_per_day
    return daily * month_days(policy, per_week)


def month_days(policy: Policy, per_week: float | None) -> float:
    """Working days in a month."""
    return (per_week or policy.hours.days_per_week) * policy.hours.week_to_month


def unit_unknown(kind: str | None, low: float | None, high: float | None) -> bool:
    """Whether nobody can say if an amount is by the month, day or hour."""
    stated = [amount for amount in (low, high) if amount is not None]
    return kind is None and bool(stated) and max(stated) < LEAST_MONTH


def pay_of(
    policy: Policy,
    kind: str | None,
    low: float | None,
    high: float | None,
    piece: tuple[float | None, float | None],
    hours: float | None,
    days: float | None,
) -> Pay:
    """Monthly and hourly pay. ``piece`` is (price, pieces a day); kind None means by month."""
    per_month = month_hours(policy, hours, days)
    price, output = piece
    if kind == "piece" and price is not None and output is not None:
        earned = price * output * month_days(policy, days)
        return Pay(earned, earned, earned / per_month)
    stated = [amount for amount in (low, high) if amount is not None]
    if not stated or unit_unknown(kind, low, high):
        return UNKNOWN
    # A piece-rate vacancy without price and output may still say what people earn a month.
    times = {"day": month_days(policy, days), "hour": per_month}.get(kind or "month", 1.0)
    least, most = min(stated) * times, max(stated) * times
    return Pay(least, most, least / per_month)
