"""Statements with megabytes of values, one after the other while the caller prepares the next."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from django.db import connection


@contextmanager
def bulk_cursor() -> "Iterator[psycopg.Cursor[Any]]":
    """A cursor on the connection of the request that sends values apart from the statement.

    Django's own writes them into the statement, which costs as much as a small insert itself.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


_Send = Callable[[str, Sequence[Any]], None]
_queue: ContextVar[_Send | None] = ContextVar("queue", default=None)


def send(statement: str, values: Sequence[Any]) -> None:
    """Runs a statement that answers nothing the caller needs; inside ``beside``, a little later."""
    (_queue.get() or _now)(statement, values)


@contextmanager
def beside() -> Iterator[None]:
    """What is sent inside runs in its order on the same connection, while the caller works on.

    At the end all of it has run, or the first error is raised.
    """
    connection.ensure_connection()
    raw, wrapped = connection.connection, connection.wrap_database_errors
    sent: list[Future[Any]] = []

    def run(statement: str, values: Sequence[Any]) -> None:
        with wrapped, psycopg.Cursor(raw) as cursor:
            cursor.execute(statement, values)

    with ThreadPoolExecutor(1) as pool:
        before = _queue.set(lambda *call: sent.append(pool.submit(run, *call)))
        try:
            yield
        finally:
            _queue.reset(before)
    for each in sent:
        each.result()


def _now(statement: str, values: Sequence[Any]) -> None:
    with bulk_cursor() as cursor:
        cursor.execute(statement, values)
