"""Keys are made and taken back by administrators; old tallies are swept."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts.rules import one_line, span
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.ciphers import Keyring, blind
from chunfeng.foundation.partners.models import Key, Tally
from chunfeng.foundation.partners.refusals import Refused
from chunfeng.foundation.partners.scopes import Scope
from chunfeng.kit.texts import text

MARK = "cf_"  # what every key begins with, so that one found in the open is known for what it is
SHOWN = 8  # characters of a key that go on being shown
LONGEST = timedelta(days=731)
MOST_REQUESTS, MOST_ROWS = 6_000, 100_000_000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a partner is given: who, for which region, what, how much, from when to when."""

    name: str
    region: int
    scopes: Collection[Scope]
    requests_per_minute: int
    rows_per_day: int
    begins: date
    ends: date


def make(contract: Contract, *, keys: Keyring, by: Context, at: datetime) -> str:
    """Makes a key; the key itself, which is shown once and kept nowhere."""
    _allow(contract, by)
    token = MARK + secrets.token_urlsafe(32)
    made = Key.objects.create(
        prefix=token[:SHOWN],
        hash=blind(keys, "partner", token),
        name=one_line(contract.name),
        region=contract.region,
        scopes=sorted(contract.scopes),
        requests_per_minute=contract.requests_per_minute,
        rows_per_day=contract.rows_per_day,
        begins=contract.begins,
        ends=contract.ends,
        made_at=at,
        made_by=by.user,
    )
    detail = {
        "scopes": made.scopes,
        "requests_per_minute": made.requests_per_minute,
        "rows_per_day": made.rows_per_day,
        "ends": made.ends.isoformat(),
    }
    _tell("key.made", made, by, at, detail)
    return token


def revoke(key: UUID, *, by: Context, at: datetime) -> None:
    """Takes a key back, from the next request on."""
    held = Key.objects.only(*_KNOWN).filter(id=key, revoked_at=None).first()
    if held is None or by.role is not Role.ADMIN:
        raise Refused(text("There is no such key in your region."))
    Key.objects.filter(id=key).update(revoked_at=at, revoked_by=by.user)
    _tell("key.revoked", held, by, at, {})


def sweep(*, at: datetime) -> int:
    """Drops the tallies of those who have not asked for two days; how many."""
    return Tally.objects.filter(minute__lt=at - timedelta(days=2)).delete()[0]


_KNOWN = ("id", "region")  # the hash is for the gate alone


def _allow(contract: Contract, by: Context) -> None:
    lo, hi = span(contract.region)
    if by.role is not Role.ADMIN or lo < by.lo or hi > by.hi:
        raise Refused(text("That region is outside the region of your post."))
    if not 1 <= len(one_line(contract.name)) <= LONGEST_NAME:
        raise Refused(text("Give the partner's name, up to {n} characters.", n=LONGEST_NAME))
    if not 0 < contract.requests_per_minute <= MOST_REQUESTS:
        raise Refused(text("From 1 to {n} requests a minute.", n=MOST_REQUESTS))
    if not 0 < contract.rows_per_day <= MOST_ROWS:
        raise Refused(text("From 1 to {n} rows a day.", n=MOST_ROWS))
    if contract.ends < contract.begins:
        raise Refused(text("The last day comes before the first."))
    if contract.ends - contract.begins > LONGEST:
        raise Refused(text("A key works for two years at the longest."))


def _tell(kind: str, key: Key, by: Context, at: datetime, detail: dict[str, object]) -> None:
    record(kind, by=by, at=at, region=key.region, subject=("key", key.id), detail=detail)
