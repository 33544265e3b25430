"""Statements planned once a connection: their values, what is kept, what a rollback forgets."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.database import planned
from chunfeng.foundation.database.planned import rows

pytestmark = pytest.mark.django_db
SUM = "SELECT %(one)s::int + %(two)s::int * %(one)s::int"


def statements() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [told for (told,) in cursor.fetchall()]


def test_a_value_named_twice_is_one_value() -> None:
    assert rows(SUM, {"one": 3, "two": 4}) == [(15,)]
    assert "SELECT $1::int + $2::int * $1::int" in statements()


def test_what_is_asked_again_is_planned_once() -> None:
    before = len(statements())
    for one in (5, 6, 7):
        rows("SELECT %(one)s::int, 'once'", {"one": one})
    assert len(statements()) == before + 1


def test_values_that_are_not_in_it_are_left_out() -> None:
    assert rows("SELECT %(one)s::text", {"one": "a", "other": object()}) == [("a",)]


def test_a_sign_of_percent_is_one() -> None:
    assert rows("SELECT 7 % 4, 'ab' LIKE 'a%', %(one)s::text", {"one": "%(two)s"}) == [
        (3, True, "%(two)s")
    ]


def test_a_connection_keeps_only_so_many() -> None:
    for number in range(planned.KEPT + 10):
        rows(f"SELECT {number}", {})
    assert len(statements()) <= planned.KEPT


def test_it_answers_after_a_rollback() -> None:
    for _ in range(2):
        with transaction.atomic():
            assert rows("SELECT %(one)s::int", {"one": 1}) == [(1,)]
            transaction.set_rollback(True)
    assert rows("SELECT %(one)s::int", {"one": 2}) == [(2,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_is_made_anew() -> None:
    rows("SELECT 1", {})
    connection.connection.close()
    connection.health_check_enabled, connection.health_check_done = True, False  # a new request
    assert rows("SELECT %(one)s::int", {"one": 1}) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_the_server_has_ended_is_noticed_without_a_question() -> None:
    ((backend,),) = rows("SELECT pg_backend_pid()", {})
    assert connection.is_usable()
    another = connection.copy()
    try:
        with another.cursor() as cursor:
            cursor.execute("RESET SESSION AUTHORIZATION")
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    finally:
        another.close()
    assert not connection.is_usable()
    connection.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))))
def test_no_value_is_read_as_a_statement(db: None, value: str) -> None:
    assert rows("SELECT %(one)s::text", {"one": value}) == [(value,)]
