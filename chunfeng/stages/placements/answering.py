"""What people and employers answer to an offer, and offers that come to nothing."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.placements import at_desk, rules, showing, writing
from chunfeng.stages.placements.models import LIVE, Offer
from chunfeng.stages.placements.refusals import AlreadyPlaced, NotNow, Refused, TooLate
from chunfeng.stages.placements.states import NEXT, WAITING, State
from chunfeng.stages.placements.vocabulary import (
    EmployerReason,
    LapseReason,
    PersonReason,
    Whose,
)
from chunfeng.stages.placements.writing import Said


def agree(
    offer: UUID, said: Said, *, by: Context, at: datetime, shown: bool = True, phone: bool = False
) -> None:
    """The person says yes: a seat is theirs from now on. NotNow, NoSeat, AlreadyPlaced.

    shown: they agree that the employer sees their name and what the work asks for. phone: and
    their telephone, once both have agreed.
    """
    held = writing.answerable(offer, by)
    _must_be_in_time(held, at)
    facts = writing.here(held.person_id, at)
    if held.full_time and _live_full_time(held):
        raise AlreadyPlaced
    copy = showing.snapshot(facts, held.vacancy_id, at) | {"shown_phone": phone} if shown else {}
    writing.seat(held, by=by, at=at, **copy)
    writing.answer(held, Whose.PERSON, said, yes=True, by=by, at=at)
    writing.tell("offer.agreed", held, by=by, at=at, how=said.how, phone=phone and shown)


def confirm(
    offer: UUID, said: Said, *, by: Context, at: datetime, start_on: date | None = None
) -> None:
    """The employer says yes, to a person who did. start_on: the first day of work, where agreed."""
    if by.employer:
        at_desk.confirm(offer, start_on=start_on, at=at)
        return
    writing.must_write(by)
    held = writing.locked(offer)
    writing.must_be_free(held.employer, by)
    _must_be_in_time(held, at)
    if start_on and start_on < timezone.localdate(at):
        raise Refused(text("The first day of work is past."))
    writing.move(held, State.CONFIRMED, at=at, start_on=start_on or held.start_on)
    writing.answer(held, Whose.EMPLOYER, said, yes=True, by=by, at=at)
    day = held.start_on.isoformat() if held.start_on else None
    writing.tell("offer.confirmed", held, by=by, at=at, how=said.how, start_on=day)


def decline(
    offer: UUID, reason: PersonReason, said: Said, *, by: Context, at: datetime
) -> tuple[rules.Suggestion, ...]:
    """The person says no, before work begins. Answers what to ask, and changes no fact itself."""
    _decline(offer, Whose.PERSON, reason, said, by, at)
    return rules.suggestions(reason)


def turn_down(
    offer: UUID, reason: EmployerReason, said: Said, *, by: Context, at: datetime
) -> None:
    """The employer says no, before work begins."""
    if by.employer:
        at_desk.turn_down(offer, reason, said.note, at=at)
        return
    _decline(offer, Whose.EMPLOYER, reason, said, by, at)


def withdraw(
    offer: UUID, *, by: Context, at: datetime, reason: LapseReason = LapseReason.WITHDRAWN
) -> None:
    """Takes an offer back, or notes that somebody did not arrive."""
    writing.must_write(by)
    held = writing.locked(offer)
    if reason not in (LapseReason.WITHDRAWN, LapseReason.NOT_ARRIVED):
        raise Refused(text("Say why."))
    if reason is LapseReason.NOT_ARRIVED and held.state != State.CONFIRMED:
        raise NotNow(held.state)
    lapse(held, reason, by=by, at=at)


def lapse(held: Offer, reason: LapseReason, *, by: Context, at: datetime) -> None:
    """Ends a locked offer that nobody declined, and gives back its seat."""
    was = State(held.state)
    writing.move(held, State.LAPSED, at=at, reason=reason, **showing.HIDDEN)
    writing.give_back(held, was, by=by, at=at)
    writing.tell("offer.lapsed", held, by=by, at=at, reason=reason)


def expire(*, limit: int, by: Context, at: datetime) -> int:
    """Lapses offers nobody answered by their last day, ``limit`` at most; how many."""
    over = (
        Offer.objects.select_for_update(skip_locked=True)
        .filter(state__in=WAITING, expires_on__lt=timezone.localdate(at))
        .order_by("id")[:limit]
    )
    found = list(over)
    for held in found:
        lapse(held, LapseReason.EXPIRED, by=by, at=at)
    return len(found)


def _decline(
    offer: UUID,
    whose: Whose,
    reason: PersonReason | EmployerReason,
    said: Said,
    by: Context,
    at: datetime,
) -> None:
    if whose is Whose.EMPLOYER:
        writing.must_write(by)
        held = writing.locked(offer)
        writing.must_be_free(held.employer, by)
    else:
        held = writing.answerable(offer, by)
    was = State(held.state)
    writing.move(held, State.DECLINED, at=at, reason=reason, declined_by=whose, **showing.HIDDEN)
    writing.give_back(held, was, by=by, at=at)
    writing.answer(held, whose, said, yes=False, by=by, at=at, reason=reason)
    writing.tell("offer.declined", held, by=by, at=at, whose=whose, reason=reason, how=said.how)


def _must_be_in_time(held: Offer, at: datetime) -> None:
    if not NEXT[State(held.state)] or held.expires_on >= timezone.localdate(at):
        return
    raise TooLate(held.expires_on)


def _live_full_time(held: Offer) -> bool:
    others = Offer.objects.filter(LIVE, person=held.person_id, full_time=True)
    return others.exclude(id=held.id).exists()
