"""Dates, months and hours of the day as people write them."""

import re
from datetime import date, timedelta

from chunfeng.foundation.intake.cells import EXACT, Noted, tight, without_aside
from chunfeng.foundation.intake.errors import CellError
from chunfeng.kit.texts import text

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 7_306, 73_415  # 1920-01-01 and 2100-12-31
_EPOCH = date(1899, 12, 30)
_TIME = r"(?:t?\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?z?)?"
_PARTED = re.compile(rf"(\d{{4}})[-./年](\d{{1,2}})(?:[-./月](?:(\d{{1,2}})[日号]?)?)?{_TIME}")
_SOLID = re.compile(rf"(\d{{4}})(\d\d)(\d\d)?(?:{_TIME}|0{{6}})")
_TWO_DIGIT_YEAR = re.compile(r"\d{2}[-./年]\d{1,2}(?:[-./月]\d{0,2}[日号]?)?")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_AS_DATE = text("Write it as 1980-01-31.")


def _no_date() -> CellError:
    return CellError(text("This is not a date."), _AS_DATE)


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(
            text("The year is outside {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR),
            _AS_DATE,
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(
            text("There is no such day in the calendar."),
            text("Check the month and the day; write them as 1980-01-31."),
        ) from None


def _serial(number: float) -> date:
    """The day Excel counts as a number."""
    if not FIRST_SERIAL <= number < LAST_SERIAL + 1:
        raise _no_date()
    return _EPOCH + timedelta(days=int(number))


def day(folded: str) -> date | Noted:
    """1980.1.5, 1980/1/5, 19800105, 1980年1月5日, Excel's own count; a month is its first day."""
    written = tight(folded)
    found = _PARTED.fullmatch(written) or _SOLID.fullmatch(written)
    if found:
        year, month, number = found.groups()
        value = _day(int(year), int(month), int(number or 1))
        return _either_month(value) if re.fullmatch(r"\d{4}\.1", written) else value
    if re.fullmatch(r"(?:19|20)\d\d年?", written):
        raise CellError(text("The month is missing."), _AS_DATE)
    if _SERIAL.fullmatch(written):
        return _serial(float(written))
    if _TWO_DIGIT_YEAR.fullmatch(written):
        raise CellError(
            text("The year has only two digits."), text("Write all four digits of the year.")
        )
    raise _no_date()


def _either_month(value: date) -> Noted:
    """1980.1: Excel shortens a typed 1980.10 to this."""
    return Noted(
        value,
        text("This may mean January or October; January is used."),
        text("Write it as {first} or {second}.", first=f"{value:%Y}-01", second=f"{value:%Y}-10"),
    )


def numeric_day(number: float) -> date | Noted:
    """The day of a cell that Excel holds as a plain number: a count of days, or 19800105."""
    if not abs(number) < EXACT:
        raise _no_date()
    if FIRST_YEAR <= number < LAST_YEAR + 1 and number != int(number):
        raise CellError(
            text("Excel keeps this as a number, so 1980.1 and 1980.10 are the same."), _AS_DATE
        )
    return day(str(int(number))) if number == int(number) else _serial(number)


_MONTH_WORDS = {"十一": "11", "十二": "12", "冬": "11", "腊": "12", "正": "1"} | dict(
    zip("一二三四五六七八九十", map(str, range(1, 11)), strict=True)
)
_MONTH_WORD = re.compile("十一|十二|[一二三四五六七八九十正冬腊]")
_MONTH = r"(\d{1,2})月?份?"
_MONTH_SPAN = re.compile(rf"{_MONTH}(?:[-~〜—–―至到]+(?:次年|来年|翌年|第二年)?底?{_MONTH})?")
_WHOLE_YEAR = {"全年", "常年"}
_DATE_SHOWN = re.compile(r"\d{4}-\d\d-\d\d(?:\d\d:\d\d)?")


def months(folded: str) -> tuple[int, ...]:
    """4月、5月 · 4-5月 · 11月至次年2月 → months 1..12, sorted."""
    written = tight(folded)
    if _DATE_SHOWN.fullmatch(written):
        raise CellError(
            text("Excel has turned this into a date."),
            text("Set the column to text, then write the months as 4、5 or 4-5."),
        )
    if written in _WHOLE_YEAR:
        return tuple(range(1, 13))
    written = _MONTH_WORD.sub(lambda found: _MONTH_WORDS[found[0]], written)
    out: set[int] = set()
    for part in re.split(r"[、,;/和及与]+", written.strip("、,;/")):
        found = _MONTH_SPAN.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not (1 <= first <= 12 and 1 <= last <= 12):
            raise CellError(
                text("This is not a list of months."), text("Write the months as 4、5 or 4-5.")
            )
        out.update((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
    return tuple(sorted(out))


_PART = "(凌晨|清晨|早上|早|上午|中午|下午|午后|傍晚|晚上|晚|夜)?"
_CLOCK = rf"{_PART}(\d{{1,2}})(?:[:点时](\d{{1,2}}|半|一刻|三刻)?分?)?(?::00)?整?"
_HOURS = re.compile(rf"{_CLOCK}(?:[-~〜—–―]+|至|到){_CLOCK}")
_MINUTES = {None: 0, "半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = {"下午", "午后", "傍晚", "晚上", "晚", "夜"}
_HOUR_WORD = re.compile("(?:[一二两三四五六七八九]?十[一二三四]?|[一二两三四五六七八九])(?=[点时])")
_WHOLE_DAY = {"全天", "24小时", "不限", "都可以", "均可"}
_AS_HOURS = text("Write the hours as 08:30-16:30.")


def _minute_of_day(part: str | None, hour: str, minute: str | None) -> int:
    hours = int(hour) + (12 if part in _AFTERNOON and int(hour) < 12 else 0)
    minutes = _MINUTES[minute] if minute in _MINUTES else int(minute or 0)
    if hours > 24 or minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise CellError(text("There is no such time of day."), _AS_HOURS)
    return hours * 60 + minutes


def _period(written: str) -> tuple[int, int]:
    found = _HOURS.fullmatch(written)
    if not found:
        raise CellError(text("These are not hours of the day."), _AS_HOURS)
    start = _minute_of_day(*found.group(1, 2, 3))
    end = _minute_of_day(*found.group(4, 5, 6))
    if start >= end:
        raise CellError(
            text("The hours end before they begin; hours past midnight are not read here."),
            text("Write the hours as 08:30-16:30; for night work use its own column."),
        )
    return start, end


def time_range(folded: str) -> tuple[int, int] | Noted:
    """8:30-17:30 · 8点半到17点 · 早9:00至18:00 → minutes after midnight, start < end."""
    written = _HOUR_WORD.sub(lambda found: str(_hour(found[0])), without_aside(tight(folded)))
    if written in _WHOLE_DAY:
        return 0, 24 * 60
    periods = [_period(part) for part in re.split(r"[、,;/和及]+", written)]
    start, end = min(start for start, _ in periods), max(end for _, end in periods)
    if len(periods) == 1:
        return start, end
    return Noted(
        (start, end),
        text("Several periods are given; the time from the first to the last is used."),
        text("Write one period if only one is meant."),
    )


def _hour(words: str) -> int:
    """八 → 8, 十 → 10, 十二 → 12, 二十 → 20."""
    tens, ten, ones = words.replace("两", "二").rpartition("十")
    count = (int(_MONTH_WORDS[tens]) if tens else 1) if ten else 0
    return 10 * count + (int(_MONTH_WORDS[ones]) if ones else 0)
