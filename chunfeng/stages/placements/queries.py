"""Reads of offers and placements, inside the post's region by the walls below; plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chunfeng.stages.people.models import Person
from chunfeng.stages.placements import rules
from chunfeng.stages.placements.models import LIVE, Confirmation, Offer, OfferAnswer
from chunfeng.stages.placements.states import OPEN, State
from chunfeng.stages.placements.vocabulary import Whose

PAGE = 50
_LINE = (
    "id", "person_id", "region", "vacancy_id", "employer", "employer_name", "title", "channel",
    "place", "month_pay", "full_time", "state", "reason", "declined_by", "made_at", "made_by",
    "expires_on", "start_on", "proposal", "spell", "ended_on", "end_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One offer or placement. name: the person's."""

    id: UUID
    person: UUID
    name: str
    region: int
    vacancy: UUID
    employer: UUID
    employer_name: str
    title: str
    channel: str
    place: int
    month_pay: float | None
    full_time: bool
    state: str
    reason: str
    declined_by: str
    made_at: datetime
    made_by: UUID
    expires_on: date
    start_on: date | None
    proposal: UUID | None
    spell: UUID | None
    ended_on: date | None
    end_reason: str

    @property
    def live(self) -> bool:
        """Whether it holds a seat."""
        return self.state in (State.AGREED, State.CONFIRMED) or (
            self.state == State.BEGUN and self.ended_on is None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to an offer, who wrote it down and when."""

    whose: str
    yes: bool
    how: str
    reason: str
    note: str
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """Whether somebody was there. month: its first day; none for the arrival."""

    whose: str
    month: date | None
    there: bool
    how: str
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A placement where employer and officer differ on whether the person is there."""

    line: Line
    employer_says: bool
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Somebody of the same household, to think of when one of them is offered work.

    together: a couple of whom one wishes to go with the other. offers: those not yet over.
    """

    person: UUID
    name: str
    relation: str
    together: bool
    offers: Sequence[Line]


def offer(offer: UUID) -> Line | None:
    """One offer; None outside the post's region, as for one that does not exist."""
    found = _lines(Offer.objects.filter(id=offer))
    return found[0] if found else None


def answers(offer: UUID) -> list[Answer]:
    """What was answered to an offer, the first first."""
    # Of one moment: a person answers before the employer, and says yes before taking it back.
    rows = OfferAnswer.objects.filter(offer=offer).order_by("at", "-whose", "-yes")
    names = tuple(Answer.__dataclass_fields__)
    return [Answer(**row) for row in rows.values(*names)]


def confirmations(offer: UUID) -> list[Attested]:
    """What was confirmed of a placement, the first first."""
    rows = Confirmation.objects.filter(offer=offer).order_by("at", "id")
    names = tuple(Attested.__dataclass_fields__)
    return [Attested(**row) for row in rows.values(*names)]


def of_person(person: UUID) -> list[Line]:
    """Everything that was offered to a person, the latest first."""
    return _lines(Offer.objects.filter(person=person).order_by("-made_at", "id"))


def of_vacancy(vacancy: UUID, *, offset: int = 0, limit: int = PAGE) -> tuple[list[Line], int]:
    """Offers of a vacancy within the post's region, the latest first, and how many in all."""
    return _page(Offer.objects.filter(vacancy=vacancy).order_by("-made_at", "id"), offset, limit)


def page(
    states: Iterable[str] = OPEN, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Line], int]:
    """Offers in some states, those that expire first first, and how many in all."""
    found = Offer.objects.filter(state__in=tuple(states)).order_by("expires_on", "id")
    return _page(found, offset, limit)


def live(people: Iterable[UUID]) -> set[UUID]:
    """Who of some people has a seat or works from an offer."""
    found = Offer.objects.filter(LIVE, person__in=tuple(people))
    return set(found.values_list("person_id", flat=True))


def known(people: Iterable[UUID]) -> set[UUID]:
    """Who of some people was ever offered a seat."""
    return set(Offer.objects.filter(person__in=tuple(people)).values_list("person_id", flat=True))


def answered(lo: int, hi: int, since: date) -> list[tuple[UUID, UUID | None]]:
    """(person, vacancy) declined after a day in a region; (person, None): has an offer."""
    here = Offer.objects.filter(region__range=(lo, hi))
    declined = here.filter(state=State.DECLINED, updated_at__date__gt=since)
    held = here.filter(LIVE | Q(state=State.MADE)).values_list("person_id", flat=True)
    pairs = declined.values_list("person_id", "vacancy_id")
    return [*pairs, *((person, None) for person in held)]


def unconfirmed(month: date, *, offset: int = 0, limit: int = PAGE) -> tuple[list[Line], int]:
    """Placements running in a month of which no employer has said anything for that month."""
    first = rules.month_of(month)
    said = Confirmation.objects.filter(whose=Whose.EMPLOYER, month=first)
    running = Offer.objects.filter(state=State.BEGUN, start_on__lt=_next(first)).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=first)
    )
    found = running.exclude(id__in=said.values("offer")).order_by("start_on", "id")
    return _page(found, offset, limit)


def disputed(*, offset: int = 0, limit: int = PAGE) -> tuple[list[Disputed], int]:
    """Running placements where the latest word of employer and officer differ, the oldest first.

    An officer who has said nothing stands by the record: the person is there.
    """
    found = (
        Offer.objects.filter(state=State.BEGUN, ended_on=None)
        .annotate(
            employer_says=_latest(Whose.EMPLOYER, "there"),
            said_at=_latest(Whose.EMPLOYER, "at"),
            officer_says=Coalesce(_latest(Whose.OFFICER, "there"), True),
        )
        .filter(employer_says__isnull=False)
        .exclude(employer_says=F("officer_says"))
        .order_by("said_at", "id")
    )
    rows = list(found.values(*_LINE, "person__name", "employer_says", "said_at")[offset:][:limit])
    lines = [
        Disputed(line=_line(row), employer_says=row["employer_says"], said_at=row["said_at"])
        for row in rows
    ]
    return lines, found.count()


def companions(person: UUID) -> list[Companion]:
    """The others of a person's household who are still counted, couples first."""
    one = _members(Person.objects.filter(id=person)).first()
    if one is None:
        return []
    home = Person.objects.filter(household=one["household_id"], left_on=None, merged_into=None)
    others = list(_members(home.exclude(id=person)).order_by("birth_date", "id"))
    offers: dict[UUID, list[Line]] = {}
    for line in _lines(_unended().filter(person__in=[row["id"] for row in others])):
        offers.setdefault(line.person, []).append(line)
    found = [_companion(one, row, offers.get(row["id"], [])) for row in others]
    return sorted(found, key=lambda companion: not companion.together)


def _companion(
    one: Mapping[str, Any], other: Mapping[str, Any], offers: Sequence[Line]
) -> Companion:
    wished = {*(one["profile__company"] or ()), *(other["profile__company"] or ())}
    return Companion(
        person=other["id"],
        name=other["name"],
        relation=other["relation"],
        together="spouse" in wished and rules.couple(one["relation"], other["relation"]),
        offers=tuple(offers),
    )


def _members(people: "QuerySet[Person]") -> Any:
    return people.values("id", "name", "relation", "household_id", "profile__company")


def _unended() -> "QuerySet[Offer]":
    return Offer.objects.filter(LIVE | Q(state=State.MADE)).order_by("made_at", "id")


def _latest(whose: Whose, column: str) -> Subquery:
    said = Confirmation.objects.filter(offer=OuterRef("id"), whose=whose).order_by("-at", "-id")
    return Subquery(said.values(column)[:1])


def _next(first: date) -> date:
    year, month = divmod(first.year * 12 + first.month, 12)
    return date(year, month + 1, 1)


def _page(found: "QuerySet[Offer]", offset: int, limit: int) -> tuple[list[Line], int]:
    return _lines(found[offset : offset + limit]), found.count()


def _lines(found: "QuerySet[Offer]") -> list[Line]:
    return [_line(row) for row in found.values(*_LINE, "person__name")]


def _line(row: Mapping[str, Any]) -> Line:
    values = {name.removesuffix("_id"): row[name] for name in _LINE}
    return Line(name=row["person__name"], **values)
