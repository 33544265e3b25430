"""Numbers and amounts of money as people write them."""

import re
from collections.abc import Callable

from chunfeng.foundation.intake.cells import Noted, Range, tight
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.errors import CellError
from chunfeng.kit.texts import Text, text

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?|[+-]?\.\d+"
_CHINESE = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_SCALES = {"": 1.0, "百": 100.0, "千": 1000.0, "k": 1000.0, "万": 10_000.0, "w": 10_000.0}
_ABOUT = r"(?:约|大约|大概|不低于|不少于|至少|最低|人均|月薪|¥|rmb|￥)?"
_OR_SO = r"(?:左右|以上|起|多|上下|\+)?"
_ONE = re.compile(rf"{_ABOUT}({_NUMBER}|[{_CHINESE}]+)([百千k万w]?)([^\d]*?){_OR_SO}")
_BETWEEN = re.compile(r"(?<=[\d百千k万w元块])\s*(?:-|~|—+|–|至|到)\s*(?=[\d¥])")
_DIGITS = dict(
    zip("零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖", "001223456789123456789", strict=True)
)
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_UNITS = (  # the units a field's name allows
    (re.compile(r"_km$"), {"公里", "千米", "km", "里程"}),
    (re.compile(r"_minutes$"), {"分钟", "分", "min", "minutes"}),
    (re.compile(r"hours_"), {"小时", "个小时", "时", "h", "hours", "小时/天"}),
    (re.compile(r"_years$"), {"年", "years"}),
    (re.compile(r"_share$"), {"%"}),
    (re.compile(r"days_"), {"天", "日", "天/周", "days"}),
    (re.compile(r"_grade$"), {"级", "等", "级残疾"}),
    (re.compile(r"age_"), {"岁", "周岁"}),
    (re.compile(r"^(lon|lat)$"), {"度", "°", "°e", "°n"}),
    (re.compile(r"output"), {"件", "个", "件/天", "个/天", "双", "条"}),
    (re.compile(r"."), {"人", "名", "个", "位"}),
)
_YUAN = re.compile(
    r"(?:元|块|块钱|圆|rmb|元整|元人民币)?(?:[/每]?(月|天|日|小时|时|件|个|人|年))?(?:[/每]人)?"
)
_BY_MONTH = {None, "月", "人"}
_AS_FIGURES = text("Write it in figures alone, for example 12.")


def chinese_number(words: str) -> int | None:
    """The number Chinese numerals mean (up to thousands); None where they mean none."""
    total, digit, power = 0, 0, 10_000
    for word in words:
        if word in _DIGITS:
            digit = (
                digit * 10 + int(_DIGITS[word]) if digit and power == 10_000 else int(_DIGITS[word])
            )
            continue
        if _POWERS[word] >= power:
            return None
        power = _POWERS[word]
        total += (digit or 1) * power
        digit = 0
    return total + digit


def _one(written: str) -> tuple[float, str, str]:
    """(number, its scale word, its unit) of a text; CellError where it is none."""
    found = _ONE.fullmatch(written)
    if not found:
        raise CellError(text("This is not a number."), _AS_FIGURES)
    figures, scale, unit = found.groups()
    if figures[0] in _CHINESE:
        number = chinese_number(figures)
        if number is None:
            raise CellError(text("This is not a number."), _AS_FIGURES)
        return float(number) * _SCALES[scale], scale, unit
    value = float(figures.replace(",", ""))
    if value in (float("inf"), float("-inf")):
        raise CellError(text("This is not a number."), _AS_FIGURES)
    return value * _SCALES[scale], scale, unit


def _span(written: str) -> tuple[list[float], str]:
    """The one or two numbers of a text, and the unit. In 1-1.5万 the scale holds for both."""
    parts = _BETWEEN.split(written)
    if len(parts) > 2:
        raise CellError(text("This is not a number."), _AS_FIGURES)
    read = [_one(part) for part in parts]
    values = [value for value, _, _ in read]
    if len(read) == 2 and not read[0][1] and values[0] < values[1] / _SCALES[read[1][1]] * 2:
        values[0] *= _SCALES[read[1][1]]
    return [round(value, 9) for value in values], read[-1][2]


def _allowed_units(field: str) -> set[str]:
    return next(units for pattern, units in _UNITS if pattern.search(field))


def _within(value: float, column: Column) -> float:
    """The value, if the column's limits hold."""
    low, high = column.minimum, column.maximum
    if low is not None and value < low:
        raise CellError(
            text(
                "This is below the least a cell of this column can be, {limit}.", limit=f"{low:g}"
            ),
            text("Check the number and its unit."),
        )
    if high is not None and value > high:
        raise CellError(
            text(
                "This is above the most a cell of this column can be, {limit}.", limit=f"{high:g}"
            ),
            text("Check the number and its unit."),
        )
    return value


def _first_of(values: list[float], column: Column) -> float | Noted:
    """The number, or the first of a range with a note."""
    if len(values) == 1:
        return _within(values[0], column)
    high = column.field.endswith(("_high", "_max"))
    value = _within(max(values) if high else min(values), column)
    return Noted(
        value,
        text("The cell holds a range; one end of it is used."),
        text("Write a single number if another one is meant."),
    )


def decimal(column: Column) -> Callable[[str], float | Noted]:
    """Parser of a number in the column's own unit: 8小时, 5公里, 95%."""
    units = _allowed_units(column.field)

    def parse(folded: str) -> float | Noted:
        values, unit = _span(tight(folded))
        if unit and unit not in units:
            raise CellError(
                text("The number carries another unit than this column's."),
                text("Convert it and write the number alone."),
            )
        return _first_of(values, column)

    return parse


def integer(column: Column) -> Callable[[str], int | Noted]:
    """Parser of a whole number: 12人, 十二."""
    parse_decimal = decimal(column)

    def parse(folded: str) -> int | Noted:
        value = parse_decimal(folded)
        number = value.value if isinstance(value, Noted) else value
        if number != int(number):
            raise CellError(text("A whole number is needed here."), _AS_FIGURES)
        if isinstance(value, Noted):
            return Noted(int(number), value.problem, value.mend)
        return int(number)

    return parse


def money(column: Column) -> Callable[[str], float | Range | Noted]:
    """Parser of yuan: 1,200元, 1.2万, 2000元/月. A range is kept whole only in a ``…_low`` field."""
    monthly = column.field in ("income", "pay_min")

    def parse(folded: str) -> float | Range | Noted:
        values, unit = _span(tight(folded))
        named = _YUAN.fullmatch(unit)
        if not named:
            raise CellError(
                text("This is not an amount of money."),
                text("Write the yuan in figures, for example 2000."),
            )
        by_month = named[1] in _BY_MONTH
        if monthly and not by_month:
            raise CellError(
                text("The amount is not one by the month."),
                text("Convert it into yuan a month and write the number alone."),
            )
        if len(values) == 2 and column.field.endswith("_low"):
            for value in values:
                _within(value, column)
            return Range(min(values), max(values))
        amount = _first_of(values, column)
        return amount if by_month or isinstance(amount, Noted) else Noted(amount, *_by_unit())

    return parse


def _by_unit() -> tuple[Text, Text]:
    return (
        text("The amount names a unit of its own, such as by day or by piece."),
        text("Check that the column for the kind of pay says the same."),
    )
