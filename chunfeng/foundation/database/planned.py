"""Statements of every request: planned once a connection, however often they are asked."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import RawCursor

KEPT = 50  # statements a connection keeps planned; the least asked for goes first
_VALUE = re.compile(r"%\((\w+)\)s")


def rows(statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """What a statement finds. Its values stand in it as ``%(name)s``; a ``%`` alone is a ``%``."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.prepare_threshold, raw.prepared_max = 0, KEPT
    numbered, names = _numbered(statement)
    asked: list[Any] = [values[name] for name in names]
    cursor: Any = RawCursor(raw)
    with connection.make_cursor(cursor) as cursor:
        cursor.execute(numbered, asked)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": ""})
    return found


@lru_cache(maxsize=200)
def _numbered(statement: str) -> tuple[str, list[str]]:
    """A statement with its values numbered, as the server wants it, and their names in order."""
    names: dict[str, int] = {}
    numbered = _VALUE.sub(lambda one: f"${names.setdefault(one[1], len(names) + 1)}", statement)
    return numbered, [*names]
