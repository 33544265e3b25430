"""Who worked where a recognition no longer holds, and what became of each: derived, as of a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework.models import LostPlace
from chunfeng.stages.employers.workplaces import Workplace
from chunfeng.stages.people.status import PAID_WORK

PAGE = 50
_TOLD = """WITH there AS (
    SELECT DISTINCT ON (s.person_id) s.person_id AS person, s.id AS spell, s.employer, s.post,
        s.begun, s.ended, p.name, p.name_key, p.region, p.household_id AS household
    FROM people_spell s JOIN people_person p ON p.id = s.person_id
    WHERE s.kind = ANY(%(paid)s) AND s.employer = ANY(%(names)s)
        AND COALESCE(s.place, s.region) / 1000000 = %(county)s
        AND s.begun <= %(day)s AND (s.ended IS NULL OR s.ended >= %(day)s)
        AND p.merged_into_id IS NULL AND (p.left_on IS NULL OR p.left_on > %(day)s)
    ORDER BY s.person_id, s.begun DESC, s.id
), since AS (
    SELECT t.*, (
            SELECT max(c.done_on) FROM casework_contact c
            WHERE c.person_id = t.person AND c.reached AND c.done_at > %(at)s::timestamptz
                AND c.done_on <= %(on)s
        ) AS asked_on, (
            SELECT max(n.begun) FROM people_spell n
            WHERE n.person_id = t.person AND n.kind = ANY(%(paid)s) AND n.id <> t.spell
                AND n.begun > %(day)s AND n.begun <= %(on)s
                AND (n.ended IS NULL OR n.ended > %(on)s)
        ) AS anew_on
    FROM there t
), told AS (
    SELECT *, CASE WHEN anew_on IS NOT NULL THEN 'anew'
        WHEN ended <= %(on)s THEN 'without'
        WHEN asked_on IS NOT NULL THEN 'goes_on' ELSE 'to_ask' END AS became
    FROM since
) """
_PAGE = f"""{_TOLD} SELECT w.*, t.phone_mask, count(*) OVER () AS total
    FROM told w JOIN people_contact t ON t.person_id = w.person
    WHERE %(became)s = '' OR became = %(became)s
    ORDER BY array_position(%(order)s::text[], became), name_key, person
    LIMIT %(limit)s OFFSET %(offset)s"""  # noqa: S608 our own
_COUNT = f"""{_TOLD} SELECT became, count(*) AS n, count(asked_on) AS asked FROM told
    GROUP BY 1"""  # noqa: S608 our own


class Became(StrEnum):
    """What became of a worker since the recognition was lost; the order is that of urgency."""

    TO_ASK = "to_ask"
    WITHOUT = "without"
    GOES_ON = "goes_on"
    ANEW = "anew"

    @property
    def label(self) -> Text:
        """What it is, to show."""
        return BECAME_NAMES[self]


BECAME_NAMES = {
    Became.TO_ASK: text("Not asked yet"),
    Became.WITHOUT: text("Without work since"),
    Became.GOES_ON: text("Asked, the work goes on"),
    Became.ANEW: text("In new work"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who worked there. asked_on: reached last since. anew_on: new work began."""

    person: UUID
    spell: UUID
    name: str
    region: int
    household: UUID
    employer: str
    post: str
    begun: date
    ended: date | None
    asked_on: date | None
    anew_on: date | None
    became: str
    phone_mask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """When a recognition was lost last. over: lifted since, nobody is to be asked any more."""

    day: date
    at: datetime
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Heads of the post's region, and elsewhere: those of other regions' registers.

    few: there are some elsewhere, fewer than may be said.
    """

    known: int
    asked: int
    to_ask: int
    without: int
    goes_on: int
    anew: int
    elsewhere: int
    few: bool

    @property
    def still_open(self) -> int:
        """Of how many it is not known that they have work."""
        return self.to_ask + self.without


def since(recognition: UUID) -> Since | None:
    """When a recognition was suspended or ended last; None where that never was."""
    row = LostPlace.objects.filter(recognition=recognition).order_by("-at").first()
    return Since(day=row.day, at=row.at, over=row.over_at is not None) if row else None


def page(
    place: Workplace, lost: Since | None, *, on: date, became: str = "", offset: int = 0,
    limit: int = PAGE,
) -> tuple[list[Worker], int]:  # fmt: skip
    """Who worked at a place on the day it was lost (else works there today), the open ones first.

    Inside the post's region; and how many in all.
    """
    told = _asked(place, lost, on) | {"became": became, "limit": limit, "offset": offset}
    rows = _rows(_PAGE, told | {"order": [str(one) for one in Became]})
    total = rows[0]["total"] if rows else 0
    return [Worker(**{n: row[n] for n in Worker.__dataclass_fields__}) for row in rows], total


def counts(place: Workplace, lost: Since | None, *, on: date) -> Counts:
    """How many there are, and what became of them."""
    rows = _rows(_COUNT, _asked(place, lost, on))
    became = dict.fromkeys(Became, 0) | {Became(row["became"]): row["n"] for row in rows}
    beyond = _elsewhere(place, lost.day if lost else on)
    return Counts(
        known=sum(became.values()),
        asked=sum(row["asked"] for row in rows),
        elsewhere=beyond or 0,
        few=beyond is None,
        **{str(one): n for one, n in became.items()},
    )


def _elsewhere(place: Workplace, day: date) -> int | None:
    """Heads of other regions' registers who worked at a place on a day; None for fewer than ten."""
    asked: list[Any] = [sorted(place.names), place.place // 10**6, day, sorted(PAID_WORK)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_workers_elsewhere(%s::text[], %s, %s, %s::text[])", asked)
        ((n,),) = cursor.fetchall()
    return None if n is None else int(n)


def _asked(place: Workplace, lost: Since | None, on: date) -> dict[str, Any]:
    return {
        "names": sorted(place.names),
        "county": place.place // 10**6,
        "day": lost.day if lost else on,
        "at": lost.at if lost else None,
        "on": on,
        "paid": sorted(PAID_WORK),
    }


def _rows(statement: str, told: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
