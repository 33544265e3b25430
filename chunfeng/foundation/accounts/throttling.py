"""Failed attempts slow the next ones down, without letting a stranger lock somebody out.

From unknown devices three keys count: a name from one address, an address, a name from anywhere.
A device on which that user has signed in before has a key that no stranger's failure reaches.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from chunfeng.foundation.accounts import rules
from chunfeng.foundation.accounts.models import Attempt
from chunfeng.foundation.accounts.refusals import SlowDown
from chunfeng.foundation.ciphers import Keyring, blind


def keys_of(login: str, address: str, *, known: bool) -> Iterator[tuple[str, int]]:
    """(key, free failures) of everything an attempt counts for; the first is cleared by success."""
    name = rules.canonical(login)
    if known:
        yield f"known|{name}", rules.FREE_ATTEMPTS
        return
    place = rules.network(address)
    yield f"both|{name}|{place}", rules.FREE_ATTEMPTS
    yield f"address|{place}", rules.FREE_OF_ADDRESS
    yield f"name|{name}", rules.FREE_OF_NAME


def hold_up(keyring: Keyring, login: str, address: str, *, known: bool, at: datetime) -> None:
    """SlowDown while one of the keys is blocked.

    Until the transaction ends attempts with the same keys wait for each other: otherwise many at
    once would all pass before the first failure is counted.
    """
    asked = sorted(key for key, _ in _hashed(keyring, login, address, known=known))
    with connection.cursor() as cursor:
        for key in asked:
            number = int.from_bytes(key[:8], "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    blocked = Attempt.objects.filter(key__in=asked, blocked_until__gt=at)
    until = blocked.order_by("-blocked_until").values_list("blocked_until", flat=True).first()
    if until is not None:
        raise SlowDown(until - at)


def failed(keyring: Keyring, login: str, address: str, *, known: bool, at: datetime) -> None:
    """Counts a failure, after ``hold_up``; each one after the free ones doubles the wait."""
    for key, free in _hashed(keyring, login, address, known=known):
        held = Attempt.objects.filter(key=key).values("failed", "since").first()
        count = rules.after_failure(rules.Count(**held) if held else None, free, at)
        Attempt(
            key=key,
            failed=count.failed,
            since=count.since,
            blocked_until=count.blocked_until,
        ).save()


def succeeded(keyring: Keyring, login: str, address: str, *, known: bool) -> None:
    """Success clears what was counted for this name here; never what counts for an address."""
    key, _ = next(_hashed(keyring, login, address, known=known))
    Attempt.objects.filter(key=key).delete()


def _hashed(
    keyring: Keyring, login: str, address: str, *, known: bool
) -> Iterator[tuple[bytes, int]]:
    for key, free in keys_of(login, address, known=known):
        yield blind(keyring, "attempt", key), free
