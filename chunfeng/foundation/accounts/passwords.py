"""Which passwords will do, and comparing them; how they are kept stands in ``hashing``."""

import secrets
import unicodedata
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from chunfeng.foundation.accounts.models import User
from chunfeng.foundation.accounts.refusals import PasswordRefused
from chunfeng.foundation.accounts.rules import canonical
from chunfeng.kit.texts import text

SHORTEST = 12  # characters
LONGEST = 200
LOGIN_COUNTS = 4  # characters of a sign-in name from which a password may not hold it


def check_new_password(password: str, login: str) -> None:
    """PasswordRefused where a password is short, common, or holds the sign-in name."""
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise PasswordRefused(
            text("A password has at least {n} characters. A sentence is good.", n=SHORTEST)
        )
    if plain.strip().lower() in _common():
        raise PasswordRefused(text("This password is too common. Choose another."))
    name = canonical(login)
    if len(name) >= LOGIN_COUNTS and name in plain.lower():
        raise PasswordRefused(text("The password must not contain the sign-in name."))


def kept(password: str) -> str:
    """A password as it is kept."""
    return make_password(_plain(password))


def fits(password: str, user: User | None) -> bool:
    """Whether it is the user's password; no user takes as long as a wrong password."""
    right = check_password(_plain(password)[:LONGEST], user.password if user else _nobodys())
    return right and user is not None


@cache
def _nobodys() -> str:
    return make_password(secrets.token_urlsafe(32))


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _plain(password: str) -> str:
    """One width: a Chinese keyboard may write full-width letters and digits."""
    return unicodedata.normalize("NFKC", password)
