"""Vacancies held against the lowest lawful pay of a day: the rule as SQL, and what is marked."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from chunfeng.stages.employers import wage_lines
from chunfeng.stages.employers.wages import (
    FULL_MONTH,
    HALF_A_FEN,
    PART_DAY,
    PART_WEEK,
    USUAL_DAYS,
    Floor,
)
from chunfeng.stages.vacancies.examining import Kept, findings
from chunfeng.stages.vacancies.fields import READ
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.writing import facts_of

BELOW = (Q(pay_kind="hour") | Q(hours_per_day__isnull=False)) & Q(
    hour_pay__lt=F("least") - HALF_A_FEN
)  # of vacancies with their least


def with_least(found: "QuerySet[Vacancy]", on: date) -> "QuerySet[Vacancy]":
    """Vacancies with ``least``: the lowest lawful pay of each, yuan an hour; one more statement."""
    week = F("hours_per_day") * Coalesce(F("days_per_week"), Value(USUAL_DAYS))
    return found.annotate(week=week).annotate(least=_least(wage_lines.in_force(on)))


def marked_on(vacancy: UUID, before: Sequence[Kept], on: date) -> list[Kept]:
    """What is marked in a vacancy on a day, as publishing it would mark it.

    before: what was marked, of which reasons stay.
    """
    held = Vacancy.objects.only(*READ).get(id=vacancy)
    told = facts_of(held) | {"hour_pay": held.hour_pay}
    return findings(told, on, wage_lines.floors(), before)


def _least(lines: Sequence[Floor]) -> Case:
    part = Q(pay_kind="hour") | Q(hours_per_day__lte=PART_DAY, week__lte=PART_WEEK)
    whens = []
    for line in sorted(lines, key=lambda line: -len(line.region)):  # the nearest first
        here = Q(place__range=(int(line.region.ljust(12, "0")), int(line.region.ljust(12, "9"))))
        whens.append(When(here & part, then=Value(line.hour)))
        whens.append(When(here, then=Value(line.month / FULL_MONTH)))
    return Case(*whens, output_field=FloatField())
