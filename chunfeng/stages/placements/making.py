"""Making offers: to one person, to a couple, or to many in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.ciphers import Keyring
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import queries as register
from chunfeng.stages.people.models import Person
from chunfeng.stages.people.status import age_on
from chunfeng.stages.placements import rules, telling, writing
from chunfeng.stages.placements.models import Offer
from chunfeng.stages.placements.refusals import NotOffered, OpenAlready, Refused
from chunfeng.stages.vacancies import queries as vacancies

LEAST_AGE = 16  # years: nobody younger may be employed
MOST_AT_ONCE = 500
_KEPT = ("employer", "employer_name", "title", "channel", "place", "month_pay")  # in the offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What comes with an offer. expires_on: the last day to answer, a week on where not given.

    start_on: the first day of work. run: the docking run that proposed it. tell: by message.
    """

    expires_on: date | None = None
    start_on: date | None = None
    run: UUID | None = None
    tell: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An offer, and whether a message about it went to the person's phone; untold: why not."""

    offer: UUID
    told: bool = False
    untold: Text | None = None


Outcome = tuple[dict[UUID, Made], dict[UUID, Text]]  # by person what was made, and why not


def make(
    person: UUID,
    vacancy: UUID,
    *,
    key: str,
    keys: Keyring,
    by: Context,
    at: datetime,
    terms: Terms | None = None,
) -> Made:
    """Offers a published vacancy to a person; the same key again gives the first offer.

    key: of this act, so that it is done once. NotFound, NotOffered, OpenAlready.
    """
    writing.must_write(by)
    terms = terms or Terms()
    if found := _made_before(vacancy, key, person):
        return Made(offer=found)
    facts = writing.here(person, at)
    if register.objects(person, writing.DOCKING):
        raise Refused(text("This person took the consent back: nothing is offered to them."))
    held = _new(facts, vacancy, terms, key, by, at)
    writing.must_be_free(held.employer, by)
    try:
        with transaction.atomic():
            held.save(force_insert=True)
    except IntegrityError:
        if found := _made_before(vacancy, key, person):
            return Made(offer=found)
        raise OpenAlready from None
    writing.tell("offer.made", held, by=by, at=at, expires_on=held.expires_on.isoformat())
    if not terms.tell:
        return Made(offer=held.id)
    untold = telling.tell(held, telling.MADE, keys=keys, by=by, at=at)
    return Made(offer=held.id, told=untold is None, untold=untold)


def make_together(
    person: UUID,
    others: Sequence[UUID],
    vacancy: UUID,
    *,
    key: str,
    keys: Keyring,
    by: Context,
    at: datetime,
    terms: Terms,
) -> Outcome:
    """Offers a vacancy to a person, and under the same terms to others who go along.

    All as with ``make``; where another's is refused the person's stays made.
    """
    with transaction.atomic():
        # In one order: two officers who begin with either half of a couple never wait in ring.
        couple = Person.objects.filter(id__in=[person, *others]).order_by("id")
        list(couple.select_for_update(no_key=True))
        first = make(person, vacancy, key=key, keys=keys, by=by, at=at, terms=terms)
        along = replace(terms, run=None)  # the run proposed it to the person alone
        made, refused = make_many(others, vacancy, key=key, keys=keys, by=by, at=at, terms=along)
    return {person: first, **made}, refused


def make_many(
    persons: Sequence[UUID],
    vacancy: UUID,
    *,
    key: str,
    keys: Keyring,
    by: Context,
    at: datetime,
    terms: Terms | None = None,
) -> Outcome:
    """Offers a vacancy to many; by person what was made, and why not. At most 500."""
    made: dict[UUID, Made] = {}
    refused: dict[UUID, Text] = {}
    for person in sorted(set(persons))[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                made[person] = make(
                    person, vacancy, key=f"{key}:{person}", keys=keys, by=by, at=at, terms=terms
                )
        except Refused as why:
            refused[person] = why.said
    return made, refused


def _made_before(vacancy: UUID, key: str, person: UUID) -> UUID | None:
    found = Offer.objects.filter(vacancy=vacancy, key=key, person=person)
    return found.values_list("id", flat=True).first()


def _new(
    facts: register.Facts, vacancy: UUID, terms: Terms, key: str, by: Context, at: datetime
) -> Offer:
    """An unsaved offer with what the shop window says of the vacancy now."""
    today = timezone.localdate(at)
    of_age(facts, terms.start_on or today)
    shown = vacancies.shown_terms(vacancy)
    if shown is None or (shown["end_date"] and shown["end_date"] < today):
        raise NotOffered
    return Offer(
        person_id=facts.id,
        region=facts.region,
        vacancy_id=vacancy,
        full_time=rules.full_time(shown["channel"], shown["hours_per_day"], shown["flexible"]),
        **{name: shown[name] for name in _KEPT},
        made_at=at,
        made_by=by.user,
        updated_at=at,
        expires_on=_last_day(terms.expires_on, today),
        start_on=_first_day(terms.start_on, today),
        run=terms.run,
        key=key,
    )


def of_age(facts: register.Facts, day: date) -> None:
    """Refused for somebody who is too young to be employed on a day."""
    birth: Any = facts.values["birth_date"]
    if birth and age_on(birth, day) < LEAST_AGE:
        raise Refused(text("Nobody under {n} may be employed.", n=LEAST_AGE))


def _last_day(given: date | None, today: date) -> date:
    day = rules.last_day(given, today)
    if not today <= day <= today + timedelta(days=rules.MOST_DAYS):
        raise Refused(text("Choose a last day to answer within {n} days.", n=rules.MOST_DAYS))
    return day


def _first_day(given: date | None, today: date) -> date | None:
    if given and given < today:
        raise Refused(text("The first day of work is past."))
    return given
