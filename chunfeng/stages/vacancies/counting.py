"""The figures of vacancies, interests and reports of the post's region."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from chunfeng.stages.vacancies.below import BELOW, with_least
from chunfeng.stages.vacancies.models import Interest, Report, Vacancy
from chunfeng.stages.vacancies.states import InterestState, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Figures of the post's region, each the count of a list."""

    published: int
    seats_open: int
    in_review: int
    paused: int
    full: int
    expired: int
    below: int
    interests_open: int
    reports_open: int


def counts(*, on: date) -> Counts:
    """The figures of the first page, in four statements."""
    shown = Q(state=State.PUBLISHED)
    living = Q(end_date=None) | Q(end_date__gte=on)
    vacancies = with_least(Vacancy.objects.all(), on).aggregate(
        published=Count("id", filter=shown),
        seats=Sum(F("headcount") - F("taken"), filter=shown & living, default=0),
        in_review=Count("id", filter=Q(state=State.REVIEW)),
        paused=Count("id", filter=Q(state=State.PAUSED)),
        full=Count("id", filter=shown & Q(taken__gte=F("headcount"))),
        expired=Count("id", filter=shown & Q(end_date__lt=on)),
        below=Count("id", filter=shown & living & BELOW),
    )
    return Counts(
        seats_open=vacancies.pop("seats"),
        interests_open=Interest.objects.filter(state=InterestState.OPEN).count(),
        reports_open=Report.objects.filter(settled_at=None).count(),
        **vacancies,
    )
