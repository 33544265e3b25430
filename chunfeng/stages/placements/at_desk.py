"""What an employer's member says of offers: one function of the database, which checks all of it.

The desk's own role reads a copy of what its people agreed to show, and writes no table of people.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chunfeng.kit.texts import text
from chunfeng.stages.placements import rules
from chunfeng.stages.placements.models import Offer
from chunfeng.stages.placements.refusals import NotFound, NotNow, OtherMonth, Refused, TooLate
from chunfeng.stages.placements.vocabulary import EmployerReason
from chunfeng.stages.placements.writing import Left

_SAY = "SELECT placements_employer_says(%s, %s, %s, %s, %s, %s, %s)"


def confirm(offer: UUID, *, start_on: date | None, at: datetime) -> None:
    """The employer says yes. NotNow, TooLate."""
    if start_on and start_on < timezone.localdate(at):
        raise Refused(text("The first day of work is past."))
    _say(offer, "confirm", at, day=start_on)


def turn_down(offer: UUID, reason: EmployerReason, note: str, *, at: datetime) -> None:
    """The employer says no, before work begins; the seat is free again."""
    _say(offer, "turn_down", at, reason=reason, note=" ".join(note.split())[:300])


def attest(
    offer: UUID, *, there: bool, month: date | None, left: Left | None, at: datetime
) -> None:
    """Whether somebody arrived (no month), or was there in a month."""
    first = rules.month_of(month) if month else None
    act = "there" if there else "not_there"
    reason, day = (left.reason, left.on) if left and not there else ("", None)
    _say(offer, act, at, month=first, reason=reason, day=day)


def _say(
    offer: UUID, act: str, at: datetime, *, reason: str = "", note: str = "",
    month: date | None = None, day: date | None = None,
) -> None:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SAY, [offer, act, reason, note, month, day, at])
        ((answer,),) = cursor.fetchall()
    if answer == "done":
        return
    held = Offer.objects.filter(id=offer).values("state", "expires_on").first()
    if answer == "absent" or held is None:
        raise NotFound
    if answer == "late":
        raise TooLate(held["expires_on"])
    if answer == "month":
        raise OtherMonth
    if answer == "day":
        raise Refused(text("The last day of work lies between the first day and today."))
    raise NotNow(held["state"])
