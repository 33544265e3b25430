"""Letting a request of the API in: whose it is, and whether it comes too soon."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from chunfeng.foundation.accounts.rules import network
from chunfeng.foundation.ciphers import Keyring, blind
from chunfeng.foundation.partners.scopes import Scope

FREE = 60  # requests a minute of a network without a key
_ADMIT = "SELECT * FROM partners_admit(%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What may be asked now. key: whose, None for anybody; rows_left: today, None without a key."""

    allowed: bool
    quota: int  # requests a minute
    remaining: int
    rows_left: int | None
    key: UUID | None
    scopes: frozenset[Scope]


def admit(token: str | None, address: str, *, keys: Keyring, at: datetime) -> Admission:
    """Counts one request of a key, or of the network it comes from where there is none."""
    given = blind(keys, "partner", token) if token else None
    place = blind(keys, "network", network(address)).hex()
    with connection.cursor() as cursor:
        cursor.execute(_ADMIT, [given, place, FREE, at])
        allowed, quota, remaining, rows_left, key, scopes = cursor.fetchone()
    return Admission(
        allowed=allowed,
        quota=quota,
        remaining=remaining,
        rows_left=rows_left,
        key=key,
        scopes=frozenset(Scope(one) for one in scopes or ()),
    )


def spend(key: UUID, rows: int) -> None:
    """Counts rows a key was given today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners_spend(%s, %s)", [key, rows])
