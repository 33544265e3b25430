"""Stable work of many people in one statement; ``rules.stable`` says the same of one, and a test
compares the two."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from chunfeng.stages.casework import policy
from chunfeng.stages.people.status import PAID_WORK

_STABLE = """WITH paid AS (
    SELECT s.id, s.person_id, s.region, s.begun, s.ended, s.confirmed_on FROM people_spell s
    JOIN people_person p ON p.id = s.person_id
    WHERE s.kind = ANY(%(paid)s) AND s.region BETWEEN %(lo)s AND %(hi)s AND s.begun <= %(on)s
        AND (s.ended IS NULL OR s.ended >= %(first)s)
        AND (p.left_on IS NULL OR p.left_on > %(on)s) AND p.merged_into_id IS NULL
        AND (%(people)s::uuid[] IS NULL OR s.person_id = ANY(%(people)s::uuid[]))
), known AS (
    SELECT person_id, confirmed_on AS on FROM paid
    UNION ALL SELECT c.person_id, c.done_on FROM casework_contact c
        JOIN paid s ON s.id = c.spell WHERE c.at_work
    UNION ALL SELECT f.person_id, (f.at AT TIME ZONE %(zone)s)::date
        FROM placements_confirmation f JOIN placements_offer o ON o.id = f.offer_id
        JOIN paid s ON s.id = o.spell WHERE f.there AND f.whose <> 'person'
), lately AS (
    SELECT DISTINCT person_id FROM known WHERE "on" BETWEEN %(confirmed)s AND %(on)s
), days AS (
    SELECT person_id, min(region) AS region, range_agg(
        daterange(greatest(begun, %(first)s), least(ended, %(on)s), '[]')
    ) AS worked FROM paid JOIN lately USING (person_id) GROUP BY person_id
), stable AS (
    SELECT person_id, region FROM days
    WHERE (SELECT sum(upper(r) - lower(r)) FROM unnest(worked) r) >= %(days)s
        AND COALESCE((SELECT max(upper(r) - lower(r)) FROM unnest(
            datemultirange(daterange(%(first)s, %(on)s, '[]')) - worked) r), 0) <= %(gap)s
)
"""
_WHO = f"{_STABLE} SELECT person_id FROM stable"  # noqa: S608 our own
_UNITS = f"""{_STABLE} SELECT region / %(step)s * %(step)s AS unit, count(*) FROM stable
    GROUP BY unit ORDER BY unit"""  # noqa: S608 our own


def of_people(people: Collection[UUID], *, on: date) -> set[UUID]:
    """Which of some people are in stable work on a day."""
    if not people:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_WHO, _told(on, (0, 10**12)) | {"people": list(people)})
        return {person for (person,) in cursor.fetchall()}


def counts(span: tuple[int, int], *, step: int, on: date) -> dict[int, int]:
    """{region: heads in stable work on a day}. step: how many codes a region takes."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, _told(on, span) | {"step": step})
        return dict(cursor.fetchall())


def _told(on: date, span: tuple[int, int]) -> dict[str, Any]:
    rule = policy.on(on).stable
    lo, hi = span
    return {
        "paid": sorted(PAID_WORK),
        "lo": lo,
        "hi": hi,
        "people": None,
        "zone": settings.TIME_ZONE,
        "on": on,
        "first": on - timedelta(rule.window - 1),
        "confirmed": on - timedelta(rule.confirmed),
        "days": rule.days,
        "gap": rule.gap,
    }
