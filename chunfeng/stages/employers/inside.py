"""What of an employer and its recognitions their own office alone reads: contact, mask, reasons …

An officer's role has no right on these columns; one function of the database for each table gives
them, of the rows within the post's region.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

INSIDE = ("contact", "phone_mask", "state_reason", "no_code_reason")
NOTHING = dict.fromkeys(INSIDE, "")
OF_RECOGNITION = ("state_reason", "warned_on", "reviewed_on", "added_by")
_NOT_OURS = dict.fromkeys(OF_RECOGNITION) | {"state_reason": ""}


def inside(employers: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """{employer: its columns INSIDE}, of those the post answers for."""
    return _given("SELECT * FROM employers_inside(%s)", INSIDE, employers)


def of_recognitions(recognitions: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """{recognition: its columns OF_RECOGNITION}, empty where another post answers for it."""
    asked = "SELECT * FROM employers_recognition_inside(%s)"
    given = _given(asked, OF_RECOGNITION, recognitions)
    return {one: given.get(one, _NOT_OURS) for one in recognitions}


def _given(
    statement: str, columns: Sequence[str], wanted: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [[*wanted]])
        return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in cursor.fetchall()}
