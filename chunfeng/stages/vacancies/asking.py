"""The statement of search, and the planner's hands tied while it runs.

Every part of it finds its candidates through the one index over words and facts, materialised,
before anything is sorted: told only of an order and a limit, the planner would rather walk the
newest vacancies until it meets twenty with a rare word, through all of them.
"""

# ruff: noqa: S608 (put together from our own texts; values go beside them)
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from chunfeng.foundation.database.planned import rows
from chunfeng.stages.vacancies.tokens import tsquery_literal
from chunfeng.stages.vacancies.wanted import Wanted, conditions, terms, whole_groups
from chunfeng.stages.vacancies.windows import EVERYTHING, Window, windows

ZONE = ZoneInfo("Asia/Shanghai")  # whose days they are
MOST = 10_000  # candidates looked at in a window; of more only these are sorted
FRESH, NEAR = 0.1, 0.1  # what newness and nearness add to the words, which give up to 0.61
FRESH_DAYS, NEAR_KM = 14.0, 10.0  # after so long, and so far, half of it is left
ORDERINGS = {
    "fit": "score DESC, published_at DESC, id",
    "newest": "published_at DESC, id",
    "near": "km, published_at DESC, id",
    "pay": "month_pay DESC NULLS LAST, published_at DESC, id",
}
KM = "vacancies_km(lon, lat, %(lon)s, %(lat)s)"
_TIED = {
    "enable_seqscan": "off",
    "enable_indexscan": "off",
    "enable_indexonlyscan": "off",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "32MB",
    "plan_cache_mode": "force_generic_plan",
}
_TIE = f"""SELECT (SELECT max(published_at) FROM vacancies_shown),
    {", ".join(f"current_setting('{name}')" for name in _TIED)},
    {", ".join(f"set_config('{name}', '{value}', true)" for name, value in _TIED.items())}"""
_UNTIE = "SELECT " + ", ".join(f"set_config('{name}', %({name})s, true)" for name in _TIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: the n-th lines of an order. enough: when no further window is asked."""

    wanted: Wanted
    on: date
    order: str
    first: int
    size: int
    enough: int
    values: dict[str, Any] = field(default_factory=dict)  # of the statement


@contextmanager
def only_the_index() -> Iterator[date | None]:
    """A transaction in which tables are read by bitmaps of their indexes and no other way.

    Gives the last day on which anything that is shown came out, None where nothing is.
    """
    goes_on = connection.in_atomic_block  # else the end of the transaction unties it
    with transaction.atomic(savepoint=False):
        newest, *told = rows(_TIE, {})[0]
        yield newest and newest.astimezone(ZONE).date()
        if goes_on:
            rows(_UNTIE, dict(zip(_TIED, told[: len(_TIED)], strict=True)))


def valid(on: date, *, with_seats: bool) -> tuple[str, dict[str, Any]]:
    """The condition that a vacancy is not over on a day, and its values."""
    seats = " AND taken < headcount" if with_seats else ""
    return f"(end_date IS NULL OR end_date >= %(on)s){seats}", {"on": on}


def meets(wanted: Wanted, on: date) -> tuple[str, dict[str, Any]]:
    """The condition that a vacancy of the window is what is wanted on a day, and its values."""
    question = Question(wanted=wanted, on=on, order="newest", first=0, size=0, enough=0)
    where = _where(question)
    return where + _inside(question, [*conditions(wanted)], EVERYTHING, "all"), question.values


def ask(question: Question, newest: date) -> tuple[int, Sequence[UUID]]:
    """(how many were found by the window with enough in it, ids of the lines wanted in order)."""
    first, *others = windows(question.wanted, question.order, newest)
    if first.few >= 0 and (found := _at_once(question, first)):
        return found
    statement = _statement(question, others if first.only_tells else [first, *others])
    ((number, ids),) = rows(statement, question.values)
    return number, ids


def _at_once(question: Question, first: Window) -> tuple[int, Sequence[UUID]] | None:
    """Everything, where the first window tells that there is little, and it is so."""
    of_window = _candidates(question)
    begun = of_window("first", first, "", first.few + 1)
    whole = of_window("whole", EVERYTHING, " AND (SELECT n FROM told) <= %(few)s", MOST + 1)
    statement = f"""WITH told AS MATERIALIZED (SELECT count(*) AS n FROM ({begun}) AS first),
        found AS MATERIALIZED ({whole})
        SELECT (SELECT n FROM told), {_answer(question)}"""
    question.values["few"] = first.few
    ((told, number, ids),) = rows(statement, question.values)
    return (number, ids) if told <= first.few and number <= MOST else None


def _statement(question: Question, asked: Sequence[Window]) -> str:
    """Part w0 of the first window, n0 how many were found; w1 only where these are not enough …"""
    parts, gate, before = [], "", "0"
    of_window = _candidates(question)
    for n, window in enumerate(asked):
        number = f"count(*) + {before}" if window.adds else f"greatest(count(*), {before})"
        parts += [
            f"w{n} AS MATERIALIZED ({of_window(f'w{n}', window, gate, MOST)})",
            f"n{n} AS MATERIALIZED (SELECT {number} AS n FROM w{n})",
        ]
        before = f"(SELECT n FROM n{n})"
        gate = f" AND {before} <= %(enough)s"
    question.values["enough"] = question.enough
    return f"""WITH {", ".join(parts)}, found AS MATERIALIZED ({_together(asked)})
        SELECT {_answer(question)}"""


def _answer(question: Question) -> str:
    """How many were found, and the ids of the lines wanted."""
    question.values.update(first=question.first, size=question.size)
    return f"""(SELECT count(*) FROM found), ARRAY(SELECT id FROM found
        ORDER BY {ORDERINGS[question.order]} OFFSET %(first)s LIMIT %(size)s)"""


def _candidates(question: Question) -> Callable[[str, Window, str, int], str]:
    """How the candidates of a window are asked for: by (name, window, condition, how many)."""
    index = [*conditions(question.wanted)]
    km = _km(question) if question.wanted.near else "NULL::float8"
    of_all = (
        f"SELECT id, published_at, month_pay, {km} AS km, {_score(question)} AS score"
        f" FROM vacancies_shown WHERE {_where(question)}"
    )

    def of_window(name: str, window: Window, condition: str, most: int) -> str:
        inside = _inside(question, index, window, name)
        return f"{of_all}{inside}{condition} LIMIT {most}"

    return of_window


def _together(asked: Sequence[Window]) -> str:
    """What the windows hold; one that does not add takes the place of all before it, once asked."""
    parts, until = [], ""
    for n, window in reversed([*enumerate(asked)]):
        parts.append(f"SELECT * FROM w{n}{until}")
        if n and not window.adds:
            until = f" WHERE (SELECT n FROM n{n - 1}) > %(enough)s"
    return " UNION ALL ".join(parts)


def _inside(question: Question, index: Sequence[str], window: Window, name: str) -> str:
    """The condition of a window: its part of the index and its circle."""
    values, wanted = question.values, question.wanted
    asked = [*index, *filter(None, [window.condition])] or ["'@'"]
    values[f"asked_{name}"] = " & ".join(f"({one})" for one in asked)
    inside = f" AND search @@ %(asked_{name})s::tsquery"
    circle = [km for km in (wanted.km, window.km) if km is not None]
    if wanted.near and circle:
        values[f"km_{name}"] = min(circle)
        inside += f" AND {KM} <= %(km_{name})s"
    if window.beyond is not None:
        values["beyond"] = window.beyond
        inside += f" AND ({KM} > %(beyond)s) IS NOT FALSE"  # nor where nobody knows where it is
    return inside


def _where(question: Question) -> str:
    """The filters that are said exactly, beside what the index says."""
    wanted = question.wanted
    is_valid, values = valid(question.on, with_seats=wanted.with_seats)
    parts = [is_valid]
    if wanted.near:
        values["lon"], values["lat"] = wanted.near
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
    question.values.update(values)
    return " AND ".join(parts)


def _km(question: Question) -> str:
    """How near a vacancy is, for the order: in the own township nearer than any guess."""
    if question.wanted.own is None:
        return KM
    question.values["own_low"], question.values["own_high"] = question.wanted.own
    return f"(CASE WHEN place BETWEEN %(own_low)s AND %(own_high)s THEN -1 ELSE {KM} END)"


def _score(question: Question) -> str:
    """How well a vacancy fits: its words by weight, how new and how near it is."""
    if question.order != "fit":
        return "0"
    values, seconds = question.values, FRESH_DAYS * 86400
    values["moment"] = datetime.combine(question.on, time(), ZONE) + timedelta(days=1)
    age = f"abs(date_part('epoch', %(moment)s - published_at)) / {seconds}::float8"
    parts = [f"{FRESH} * power(0.5::float8, {age})"]
    if words := terms(question.wanted):
        # Each word for itself: how near they stand to each other is not kept.
        values["any_word"] = tsquery_literal([[one for term in words for one in term]])
        parts.append("ts_rank(search, %(any_word)s::tsquery)")
    if question.wanted.near:
        parts.append(f"{NEAR} * coalesce(power(0.5::float8, {_km(question)} / {NEAR_KM}), 0)")
    return " + ".join(parts)
