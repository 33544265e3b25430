"""Services given to people, and what a household had to live on in a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework import writing
from chunfeng.stages.casework.models import Income, Service
from chunfeng.stages.casework.refusals import NotFound, Refused
from chunfeng.stages.casework.vocabulary import Result, Source
from chunfeng.stages.casework.vocabulary import Service as Kind
from chunfeng.stages.people import queries as people

MOST_AT_ONCE = 500
MOST_MINUTES = 24 * 60
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A service. minutes: for each person."""

    kind: Kind
    on: date
    result: Result = Result.DONE
    minutes: int | None = None
    note: str = ""


def give(person: UUID, given: Given, *, key: str, by: Context, at: datetime) -> UUID:
    """Notes a service to a person; the same key again gives the first one."""
    writing.must_write(by)
    facts = writing.here(person, at)
    if before := Service.objects.filter(person=person, key=key).first():
        return before.id
    if not date(FIRST_YEAR, 1, 1) <= given.on <= timezone.localdate(at):
        raise Refused(text("A service was given today at the latest."))
    if given.minutes is not None and not 1 <= given.minutes <= MOST_MINUTES:
        raise Refused(text("Give the minutes as a number from 1 to {n}.", n=MOST_MINUTES))
    held = Service.objects.create(
        person_id=person, region=facts.region, kind=given.kind, on=given.on, minutes=given.minutes,
        result=given.result, note=writing.words(given.note, 300), by=by.user, at=at, key=key[:60],
    )  # fmt: skip
    subject = ("service", held.id)
    writing.tell("service.given", person, facts.region, subject, by, at, kind=given.kind)
    return held.id


def give_many(
    persons: Sequence[UUID], given: Given, *, key: str, by: Context, at: datetime
) -> tuple[list[UUID], dict[UUID, Text]]:
    """Notes a service to many, each whole or not at all: to whom, and why not. At most 500."""
    done: list[UUID] = []
    refused: dict[UUID, Text] = {}
    for person in sorted(set(persons))[:MOST_AT_ONCE]:  # in one order: no two batches in a ring
        try:
            with transaction.atomic():
                give(person, given, key=key, by=by, at=at)
        except Refused as why:
            refused[person] = why.said
        else:
            done.append(person)
    return done, refused


def note_income(
    household: UUID, *, year: int, amount: float, heads: int, source: Source, by: Context,
    at: datetime, evidence: str = "",
) -> UUID:  # fmt: skip
    """Notes what a household had in a year. amount: yuan of all; heads: who lived on it."""
    writing.must_write(by)
    today = timezone.localdate(at)
    home = people.household(household, on=today)
    if home is None or home.ended_on:
        raise NotFound
    if not FIRST_YEAR <= year <= today.year:
        raise Refused(text("Give a year, for example {year}.", year=today.year - 1))
    if amount < 0 or not 1 <= heads <= 30:
        raise Refused(text("Give the income in yuan, and for how many people it was."))
    held = Income.objects.create(
        household_id=household, region=home.region, year=year, amount=amount, heads=heads,
        source=source, evidence=writing.words(evidence, 200), by=by.user, at=at,
    )  # fmt: skip
    record(
        "income.noted", by=by, at=at, household=household, region=home.region,
        subject=("income", held.id), detail={"year": year, "source": source},
    )  # fmt: skip
    return held.id
