"""What anybody may read of published vacancies: lists, one, the feed of changes, all of them.

Rows are mappings with the names of ``COLUMNS``. They come from the shop window alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, radians
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    JSONField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import ACos, Cos, Least, Radians, Sin

from chunfeng.stages.vacancies.models import Change, Shown

Row = Mapping[str, Any]
COLUMNS = (
    "id", "region", "vacancy_no", "channel", "title", "occupation", "description", "place",
    "address", "lon", "lat", "headcount", "taken", "pay_kind", "pay_low", "pay_high",
    "piece_price", "daily_output", "month_pay", "hour_pay", "hours_per_day", "days_per_week",
    "hours_window", "night_shift", "flexible", "housing", "meals", "shuttle", "escorted",
    "contract", "insurance", "intensity", "conditions", "education_min", "skills_required",
    "certificates_required", "putonghua", "age_min", "age_max", "age_reason",
    "disabilities_accepted", "agreement_regions", "start_date", "end_date", "home_friendly",
    "published_at", "updated_at", "employer", "site", "employer_name", "employer_kind",
)  # fmt: skip
NOWHERE = UUID(int=0)
_ALL_IDS = 1 << 128
EARTH_KM = 6371.0
DEGREE_KM = 111.2  # of latitude
CHUNK = 2000  # rows fetched at once
_JSON = ("occupation", "skills_required")
_WORKING_AS = "$[*][1] ? (@ == $code || @ starts with $group)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a list is narrowed to. near: lon, lat in degrees; place: lowest and highest code."""

    words: str = ""
    near: tuple[float, float] | None = None
    km: float = 20
    place: tuple[int, int] | None = None
    channel: str = ""
    occupation: str = ""
    employer: UUID | None = None
    home_friendly: bool = False
    housing: bool = False
    with_seats: bool = False
    pay_min: float | None = None  # yuan a month


@dataclass(frozen=True, slots=True)
class Newest:
    """Where a list by date of publication goes on: after this row."""

    published_at: datetime | None
    id: UUID


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where the feed goes on: after this transaction's change of this vacancy."""

    xact: int = 0
    vacancy: UUID = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One entry of the feed; without a row the vacancy is no longer shown."""

    vacancy: UUID
    at: datetime
    row: Row | None


def by_id(sought: Sought, *, after: UUID, limit: int, on: date) -> list[Row]:
    """Vacancies open on a day in the order of their ids: each once, whatever changes meanwhile."""
    found = _found(sought, on).filter(id__gt=after).order_by("id")
    return list(found.values(*COLUMNS)[:limit])


def newest(sought: Sought, *, after: Newest | None, limit: int, on: date) -> list[Row]:
    """Vacancies open on a day, the latest publication first (those without a moment before)."""
    found = _found(sought, on)
    if after is not None:
        found = found.filter(_behind(after))
    return list(found.order_by("-published_at", "id").values(*COLUMNS)[:limit])


def one(vacancy: UUID) -> tuple[Row, datetime] | None:
    """A vacancy and when what is shown of it last changed; None where it is not shown."""
    row = Shown.objects.filter(id=vacancy).values(*COLUMNS).first()
    if row is None:
        return None
    at = Change.objects.filter(vacancy=vacancy).values_list("at", flat=True).first()
    return row, at or row["updated_at"]


def many() -> Iterator[Row]:
    """All of them by id, a part at a time; inside a transaction."""
    return iter(Shown.objects.order_by("id").values(*COLUMNS).iterator(chunk_size=CHUNK))


def addresses(on: date, *, part: int, of: int) -> list[tuple[UUID, datetime]]:
    """Id and last change of the open vacancies in one of equal parts of all ids, from 0.

    Ids are drawn at random, so the parts hold about equally many; the index leads to each.
    """
    first, last = _ALL_IDS * part // of, _ALL_IDS * (part + 1) // of - 1
    found = _open(on).filter(id__range=(UUID(int=first), UUID(int=last)))
    return list(found.order_by("id").values_list("id", "updated_at"))


def count(on: date) -> int:
    """How many are open on a day."""
    return _open(on).count()


def now() -> Mark:
    """Where a copy made in this transaction lets the feed go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return Mark(cursor.fetchone()[0])


def changes(after: Mark, limit: int) -> tuple[list[Changed], Mark]:
    """The next changes of transactions that are over, and where it goes on after them.

    A vacancy comes once, with its latest change. One statement reads change and row: they belong
    together.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FEED, [after.xact, after.vacancy, limit])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    last = Mark(rows[-1]["xact"], rows[-1]["vacancy"]) if rows else after
    return [_changed(row) for row in rows], last


_FEED = f"""SELECT c.vacancy, c.gone, c.at AS changed_at, c.xact::text::bigint AS xact,
    {", ".join(f"s.{name}" for name in COLUMNS)}
    FROM vacancies_change AS c LEFT JOIN vacancies_shown AS s ON s.id = c.vacancy
    WHERE (c.xact, c.vacancy) > (%s::text::xid8, %s)
        AND c.xact < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY c.xact, c.vacancy LIMIT %s"""  # noqa: S608 our own names


def _changed(row: dict[str, Any]) -> Changed:
    kept = {name: row[name] for name in COLUMNS}
    for name in _JSON:
        if isinstance(kept[name], str):
            kept[name] = orjson.loads(kept[name])
    there = not row["gone"] and row["id"] is not None
    return Changed(vacancy=row["vacancy"], at=row["changed_at"], row=kept if there else None)


def _open(on: date) -> "QuerySet[Shown]":
    return Shown.objects.filter(Q(end_date=None) | Q(end_date__gte=on))


def _behind(after: Newest) -> Q:
    """What comes after a row; the first condition alone lets the index serve."""
    if after.published_at is None:
        return Q(published_at=None, id__gt=after.id) | Q(published_at__isnull=False)
    same = Q(published_at=after.published_at, id__gt=after.id)
    return Q(published_at__lte=after.published_at) & (Q(published_at__lt=after.published_at) | same)


def _found(sought: Sought, on: date) -> "QuerySet[Shown]":
    found = _open(on)
    for word in sought.words.split():
        found = found.filter(Q(title__icontains=word) | Q(employer_name__icontains=word))
    plain: dict[str, Any] = {
        "channel": sought.channel,
        "employer": sought.employer,
        "place__range": sought.place,
        "month_pay__gte": sought.pay_min,
        "home_friendly": sought.home_friendly,
        "housing": sought.housing,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if sought.with_seats:
        found = found.filter(taken__lt=F("headcount"))
    if sought.occupation:
        found = _working_as(found, sought.occupation)
    return _near(found, *sought.near, sought.km) if sought.near else found


def _working_as(found: "QuerySet[Shown]", code: str) -> "QuerySet[Shown]":
    """code: of an occupation, or of a group: 6-05 takes in all below it."""
    told = Value({"code": code, "group": f"{code}-"}, JSONField())
    path = Func(Value(_WORKING_AS), template="%(expressions)s::jsonpath")
    return found.filter(
        Func(F("occupation"), path, told, function="jsonb_path_exists", output_field=BooleanField())
    )


def _near(found: "QuerySet[Shown]", lon: float, lat: float, km: float) -> "QuerySet[Shown]":
    """Within km of a point: a box first, which is cheap, then the distance on the sphere."""
    up = km / DEGREE_KM
    across = up / max(0.01, cos(radians(lat)))
    box = found.filter(lat__range=(lat - up, lat + up), lon__range=(lon - across, lon + across))
    here = Radians(Value(lat, FloatField()))
    along = Sin(here) * Sin(Radians("lat")) + Cos(here) * Cos(Radians("lat")) * Cos(
        Radians(F("lon") - lon)
    )
    cosine = Least(ExpressionWrapper(along, FloatField()), Value(1.0))
    distance = ExpressionWrapper(ACos(cosine) * EARTH_KM, FloatField())
    return box.annotate(km_away=distance).filter(km_away__lte=km)
