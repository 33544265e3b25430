"""Dates, money and figures: one form in tables, one in sentences."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.faces.ui import formats
from chunfeng.kit.texts import Text

DAY = date(2026, 11, 23)
LATE = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)  # already the 23rd in Shanghai


def test_a_date_in_a_table_is_iso() -> None:
    assert formats.day(DAY) == "2026-11-23"
    assert formats.day(LATE) == "2026-11-23"
    assert formats.day(None) == ""


def test_a_moment_is_local_to_the_minute() -> None:
    assert formats.moment(LATE) == "2026-11-23 02:05"
    assert formats.moment(None) == ""


def test_a_date_in_a_sentence_is_in_words() -> None:
    assert formats.in_words(DAY, "zh") == "11月23日"
    assert formats.in_words(DAY, "en") == "23 November"
    assert formats.in_words(DAY, "zh", year=True) == "2026年11月23日"
    assert formats.in_words(LATE, "en", year=True) == "23 November 2026"
    assert formats.in_words(None, "zh") == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2350, "¥2,350"),
        (Decimal("2350.50"), "¥2,350.50"),
        (Decimal("2350.00"), "¥2,350"),
        (0, "¥0"),
    ],
)
def test_money_has_its_sign_and_no_idle_decimals(value: Decimal, said: str) -> None:
    assert formats.money(value) == said


def test_money_a_month_has_whole_yuan() -> None:
    """Of piece or daily work it is worked out: nobody earns it to the fen."""
    said, exact = formats.money(3249.75, "month"), formats.money(14.38, "hour")
    assert isinstance(said, Text)
    assert isinstance(exact, Text)
    assert (said.to("zh"), exact.to("zh")) == ("¥3,250/月", "¥14.38/小时")


def test_money_says_what_it_is_paid_for() -> None:
    said = formats.money(2350, "month")
    assert isinstance(said, Text)
    assert said.to("en") == "¥2,350 a month"
    assert formats.money(None, "month") == ""


def test_an_unknown_unit_of_pay_is_an_error() -> None:
    with pytest.raises(KeyError):
        formats.money(1, "fortnight")


def test_figures_have_separators_and_changes_a_sign() -> None:
    assert formats.count(12000) == "12,000"
    assert formats.count(None) == "0"
    assert [formats.change(n) for n in (64, -1200, 0)] == ["+64", "−1,200", "±0"]


@given(st.floats(0, 1e6))
def test_a_duration_never_promises_more_than_it_knows(seconds: float) -> None:
    said = formats.duration(seconds)
    if seconds < 60:
        assert said.message == "less than a minute"
    elif seconds < 3600:
        assert abs(said.values["n"] * 60 - seconds) <= 30
    else:
        assert abs(said.values["n"] * 3600 - seconds) <= 181
