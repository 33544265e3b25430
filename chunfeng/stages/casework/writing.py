"""How casework is written: for whom it may be, and the event of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.audit.recording import record
from chunfeng.stages.casework.refusals import NotAllowed, NotFound
from chunfeng.stages.people import queries as people


def must_write(by: Context) -> None:
    """NotAllowed for a post that writes nothing of people."""
    if by.rights.d2 is not Right.WRITE:
        raise NotAllowed


def here(person: UUID, at: datetime) -> people.Facts:
    """Somebody of the post's region, also one who has left; NotFound otherwise.

    Acts on one person wait for each other from here on, so that a form sent twice is noted once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"case {person}"])
    facts = people.facts(person, on=timezone.localdate(at))
    if facts is None or facts.merged_into:
        raise NotFound
    return facts


def tell(
    event: str, person: UUID, region: int, subject: tuple[str, UUID], by: Context, at: datetime,
    **detail: Any,
) -> None:  # fmt: skip
    """Appends the event of a write about a person."""
    record(event, by=by, at=at, person=person, region=region, subject=subject, detail=detail)


def words(said: str, most: int) -> str:
    """What was typed, without line ends, double spaces and NUL, cut to a length."""
    return " ".join(said.replace("\x00", "").split())[:most]
