"""Numbers that tell who someone is are hidden wherever they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import ID_NUMBER, PHONE, id_number

from chunfeng.stages.docking.privacy import HIDDEN, hidden, phone_start


@pytest.mark.parametrize("written", [ID_NUMBER, "110105194912310", "6222 0212 3456 7890 123"])
def test_no_digit_of_an_id_or_bank_number_is_left(written: str) -> None:
    assert hidden(f"王五{written}家") == f"王五{HIDDEN}家"


@pytest.mark.parametrize(
    "written",
    [
        PHONE,
        "139 1234 5678",
        "139-1234-5678",
        "+8613912345678",
        "86 13912345678",
        "１３９１２３４５６７８",
    ],
)
def test_a_phone_keeps_three_digits(written: str) -> None:
    shown = hidden(f"电话{written}。")
    assert shown in ("电话139****。", "电话１３９****。")


@given(st.integers(0, 300_000), st.text(max_size=8), st.text(max_size=8))
def test_an_id_number_never_gets_through(number: int, before: str, after: str) -> None:
    assert id_number(number) not in hidden(before + id_number(number) + after)


@given(st.text(max_size=30))
def test_hiding_twice_changes_nothing_more(written: str) -> None:
    assert hidden(hidden(written)) == hidden(written)


@pytest.mark.parametrize(
    "harmless",
    ["610926100000", "2026-11-23", "0123456789abcdef", "缝纫工 20 人", "¥2,350/月", "08:30-17:30"],
)
def test_other_numbers_stay(harmless: str) -> None:
    assert hidden(harmless) == harmless


def test_an_unknown_phone_begins_with_nothing() -> None:
    assert phone_start(None) == ""
    assert phone_start(PHONE) == "139****"
