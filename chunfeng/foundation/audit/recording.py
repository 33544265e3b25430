"""Appending an event in the transaction of what it tells about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.kinds import KINDS

# No RETURNING: whoever may append need not be able to read what was appended.
_APPEND = """INSERT INTO audit_event (at, kind, "user", post, role, purpose, job, region, person_id,
    household_id, subject, subject_id, fields, detail)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""


_APPEND_ALL = """INSERT INTO audit_event (at, kind, "user", post, role, purpose, job, region,
    subject, subject_id, fields, detail)
    SELECT %s, %s, %s, %s, %s, %s, %s, e.region, e.subject, e.subject_id, e.fields, e.detail
    FROM json_to_recordset(%s::json) AS e(region bigint, subject text, subject_id uuid,
        fields text[], detail jsonb)"""


class UnknownKind(LookupError):
    """Something was to be recorded that could not be read."""


def record(
    kind: str,
    *,
    by: Context | None,
    at: datetime,
    region: int | None = None,
    person: UUID | None = None,
    household: UUID | None = None,
    subject: tuple[str, UUID] | None = None,
    fields: Sequence[str] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Appends one event. ``by`` is None before anybody is known (a failed sign-in).

    UnknownKind for a kind that has no sentence in ``kinds``.
    """
    who = _who(kind, by)
    what = (region, person, household, *(subject or ("", None)))
    told = (list(fields), orjson.dumps(detail or {}).decode())
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [at, kind, *who, *what, *told])


def record_all(
    kind: str,
    about: Sequence[tuple[int, tuple[str, UUID], Sequence[str], Mapping[str, Any]]],
    *,
    by: Context,
    at: datetime,
) -> None:
    """Appends an event of a kind for each (region, subject, fields, detail), in one statement."""
    who = _who(kind, by)
    rows = [
        {"region": region, "subject": what, "subject_id": which, "fields": [*names], "detail": told}
        for region, (what, which), names, told in about
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_APPEND_ALL, [at, kind, *who, orjson.dumps(rows).decode()])


def _who(kind: str, by: Context | None) -> tuple[Any, ...]:
    if kind not in KINDS:
        raise UnknownKind(kind)
    return (by.user, by.post, by.role, by.purpose, by.job) if by else (None, None, "", "", None)
