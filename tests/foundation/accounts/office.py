"""An office with real users and posts, and how they sign in."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any

import pyotp
from django.db import connection, transaction

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts import factors, giving, operations, queries
from chunfeng.foundation.accounts.models import Post, SecondFactor, User
from chunfeng.foundation.accounts.refusals import Refused
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY

PASSWORD = "der Regen von gestern"  # noqa: S105 of tests
SECRET = "TESTSECRETTESTSECRETTESTSECRETTE"  # noqa: S105 of tests
BEGIN = date(2026, 1, 1)
PREFECTURE = PINGLI // 10**8 * 10**8
TOWN = PINGLI + 100 * 1000
VILLAGE = TOWN + 1
HOME = operations.From(address="192.0.2.1", agent="Firefox on Windows")


@dataclass(frozen=True)
class Officer:
    """Somebody with one post."""

    user: uuid.UUID
    login: str
    post: uuid.UUID
    context: Context


@dataclass(frozen=True)
class Office:
    """The nation's administrator, those of 平利 and of its prefecture, officers, an auditor."""

    nation: Officer
    prefecture: Officer
    admin: Officer
    county: Officer
    township: Officer
    auditor: Officer
    neighbour: Officer  # administrator of the next county


def officer(login: str, role: Role, region: int, password: str = PASSWORD) -> Officer:
    """A user with one post since the beginning of the year."""
    user = giving.make_user(login=login, name="示例", password=password, at=NOW)
    post = Post.objects.create(user=user, role=role, region=region, begins=BEGIN, given_at=NOW)
    context = queries.context_for(user.id, post.id, TODAY)
    assert context
    return Officer(user.id, login, post.id, context)


def make_office() -> Office:
    """Seven officers."""
    return Office(
        nation=officer("root", Role.ADMIN, 0),
        prefecture=officer("pref", Role.ADMIN, PREFECTURE),
        admin=officer("he.admin", Role.ADMIN, PINGLI),
        county=officer("an.county", Role.COUNTY, PINGLI),
        township=officer("chun.town", Role.TOWNSHIP, TOWN),
        auditor=officer("gu.audit", Role.AUDITOR, PINGLI),
        neighbour=officer("bo.admin", Role.ADMIN, SHIQUAN),
    )


def with_app(user: uuid.UUID, keys: Any, at: datetime = NOW) -> uuid.UUID:
    """A confirmed code app with the tests' secret."""
    factor, _ = factors.new_totp(User.objects.get(id=user), "app", keys, secret=SECRET)
    SecondFactor.objects.filter(id=factor).update(confirmed_at=at)
    return factor


def code(at: datetime) -> str:
    """What the app shows."""
    return pyotp.TOTP(SECRET).at(at)


def session_of(user: uuid.UUID, keys: Any, at: datetime = NOW) -> uuid.UUID:
    """A session begun with both factors."""
    if not queries.factors_of(user).exists():
        with_app(user, keys)
    return operations.begin_session(user, where=HOME, at=at)


def outcomes(*acts: Callable[[], object]) -> list[str]:
    """What comes of acts done at the same moment, each on its own connection; one is doubled."""
    barrier, found = Barrier(2), []

    def run(act: Callable[[], object]) -> None:
        barrier.wait(10)
        try:
            with transaction.atomic():
                act()
            found.append("done")
        except Refused as refused:
            found.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in (acts if len(acts) == 2 else acts * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(found)
