"""Numbers and amounts as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.intake.cells import Noted, Range, fold
from chunfeng.foundation.intake.cells_numbers import chinese_number, decimal, integer, money
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.intake.errors import CellError
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

PAY = VACANCIES.column("pay_low")
WISHED_PAY = PEOPLE.column("pay_min")


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("2000", 2000),
        ("１，２００元", 1200),
        ("1,200.00", 1200),
        ("1.2万", 12000),
        ("3千", 3000),
        ("2000元/月", 2000),
        ("约2000", 2000),
        ("¥2000", 2000),
        ("2000元左右", 2000),
        ("2000元以上", 2000),
        ("月薪 3500 元", 3500),
        ("三千", 3000),
        ("一千二百", 1200),
        ("0", 0),
    ],
)
def test_an_amount_is_read_however_it_is_written(written: str, yuan: float) -> None:
    assert money(WISHED_PAY)(fold(written)) == yuan


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("3000元+提成", 3000),
        ("底薪3000+计件", 3000),
        ("3000-4500元/月，包吃住", Range(3000, 4500)),
        ("4000元加全勤奖", 4000),
    ],
)
def test_what_comes_on_top_of_the_pay_is_left_out_with_a_note(
    written: str, amount: float | Range
) -> None:
    read = money(PAY)(fold(written))
    assert isinstance(read, Noted)
    assert read.value == amount


def test_a_remark_in_brackets_behind_an_amount_is_left_out() -> None:
    assert money(PAY)(fold("3000元（税后）")) == 3000


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("3000-4500", 3000, 4500),
        ("3000～4500元", 3000, 4500),
        ("3000—4500", 3000, 4500),
        ("3000元至4500元/月", 3000, 4500),
        ("1-1.5万", 10000, 15000),
        ("3千-5千", 3000, 5000),
        ("3-5千", 3000, 5000),
        ("8000-1万", 8000, 10000),
        ("4500-3000", 3000, 4500),
    ],
)
def test_a_range_of_pay_is_read_whole(written: str, low: float, high: float) -> None:
    assert money(PAY)(fold(written)) == Range(low, high)


@pytest.mark.parametrize(
    "written",
    [
        "面议",
        "若干",
        "2000-3000-4000",
        "1,20",
        "两三千",
        "九" * 500,
        "9" * 500,
        "1e400",
        "--",
        "元",
    ],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="amount"):
        money(PAY)(fold(written))


def test_an_amount_below_zero_is_refused() -> None:
    with pytest.raises(CellError, match="below the least"):
        money(PAY)("-500")


def test_pay_by_the_day_is_no_monthly_pay() -> None:
    with pytest.raises(CellError, match="by the month"):
        money(WISHED_PAY)("100元/天")


def test_pay_by_the_day_is_noted_where_the_pay_kind_says_so_too() -> None:
    read = money(PAY)("150元/天")
    assert isinstance(read, Noted)
    assert read.value == 150


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("hours_per_day", "8小时", 8),
        ("hours_per_day", "7.5", 7.5),
        ("hours_per_day", "8小时（两班倒）", 8),
        ("commute_km", "5公里", 5),
        ("commute_km", "5 km", 5),
        ("commute_km", "5千米", 5),
        ("commute_minutes", "30分钟", 30),
        ("care_count", "2人", 2),
        ("care_count", "二", 2),
        ("disability_grade", "二级", 2),
        ("disability_grade", "贰级", 2),
        ("lon", "109.35°", 109.35),
    ],
)
def test_a_number_may_carry_its_columns_unit(field: str, written: str, value: float) -> None:
    column = PEOPLE.column(field)
    parse = integer(column) if column.kind == "integer" else decimal(column)
    assert parse(fold(written)) == value


@pytest.mark.parametrize(
    ("field", "written"),
    [("commute_km", "10里"), ("commute_minutes", "1小时"), ("hours_per_day", "480分钟")],
)
def test_a_number_in_another_unit_is_refused(field: str, written: str) -> None:
    with pytest.raises(CellError, match="another unit"):
        decimal(PEOPLE.column(field))(written)


@pytest.mark.parametrize(
    ("written", "low", "high"), [("18-45", 18, 45), ("18至45周岁", 18, 45), ("18~45岁", 18, 45)]
)
def test_a_range_of_ages_is_read_whole(written: str, low: int, high: int) -> None:
    assert integer(VACANCIES.column("age_min"))(fold(written)) == Range(low, high)


@pytest.mark.parametrize(
    "written", ["45岁以下", "不超过45", "≤45", "45周岁及以下", "低于45岁", "45以内"]
)
def test_an_age_up_to_a_number_has_no_lower_end(written: str) -> None:
    assert integer(VACANCIES.column("age_min"))(fold(written)) == Range(None, 45)


@pytest.mark.parametrize("written", ["18岁以上", "≥18", "不低于18周岁", "18周岁及以上"])
def test_an_age_from_a_number_on_is_that_number(written: str) -> None:
    assert integer(VACANCIES.column("age_min"))(fold(written)) == 18


def test_a_count_must_be_whole() -> None:
    with pytest.raises(CellError, match="whole number"):
        integer(VACANCIES.column("headcount"))("2.5")


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_every_number_below_ten_thousand_is_understood_in_chinese_numerals(number: int) -> None:
    digits, powers = "零一二三四五六七八九", ("千", "百", "十", "")
    words = "".join(
        (digits[int(d)] + power) if d != "0" else "零"
        for d, power in zip(f"{number:04}", powers, strict=True)
    )
    assert chinese_number(words.strip("零")) == number


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_a_number_parser_fail_otherwise_than_by_refusing(written: str) -> None:
    for column in (PAY, WISHED_PAY, VACANCIES.column("headcount"), PEOPLE.column("lon")):
        _refuses_or_reads(column, fold(written))


@settings(deadline=None)
@given(
    st.from_regex(
        r"[约¥]?[0-9０-９一二十百千万,，.．]{1,12}[千万kw]?[元人]?([-~至][0-9]{1,6}[万]?)?",
        fullmatch=True,
    )
)
def test_a_number_read_lies_within_its_columns_limits(written: str) -> None:
    _refuses_or_reads(PAY, fold(written))


def _refuses_or_reads(column: Column, folded: str) -> None:
    parse = {"money": money, "integer": integer, "decimal": decimal}[column.kind](column)
    try:
        read = parse(folded)
    except CellError:
        return
    read = read.value if isinstance(read, Noted) else read
    for value in read.ends() if isinstance(read, Range) else (read,):
        assert column.minimum is not None
        assert column.maximum is not None
        assert column.minimum <= value <= column.maximum
