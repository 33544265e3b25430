"""Explaining a flag until a day, and letting it stand again."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import text
from chunfeng.stages.employers import conflicts, flagging
from chunfeng.stages.employers.models import ClosedFlag, Employer
from chunfeng.stages.people.refusals import NotAllowed, NotFound, Refused

MAY = frozenset({Role.TOWNSHIP, Role.COUNTY})
LONGEST = timedelta(days=366)


def close_flag(
    employer: UUID,
    *,
    flag: str,
    subject: str = "",
    reason: str,
    until: date,
    by: Context,
    at: datetime,
    asked: int | None = None,
) -> None:
    """Explains a flag that is up, signed by the post, until a day within a year.

    subject: id of the site or recognition it is about. asked: headcount of the employer's open
    vacancies, for the flag that rests on it.
    """
    region, today = _region(employer, by), timezone.localdate(at)
    why = " ".join(reason.split())[:200]
    if not why:
        raise Refused(text("Say why this is right as it stands."))
    if not today < until <= today + LONGEST:
        raise Refused(text("A flag is explained for a year at most."))
    if not flagging.standing(employer, flag, subject, by=by, on=today, asked=asked):
        raise Refused(text("This flag is no longer up."))
    told = {"region": region, "reason": why, "until": until, "by": by.user, "at": at}
    ClosedFlag.objects.update_or_create(
        employer_id=employer, flag=flag, subject=subject, defaults=told
    )
    detail = {"flag": flag, "subject": subject, "until": until.isoformat(), "reason": why}
    _tell("employer.flag_closed", employer, region, by, at, detail)


def reopen_flag(employer: UUID, *, flag: str, subject: str = "", by: Context, at: datetime) -> None:
    """Takes an explanation back: the flag stands again where it is up."""
    region = _region(employer, by)
    found = ClosedFlag.objects.filter(employer=employer, flag=flag, subject=subject)
    if not found.delete()[0]:
        raise Refused(text("This flag was not explained."))
    _tell("employer.flag_reopened", employer, region, by, at, {"flag": flag, "subject": subject})


def _region(employer: UUID, by: Context) -> int:
    """The region of an employer the post answers for; InConflict for an officer of its own."""
    if by.role not in MAY:
        raise NotAllowed
    inside = Employer.objects.filter(id=employer, region__range=(by.lo, by.hi))
    found = inside.only("id", "region", "contact").first()
    if found is None:
        raise NotFound
    conflicts.must_be_free(found, [by.user])
    return found.region


def _tell(
    kind: str, employer: UUID, region: int, by: Context, at: datetime, detail: dict[str, Any]
) -> None:
    record(kind, by=by, at=at, region=region, subject=("employer", employer), detail=detail)
