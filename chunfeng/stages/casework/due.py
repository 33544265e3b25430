"""Who is to be asked, and when: derived from spells, placements and contacts, and kept nowhere.

One line for each person, the most pressing; what they say on their own page goes first,
then a place of work that is no longer recognised. A day of
the plan gives way to the next one, and is over once the person was reached; nobody is asked about
what is older than the policy says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection

from chunfeng.stages.casework import policy
from chunfeng.stages.casework.vocabulary import Cause
from chunfeng.stages.people.status import PAID_WORK

PAGE = 50
SOON = 14  # days ahead

# The plan of a kind of work is ``rules.plan_of``, the day of it ``rules.step_on``; tests compare.
_ITEMS = """WITH plan AS (
    SELECT * FROM json_to_recordset(%(plans)s::json) AS p(way text, step int, follows int)
), work AS (
    SELECT s.id, s.person_id, s.begun, s.ended, s.employer,
        COALESCE(s.place, s.region) / 1000000 AS county, CASE
        WHEN s.place IS NOT NULL AND s.place / 1000000 <> s.region / 1000000 THEN 'away'
        WHEN s.kind = 'employed' THEN 'local' ELSE s.kind END AS way
    FROM people_spell s
    WHERE s.kind = ANY(%(paid)s) AND s.region BETWEEN %(lo)s AND %(hi)s AND s.begun <= %(on)s
        AND (s.ended IS NULL OR s.ended >= %(oldest)s)
        AND (%(people)s::uuid[] IS NULL OR s.person_id = ANY(%(people)s::uuid[]))
), runs AS (SELECT * FROM work WHERE ended IS NULL OR ended > %(on)s
), asked AS (
    SELECT c.* FROM casework_contact c WHERE c.region BETWEEN %(lo)s AND %(hi)s
        AND c.done_on <= %(on)s
        AND (%(people)s::uuid[] IS NULL OR c.person_id = ANY(%(people)s::uuid[]))
), lost AS (
    SELECT n.name, l.place / 1000000 AS county, max(l.day) AS day, max(l.at) AS at
    FROM casework_lostplace l, unnest(l.names) AS n(name)
    WHERE l.over_at IS NULL AND l.day BETWEEN %(oldest)s AND %(on)s GROUP BY 1, 2
), item AS (
    SELECT 'step' AS cause, w.person_id, w.id AS spell, w.begun + p.step AS due_on, p.step,
        NULL::uuid AS offer
    FROM runs w JOIN plan p USING (way)
    WHERE w.begun + p.step BETWEEN %(oldest)s AND %(last)s
        AND (p.follows IS NULL OR w.begun + p.follows > %(on)s)
        AND NOT EXISTS (SELECT FROM asked c WHERE c.person_id = w.person_id AND c.reached
            AND c.done_on >= w.begun + p.step - %(early)s)
    UNION ALL
    SELECT 'ended', w.person_id, w.id, w.ended, NULL, NULL FROM work w
    WHERE w.ended <= %(on)s
        AND NOT EXISTS (SELECT FROM runs r WHERE r.person_id = w.person_id)
        AND NOT EXISTS (SELECT FROM work l WHERE l.person_id = w.person_id AND l.ended > w.ended)
        AND NOT EXISTS (SELECT FROM asked c WHERE c.person_id = w.person_id AND c.reached
            AND c.done_on >= w.ended)
    UNION ALL
    SELECT 'place_lost', w.person_id, w.id, l.day, NULL, NULL
    FROM runs w JOIN lost l ON l.name = w.employer AND l.county = w.county AND w.begun <= l.day
    WHERE NOT EXISTS (SELECT FROM asked c WHERE c.person_id = w.person_id AND c.reached
        AND c.done_at > l.at)
    UNION ALL
    SELECT 'not_there', o.person_id, o.spell,
        (e.at AT TIME ZONE %(zone)s)::date + %(not_there)s, NULL, o.id
    FROM placements_offer o JOIN LATERAL (
        SELECT f.there, f.at FROM placements_confirmation f
        WHERE f.offer_id = o.id AND f.whose = 'employer' ORDER BY f.at DESC LIMIT 1
    ) e ON NOT e.there
    WHERE o.state = 'begun' AND o.ended_on IS NULL AND o.region BETWEEN %(lo)s AND %(hi)s
        AND (e.at AT TIME ZONE %(zone)s)::date <= %(on)s
        AND (%(people)s::uuid[] IS NULL OR o.person_id = ANY(%(people)s::uuid[]))
        AND NOT EXISTS (SELECT FROM asked c WHERE c.person_id = o.person_id AND c.reached
            AND c.done_at > e.at)
    UNION ALL
    SELECT CASE WHEN e.there THEN 'said_begun' ELSE 'said_left' END, o.person_id, o.spell,
        (e.at AT TIME ZONE %(zone)s)::date, NULL, o.id
    FROM placements_offer o JOIN LATERAL (
        SELECT f.there, f.at, f.whose FROM placements_confirmation f
        WHERE f.offer_id = o.id AND f.whose IN ('person', 'officer') ORDER BY f.at DESC LIMIT 1
    ) e ON e.whose = 'person' AND e.there = (o.state = 'confirmed')
    WHERE o.state IN ('confirmed', 'begun') AND o.ended_on IS NULL
        AND o.region BETWEEN %(lo)s AND %(hi)s AND (e.at AT TIME ZONE %(zone)s)::date <= %(on)s
        AND (%(people)s::uuid[] IS NULL OR o.person_id = ANY(%(people)s::uuid[]))
        AND NOT EXISTS (SELECT FROM asked c WHERE c.person_id = o.person_id AND c.reached
            AND c.done_at > e.at)
    UNION ALL
    SELECT 'agreed', c.person_id, c.spell, c.next_on, NULL, NULL FROM asked c
    WHERE c.next_on BETWEEN %(oldest)s AND %(last)s
        AND NOT EXISTS (SELECT FROM asked l WHERE l.person_id = c.person_id
            AND (l.done_at, l.noted_at) > (c.done_at, c.noted_at))
), one AS (
    SELECT DISTINCT ON (person_id) * FROM item ORDER BY person_id, cause NOT LIKE 'said%%',
        cause <> 'place_lost', due_on,
        array_position(%(causes)s::text[], cause)
), due AS (
    SELECT o.cause, o.person_id AS person, p.name, p.region, p.household_id AS household, o.spell,
        o.offer, o.step, o.due_on, COALESCE(s.employer, f.employer_name, '') AS employer,
        COALESCE(s.post, f.title, '') AS post, p.name_key,
        CASE WHEN %(township)s AND COALESCE(s.place, f.place) / 1000000 <> p.region / 1000000
            THEN 'township' ELSE 'village' END AS whose
    FROM one o JOIN people_person p ON p.id = o.person_id
    LEFT JOIN people_spell s ON s.id = o.spell
    LEFT JOIN placements_offer f ON f.id = o.offer
    WHERE p.left_on IS NULL AND p.merged_into_id IS NULL
)
"""
_CHOSEN = """(%(when)s = '' OR %(when)s = 'now' AND due_on <= %(on)s
    OR %(when)s = 'overdue' AND due_on < %(late)s OR %(when)s = 'soon' AND due_on > %(on)s)
    AND (%(cause)s = '' OR cause = %(cause)s) AND (%(whose)s = '' OR whose = %(whose)s)"""
_OVERDUE = "count(*) FILTER (WHERE due_on < %(late)s)"
_NOW = "count(*) FILTER (WHERE due_on <= %(on)s)"
_PAGE = f"""{_ITEMS}, page AS (
        SELECT *, count(*) OVER () AS total FROM due WHERE {_CHOSEN}
        ORDER BY due_on, name_key, person LIMIT %(limit)s OFFSET %(offset)s
    ) SELECT page.*, t.phone_mask,
        (SELECT count(*) FROM casework_contact c WHERE c.person_id = page.person
            AND NOT c.reached AND c.done_on BETWEEN page.due_on AND %(on)s) AS tries
    FROM page JOIN people_contact t ON t.person_id = page.person
    ORDER BY due_on, name_key, person"""  # noqa: S608 our own
_COUNT = f"{_ITEMS} SELECT {_NOW}, {_OVERDUE}, count(*) FROM due"  # noqa: S608 our own
_VILLAGES = f"""{_ITEMS} SELECT region, {_NOW}, {_OVERDUE}, count(*) FROM due
    GROUP BY region ORDER BY region"""  # noqa: S608 our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Somebody to be asked. step: the day of the plan. tries: calls nobody answered since.

    offer: the placement that somebody said something of.
    """

    person: UUID
    name: str
    region: int
    household: UUID
    cause: str
    step: int | None
    due_on: date
    spell: UUID | None
    offer: UUID | None
    employer: str
    post: str
    whose: str
    phone_mask: str
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; empty means no limit. when: now, overdue or soon."""

    region: tuple[int, int] | None = None
    when: str = ""
    cause: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many are due by today, of these overdue, and how many follow within two weeks."""

    now: int
    overdue: int
    soon: int


def page(wanted: Wanted, *, on: date, offset: int = 0, limit: int = PAGE) -> tuple[list[Due], int]:
    """Those to be asked, who waits longest first, and how many in all."""
    rows = _rows(_PAGE, _told(wanted, on) | {"limit": limit, "offset": offset})
    total = rows[0]["total"] if rows else 0
    if not rows and offset:
        total = page(wanted, on=on, limit=1)[1]
    return [_due(row) for row in rows], total


def of_people(people: Collection[UUID], *, on: date) -> dict[UUID, Due]:
    """{person: why they are to be asked} of some people, for the coming two weeks too."""
    told = _told(Wanted(), on) | {"people": list(people), "limit": len(people), "offset": 0}
    return {row["person"]: _due(row) for row in _rows(_PAGE, told)} if people else {}


def answered_by(person: UUID, *, on: date) -> Due | None:
    """What somebody who asks a person on a day answers: what is due, or soon enough."""
    waiting = of_people([person], on=on).get(person)
    early = timedelta(policy.on(on).number("early"))
    return waiting if waiting and waiting.due_on - early <= on else None


def counts(*, on: date) -> Counts:
    """How many wait, within the post's region."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _told(Wanted(), on))
        ((now, overdue, every),) = cursor.fetchall()
    return Counts(now=now, overdue=overdue, soon=every - now)


def by_village(*, on: date) -> list[tuple[int, int, int, int]]:
    """(village, due by today, of these overdue, in all with the coming two weeks)."""
    with connection.cursor() as cursor:
        cursor.execute(_VILLAGES, _told(Wanted(), on))
        return [(region, now, overdue, every) for region, now, overdue, every in cursor.fetchall()]


def _told(wanted: Wanted, on: date) -> dict[str, Any]:
    held = policy.on(on)
    lo, hi = wanted.region or (0, 10**12)
    plans = [
        {"way": way, "step": step, "follows": follows}
        for way, steps in held.plans.items()
        for step, follows in zip(steps, (*steps[1:], None), strict=True)
    ]
    return {
        "plans": orjson.dumps(plans).decode(),
        "paid": sorted(PAID_WORK),
        "lo": lo,
        "hi": hi,
        "people": None,
        "on": on,
        "oldest": on - timedelta(held.number("lapses")),
        "last": on + timedelta(SOON),
        "late": on - timedelta(held.number("grace")),
        "early": held.number("early"),
        "not_there": held.number("not_there_within"),
        "township": bool(held.number("township_away")),
        "zone": settings.TIME_ZONE,
        "causes": [str(cause) for cause in Cause],
        "when": wanted.when,
        "cause": wanted.cause,
        "whose": wanted.whose,
    }


def _rows(statement: str, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _due(row: Mapping[str, Any]) -> Due:
    return Due(**{name: row[name] for name in Due.__dataclass_fields__})
