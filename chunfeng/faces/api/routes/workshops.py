"""Recognised workshops: where the seats near home are."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

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
from chunfeng.foundation.places.place import STEPS
from chunfeng.stages.employers import published

router = Router()
CURSOR = "workshops"
Kind = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]  # of /codes/workshop_kind


class WorkshopOut(Schema):
    """A recognised workshop at its site."""

    id: UUID
    kind: str | None
    number: str | None
    valid_from: date | None
    valid_until: date | None
    employer: UUID
    employer_name: str
    site: UUID
    name: str
    region: str
    township: str
    place: str
    place_name: str | None
    address: str | None
    lon: float | None
    lat: float | None
    seats: int | None
    opens: str | None
    farm_friendly: bool | None
    care_friendly: bool | None
    settlement: str | None


class WorkshopPage(Schema):
    """A page of workshops; ``next`` leads on until it is null."""

    items: list[WorkshopOut]
    next: str | None


class Filters(Schema):
    """What a list is narrowed to."""

    words: Words = ""
    region: Code | None = None
    kind: Kind | None = None
    limit: Limit = opened.PAGE
    cursor: Cursor | None = None


def shaped(row: Row) -> dict[str, Any]:
    """A row as the API shows it."""
    place = row["site_place"]
    plain = ("id", "valid_from", "valid_until", "employer_name")
    site = ("lon", "lat", "seats", "farm_friendly", "care_friendly")
    return {
        **{name: row[name] for name in plain},
        "kind": filled(row["sub_kind"]),
        "number": filled(row["number"]),
        "employer": row["employer_id_"],
        "site": row["site_id_"],
        "name": row["site_name"] or row["employer_name"],
        "region": region(row["region"]),
        "township": region(place // STEPS[4] * STEPS[4]),
        "place": region(place),
        "place_name": region_name(place),
        **{name: row[f"site_{name}"] for name in site},
        **{name: filled(row[f"site_{name}"]) for name in ("address", "opens", "settlement")},
    }


@router.get("", response=WorkshopPage, operation_id="workshops", url_name="api-workshops")
def workshops(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Answers one page."""
    limit = opened.rows(request, filters.limit)
    after = UUID(cursors.read(CURSOR, filters.cursor)[0]) if filters.cursor else UUID(int=0)
    sought = published.Sought(
        words=filters.words,
        place=span(filters.region) if filters.region else None,
        kind=filters.kind or "",
    )
    found = published.workshops(sought, after=after, limit=limit + 1, on=timezone.localdate())
    page = found[:limit]
    opened.give(request, len(page))
    cursor = cursors.made(CURSOR, str(page[-1]["id"])) if len(found) > limit else ""
    return cursors.page(request, [shaped(row) for row in page], cursor)


@router.get("/{workshop}", response=WorkshopOut, operation_id="workshop", url_name="api-workshop")
def workshop(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Answers one workshop."""
    found = published.workshop(workshop, on=timezone.localdate())
    if found is None:
        raise absent()
    opened.give(request, 1)
    return opened.told(shaped(found))
