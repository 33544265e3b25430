"""Verified employers and what they are recognised as."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from chunfeng.faces.api import cursors, opened
from chunfeng.faces.api.problems import absent
from chunfeng.faces.api.shapes import (
    Code,
    Cursor,
    Limit,
    Row,
    Words,
    filled,
    region,
    region_name,
    span,
)
from chunfeng.stages.employers import published

router = Router()
CURSOR = "employers"
Kind = Literal["company", "workshop", "cooperative", "self_employed", "public_body"]
Recognised = Literal["workshop", "base", "public_welfare"]


class RecognitionOut(Schema):
    """What an employer is recognised as, from when to when."""

    kind: str
    sub_kind: str | None
    level: str | None
    number: str | None
    valid_from: date | None
    valid_until: date | None


class EmployerOut(Schema):
    """A verified employer."""

    id: UUID
    name: str
    kind: str | None
    credit_code: str | None
    industry: str | None
    region: str
    place: str
    place_name: str | None
    address: str | None
    about: str | None
    stay_share: float | None
    recognitions: list[RecognitionOut]
    updated_at: datetime


class EmployerPage(Schema):
    """A page of employers; ``next`` leads on until it is null."""

    items: list[EmployerOut]
    next: str | None


class Filters(Schema):
    """What a list is narrowed to."""

    words: Words = ""
    region: Code | None = None
    kind: Kind | None = None
    recognised: Recognised | None = None
    limit: Limit = opened.PAGE
    cursor: Cursor | None = None


def shaped(row: Row) -> dict[str, Any]:
    """A row as the API shows it."""
    texts = ("kind", "credit_code", "industry", "address", "about")
    return {
        "id": row["id"],
        "name": row["name"],
        **{name: filled(row[name]) for name in texts},
        "region": region(row["region"]),
        "place": region(row["place"]),
        "place_name": region_name(row["place"]),
        "stay_share": row["stay_share"],
        "recognitions": [_recognition(one) for one in row["recognitions"]],
        "updated_at": row["updated_at"],
    }


@router.get("", response=EmployerPage, operation_id="employers", url_name="api-employers")
def employers(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Answers one page."""
    limit = opened.rows(request, filters.limit)
    after = UUID(cursors.read(CURSOR, filters.cursor)[0]) if filters.cursor else UUID(int=0)
    sought = published.Sought(
        words=filters.words,
        place=span(filters.region) if filters.region else None,
        kind=filters.kind or "",
        recognised=filters.recognised or "",
    )
    found = published.employers(sought, after=after, limit=limit + 1, on=timezone.localdate())
    page = found[:limit]
    opened.give(request, len(page))
    cursor = cursors.made(CURSOR, str(page[-1]["id"])) if len(found) > limit else ""
    return cursors.page(request, [shaped(row) for row in page], cursor)


@router.get("/{employer}", response=EmployerOut, operation_id="employer", url_name="api-employer")
def employer(request: HttpRequest, employer: UUID) -> HttpResponse:
    """Answers one employer."""
    found = published.employer(employer, on=timezone.localdate())
    if found is None:
        raise absent()
    opened.give(request, 1)
    return opened.told(shaped(found))


def _recognition(row: Row) -> dict[str, Any]:
    texts = ("sub_kind", "level", "number")
    return {**row, **{name: filled(row[name]) for name in texts}}
