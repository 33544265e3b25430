"""Statements sent beside the caller's work: in order, all or none, errors not lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, connection, transaction

from chunfeng.foundation.database.bulk import beside, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def table(unwalled: Callable[[], AbstractContextManager[None]]) -> None:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE line (n int PRIMARY KEY)")
        cursor.execute("GRANT ALL ON line TO chunfeng_web")


def kept() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM line ORDER BY n")
        return [n for (n,) in cursor.fetchall()]


def test_a_statement_sent_alone_runs_at_once() -> None:
    send("INSERT INTO line VALUES (%s)", [1])
    assert kept() == [1]


def test_statements_run_in_the_order_they_were_sent() -> None:
    expected = 1
    with beside():
        send("INSERT INTO line VALUES (%s)", [1])
        for _ in range(50):
            send("UPDATE line SET n = n * 2 + %s", [1])
            send("UPDATE line SET n = mod(n, %s)", [10007])
            expected = (expected * 2 + 1) % 10007
    assert kept() == [expected]


def test_the_first_error_is_raised_at_the_end_and_nothing_stays() -> None:
    send("INSERT INTO line VALUES (%s)", [1])

    def write() -> None:
        with transaction.atomic(), beside():
            for n in (2, 1, 3):
                send("INSERT INTO line VALUES (%s)", [n])

    with pytest.raises(IntegrityError):
        write()
    assert kept() == [1]


def test_an_error_of_the_caller_waits_for_what_was_sent() -> None:
    def write() -> None:
        with transaction.atomic(), beside():
            send("INSERT INTO line SELECT %s FROM pg_sleep(0.05)", [1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert kept() == []
