"""Dates, months and hours of the day as people write them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from chunfeng.foundation.intake.cells import tight
from chunfeng.foundation.intake.errors import CellError
from chunfeng.kit.texts import text

FIRST_YEAR, LAST_YEAR = 1900, 2100
LAST_SERIAL = 73_414  # 2100-12-31 in the 1900 system
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_TIME = r"(?:t?\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?z?)?"
_PARTED = re.compile(rf"(\d{{4}})[-./年](\d{{1,2}})(?:[-./月](\d{{1,2}})?[日号]?)?{_TIME}")
_SOLID = re.compile(rf"(\d{{4}})(\d\d)(\d\d)?(?:t?{_TIME}|0{{6}})")
_TWO_DIGIT_YEAR = re.compile(r"\d{2}[-./年]\d{1,2}(?:[-./月]\d{0,2}[日号]?)?")
_SERIAL = re.compile(r"\d{1,5}(?:\.\d+)?")
_AS_DATE = text("Write it as 1980-01-31.")


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


def _serial(number: float, epoch: date) -> date:
    if number < 1 or number > LAST_SERIAL:
        raise CellError(text("This is not a date."), _AS_DATE)
    # The 1900 system counts a 29 February 1900 that never was.
    shift = 1 if epoch == EPOCH_1900 and number < 60 else 0
    return epoch + timedelta(days=int(number) + shift)


def day(epoch: date = EPOCH_1900) -> Callable[[str], date]:
    """Parser of a day; a month alone means its first day. ``epoch`` is day 0 of plain serials."""

    def parse(folded: str) -> date:
        written = tight(folded)
        found = _PARTED.fullmatch(written) or _SOLID.fullmatch(written)
        if found:
            year, month, number = found.groups()
            return _day(int(year), int(month), int(number or 1))
        if re.fullmatch(r"(?:19|20)\d\d年?", written):
            raise CellError(text("The month is missing."), _AS_DATE)
        if _SERIAL.fullmatch(written):
            return _serial(float(written), epoch)
        if _TWO_DIGIT_YEAR.fullmatch(written):
            raise CellError(
                text("The year has only two digits."), text("Write all four digits of the year.")
            )
        raise CellError(text("This is not a date."), _AS_DATE)

    return parse


_MONTH_WORDS = {"十一": "11", "十二": "12", "冬": "11", "腊": "12", "正": "1"} | dict(
    zip("一二三四五六七八九十", map(str, range(1, 11)), strict=True)
)
_MONTH_WORD = re.compile("十一|十二|[一二三四五六七八九十正冬腊]")
_MONTH = r"(\d{1,2})月?份?"
_MONTH_SPAN = re.compile(rf"{_MONTH}(?:[-~—–至到]+次?年?底?{_MONTH})?")
_WHOLE_YEAR = {"全年", "常年", "1-12"}


def months(folded: str) -> tuple[int, ...]:
    """4月、5月 · 4-5月 · 11月至次年2月 → months 1..12, sorted."""
    written = tight(folded)
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


_CLOCK = r"(凌晨|早上|早|上午|中午|下午|午后|傍晚|晚上|晚|夜)?(\d{1,2})(?:[:点时](\d{1,2}|半|一刻|三刻)?分?)?(?::00)?整?"
_HOURS = re.compile(rf"{_CLOCK}(?:-+|~|—+|–|至|到){_CLOCK}")
_MINUTES = {None: 0, "半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = {"下午", "午后", "傍晚", "晚上", "晚", "夜"}


def _minute_of_day(part: str | None, hour: str, minute: str | None) -> int:
    hours = int(hour) + (12 if part in _AFTERNOON and int(hour) < 12 else 0)
    minutes = _MINUTES[minute] if minute in _MINUTES else int(minute or 0)
    if hours > 24 or minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise CellError(
            text("There is no such time of day."), text("Write the hours as 08:30-16:30.")
        )
    return hours * 60 + minutes


def time_range(folded: str) -> tuple[int, int]:
    """8:30-17:30 · 8点半到17点 · 早9:00至18:00 → minutes after midnight, start < end."""
    found = _HOURS.fullmatch(re.sub("[一二两三四五六七八九十]+(?=点)", _hour_word, tight(folded)))
    if not found:
        raise CellError(
            text("These are not hours of the day."), text("Write the hours as 08:30-16:30.")
        )
    start = _minute_of_day(*found.group(1, 2, 3))
    end = _minute_of_day(*found.group(4, 5, 6))
    if start >= end:
        raise CellError(
            text("The hours end before they begin; hours past midnight are not read here."),
            text("Write the hours as 08:30-16:30; for night work use its own column."),
        )
    return start, end


def _hour_word(found: re.Match[str]) -> str:
    words = found[0].replace("两", "二")
    ten = words.startswith("十")
    rest = words.removeprefix("十")
    return str(10 * ten + int(_MONTH_WORDS.get(rest, "0"))) if len(rest) < 2 else words
