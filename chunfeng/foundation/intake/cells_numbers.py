"""Numbers and amounts of money as people write them."""

import re
from collections.abc import Callable

from chunfeng.foundation.intake.cells import Noted, Range, tight, without_aside, word_set
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.errors import CellError
from chunfeng.kit.texts import text

Number = float | Range | Noted
DECIMALS = 6  # of a number; a millionth of a degree is a hand's breadth
_FIGURES = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+"
_CHINESE = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_SCALES = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
_UP_TO = re.compile(r"(?:不超过|不高于|不大于|低于|小于|最高|[≤<]).*|.*(?:及?以[下内]|之内)")
_ABOUT = (
    "(?:约|大约|大概|不低于|不少于|不小于|至少|最低|人均|月薪|底薪|保底|综合|工资|¥|rmb|about|[≥>]"
    "|不超过|不高于|不大于|低于|小于|最高|[≤<])?"
)
_OR_SO = r"(?:左右|上下|及?以[上下内]|之内|起|多|\+)?"
_ONE = re.compile(
    rf"{_ABOUT}({_FIGURES}|[{_CHINESE}]+)(百|千(?!米)|k(?!m)|万|w|)(千米|[^\d{_CHINESE}]*?){_OR_SO}"
)
LONGEST = 40  # characters of a number, a range or an amount
_BETWEEN = re.compile(r"(?<=[^-~—–―至到])(?:[-~〜—–―]+|至|到)(?=[^-])")
_DIGITS = dict(
    zip(
        "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖", map(int, "001223456789123456789"), strict=True
    )
)
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HEADS = word_set("人 名 个 位 people persons")
_UNITS = (  # the units a field's name allows
    (re.compile(r"_km$"), word_set("公里 千米 km")),
    (re.compile(r"_minutes$"), word_set("分钟 分 min mins minutes")),
    (re.compile(r"hours_"), word_set("小时 个小时 时 h hours 小时/天")),
    (re.compile(r"_years$"), word_set("年 years")),
    (re.compile(r"_share$"), frozenset("%")),
    (re.compile(r"days_"), word_set("天 日 天/周 days")),
    (re.compile(r"_grade$"), word_set("级 等 级残疾")),
    (re.compile(r"^age_"), word_set("岁 周岁 years")),
    (re.compile(r"^(lon|lat)$"), word_set("度 ° °e °n")),
    (re.compile(r"_output$"), word_set("件 个 件/天 个/天 双 条")),
)
_YUAN = re.compile(
    r"(?:元|块|块钱|圆|rmb|元整|元人民币|yuan)?(?:[/每]?(月|天|日|小时|时|件|个|人|年))?(?:[/每]人)?"
)
_EXTRAS = re.compile(r"(?<=[\d元块万千月])(?:[+;(]|,(?!\d)|加|另|包).*")  # 3000元+提成
_BY_MONTH = {None, "月", "人"}


def _no_number() -> CellError:
    return CellError(
        text("This is not a number."), text("Write it in figures alone, for example 12.")
    )


def _no_amount() -> CellError:
    return CellError(
        text("This is not an amount of money."),
        text("Write the yuan in figures, for example 2000."),
    )


def chinese_number(words: str) -> int | None:
    """The number Chinese numerals mean, up to thousands; None where they mean none."""
    total, digit, power = 0, 0, 10_000
    for word in words:
        if word in _DIGITS:
            digit = digit * 10 + _DIGITS[word]
            continue
        if _POWERS[word] >= power or digit > 9:
            return None
        power = _POWERS[word]
        total += (digit or 1) * power
        digit = 0
    return total + digit


def _one(written: str) -> tuple[float, int, str]:
    """(number, its scale, its unit) of a text; CellError where it is none."""
    found = _ONE.fullmatch(written)
    if not found:
        raise _no_number()
    figures, scale, unit = found.groups()
    if figures[0] in _CHINESE:
        number = chinese_number(figures)
        if number is None:
            raise _no_number()
        return float(number), _SCALES[scale], unit
    return float(figures.replace(",", "")), _SCALES[scale], unit


def _numbers(written: str) -> tuple[float | Range, str]:
    """The number or range of a text, and the unit. In 1-1.5万 the scale holds for both."""
    written = without_aside(written)
    parts = _BETWEEN.split(written)
    if len(written) > LONGEST or len(parts) > 2 or (len(parts) == 2 and parts[0][0] in _CHINESE):
        raise _no_number()
    read = [_one(part) for part in parts]
    (first, scale, _), (last, last_scale, unit) = read[0], read[-1]
    if scale == 1 and first <= last:
        scale = last_scale
    start, end = sorted(round(value, DECIMALS) for value in (first * scale, last * last_scale))
    if len(parts) == 2:
        return Range(start, end), unit
    return Range(None, end) if _UP_TO.fullmatch(written) else end, unit


def _within(value: float, column: Column) -> None:
    """CellError where a value is beyond the column's limits."""
    low, high = column.minimum, column.maximum
    if low is not None and value < low:
        raise CellError(
            text("The number is below the least that can be right, {limit}.", limit=f"{low:g}"),
            text("Check the number and its unit."),
        )
    if high is not None and value > high:
        raise CellError(
            text("The number is above the most that can be right, {limit}.", limit=f"{high:g}"),
            text("Check the number and its unit."),
        )


def _ends(found: float | Range) -> tuple[float, ...]:
    return found.ends() if isinstance(found, Range) else (found,)


def _checked(found: float | Range, column: Column) -> float | Range:
    """The number or the range, all of it within the column's limits."""
    for end in _ends(found):
        _within(end, column)
    return found


def decimal(column: Column) -> Callable[[str], float | Range]:
    """Parser of a number in the column's own unit: 8小时, 5公里, 95%, 18-45岁."""
    units = next((units for name, units in _UNITS if name.search(column.field)), _HEADS)

    def parse(folded: str) -> float | Range:
        found, unit = _numbers(tight(folded))
        if unit and unit not in units:
            raise CellError(
                text("The number carries another unit than this column's."),
                text("Convert it and write the number alone."),
            )
        return _checked(found, column)

    return parse


def integer(column: Column) -> Callable[[str], int | Range]:
    """Parser of a whole number: 12人, 十二."""
    parse_decimal = decimal(column)

    def parse(folded: str) -> int | Range:
        found = parse_decimal(folded)
        if any(end != int(end) for end in _ends(found)):
            raise CellError(
                text("A whole number is needed here."),
                text("Write it in figures alone, for example 12."),
            )
        return found if isinstance(found, Range) else int(found)

    return parse


def money(column: Column) -> Callable[[str], Number]:
    """Parser of yuan: 1,200元, 1.2万, 2000元/月, 3000-4500; 3000元+提成 with a note."""
    monthly = column.field in ("income", "pay_min")

    def parse(folded: str) -> Number:
        written = tight(folded)
        begin = _EXTRAS.sub("", written)
        found, per = _yuan(begin)
        amount = _checked(found, column)
        if per not in _BY_MONTH and monthly:
            raise CellError(
                text("The amount is not one by the month."),
                text("Convert it into yuan a month and write the number alone."),
            )
        if per not in _BY_MONTH:
            return Noted(
                amount,
                text("The amount names a unit of its own, such as by day or by piece."),
                text("Check that the column for the kind of pay says the same."),
            )
        if begin == written or without_aside(written) == begin:
            return amount
        return Noted(
            amount,
            text("Only the amount at the beginning is used."),
            text("Write only the pay here, and the rest in its own columns."),
        )

    return parse


def _yuan(written: str) -> tuple[float | Range, str | None]:
    """The amount in a text, and what it is for: 月, 天, 件 …"""
    try:
        found, unit = _numbers(written)
    except CellError:
        raise _no_amount() from None
    named = _YUAN.fullmatch(unit)
    if not named:
        raise _no_amount()
    return found, named[1]


def one_end(found: Range, column: Column) -> float | Noted:
    """The end of a range that a single column takes: the upper one in a ``…_high`` or ``…_max``.

    Noted where another end is left out, or where it is not the end the column asks for.
    """
    upper = column.field.endswith(("_high", "_max"))
    end = found.high if upper or found.low is None else found.low
    if upper and found.low is None:
        return end
    return Noted(
        end,
        text("The cell holds a range; {end} of it is used.", end=f"{end:g}"),
        text("Write a single number if another one is meant."),
    )
