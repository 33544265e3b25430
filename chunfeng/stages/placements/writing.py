"""How an offer's row is written: locked, moved through its lifecycle, its seat, the event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chunfeng.foundation.access import Context, Right, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import text
from chunfeng.stages.employers import conflicts
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people import queries as people
from chunfeng.stages.placements.models import Offer, OfferAnswer
from chunfeng.stages.placements.refusals import (
    AlreadyPlaced,
    NoSeat,
    NotAllowed,
    NotFound,
    NotNow,
    Refused,
)
from chunfeng.stages.placements.states import NEXT, SEATED, State
from chunfeng.stages.placements.vocabulary import EndReason, How, Whose
from chunfeng.stages.vacancies import operations as vacancies

DOCKING = "docking"  # the purpose of the consent without which nothing is offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer as it came. note: the officer's own words."""

    how: How
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is said of somebody who is no longer at work. on: the last day."""

    on: date
    reason: EndReason


def must_write(by: Context) -> None:
    """NotAllowed for a post that writes nothing of people."""
    if by.rights.d2 is not Right.WRITE:
        raise NotAllowed


def answerable(offer: UUID, by: Context) -> Offer:
    """An offer that the person answers, locked: written by an officer, or by themselves."""
    if by.rights.d2 is not Right.WRITE and by.role is not Role.SEEKER:
        raise NotAllowed
    held = locked(offer)
    if by.role is Role.SEEKER and held.person_id != by.user:
        raise NotFound
    return held


def must_be_free(employer: UUID, by: Context) -> None:
    """Refused for an officer who is tied to the employer."""
    conflicts.must_be_free(Employer(id=employer, contact=""), [by.user])


def here(person: UUID, at: datetime) -> people.Facts:
    """Somebody of the post's region whom the register still counts; NotFound otherwise."""
    facts = people.facts(person, on=timezone.localdate(at))
    if facts is None or facts.merged_into:
        raise NotFound
    if facts.left_on:
        raise Refused(text("This person has left the register."))
    return facts


def locked(offer: UUID) -> Offer:
    """An offer to write to; NotFound where there is none to see."""
    held = Offer.objects.select_for_update().filter(id=offer).first()
    if held is None:
        raise NotFound
    return held


def move(held: Offer, to: State, *, at: datetime, **columns: Any) -> None:
    """Puts an offer into another state; NotNow where that one may not follow."""
    if to not in NEXT[State(held.state)]:
        raise NotNow(held.state)
    held.state = to
    save(held, at=at, **columns)


def save(held: Offer, *, at: datetime, **columns: Any) -> None:
    """Saves an offer's state and columns."""
    for name, value in columns.items():
        setattr(held, name, value)
    held.updated_at = at
    held.save(update_fields=["state", *columns, "updated_at"])


def seat(held: Offer, *, by: Context, at: datetime, **columns: Any) -> None:
    """Moves an offer to agreed and takes its seat, or leaves both as they were.

    AlreadyPlaced, NoSeat.
    """
    try:
        with transaction.atomic():
            move(held, State.AGREED, at=at, **columns)
            if not _take(held, by, at):
                raise NoSeat
    except IntegrityError:
        raise AlreadyPlaced from None


def give_back(held: Offer, was: State, *, by: Context, at: datetime) -> None:
    """Gives back the seat of an offer that had one."""
    if was not in SEATED:
        return
    if by.role is Role.SEEKER:
        _own_seat(held, at, take=False)
    else:
        vacancies.release_seat(held.vacancy_id, holder=held.id, by=by, at=at)


def _take(held: Offer, by: Context, at: datetime) -> bool:
    if by.role is Role.SEEKER:
        return _own_seat(held, at, take=True)
    return vacancies.take_seat(held.vacancy_id, holder=held.id, region=held.region, by=by, at=at)


def _own_seat(held: Offer, at: datetime, *, take: bool) -> bool:
    """The seat of somebody's own offer, by the one function their page may use; it is recorded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_own_seat(%s, %s, %s)", [held.id, take, at])
        ((done,),) = cursor.fetchall()
    return bool(done)


def answer(
    held: Offer, whose: Whose, said: Said, *, yes: bool, by: Context, at: datetime, reason: str = ""
) -> None:
    """Notes an answer."""
    OfferAnswer.objects.create(
        offer=held,
        person_id=held.person_id,
        region=held.region,
        whose=whose,
        yes=yes,
        how=said.how,
        reason=reason,
        note=" ".join(said.note.split())[:300],
        at=at,
        by=by.user,
    )


def tell(
    kind: str, held: Offer, *, by: Context, at: datetime, fields: Sequence[str] = (),
    **detail: Any,
) -> None:  # fmt: skip
    """Appends the event of a write."""
    record(
        kind,
        by=by,
        at=at,
        person=held.person_id,
        region=held.region,
        subject=("offer", held.id),
        fields=fields,
        detail={"vacancy": str(held.vacancy_id), **detail},
    )
