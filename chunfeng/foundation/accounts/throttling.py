"""Failed attempts slow the next ones down, without letting a stranger lock somebody out.

Three keys count: a name from one address, an address, a name from anywhere. The last, which a
botnet could fill for somebody else, never holds up a device that has signed in before.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from chunfeng.foundation.accounts import rules
from chunfeng.foundation.accounts.models import Attempt
from chunfeng.foundation.accounts.refusals import SlowDown
from chunfeng.foundation.ciphers import Keyring, blind


def _keys(
    keyring: Keyring, login: str, address: str, *, known: bool
) -> Iterator[tuple[bytes, int]]:
    name = login.strip().lower()
    yield blind(keyring, "attempt", f"both|{name}|{address}"), rules.FREE_ATTEMPTS
    yield blind(keyring, "attempt", f"address|{address}"), rules.FREE_OF_ADDRESS
    if not known:
        yield blind(keyring, "attempt", f"name|{name}"), rules.FREE_OF_NAME


def hold_up(keyring: Keyring, login: str, address: str, *, known: bool, at: datetime) -> None:
    """SlowDown while one of the keys is blocked."""
    asked = [key for key, _ in _keys(keyring, login, address, known=known)]
    blocked = Attempt.objects.filter(key__in=asked, blocked_until__gt=at)
    until = blocked.order_by("-blocked_until").values_list("blocked_until", flat=True).first()
    if until is not None:
        raise SlowDown(int((until - at).total_seconds()) + 1)


def failed(keyring: Keyring, login: str, address: str, *, known: bool, at: datetime) -> None:
    """Counts a failure; each one after the free ones doubles the wait."""
    for key, free in _keys(keyring, login, address, known=known):
        attempt, _ = Attempt.objects.get_or_create(key=key, defaults={"since": at})
        if rules.forgotten(attempt.since, at):
            Attempt.objects.filter(key=key).update(failed=0, since=at, blocked_until=None)
        Attempt.objects.filter(key=key).update(failed=F("failed") + 1)
        attempt.refresh_from_db()
        wait = rules.delay(attempt.failed, free)
        if wait:
            Attempt.objects.filter(key=key).update(blocked_until=at + wait)


def succeeded(keyring: Keyring, login: str, address: str) -> None:
    """A good sign-in clears what was counted for this name from this address."""
    (key, _), *_ = _keys(keyring, login, address, known=True)
    Attempt.objects.filter(key=key).delete()
