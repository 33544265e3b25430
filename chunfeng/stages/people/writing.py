"""Writing many changes at once: one statement a table, whatever the number of rows.

Rows travel as JSON, since COPY does not pass row-level security.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import connection

from chunfeng.foundation.access import Context
from chunfeng.foundation.database.bulk import send

Rows = Sequence[Mapping[str, Any]]
EVENT = (
    "at", "kind", "user", "post", "role", "purpose", "region", "person_id", "household_id",
    "subject", "subject_id", "job", "fields", "detail",
)  # fmt: skip


def insert(table: str, rows: Rows) -> None:
    """Inserts rows that all have the same columns; JSON null is NULL."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in rows[0])
    _run(
        f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608 our own names
        f" FROM json_populate_recordset(NULL::{table}, %s::json)",
        rows,
    )


def update(table: str, rows: Rows, key: str = "id") -> None:
    """Updates rows by key; each sets the columns it names, in few statements."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    for columns, alike in groups.items():
        sets = ", ".join(f'"{c}" = {_new(c)}' for c in columns if c != key)
        _run(
            f"UPDATE {table} AS t SET {sets}"  # noqa: S608 our own names
            f" FROM json_populate_recordset(NULL::{table}, %s::json) AS r WHERE t.{key} = r.{key}",
            alike,
        )


def _new(column: str) -> str:
    """Prints and origins are added to, all else is replaced; a version counts on."""
    if column in ("prints", "origin"):
        return f"t.{column} || r.{column}"
    return "t.version + 1" if column == "version" else f'r."{column}"'


def events(
    rows: Iterable[tuple[str, UUID | None, UUID | None, int, Sequence[str], Mapping[str, Any]]],
    *,
    by: Context,
    at: datetime,
    subject: tuple[str, UUID] | None = None,
) -> None:
    """Appends an event each for (kind, person, household, region, fields, detail)."""
    always = {
        "at": at.isoformat(),
        "user": str(by.user),
        "post": str(by.post),
        "role": by.role,
        "purpose": by.purpose,
        "subject": subject[0] if subject else "",
        "subject_id": str(subject[1]) if subject else None,
        "job": str(by.job) if by.job else None,
    }
    made = [
        always
        | {
            "kind": kind,
            "person_id": person,
            "household_id": household,
            "region": region,
            "fields": list(fields),
            "detail": detail,
        }
        for kind, person, household, region, fields, detail in rows
    ]
    if made:
        names = ", ".join(f'"{name}"' for name in EVENT)
        _run(
            f"INSERT INTO audit_event ({names}) SELECT {names}"  # noqa: S608 our own names
            " FROM json_populate_recordset(NULL::audit_event, %s::json)",
            made,
        )


def under_change(change: UUID | None = None) -> UUID:
    """Names what is written from here to the end of the transaction as one change."""
    change = change or uuid4()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.change', %s, true)", [str(change)])
    return change


def _run(statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    send(statement, [orjson.dumps(rows).decode()])
