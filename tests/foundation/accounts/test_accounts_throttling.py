"""Guessing is slowed for everybody but those who have been here before."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.accounts import devices, operations, rules
from chunfeng.foundation.accounts.models import Attempt
from chunfeng.foundation.accounts.refusals import SignInRefused, SlowDown
from chunfeng.foundation.accounts.rules import Count
from chunfeng.foundation.accounts.throttling import keys_of
from tests.cast import NOW
from tests.foundation.accounts.office import PASSWORD, Office, code, make_office, outcomes, with_app

WRONG = PASSWORD[::-1]


class Counts:
    """The same rules on a dictionary: what a login's page would let through."""

    def __init__(self) -> None:
        self.held: dict[str, Count] = {}
        self.let_through: dict[str, list[Any]] = defaultdict(list)

    def attempt(self, login: str, address: str, at: Any, *, known: bool = False) -> bool:
        """Whether the password is looked at; it is wrong."""
        keys = list(keys_of(login, address, known=known))
        counts = [self.held[key] for key, _ in keys if key in self.held]
        if any(c.blocked_until and c.blocked_until > at for c in counts):
            return False
        for key, free in keys:
            self.held[key] = rules.after_failure(self.held.get(key), free, at)
            self.let_through[key].append(at)
        return True


SECONDS = st.sampled_from([0, 0, 0, 1, 5, 31, 61, 600, 3601, 43_200, 90_000])
STRANGERS = st.lists(
    st.tuples(st.sampled_from(["an", "bo"]), st.integers(0, 3), SECONDS), max_size=150
)


@given(attempts=STRANGERS)
def test_no_sequence_of_strangers_attempts_holds_up_a_known_device(
    attempts: list[tuple[str, int, int]],
) -> None:
    counts, at = Counts(), NOW
    for login, host, later in attempts:
        at += timedelta(seconds=later)
        counts.attempt(login, f"192.0.2.{host}", at)
    assert counts.attempt("an", "192.0.2.0", at, known=True)


def guessed_in(days: int, every: timedelta, *, addresses: int) -> int:
    """How many guesses at one name come through from ever new addresses."""
    counts, at, number, through = Counts(), NOW, 0, 0
    while at < NOW + timedelta(days=days):
        through += counts.attempt("an", f"10.{number % addresses // 256}.0.{number % 256}", at)
        at, number = at + every, number + 1
    return through


A_DAY = rules.FREE_OF_NAME + 7 + 24  # free ones, the doubling waits, one an hour


@pytest.mark.parametrize("every", [timedelta(seconds=20), timedelta(minutes=7)])
def test_a_botnets_guesses_at_one_name_are_bounded(every: timedelta) -> None:
    assert guessed_in(3, every, addresses=20_000) <= 3 * A_DAY


@given(attempts=STRANGERS)
def test_however_they_are_spread_guesses_at_a_name_are_bounded(
    attempts: list[tuple[str, int, int]],
) -> None:
    counts, at = Counts(), NOW
    for _, host, later in attempts:
        at += timedelta(seconds=later)
        counts.attempt("an", f"192.0.2.{host}", at)
    days = (at - NOW) // timedelta(days=1) + 1
    assert len(counts.let_through["name|an"]) <= days * A_DAY
    for host in range(4):
        from_one = counts.let_through[f"both|an|192.0.2.{host}"]
        assert len(from_one) <= days * (rules.FREE_ATTEMPTS + 7 + 24)


def test_a_thief_of_a_known_device_guesses_slowly_too() -> None:
    counts = Counts()
    through = [counts.attempt("an", "192.0.2.1", NOW, known=True) for _ in range(20)]
    assert sum(through) == rules.FREE_ATTEMPTS


def test_waits_double_up_to_an_hour() -> None:
    waits = [rules.delay(n, 5).total_seconds() for n in (4, 5, 6, 7, 12, 13, 1000)]
    assert waits == [0, 30, 60, 120, 3600, 3600, 3600]


def test_a_day_after_the_first_failure_counting_begins_anew() -> None:
    count = None
    for _ in range(10):
        count = rules.after_failure(count, 5, NOW)
    assert count
    assert count.blocked_until
    assert rules.after_failure(count, 5, NOW + timedelta(days=1)).failed == 11
    later = NOW + timedelta(days=1, seconds=1)
    assert rules.after_failure(count, 5, later) == Count(failed=1, since=later)


def where(address: str = "192.0.2.1", device: str = "") -> operations.From:
    return operations.From(address=address, device=device)


def prove(login: str, password: str, keys: Any, at: Any = NOW, **place: str) -> Any:
    asked = {"where": where(**place), "keys": keys, "demo": False, "at": at}
    return operations.prove_password(login, password, **asked)


def guess(login: str, keys: Any, times: int, **place: str) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            prove(login, WRONG, keys, **place)


def test_after_five_failures_from_one_place_the_right_password_waits_too(
    office: Office, keys: Any
) -> None:
    guess("an.county", keys, 5)
    with pytest.raises(SlowDown) as caught:
        prove("an.county", PASSWORD, keys)
    assert caught.value.wait == timedelta(seconds=30)
    assert prove("an.county", PASSWORD, keys, NOW + timedelta(seconds=30))


def test_failures_elsewhere_do_not_hold_up_this_place(office: Office, keys: Any) -> None:
    guess("an.county", keys, 5, address="198.51.100.7")
    assert prove("an.county", PASSWORD, keys)


def test_a_good_sign_in_clears_the_place_and_not_the_address(office: Office, keys: Any) -> None:
    guess("an.county", keys, 4)
    prove("an.county", PASSWORD, keys)
    guess("an.county", keys, 4)
    assert sorted(Attempt.objects.values_list("failed", flat=True)) == [4, 8, 8]


def test_one_address_guesses_at_few_names(office: Office, keys: Any) -> None:
    for name in range(rules.FREE_OF_ADDRESS // 5):
        guess(f"name{name}", keys, 5)
    with pytest.raises(SlowDown):
        prove("an.county", PASSWORD, keys)
    assert prove("an.county", PASSWORD, keys, address="198.51.100.7")


def test_unknown_names_are_slowed_like_known_ones(db: None, keys: Any) -> None:
    guess("nobody", keys, 5)
    with pytest.raises(SlowDown):
        prove("nobody", WRONG, keys)


def test_strangers_everywhere_do_not_hold_up_a_device_that_was_here_before(
    office: Office, keys: Any
) -> None:
    cookie = devices.remembered("", "an.county", keys=keys)
    for number in range(10):
        guess("an.county", keys, 5, address=f"203.0.113.{number}")
    with pytest.raises(SlowDown):
        prove("an.county", PASSWORD, keys)
    assert prove("an.county", PASSWORD, keys, device=cookie)
    assert prove("an.county", PASSWORD, keys, device=cookie, address="203.0.113.0")


def test_a_device_counts_for_those_who_signed_in_on_it_alone(keys: Any) -> None:
    cookie = devices.remembered("", "an.county", keys=keys)
    cookie = devices.remembered(cookie, "chun.town", keys=keys)
    assert devices.knows(cookie, "AN.county", keys=keys)
    assert devices.knows(cookie, "chun.town", keys=keys)
    assert not devices.knows(cookie, "he.admin", keys=keys)


@pytest.mark.parametrize("change", ["", "x", "forged"])
def test_a_forged_device_is_a_stranger(keys: Any, change: str) -> None:
    cookie = devices.remembered("", "an.county", keys=keys)
    forged = {"": "", "x": cookie[:-1], "forged": "WyJhIl0:1:2"}[change]
    assert not devices.knows(forged, "an.county", keys=keys)


def test_a_device_remembers_the_last_eight(keys: Any) -> None:
    cookie = ""
    for number in range(devices.MOST + 1):
        cookie = devices.remembered(cookie, f"name{number}", keys=keys)
    known = [devices.knows(cookie, f"name{n}", keys=keys) for n in range(devices.MOST + 1)]
    assert known == [False] + [True] * devices.MOST
    assert len(cookie) < 1000


def test_a_devices_cookie_names_nobody(keys: Any) -> None:
    assert "an.county" not in devices.remembered("", "an.county", keys=keys)


def test_the_counts_keep_neither_names_nor_addresses(office: Office, keys: Any) -> None:
    guess("an.county", keys, 1)
    kept = b"".join(bytes(key) for key in Attempt.objects.values_list("key", flat=True))
    assert len(kept) == 3 * 16


def test_who_stole_the_password_does_not_hold_up_the_owners_device(
    office: Office, keys: Any
) -> None:
    an = office.county
    with_app(an.user, keys)
    cookie = devices.remembered("", "an.county", keys=keys)
    for number in range(10):
        for _ in range(5):
            with pytest.raises(SignInRefused):
                operations.prove_code(
                    an.user, "0", where=where(f"203.0.113.{number}"), keys=keys, at=NOW
                )
    with pytest.raises(SlowDown):
        operations.prove_code(an.user, code(NOW), where=where(), keys=keys, at=NOW)
    operations.prove_code(an.user, code(NOW), where=where(device=cookie), keys=keys, at=NOW)


def test_two_guesses_at_the_same_moment_are_both_counted(committed: None, keys: Any) -> None:
    make_office()

    def act() -> None:
        with pytest.raises(SignInRefused):
            prove("an.county", WRONG, keys)

    assert outcomes(act) == ["done", "done"]
    assert set(Attempt.objects.values_list("failed", flat=True)) == {2}


def test_old_failures_are_swept(office: Office, keys: Any) -> None:
    guess("an.county", keys, 1)
    operations.sweep(at=NOW + timedelta(days=1))
    assert Attempt.objects.count() == 3
    operations.sweep(at=NOW + timedelta(days=1, seconds=1))
    assert not Attempt.objects.exists()
