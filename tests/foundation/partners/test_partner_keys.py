"""Keys and limits: who makes them, what is kept of them, and many requests at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from chunfeng.foundation.access import Context, DataClass, Role, entered
from chunfeng.foundation.partners import admission, queries
from chunfeng.foundation.partners.operations import Contract, make, revoke, sweep
from chunfeng.foundation.partners.refusals import Refused
from chunfeng.foundation.partners.scopes import KeyState, Scope
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY, Cast, context
from tests.security.test_races import at_once

Unwalled = Callable[[], AbstractContextManager[None]]
FACTS = {
    "name": "南京伙伴",
    "region": PINGLI,
    "scopes": [Scope.BULK],
    "requests_per_minute": 600,
    "rows_per_day": 1000,
    "begins": TODAY,
    "ends": TODAY + timedelta(364),
}


def made(keys: Any, by: Context, **values: Any) -> str:
    with entered(by, DataClass.ACCOUNTS):
        return make(Contract(**FACTS | values), keys=keys, by=by, at=NOW)


def listed(by: Context) -> list[queries.KeyLine]:
    with entered(by, DataClass.ACCOUNTS):
        return queries.keys(by=by)


@pytest.mark.django_db
def test_an_administrator_makes_a_key_that_stands_nowhere_afterwards(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    token = made(keys, cast.he)
    assert token.startswith("cf_")
    assert len(token) > 40
    [line] = listed(cast.he)
    assert (line.name, line.scopes) == ("南京伙伴", [Scope.BULK])
    assert token.startswith(line.prefix)
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT k::text FROM partners_key AS k")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT kind, region, detail::text FROM audit_event")
        events = cursor.fetchall()
    assert token[8:] not in row
    assert [(kind, region) for kind, region, _ in events] == [("key.made", PINGLI)]
    assert token[8:] not in events[0][2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"region": SHIQUAN},
        {"region": 610900 * 10**6},
        {"region": 0},
        {"name": " "},
        {"name": "长" * 121},
        {"requests_per_minute": 0},
        {"rows_per_day": 10**9},
        {"ends": TODAY - timedelta(1)},
        {"ends": TODAY + timedelta(800)},
    ],
)
def test_a_contract_beyond_the_post_or_the_limits_is_refused(
    cast: Cast, keys: Any, values: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        made(keys, cast.he, **values)
    assert listed(cast.he) == []


@pytest.mark.django_db
def test_nobody_but_an_administrator_makes_or_takes_back(cast: Cast, keys: Any) -> None:
    made(keys, cast.he)
    [line] = listed(cast.he)
    for by in (cast.an, cast.gu, context(Role.ADMIN, SHIQUAN, 10**6)):
        with pytest.raises(Refused):
            made(keys, by)
        with pytest.raises(Refused), entered(by, DataClass.ACCOUNTS):
            revoke(line.id, by=by, at=NOW)
    assert listed(context(Role.ADMIN, SHIQUAN, 10**6)) == []
    with entered(cast.he, DataClass.ACCOUNTS):
        revoke(line.id, by=cast.he, at=NOW)
    assert [one.state(TODAY) for one in listed(cast.he)] == [KeyState.REVOKED]


@pytest.mark.django_db
def test_a_key_says_where_it_stands_on_a_day(cast: Cast, keys: Any) -> None:
    made(keys, cast.he, begins=date(2026, 12, 1), ends=date(2026, 12, 31))
    [line] = listed(cast.he)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [line.state(day) for day in days] == [
        KeyState.TO_COME, KeyState.NOW, KeyState.NOW, KeyState.OVER,
    ]  # fmt: skip


def asked(keys: Any, token: str | None, address: str = "192.0.2.1", at: Any = NOW) -> Any:
    """What the gate says to the public site's login."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_portal")
        cursor.execute("SET LOCAL ROLE chunfeng_public")
        found = admission.admit(token, address, keys=keys, at=at)
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_web")
    return found


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_exactly_as_many_as_allowed_pass(cast: Cast, keys: Any) -> None:
    token = made(keys, cast.he, requests_per_minute=70)

    def many() -> list[bool]:
        return [asked(keys, token).allowed for _ in range(25)]

    found = at_once(*[many] * 8)
    assert sum(sum(one) for one in found) == 70
    connections.close_all()


@pytest.mark.django_db
def test_a_clock_a_little_behind_opens_no_new_minute(keys: Any) -> None:
    for _ in range(60):
        asked(keys, None)
    assert not asked(keys, None, at=NOW - timedelta(seconds=2)).allowed
    assert asked(keys, None, at=NOW + timedelta(minutes=1)).allowed


@pytest.mark.django_db
def test_old_tallies_are_swept_by_the_worker(keys: Any, unwalled: Unwalled) -> None:
    asked(keys, None)
    asked(keys, None, "192.0.2.2", NOW + timedelta(days=2))
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_worker")
        assert sweep(at=NOW + timedelta(days=2, hours=1)) == 1
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_web")


@pytest.mark.django_db
def test_the_tally_is_no_burden_to_the_disk(unwalled: Unwalled) -> None:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'partners_tally'")
        assert cursor.fetchone() == ("u",)
