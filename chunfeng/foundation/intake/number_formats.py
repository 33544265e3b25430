"""How an .xlsx file's styles show its numbers: as dates, times of day, percentages or plain."""

import re
from datetime import datetime, timedelta
from math import isfinite

from chunfeng.foundation.intake.cells import EXACT, Cell
from chunfeng.foundation.intake.refusal import Refused

Attributes = dict[str, str]
Elements = list[tuple[str, Attributes]]  # (name, attributes), in order
_XF_GROUPS = ("cellXfs", "cellStyleXfs", "dxfs")
_DATE_FORMATS = frozenset([14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58])
_TIME_FORMATS = frozenset([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56])
_PERCENT_FORMATS = frozenset([9, 10])
# What a number format shows as it is written: quoted and escaped signs, colours, currencies.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.I)
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31
_LATER = 1462  # days from the first day of the 1900 system to that of the 1904 system


class Shown:
    """A number as its style shows it: a date as a date, 95 % as 95%, else the number."""

    ELEMENTS = ("numFmt", "xf", *_XF_GROUPS)  # the ones of the styles part it is made from

    def __init__(self, styles: Elements, late: bool) -> None:
        custom = {
            whole(a.get("numFmtId"), 0): a.get("formatCode", "")
            for name, a in styles
            if name == "numFmt"
        }
        formats = [whole(a.get("numFmtId"), 0) for a in _cell_formats(styles)]
        kinds = {str(k): _kind(number, custom) for k, number in enumerate(formats)}
        self._kinds: dict[str | None, str] = {k: kind for k, kind in kinds.items() if kind}
        self._kinds[None] = self._kinds.get("0", "")
        self._late = late
        self._end = _LAST_SERIAL - (_LATER if late else 0)

    def __call__(self, value: str, style: str | None) -> Cell:
        """The cell for a number written in a style."""
        kind = self._kinds.get(style)
        if not kind and value.isdigit() and len(value) <= 15 and value.isascii():
            return int(value)
        try:
            number = float(value)
        except ValueError:
            raise Refused("damaged") from None
        if not isfinite(number):
            return value  # no number a sheet can hold; the cell's column will say so
        if kind == "percent":
            return f"{number * 100:.10g}%"
        if kind and 0 <= number < self._end:
            return self._moment(number, kind)
        return int(number) if number.is_integer() and abs(number) < EXACT else number

    def _moment(self, serial: float, kind: str) -> Cell:
        days, seconds = divmod(round(serial * 86_400), 86_400)
        hours, minutes = seconds // 3600, seconds // 60 % 60
        if kind == "time" or (not days and not self._late and seconds):
            return f"{days * 24 + hours:02d}:{minutes:02d}"
        if not days and not self._late:
            return 0
        clock = f" {hours:02d}:{minutes:02d}" if seconds else ""
        return self._day(days) + clock

    def _day(self, days: int) -> str:
        if self._late:
            return (datetime(1904, 1, 1) + timedelta(days)).strftime("%Y-%m-%d")  # noqa: DTZ001 a wall date
        if days == 60:
            return "1900-02-29"  # the 1900 system counts this day, which never was
        return (datetime(1899, 12, 30) + timedelta(days + (days < 60))).strftime("%Y-%m-%d")  # noqa: DTZ001 a wall date


def _cell_formats(styles: Elements) -> list[Attributes]:
    """The xf elements inside cellXfs."""
    out, inside = [], False
    for name, attributes in styles:
        if name in _XF_GROUPS:
            inside = name == "cellXfs"
        elif inside and name == "xf":
            out.append(attributes)
    return out


def _kind(number_format: int, custom: dict[int, str]) -> str:
    """date, time, percent or nothing special."""
    if number_format in custom:
        code = _LITERAL.sub("", custom[number_format]).split(";")[0].lower()
        if "general" in code:
            return ""
        if any(sign in code for sign in "yd年日e") and not any(sign in code for sign in "0#?"):
            return "date"
        clock = re.search("[hs时]", code)
        return "time" if clock else "date" if "m" in code else "percent" if "%" in code else ""
    kinds = (_DATE_FORMATS, "date"), (_TIME_FORMATS, "time"), (_PERCENT_FORMATS, "percent")
    return next((kind for formats, kind in kinds if number_format in formats), "")


def whole(written: str | None, default: int) -> int:
    """A whole number as attributes write it, or the default."""
    return int(written) if written and written.isascii() and written.isdigit() else default
