"""Explaining a flag until a day, and letting it stand again."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.employers import flagging
from chunfeng.stages.employers.holding import held, tell
from chunfeng.stages.employers.models import ClosedFlag
from chunfeng.stages.employers.refusals import Refused

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
    owner, today = held(employer, by), timezone.localdate(at)
    why = " ".join(reason.split())[:200]
    if not why:
        raise Refused(text("Say why this is right as it stands."))
    if not today < until <= today + LONGEST:
        raise Refused(text("A flag is explained for a year at most."))
    if not flagging.standing(employer, flag, subject, by=by, on=today, asked=asked):
        raise Refused(text("This flag is no longer up."))
    told = {"region": owner.region, "reason": why, "until": until, "by": by.user, "at": at}
    ClosedFlag.objects.update_or_create(
        employer_id=employer, flag=flag, subject=subject, defaults=told
    )
    detail = {"flag": flag, "subject": subject, "until": until.isoformat(), "reason": why}
    tell("employer.flag_closed", owner, by=by, at=at, detail=detail)


def reopen_flag(employer: UUID, *, flag: str, subject: str = "", by: Context, at: datetime) -> None:
    """Takes an explanation back: the flag stands again where it is up."""
    owner = held(employer, by)
    found = ClosedFlag.objects.filter(employer=employer, flag=flag, subject=subject)
    if not found.delete()[0]:
        raise Refused(text("This flag was not explained."))
    detail = {"flag": flag, "subject": subject}
    tell("employer.flag_reopened", owner, by=by, at=at, detail=detail)
