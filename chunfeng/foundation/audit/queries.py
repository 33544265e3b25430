"""Reading the spine: a record's timeline, and the log for those who audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.kinds import KINDS
from chunfeng.foundation.audit.models import Event
from chunfeng.kit.texts import Text

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as people read it."""

    id: int
    at: datetime
    kind: str
    said: Text
    who: str
    role: str
    purpose: str
    region: int | None
    fields: Sequence[str]
    person: UUID | None
    household: UUID | None


def timeline(
    *,
    by: Context,
    person: UUID | None = None,
    household: UUID | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[Entry]:
    """What happened to a person or household, newest first."""
    events = Event.objects.order_by("-id")
    if person:
        events = events.filter(person_id=person)
    if household:
        events = events.filter(household_id=household)
    return _entries(list((events.filter(id__lt=before) if before else events)[:limit]))


def log(
    *,
    by: Context,
    kinds: Sequence[str] = (),
    user: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[Entry]:
    """A page of the log, newest first; what the post may read of it, say the walls."""
    events = Event.objects.order_by("-id")
    if kinds:
        events = events.filter(kind__in=kinds)
    if user:
        events = events.filter(user=user)
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lt=until)
    return _entries(list((events.filter(id__lt=before) if before else events)[:limit]))


def _entries(events: Sequence[Event]) -> list[Entry]:
    names = _names({event.user for event in events if event.user})
    return [
        Entry(
            id=event.id,
            at=event.at,
            kind=event.kind,
            said=KINDS[event.kind],
            who=names.get(event.user, "") if event.user else "",
            role=event.role,
            purpose=event.purpose,
            region=event.region,
            fields=event.fields,
            person=event.person_id,
            household=event.household_id,
        )
        for event in events
    ]


def _names(users: set[UUID]) -> dict[UUID, str]:
    """Users' names; accounts stand above this floor, so the table is asked by name."""
    if not users:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM accounts_user WHERE id = ANY(%s)", [list(users)])
        return dict(cursor.fetchall())
