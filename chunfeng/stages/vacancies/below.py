"""Vacancies held against the lowest lawful pay of a day: the rule as SQL, and what is marked."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from chunfeng.stages.employers import wage_lines
from chunfeng.stages.employers.wages import HALF_A_FEN, PART_DAY, PART_WEEK, USUAL_DAYS
from chunfeng.stages.vacancies.examining import Kept, findings
from chunfeng.stages.vacancies.fields import READ
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.writing import facts_of

BELOW = (Q(pay_kind="hour") | Q(hours_per_day__isnull=False)) & Q(
    hour_pay__lt=F("least") - HALF_A_FEN
)  # of vacancies with their least


def with_least(found: "QuerySet[Vacancy]", on: date) -> "QuerySet[Vacancy]":
    """Vacancies with ``least``: the lowest lawful pay of each, yuan an hour."""
    week = F("hours_per_day") * Coalesce(F("days_per_week"), Value(USUAL_DAYS))
    part = Q(pay_kind="hour") | Q(hours_per_day__lte=PART_DAY, week__lte=PART_WEEK)
    return found.annotate(week=week).annotate(
        least=wage_lines.least_at(OuterRef("place"), on, part)
    )


def marked_on(vacancy: UUID, before: Sequence[Kept], on: date) -> list[Kept]:
    """What is marked in a vacancy on a day, as publishing it would mark it.

    before: what was marked, of which reasons stay.
    """
    held = Vacancy.objects.only(*READ).get(id=vacancy)
    told = facts_of(held) | {"hour_pay": held.hour_pay}
    return findings(told, on, wage_lines.floors([held.place]), before)
