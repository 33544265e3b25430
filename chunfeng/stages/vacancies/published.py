"""What anybody may read of published vacancies, whole: lists, one, the feed of changes, all.

Rows are mappings with the names of ``COLUMNS``. They come from the shop window alone. A list is
for going through from its first row to its last; for a page in an order of fitness see searching.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Max, Q, QuerySet

from chunfeng.foundation.database.planned import rows
from chunfeng.stages.vacancies.asking import meets
from chunfeng.stages.vacancies.models import Change, Shown
from chunfeng.stages.vacancies.wanted import Wanted

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
CHUNK = 2000  # rows fetched at once
_ALL_IDS = 1 << 128
_DEMANDS = (
    "education_min", "skills_required", "certificates_required", "putonghua", "age_min", "age_max",
)  # fmt: skip
_JSON = ("occupation", "skills_required")


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


@dataclass(frozen=True, slots=True)
class Window:
    """How far the feed had come. over: every transaction below it is; last: the latest change."""

    over: int
    last: int

    def is_as(self, before: "Window") -> bool:
        """Whether nothing can have changed since; where a transaction was under way, it may."""
        return self.last < before.over


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One entry of the feed; without a row the vacancy is no longer shown."""

    vacancy: UUID
    at: datetime
    row: Row | None


def by_id(wanted: Wanted, *, after: UUID, limit: int, on: date) -> list[Row]:
    """Vacancies open on a day in the order of their ids: each once, whatever changes meanwhile."""
    values = {"after": after}
    return _listed(wanted, on, "id > %(after)s", values, "id", limit)


def newest(wanted: Wanted, *, after: Newest | None, limit: int, on: date) -> list[Row]:
    """Vacancies open on a day, the latest publication first (those without a moment before)."""
    order = "published_at DESC, id"
    if after is None:
        return _listed(wanted, on, "true", {}, order, limit)
    values = {"moment": after.published_at, "after": after.id}
    return _listed(wanted, on, _BEHIND[after.published_at is None], values, order, limit)


def one(vacancy: UUID) -> tuple[Row, datetime] | None:
    """A vacancy and when what is shown of it last changed; None where it is not shown."""
    row = Shown.objects.filter(id=vacancy).values(*COLUMNS).first()
    if row is None:
        return None
    at = Change.objects.filter(vacancy=vacancy).values_list("at", flat=True).first()
    return row, at or row["updated_at"]


def demands(vacancy: UUID) -> frozenset[str]:
    """The columns by which a vacancy asks something of people; none where it is not shown."""
    row = Shown.objects.filter(id=vacancy).values(*_DEMANDS).first() or {}
    return frozenset(name for name, value in row.items() if value not in (None, "", [], False))


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
        cursor.execute(f"SELECT {_OVER}::text::bigint")
        return Mark(cursor.fetchone()[0])


def newest_change() -> datetime | None:
    """When what is shown last changed; None where nothing ever was."""
    moment: datetime | None = Change.objects.filter(gone=False).aggregate(at=Max("at"))["at"]
    return moment


def window() -> Window:
    """How far the feed has come, as this statement sees it."""
    return Window(*rows(_WINDOW, {})[0])


def changes(after: Mark, limit: int) -> tuple[list[Changed], Mark]:
    """The next changes of transactions that are over, and where it goes on after them.

    A vacancy comes once, with its latest change. One statement reads change and row: they belong
    together.
    """
    values = {"xact": after.xact, "vacancy": after.vacancy, "limit": limit}
    found = _rows(_FEED, values)
    last = Mark(found[-1]["xact"], found[-1]["vacancy"]) if found else after
    return [_changed(row) for row in found], last


# Transactions below are over; the feed's numbers go on in a restored database, too.
_OVER = "vacancies_number(pg_snapshot_xmin(pg_current_snapshot()))"
_WINDOW = f"""SELECT {_OVER}::text::bigint, coalesce((SELECT xact::text::bigint
    FROM vacancies_change ORDER BY xact DESC LIMIT 1), 0)"""  # noqa: S608 our own names
_FEED = f"""SELECT c.vacancy, c.gone, c.at AS changed_at, c.xact::text::bigint AS xact,
    {", ".join(f"s.{name}" for name in COLUMNS)}
    FROM vacancies_change AS c LEFT JOIN vacancies_shown AS s ON s.id = c.vacancy
    WHERE (c.xact, c.vacancy) > (%(xact)s::text::xid8, %(vacancy)s)
        AND c.xact < {_OVER}
    ORDER BY c.xact, c.vacancy LIMIT %(limit)s"""  # noqa: S608 our own names
_BEHIND = {  # what comes after a row; the first condition alone lets the index serve
    False: "published_at <= %(moment)s AND (published_at < %(moment)s OR id > %(after)s)",
    True: "(published_at IS NOT NULL OR id > %(after)s)",
}


def _changed(row: dict[str, Any]) -> Changed:
    there = not row["gone"] and row["id"] is not None
    kept = {name: row[name] for name in COLUMNS} if there else None
    return Changed(vacancy=row["vacancy"], at=row["changed_at"], row=kept)


def _listed(
    wanted: Wanted, on: date, place: str, values: dict[str, Any], order: str, limit: int
) -> list[Row]:
    where, asked = meets(wanted, on)
    statement = f"""SELECT {", ".join(COLUMNS)} FROM vacancies_shown
        WHERE {place} AND {where} ORDER BY {order} LIMIT %(rows)s"""  # noqa: S608 our own texts
    return [*_rows(statement, asked | values | {"rows": limit})]


def _rows(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]
    for row in rows:
        for name in _JSON:
            if isinstance(row[name], str):  # a cursor of Django's leaves JSON as text
                row[name] = orjson.loads(row[name])
    return rows


def _open(on: date) -> "QuerySet[Shown]":
    return Shown.objects.filter(Q(end_date=None) | Q(end_date__gte=on))
