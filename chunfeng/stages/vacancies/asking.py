"""The statement of search, and the planner's hands tied while it runs.

Every statement finds its candidates through the one index over words and facts, in a materialised
part, before anything is sorted: told only of an order and a limit, the planner would rather walk
the newest vacancies until it meets twenty with a rare word, through all of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from chunfeng.stages.vacancies.tokens import tsquery_literal
from chunfeng.stages.vacancies.wanted import Wanted, conditions, terms, whole_groups
from chunfeng.stages.vacancies.windows import EVERYTHING, Window

ZONE = ZoneInfo("Asia/Shanghai")  # whose days they are
MOST = 20_000  # candidates looked at; of more only these are sorted
FRESH, NEAR = 0.1, 0.1  # what newness and nearness add to the words, which give up to 0.61
FRESH_DAYS, NEAR_KM = 14.0, 10.0  # after so long, and so far, half of it is left
ORDERINGS = {
    "fit": "score DESC, published_at DESC, id",
    "newest": "published_at DESC, id",
    "near": "km, published_at DESC, id",
    "pay": "month_pay DESC NULLS LAST, published_at DESC, id",
}
KM = "vacancies_km(lon, lat, %(lon)s, %(lat)s)"
PUBLISHED = "(published_at AT TIME ZONE 'Asia/Shanghai')::date"
_ONLY_THE_INDEX = """SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off;
    SET LOCAL enable_indexonlyscan = off; SET LOCAL max_parallel_workers_per_gather = 0;
    SET LOCAL work_mem = '32MB'"""
_AS_BEFORE = """SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_indexscan TO DEFAULT;
    SET LOCAL enable_indexonlyscan TO DEFAULT;
    SET LOCAL max_parallel_workers_per_gather TO DEFAULT; SET LOCAL work_mem TO DEFAULT"""


@contextmanager
def only_the_index() -> Iterator[None]:
    """A transaction in which tables are read by bitmaps of their indexes and no other way."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ONLY_THE_INDEX)
        yield
        with connection.cursor() as cursor:
            cursor.execute(_AS_BEFORE)


def valid(on: date, *, with_seats: bool) -> tuple[str, dict[str, Any]]:
    """The condition that a vacancy is not over on a day, and its values."""
    seats = " AND taken < headcount" if with_seats else ""
    return f"(end_date IS NULL OR end_date >= %(on)s){seats}", {"on": on}


def meets(wanted: Wanted, on: date) -> tuple[str, dict[str, Any]]:
    """The condition that a vacancy of the window is what is wanted on a day, and its values."""
    return _where(wanted, EVERYTHING, on)


def ask(
    wanted: Wanted, window: Window, on: date, order: str, first: int, size: int
) -> tuple[int, Sequence[UUID]]:
    """(how many meet it in the window, up to MOST; the ids from the first-th on, in order)."""
    where, values = _where(wanted, window, on)
    km = KM if wanted.near else "NULL::float8"
    statement = f"""WITH found AS MATERIALIZED (
            SELECT id, published_at, month_pay, {km} AS km, {_score(wanted, values)} AS score
            FROM vacancies_shown WHERE {where} LIMIT {MOST})
        SELECT (SELECT count(*) FROM found), ARRAY(SELECT id FROM found
            ORDER BY {ORDERINGS[order]} OFFSET %(first)s LIMIT %(size)s)"""  # noqa: S608 our own texts
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"first": first, "size": size})
        number, ids = cursor.fetchone()
    return number, ids


def _where(wanted: Wanted, window: Window, on: date) -> tuple[str, dict[str, Any]]:
    is_valid, values = valid(on, with_seats=wanted.with_seats)
    asked = [*conditions(wanted), *filter(None, [window.condition])] or ["'@'"]
    parts = ["search @@ %(asked)s::tsquery", is_valid]
    values["asked"] = " & ".join(f"({one})" for one in asked)
    if wanted.near:
        values["lon"], values["lat"] = wanted.near
        circle = [km for km in (wanted.km, window.km) if km is not None]
        if circle:
            parts.append(f"{KM} <= %(circle)s")
            values["circle"] = min(circle)
    if wanted.region:
        # The sum hides the column from its own index: the planner is not to weigh two of them.
        parts.append("place + 0 BETWEEN %(low)s AND %(high)s")
        values["low"], values["high"] = wanted.region
    if wanted.pay_min is not None:
        parts.append("month_pay >= %(pay_min)s")
        values["pay_min"] = wanted.pay_min
    if wanted.occupation != whole_groups(wanted.occupation):
        parts.append(
            "EXISTS (SELECT FROM jsonb_array_elements(occupation) AS one"
            " WHERE starts_with(one ->> 1, %(occupation)s))"
        )
        values["occupation"] = wanted.occupation
    return " AND ".join(parts), values


def _score(wanted: Wanted, values: dict[str, Any]) -> str:
    """How well a vacancy fits: its words by weight, how new and how near it is."""
    parts = [f"{FRESH} * power(0.5::float8, abs(%(on)s - {PUBLISHED}) / {FRESH_DAYS}::float8)"]
    if words := terms(wanted):
        # Each word for itself: how near they stand to each other is not kept.
        values["any_word"] = tsquery_literal([[one for term in words for one in term]])
        parts.append("ts_rank(search, %(any_word)s::tsquery)")
    if wanted.near:
        parts.append(f"{NEAR} * coalesce(power(0.5::float8, {KM} / {NEAR_KM}), 0)")
    return " + ".join(parts)
