"""Quiet hours, waits, parts and phones: decisions on plain values."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.messaging import rules
from chunfeng.foundation.messaging.rules import ZONE, mobile, parts, quiet, wait_after


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (6, 59, True), (7, 0, False)],
)
def test_nights_go_from_nine_in_the_evening_to_seven_in_china(
    hour: int, minute: int, night: bool
) -> None:
    assert quiet(datetime(2026, 11, 23, hour, minute, tzinfo=ZONE)) is night


def test_the_waits_grow_and_the_sixth_failure_is_the_last() -> None:
    waits = [wait_after(tries) for tries in range(1, 7)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(wait for wait in waits if wait)
    assert timedelta(0) not in waits


def test_a_channel_gives_up_well_before_another_worker_takes_its_message() -> None:
    assert timedelta(seconds=2 * rules.CHANNEL_SECONDS) <= rules.LEASE


@given(st.text(alphabet="春风a1𠮷", max_size=400))
def test_every_part_is_needed_and_all_fit(body: str) -> None:
    signs = len(body.encode("utf-16-le")) // 2
    found = parts(body)
    if found == 1:
        assert signs <= 70
    else:
        assert signs > 70
        assert (found - 1) * 67 < signs <= found * 67


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("15412345678", "15412345678"),
        ("154 1234 5678", "15412345678"),
        ("+86 154-1234-5678", "15412345678"),
        ("008615412345678", "15412345678"),
        ("0915-8421234", None),
        ("12412345678", None),
        ("1541234567", None),
        ("154123456789", None),
        ("", None),
    ],
)
def test_only_mobiles_get_messages(written: str, digits: str | None) -> None:
    assert mobile(written) == digits
