"""Dates, money and figures as pages write them: one form in tables, one in sentences."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from chunfeng.kit.texts import Language, Text, text

_PER = {
    "month": text("{money} a month"),
    "day": text("{money} a day"),
    "hour": text("{money} an hour"),
    "piece": text("{money} a piece"),
    "year": text("{money} a year"),
}
_WHOLE = frozenset({"month", "year"})
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MINUTE = 60  # seconds
HOUR = 60 * MINUTE


def local_day(value: date | datetime) -> date:
    """The local calendar day."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """2026-11-23, as in tables."""
    return local_day(value).isoformat() if value else ""


def moment(value: datetime | None) -> str:
    """2026-11-23 14:05, local time."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def in_words(value: date | datetime | None, language: Language, *, year: bool = False) -> str:
    """11月23日 or 23 November, as in sentences; with the year where it may be another one."""
    if not value:
        return ""
    on = local_day(value)
    if language == "zh":
        return f"{on.year}年{on.month}月{on.day}日" if year else f"{on.month}月{on.day}日"
    said = f"{on.day} {_MONTHS[on.month - 1]}"
    return f"{said} {on.year}" if year else said


def count(value: float | None) -> str:
    """12,000."""
    return f"{value or 0:,}"


def money(value: Decimal | float | None, per: str = "") -> Text | str:
    """¥2,350, or with what it is paid for: ¥2,350/月. ``per``: month, day, hour, piece, year.

    A month and a year have whole yuan: such amounts are mostly worked out.
    """
    if value is None:
        return ""
    yuan = Decimal(str(value))
    if per in _WHOLE:
        yuan = yuan.quantize(Decimal(1), ROUND_HALF_UP)
    said = f"¥{yuan:,.2f}" if yuan % 1 else f"¥{yuan:,.0f}"
    return Text(_PER[per].message, {"money": said}) if per else said


def change(value: float) -> str:
    """+12, −3, ±0."""
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{abs(value):,}"


def duration(seconds: float) -> Text:
    """How long something will take, rounded to what can be promised."""
    if seconds < MINUTE:
        return text("less than a minute")
    if seconds < HOUR:
        return text("about {n} min", n=round(seconds / MINUTE))
    return text("about {n} h", n=round(seconds / HOUR, 1))
