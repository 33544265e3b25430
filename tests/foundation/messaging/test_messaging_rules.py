"""Quiet hours, waits, parts and phones: decisions on plain values."""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.messaging import rules
from chunfeng.foundation.messaging.refusals import NoMobile, no_mobile
from chunfeng.foundation.messaging.rules import ZONE, hours, mobile, parts, quiet, wait_after


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (6, 59, True), (7, 0, False)],
)
def test_nights_go_from_nine_in_the_evening_to_seven_in_china(
    hour: int, minute: int, night: bool
) -> None:
    assert quiet(datetime(2026, 11, 23, hour, minute, tzinfo=ZONE), "7-21") is night


@pytest.mark.parametrize("hour", range(24))
def test_an_installation_may_let_notices_leave_at_any_hour(hour: int) -> None:
    assert not quiet(datetime(2026, 11, 23, hour, tzinfo=ZONE), "0-24")


@pytest.mark.parametrize("said", ["", "7", "21-7", "7-7", "7-25", "-1-9", "7:00-21:00", "７-21"])
def test_what_is_no_two_hours_of_a_day_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        hours(said)


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


@pytest.mark.parametrize("written", ["0915-8421234", "0108421234 5", "+86 (0915) 8421234"])
def test_of_a_landline_it_is_said_that_no_message_reaches_it(written: str) -> None:
    for said in (no_mobile(written), NoMobile(written).said):
        assert "landline, which receives no messages" in said.message


@pytest.mark.parametrize("written", ["1541234567", "4008421234", "王小春", ""])
def test_what_is_no_telephone_of_anybodys_is_called_no_landline(written: str) -> None:
    for said in (no_mobile(written), NoMobile(written).said):
        assert "landline" not in said.message
        assert "mobile number" in said.message
