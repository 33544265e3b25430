"""What stood before: the unsealed part of a person's history, change by change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from chunfeng.stages.people.fields import PERSON, PROFILE

MOST = 100  # rows of history looked at
_FIELDS = {name: name for name in (*PERSON, *PROFILE)} | {"region": "home"}
_HISTORY = """SELECT change, at, "user", before FROM people_history WHERE person_id = %s
    AND of_table IN ('people_person', 'people_profile') ORDER BY id DESC LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Former:
    """One change: when, by whom, and {ledger field: what it held before}, as stored."""

    at: datetime
    user: UUID | None
    values: dict[str, Any] = field(default_factory=dict)


def former(person: UUID) -> list[Former]:
    """The latest changes of a person, newest first; sealed values are in none of them."""
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [person, MOST])
        rows = cursor.fetchall()
    found: dict[UUID, Former] = {}
    for change, at, user, before in rows:
        values = found.setdefault(change, Former(at, user)).values
        values.update(_fields(before if isinstance(before, dict) else orjson.loads(before)))
    return [one for one in found.values() if one.values]


def _fields(before: Mapping[str, Any]) -> dict[str, Any]:
    return {_FIELDS[column]: value for column, value in before.items() if column in _FIELDS}
