"""Seats: who takes the last one is decided by one conditional UPDATE in the database."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies import rules, writing
from chunfeng.stages.vacancies.models import Hold, Vacancy
from chunfeng.stages.vacancies.refusals import Incomplete, NotAllowed, Refused
from chunfeng.stages.vacancies.states import State


def take_seat(vacancy: UUID, *, holder: UUID, region: int, by: Context, at: datetime) -> bool:
    """Holds a seat of a published vacancy; False where none is left. Asking twice takes one.

    holder: the id of whatever holds it (an interest, an offer); region: whose officers answer.
    """
    if by.role not in OFFICERS:
        raise NotAllowed
    holds = Hold.objects.filter(vacancy=vacancy, holder=holder, released_at=None)
    already = holds.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_take(%s, %s, %s, %s)", [vacancy, holder, region, at])
        ((taken,),) = cursor.fetchall()
    if taken and not already and holds.filter(at=at, by=by.user).exists():
        _tell("vacancy.seat_taken", vacancy, holder, region, by, at)
    return bool(taken)


def release_seat(vacancy: UUID, *, holder: UUID, by: Context, at: datetime) -> bool:
    """Gives a held seat back; False where nothing was held."""
    if by.role not in OFFICERS:
        raise NotAllowed
    holds = Hold.objects.filter(vacancy=vacancy, holder=holder, released_at=None)
    region = holds.values_list("region", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_release(%s, %s, %s)", [vacancy, holder, at])
        ((released,),) = cursor.fetchall()
    if released and region is not None:
        _tell("vacancy.seat_released", vacancy, holder, region, by, at)
    return bool(released)


def set_headcount(vacancy: UUID, *, headcount: int, by: Context, at: datetime) -> None:
    """How many people are wanted, never fewer than have a seat."""
    if by.role not in OFFICERS and by.employer is None:
        raise NotAllowed
    if not 0 <= headcount <= rules.MOST_SEATS:
        raise Incomplete("headcount", text("Say how many people are wanted."))
    held = writing.locked(vacancy)
    before = held.version
    if headcount < held.taken:
        raise Refused(text("More seats are taken than that: {n}.", n=held.taken))
    if by.employer and State(held.state) in (State.PUBLISHED, State.PAUSED):
        at_the_desk(vacancy, "confirm_seats", headcount, at)
    else:
        held.headcount = headcount
        writing.save(held, ["headcount"], at=at)
    writing.tell(
        "vacancy.headcount", held, by=by, at=at, fields=["headcount"], n=headcount, version=before
    )


def at_the_desk(vacancy: UUID, act: str, seats: int | None, at: datetime) -> str:
    """What a member may do to what is published: confirm_seats, pause, resume.

    Answers done, refused or absent.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_desk(%s, %s, %s, %s)", [vacancy, act, seats, at])
        ((answer,),) = cursor.fetchall()
    return str(answer)


def _tell(kind: str, vacancy: UUID, holder: UUID, region: int, by: Context, at: datetime) -> None:
    held = Vacancy(id=vacancy, region=region)
    writing.tell(kind, held, by=by, at=at, holder=str(holder))
