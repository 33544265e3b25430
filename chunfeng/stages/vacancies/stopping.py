"""What is offered leaves the shop window at once: an employer stopped, a recognition lost."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from chunfeng.foundation.access import Context
from chunfeng.stages.employers.workplaces import Workplace
from chunfeng.stages.vacancies import writing
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.states import State

CHANNEL_OF = {"workshop": "near", "base": "base", "public_welfare": "public_welfare"}


def pause_all_of(employer: UUID, reason: str, *, by: Context, at: datetime) -> int:
    """Takes all that an employer offers out of the shop window; how many vacancies."""
    _locked(employer)
    return _pause(Vacancy.objects.filter(employer=employer), reason, by=by, at=at)


def recognition_lost(place: Workplace, reason: str, *, by: Context, at: datetime) -> int:
    """Takes what was offered under a recognition that no longer holds out of the shop window.

    Of a workshop what is offered at its site, else what goes by its way into work; how many.
    """
    _locked(place.employer)
    under = Q(channel=CHANNEL_OF[place.kind])
    if place.site:
        under = Q(site=place.site) | under & Q(site=None)
    offered = Vacancy.objects.filter(under, employer=place.employer)
    return _pause(offered, reason, by=by, at=at)


def _pause(vacancies: "QuerySet[Vacancy]", reason: str, *, by: Context, at: datetime) -> int:
    shown = vacancies.filter(state=State.PUBLISHED).order_by("id")
    held = list(shown.select_for_update().only("id", "region", "state", "version"))
    for one in held:
        writing.move(
            one, State.PAUSED, at=at, state_reason=reason.strip()[:300], paused_at_desk=False
        )
        writing.tell("vacancy.paused", one, by=by, at=at, reason=reason.strip()[:300])
    return len(held)


def employer_stopped(employer: UUID, reason: str, by: Context, at: datetime) -> None:
    """What follows when an employer may no longer employ; employers' news call it."""
    pause_all_of(employer, reason, by=by, at=at)


def _locked(employer: UUID) -> None:
    """Nobody at the desk resumes a vacancy of the employer meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 12))", [str(employer)])
