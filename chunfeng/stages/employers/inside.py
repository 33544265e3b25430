"""What of an employer its own office alone reads: the contact, the telephone's mask, reasons.

An officer's role has no right on these columns; one function of the database gives them, of the
employers within the post's region.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

INSIDE = ("contact", "phone_mask", "state_reason", "no_code_reason")
NOTHING = dict.fromkeys(INSIDE, "")


def inside(employers: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """{employer: its columns INSIDE}, of those the post answers for."""
    if not employers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM employers_inside(%s)", [[*employers]])
        return {row[0]: dict(zip(INSIDE, row[1:], strict=True)) for row in cursor.fetchall()}
