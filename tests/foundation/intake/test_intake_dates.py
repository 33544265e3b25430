"""Dates, months and hours of the day as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.intake.cells import Noted, fold
from chunfeng.foundation.intake.cells_dates import day, months, numeric_day, time_range
from chunfeng.foundation.intake.errors import CellError

FORMS = (
    "{0.year}-{0.month:02}-{0.day:02}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}{0.month:02}{0.day:02}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}年{0.month:02}月{0.day:02}日",
    "{0.year}-{0.month:02}-{0.day:02} 00:00:00",
    "{0.year}-{0.month:02}-{0.day:02}T08:30",
    "{0.year}/{0.month}/{0.day} 8:05",
)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(FORMS))
def test_a_day_is_read_however_it_is_written(born: date, form: str) -> None:
    assert day(fold(form.format(born))) == born


@settings(deadline=None)
@given(st.dates(date(1920, 1, 1), date(2100, 12, 31)))
def test_excels_count_of_days_is_a_date(born: date) -> None:
    serial = (born - date(1899, 12, 30)).days
    assert numeric_day(serial) == day(str(serial)) == numeric_day(serial + 0.75) == born


@pytest.mark.parametrize("written", ["1980年1月", "1980.01", "1980-1", "198001", "1980/01"])
def test_a_month_means_its_first_day(written: str) -> None:
    assert day(fold(written)) == date(1980, 1, 1)


def test_full_width_signs_are_read_in_dates() -> None:
    assert day(fold("１９８０．１．５")) == date(1980, 1, 5)


def test_1980_1_as_text_is_january_with_a_note() -> None:
    read = day("1980.1")
    assert isinstance(read, Noted)
    assert read.value == date(1980, 1, 1)


@pytest.mark.parametrize("number", [1980.1, 1980.12, 2001.5])
def test_year_and_month_as_a_number_is_refused(number: float) -> None:
    with pytest.raises(CellError, match=r"1980\.10"):
        numeric_day(number)


@pytest.mark.parametrize("written", ["80.1.5", "80-1", "80年1月5日", "99/12/31"])
def test_a_year_of_two_digits_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="two digits"):
        day(written)


@pytest.mark.parametrize("written", ["1980.13.45", "2027-02-30", "20270230", "2023年2月29日"])
def test_a_day_that_never_was_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="no such day"):
        day(written)


@pytest.mark.parametrize("written", ["1980", "1980年"])
def test_a_year_alone_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="month is missing"):
        day(written)


@pytest.mark.parametrize("written", ["昨天", "12", "999999", "5月1日", "1899-12-31", "长期"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(CellError):
        day(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4月、5月", (4, 5)),
        ("4-5月", (4, 5)),
        ("4,5", (4, 5)),
        ("4", (4,)),
        ("11月至次年2月", (1, 2, 11, 12)),
        ("11-2月", (1, 2, 11, 12)),
        ("五月、十一月", (5, 11)),
        ("3月份到4月份；9月", (3, 4, 9)),
        ("全年", tuple(range(1, 13))),
        ("十二月", (12,)),
    ],
)
def test_months_are_read_however_they_are_written(written: str, expected: tuple[int, ...]) -> None:
    assert months(fold(written)) == expected


@pytest.mark.parametrize("written", ["13月", "0", "农忙时", "4.5", "四五月份"])
def test_what_is_no_list_of_months_is_refused(written: str) -> None:
    with pytest.raises(CellError, match="list of months"):
        months(written)


def test_months_that_excel_turned_into_a_date_are_explained() -> None:
    with pytest.raises(CellError, match="turned this into a date"):
        months("2026-04-05")


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("8:30-17:30", "8:30", "17:30"),
        ("08:30—17:30", "8:30", "17:30"),
        ("8点半到17点", "8:30", "17:00"),
        ("8:30-17:30（午休1小时）", "8:30", "17:30"),
        ("早9:00至18:00", "9:00", "18:00"),
        ("上午8点到下午5点", "8:00", "17:00"),
        ("8：30～17：30", "8:30", "17:30"),
        ("八点至十二点", "8:00", "12:00"),
        ("8时30分-16时", "8:30", "16:00"),
        ("9-18", "9:00", "18:00"),
        ("全天", "0:00", "24:00"),
    ],
)
def test_hours_of_the_day_are_read_however_they_are_written(
    written: str, start: str, end: str
) -> None:
    assert time_range(fold(written)) == (_minutes(start), _minutes(end))


def test_two_periods_count_from_the_first_to_the_last_with_a_note() -> None:
    read = time_range("8:00-12:00,14:00-18:00")
    assert isinstance(read, Noted)
    assert read.value == (8 * 60, 18 * 60)


@pytest.mark.parametrize("written", ["22:00-6:00", "17:30-8:30", "8:00-8:00"])
def test_hours_past_midnight_are_refused(written: str) -> None:
    with pytest.raises(CellError, match="before they begin"):
        time_range(written)


@pytest.mark.parametrize("written", ["白天", "8:30", "25:00-26:00", "8:75-9:00", "8.5-17.5"])
def test_what_is_no_hours_of_the_day_is_refused(written: str) -> None:
    with pytest.raises(CellError):
        time_range(written)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_makes_a_date_parser_fail_otherwise_than_by_refusing(written: str) -> None:
    for parse in (day, months, time_range):
        try:
            parse(fold(written))
        except CellError:
            continue


@settings(deadline=None)
@given(st.floats() | st.integers(-(10**20), 10**20))
def test_no_number_makes_a_date_out_of_range(number: float) -> None:
    try:
        read = numeric_day(number)
    except CellError:
        return
    value = read.value if isinstance(read, Noted) else read
    assert date(1900, 1, 1) <= value <= date(2100, 12, 31) + timedelta(days=1)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
