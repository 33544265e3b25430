"""What somebody says on their own page of their own work: it has begun, or they have left.

It writes no spell: who is to be asked follows from it, and an officer begins or ends the work.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.kit.texts import text
from chunfeng.stages.placements import writing
from chunfeng.stages.placements.models import Confirmation, Offer
from chunfeng.stages.placements.refusals import NotAllowed, NotFound, NotNow, Refused
from chunfeng.stages.placements.states import State
from chunfeng.stages.placements.vocabulary import How, Whose
from chunfeng.stages.placements.writing import Left

A_DAY = 6  # words of one person on one placement


def say(offer: UUID, *, by: Context, at: datetime, left: Left | None = None) -> None:
    """The person says that they are at work, or have left; said again it changes nothing.

    NotNow before the first day of work and after its end.
    """
    if by.role is not Role.SEEKER:
        raise NotAllowed
    held = Offer.objects.filter(id=offer, person=by.user).first()
    if held is None:
        raise NotFound
    _must_be_possible(held, left, timezone.localdate(at))
    words = Confirmation.objects.filter(offer=held, whose=Whose.PERSON)
    last = words.order_by("-at").first()
    if last and (last.there, last.left_on) == (left is None, left.on if left else None):
        return
    if words.filter(at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise Refused(
            text("This was noted several times today. Call the office if something is wrong.")
        )
    Confirmation.objects.create(
        offer=held, person_id=held.person_id, region=held.region, whose=Whose.PERSON, month=None,
        there=left is None, how=How.LINK, at=at, by=by.user, left_on=left.on if left else None,
        reason=left.reason if left else "",
    )  # fmt: skip
    kind = "placement.says_left" if left else "placement.says_there"
    writing.tell(kind, held, by=by, at=at, how=How.LINK)


def may_begin(state: str, start_on: date | None, on: date) -> bool:
    """Whether somebody may say that agreed work has begun: its first day, where known, has come."""
    return state == State.CONFIRMED and (start_on is None or start_on <= on)


def _must_be_possible(held: Offer, left: Left | None, on: date) -> None:
    running = held.state == State.BEGUN and held.ended_on is None
    if not running and (left or held.state != State.CONFIRMED):
        raise NotNow(held.state)
    if not running and not may_begin(held.state, held.start_on, on):
        raise Refused(text("The first day of work is still to come."))
    if left and held.start_on and not held.start_on <= left.on <= on:
        raise Refused(text("The last day of work lies between the first day and today."))
