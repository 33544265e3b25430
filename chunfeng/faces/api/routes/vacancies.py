"""Published vacancies: a list to go through, and each one."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
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
    Group,
    Limit,
    Row,
    Words,
    clock,
    coded,
    filled,
    region,
    region_name,
    regions,
    span,
)
from chunfeng.stages.vacancies import published
from chunfeng.stages.vacancies.searching import Wanted

router = Router()
Order = Literal["id", "newest"]
Channel = Literal["near", "local", "cooperation", "base", "public_welfare", "temporary"]


class Meant(Schema):
    """A word and the occupation it means."""

    word: str
    code: str | None
    name_en: str | None


class VacancyOut(Schema):
    """A published vacancy."""

    id: UUID
    link: str
    vacancy_no: str | None
    title: str
    description: str | None
    channel: str | None
    occupation: list[Meant] | None
    employer: UUID
    employer_name: str
    employer_kind: str | None
    site: UUID | None
    region: str
    place: str
    place_name: str | None
    address: str | None
    lon: float | None
    lat: float | None
    headcount: int
    seats_left: int
    pay_kind: str | None
    pay_low: float | None
    pay_high: float | None
    piece_price: float | None
    daily_output: float | None
    month_pay: float | None
    hour_pay: float | None
    hours_per_day: float | None
    days_per_week: float | None
    hours_from: str | None
    hours_until: str | None
    night_shift: bool | None
    flexible: bool | None
    housing: bool | None
    meals: bool | None
    shuttle: bool | None
    escorted: bool | None
    contract: bool | None
    insurance: bool | None
    intensity: str | None
    conditions: list[str] | None
    education_min: str | None
    skills_required: list[Meant] | None
    certificates_required: list[str] | None
    putonghua: bool | None
    age_min: int | None
    age_max: int | None
    age_reason: str | None
    disabilities_accepted: list[str] | None
    agreement_regions: list[str] | None
    start_date: date | None
    end_date: date | None
    home_friendly: bool
    published_at: datetime | None
    updated_at: datetime


class VacancyPage(Schema):
    """A page of vacancies; ``next`` leads on until it is null."""

    items: list[VacancyOut]
    next: str | None


class Filters(Schema):
    """What a list is narrowed to."""

    words: Words = ""
    region: Code | None = None
    near: (
        Annotated[str, Field(pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,6})?,-?[0-9]{1,2}(\.[0-9]{1,6})?$")]
        | None
    ) = None
    km: Annotated[float, Field(gt=0, le=500)] = 20
    channel: Channel | None = None
    occupation: Group | None = None
    employer: UUID | None = None
    home_friendly: bool = False
    housing: bool = False
    with_seats: bool = False
    pay_min: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    order: Order = "id"
    limit: Limit = opened.PAGE
    cursor: Cursor | None = None


def shaped(row: Row) -> dict[str, Any]:
    """A row of the shop window as the API shows it; also in feed and snapshot."""
    return {name: made(row) for name, made in _SHAPE.items()}


@router.get("", response=VacancyPage, operation_id="vacancies", url_name="api-vacancies")
def vacancies(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Answers one page."""
    limit = opened.rows(request, filters.limit)
    wanted, on = _wanted(filters), timezone.localdate()
    kind = f"vacancies.{filters.order}"
    after = cursors.read(kind, filters.cursor) if filters.cursor else None
    if filters.order == "id":
        last = UUID(after[0]) if after else published.NOWHERE
        found = published.by_id(wanted, after=last, limit=limit + 1, on=on)
    else:
        found = published.newest(wanted, after=_newest(after), limit=limit + 1, on=on)
    page = found[:limit]
    opened.give(request, len(page))
    cursor = _cursor(kind, page[-1]) if len(found) > limit else ""
    return cursors.page(request, [shaped(row) for row in page], cursor)


@router.get("/{vacancy}", response=VacancyOut, operation_id="vacancy", url_name="api-vacancy")
def vacancy(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """Answers one vacancy."""
    found = published.one(vacancy)
    if found is None:
        raise absent()
    opened.give(request, 1)
    opened.changed(request, found[1])
    return opened.told(shaped(found[0]))


def _wanted(filters: Filters) -> Wanted:
    near = filters.near and [float(part) for part in filters.near.split(",")]
    return Wanted(
        words=filters.words,
        near=(near[0], near[1]) if near else None,
        km=filters.km if near else None,
        region=span(filters.region) if filters.region else None,
        channel=(filters.channel,) if filters.channel else (),
        occupation=filters.occupation or "",
        employer=filters.employer,
        home_friendly=filters.home_friendly,
        housing=filters.housing,
        with_seats=filters.with_seats,
        pay_min=filters.pay_min,
    )


def _newest(after: list[Any] | None) -> published.Newest | None:
    if after is None:
        return None
    return published.Newest(after[0] and datetime.fromisoformat(after[0]), UUID(after[1]))


def _cursor(kind: str, row: Row) -> str:
    if kind.endswith(".id"):
        return cursors.made(kind, str(row["id"]))
    moment = row["published_at"] and row["published_at"].isoformat()
    return cursors.made(kind, moment, str(row["id"]))


def _plain(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _money(name: str) -> Callable[[Row], Any]:
    """Yuan with two decimals: what follows from the pay of a month has more."""
    return lambda row: None if row[name] is None else round(row[name], 2)


def _text(name: str) -> Callable[[Row], Any]:
    return lambda row: filled(row[name])


_SHAPED: Mapping[str, Callable[[Row], Any]] = {
    "link": lambda row: cursors.address(f"/vacancies/{row['id']}"),
    "occupation": lambda row: coded(row["occupation"]),
    "region": lambda row: region(row["region"]),
    "place": lambda row: region(row["place"]),
    "place_name": lambda row: region_name(row["place"]),
    "seats_left": lambda row: max(0, row["headcount"] - row["taken"]),
    "month_pay": _money("month_pay"),
    "hour_pay": _money("hour_pay"),
    "hours_from": lambda row: clock(row["hours_window"], 0),
    "hours_until": lambda row: clock(row["hours_window"], 1),
    "skills_required": lambda row: coded(row["skills_required"]),
    "agreement_regions": lambda row: regions(row["agreement_regions"]),
}
_TEXTS = {
    "vacancy_no", "description", "channel", "employer_kind", "address", "pay_kind", "intensity",
    "education_min", "age_reason",
}  # fmt: skip
_SHAPE: Mapping[str, Callable[[Row], Any]] = {
    name: _SHAPED.get(name) or (_text(name) if name in _TEXTS else _plain(name))
    for name in VacancyOut.model_fields
}
