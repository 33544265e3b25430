"""The cookie of a device on which somebody has signed in: strangers' failures never hold it up.

It names, as keyed hashes, the last few who did; it opens nothing by itself.
"""

from django.core import signing

from chunfeng.foundation.accounts.rules import canonical
from chunfeng.foundation.ciphers import Keyring, blind

COOKIE = "device"
AGE = 180 * 86400  # seconds
MOST = 8  # of a village's shared computer
_SALT = "chunfeng.device"


def remembered(cookie: str, login: str, *, keys: Keyring) -> str:
    """The cookie's new value after somebody has signed in with both factors."""
    own = _mark(login, keys)
    others = [mark for mark in _marks(cookie) if mark != own]
    return signing.dumps([own, *others][:MOST], salt=_SALT)


def knows(cookie: str, login: str, *, keys: Keyring) -> bool:
    """Whether this user has signed in on the device that sends the cookie."""
    return _mark(login, keys) in _marks(cookie)


def _marks(cookie: str) -> list[str]:
    try:
        found = signing.loads(cookie, salt=_SALT, max_age=AGE)
    except signing.BadSignature:
        return []
    return [str(mark) for mark in found]


def _mark(login: str, keys: Keyring) -> str:
    return blind(keys, "device", canonical(login)).hex()
