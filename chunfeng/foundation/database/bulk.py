"""A cursor for statements with megabytes of values."""

from collections.abc import Iterator
from contextlib import contextmanager
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
