"""Reading the spine: a record's timeline, and the log for those who audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.kinds import said
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import Text

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as people read it. who: the acting user's name; about: of the user concerned.

    reason: why, as typed or as a code; for those who work with the record, not for the log.
    month, site: what of the record it was about, where it says so; month as 2026-10-01.
    """

    id: int
    at: datetime
    kind: str
    said: Text
    who: str
    about: str
    role: str
    purpose: str
    region: int | None
    fields: Sequence[str]
    person: UUID | None
    household: UUID | None
    reason: str
    month: str = ""
    site: UUID | None = None


def timeline(
    *,
    by: Context,
    person: UUID | None = None,
    household: UUID | None = None,
    subject: UUID | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[Entry]:
    """What happened to a person, a household or another subject, newest first."""
    wanted = {"person_id": person, "household_id": household, "subject_id": subject}
    given = {name: value for name, value in wanted.items() if value}
    if not given:
        raise ValueError("a timeline is somebody's or something's")
    return _page(Event.objects.filter(**given), before, limit)


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
    events = Event.objects.all()
    if kinds:
        events = events.filter(kind__in=kinds)
    if user:
        events = events.filter(user=user)
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lt=until)
    return _page(events, before, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was done with somebody's data, as the person may know it: never by whom.

    subject: what it was done about, such as an offer.
    """

    at: datetime
    said: Text
    role: str
    purpose: str
    region: int | None
    fields: Sequence[str]
    subject: UUID | None


def looks(person: UUID, *, before: int | None = None) -> tuple[list[Look], int | None]:
    """Who dealt with somebody's data, the latest first, without what they did themselves.

    With the id to go on before; None where nothing is left.
    """
    found = Event.objects.filter(person_id=person).exclude(role__in=("", "seeker"))
    if before:
        found = found.filter(id__lt=before)
    names = ("id", "at", "kind", "role", "purpose", "region", "fields", "subject_id")
    rows = list(found.order_by("-id").values(*names)[: PAGE + 1])
    out = [
        Look(
            at=row["at"],
            said=said(row["kind"]),
            role=row["role"],
            purpose=row["purpose"],
            region=row["region"],
            fields=row["fields"],
            subject=row["subject_id"],
        )
        for row in rows[:PAGE]
    ]
    return out, rows[PAGE - 1]["id"] if len(rows) > PAGE else None


def taken_out(rows: int, *, by: Context, at: datetime) -> None:
    """Notes that a part of the log was taken out as a list."""
    record("export.fetched", by=by, at=at, region=by.lo, detail={"what": "log", "rows": rows})


def _page(events: QuerySet[Event], before: int | None, limit: int) -> list[Entry]:
    found = events.filter(id__lt=before) if before else events
    return _entries(list(found.order_by("-id")[:limit]))


def _entries(events: Sequence[Event]) -> list[Entry]:
    about = {e.id: e.subject_id for e in events if e.subject == "user"}
    # Nobody is known yet when somebody signs in: then it is the user concerned who acts.
    acting = {e.id: e.user or about.get(e.id) for e in events}
    names = _names({user for user in (*about.values(), *acting.values()) if user})
    return [
        Entry(
            id=event.id,
            at=event.at,
            kind=event.kind,
            said=said(event.kind),
            who=names.get(acting[event.id], ""),
            about=names.get(about.get(event.id), ""),
            role=event.role,
            purpose=event.purpose,
            region=event.region,
            fields=event.fields,
            person=event.person_id,
            household=event.household_id,
            reason=str(event.detail.get("reason", "")),
            month=str(event.detail.get("month", "")),
            site=UUID(event.detail["site"]) if event.detail.get("site") else None,
        )
        for event in events
    ]


def _names(users: set[UUID]) -> dict[UUID | None, str]:
    """Users' names; accounts stand above this floor, so the table is asked by name."""
    if not users:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM accounts_user WHERE id = ANY(%s)", [list(users)])
        return dict(cursor.fetchall())
