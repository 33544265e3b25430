"""Difficulties: opened with what is to be done and by when, changed, settled."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.casework import policy, writing
from chunfeng.stages.casework.models import Difficulty
from chunfeng.stages.casework.refusals import NotFound, Over, Refused
from chunfeng.stages.casework.vocabulary import Kind, Outcome, Severity

MOST_DAYS = 180  # ahead that something may be due
URGENT = frozenset({Kind.WAGE_ARREARS, Kind.INJURY})


def open_difficulty(
    person: UUID,
    kind: Kind,
    *,
    by: Context,
    at: datetime,
    severity: Severity | None = None,
    task: str = "",
    due_on: date | None = None,
    contact: UUID | None = None,
) -> UUID:
    """Opens a difficulty; one of a kind that is open already stays, and is answered.

    due_on: the last day to do something, by the policy where not given.
    """
    writing.must_write(by)
    facts, today = writing.here(person, at), timezone.localdate(at)
    same = Difficulty.objects.filter(person=person, kind=kind, resolved_on=None)
    if found := same.values_list("id", flat=True).first():
        return found
    held = Difficulty(
        person_id=person,
        region=facts.region,
        contact_id=contact,
        kind=kind,
        severity=severity or (Severity.URGENT if kind in URGENT else Severity.SERIOUS),
        task=writing.words(task, 300),
        opened_on=today,
        due_on=_due(due_on, today) or today + timedelta(policy.on(today).within(kind)),
        by=by.user,
        updated_at=at,
    )
    held.save(force_insert=True)
    _tell("difficulty.opened", held, by, at, kind=kind, due_on=held.due_on.isoformat())
    return held.id


def change_difficulty(
    difficulty: UUID, *, severity: Severity, task: str, due_on: date, by: Context, at: datetime
) -> None:
    """Sets how hard it is, what is to be done and by when."""
    held = _open(difficulty, by)
    held.severity, held.task = severity, writing.words(task, 300)
    held.due_on = _due(due_on, timezone.localdate(at)) or held.due_on
    held.updated_at = at
    held.save(update_fields=["severity", "task", "due_on", "updated_at"])
    _tell("difficulty.changed", held, by, at, due_on=held.due_on.isoformat())


def resolve(
    difficulty: UUID, *, outcome: Outcome, said: str, on: date, by: Context, at: datetime
) -> None:
    """Settles a difficulty on a day, today at the latest."""
    held = _open(difficulty, by)
    if not held.opened_on <= on <= timezone.localdate(at):
        raise Refused(text("It is settled between the day it was opened and today."))
    held.resolved_on, held.outcome, held.said = on, outcome, writing.words(said, 300)
    held.updated_at = at
    held.save(update_fields=["resolved_on", "outcome", "said", "updated_at"])
    _tell("difficulty.resolved", held, by, at, outcome=outcome, on=on.isoformat())


def reopen(difficulty: UUID, *, by: Context, at: datetime) -> None:
    """Takes a settlement back; Refused where one of the kind is open again."""
    writing.must_write(by)
    held = _locked(difficulty)
    if held.resolved_on is None:
        return
    held.resolved_on, held.outcome, held.updated_at = None, "", at
    try:
        with transaction.atomic():
            held.save(update_fields=["resolved_on", "outcome", "updated_at"])
    except IntegrityError:
        raise Refused(text("A difficulty of this kind is open already.")) from None
    _tell("difficulty.reopened", held, by, at)


def _due(given: date | None, today: date) -> date | None:
    if given and not today <= given <= today + timedelta(MOST_DAYS):
        raise Refused(text("Choose a day within {n} days from today.", n=MOST_DAYS))
    return given


def _open(difficulty: UUID, by: Context) -> Difficulty:
    writing.must_write(by)
    held = _locked(difficulty)
    if held.resolved_on is not None:
        raise Over
    return held


def _locked(difficulty: UUID) -> Difficulty:
    held = Difficulty.objects.select_for_update().filter(id=difficulty).first()
    if held is None:
        raise NotFound
    return held


def _tell(event: str, held: Difficulty, by: Context, at: datetime, **detail: str) -> None:
    subject = ("difficulty", held.id)
    writing.tell(event, held.person_id, held.region, subject, by, at, **detail)
