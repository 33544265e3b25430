"""Reads of offers and placements, inside the post's region by the walls below; plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chunfeng.stages.people.models import Person, Spell
from chunfeng.stages.placements import rules
from chunfeng.stages.placements.listing import (
    ENDED,
    SOON,
    Due,
    Filters,
    counted,
    last_month,
    narrowed,
)
from chunfeng.stages.placements.models import LIVE, Confirmation, Offer, OfferAnswer
from chunfeng.stages.placements.own_word import may_begin
from chunfeng.stages.placements.states import State
from chunfeng.stages.placements.vocabulary import PersonReason, Whose

__all__ = [
    "ENDED", "PAGE", "SOON", "Answer", "Attested", "Companion", "Due", "Filters", "Line",
    "answers", "companions", "companions_of", "confirmations", "due", "last_month", "live",
    "may_begin", "of_person", "of_vacancy", "offer", "page", "running", "some", "to_ask",
]  # fmt: skip
PAGE = 50
_LINE = (
    "id", "person_id", "region", "vacancy_id", "employer", "employer_name", "title", "channel",
    "place", "month_pay", "full_time", "state", "reason", "declined_by", "made_at", "made_by",
    "expires_on", "shown_at", "shown_phone", "start_on", "run", "spell", "ended_on", "end_reason",
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
    shown_at: datetime | None  # to the employer
    shown_phone: bool
    start_on: date | None
    run: UUID | None
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
    """Whether somebody was there. month: its first day; none for the arrival. left_on: last day."""

    whose: str
    month: date | None
    there: bool
    left_on: date | None
    reason: str
    how: str
    at: datetime
    by: UUID


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

    @property
    def left_out(self) -> bool:
        """Whether they wish to go together, and nothing is offered to this one."""
        return self.together and not self.offers


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


def on_own_page(person: UUID) -> list[Line]:
    """The same for the person's own page, where names stand behind one more wall: without any."""
    found = Offer.objects.filter(person=person).order_by("-made_at", "id")
    return [_line({**row, "person__name": ""}) for row in found.values(*_LINE)]


def of_spell(spell: UUID) -> Line | None:
    """The placement that runs as a spell of the register."""
    found = _lines(Offer.objects.filter(spell=spell, state=State.BEGUN, ended_on=None))
    return found[0] if found else None


def open_of(people: Iterable[UUID]) -> dict[UUID, list[Line]]:
    """{person: offers not yet over and placements that run, the first first}."""
    out: dict[UUID, list[Line]] = {}
    for line in _lines(_unended().filter(person__in=tuple(people))):
        out.setdefault(line.person, []).append(line)
    return out


def of_vacancy(vacancy: UUID, *, offset: int = 0, limit: int = PAGE) -> tuple[list[Line], int]:
    """Offers of a vacancy within the post's region, the latest first, and how many in all."""
    return _page(Offer.objects.filter(vacancy=vacancy).order_by("-made_at", "id"), offset, limit)


def some(offers: Iterable[UUID]) -> list[Line]:
    """Offers by their ids, by name; those of other regions are left out."""
    return _lines(Offer.objects.filter(id__in=tuple(offers)).order_by("person__name_key", "id"))


def page(
    filters: Filters, *, on: date, number: int = 1, size: int = PAGE
) -> tuple[list[Line], int]:
    """A page of the offers a filter means, counted from 1, and how many there are in all."""
    return _page(narrowed(filters, on), (number - 1) * size, size)


def due(on: date) -> dict[Due, int]:
    """How many offers wait for what, within the post's region."""
    return counted(on)


def running(person: UUID) -> list[rules.Span]:
    """The full-time work of the register that runs: who takes a new one ends it first."""
    names = ("kind", "begun", "ended", "employer")
    found = Spell.objects.filter(person=person, ended=None, kind__in=rules.FULL_TIME)
    return [rules.Span(**row) for row in found.order_by("begun", "id").values(*names)]


def to_ask(line: Line) -> tuple[rules.Suggestion, ...]:
    """What to ask a person who declined, and perhaps to correct; nothing is changed by itself."""
    if line.state != State.DECLINED or line.declined_by != Whose.PERSON:
        return ()
    return rules.suggestions(PersonReason(line.reason))


def live(people: Iterable[UUID]) -> set[UUID]:
    """Who of some people has a seat or works from an offer."""
    found = Offer.objects.filter(LIVE, person__in=tuple(people))
    return set(found.values_list("person_id", flat=True))


def known(people: Iterable[UUID]) -> set[UUID]:
    """Who of some people was ever offered a seat."""
    return set(Offer.objects.filter(person__in=tuple(people)).values_list("person_id", flat=True))


def answered(lo: int, hi: int, since: date) -> list[tuple[UUID, UUID | None]]:
    """(person, vacancy) of what came to nothing or has ended after a day in a region;
    (person, None): has an offer or works from one.
    """
    here = Offer.objects.filter(region__range=(lo, hi))
    over = Q(state__in=(State.DECLINED, State.LAPSED)) | Q(ended_on__isnull=False)
    held = here.filter(LIVE | Q(state=State.MADE)).values_list("person_id", flat=True)
    pairs = here.filter(over, updated_at__date__gt=since).values_list("person_id", "vacancy_id")
    return [*pairs, *((person, None) for person in held)]


def companions(person: UUID) -> list[Companion]:
    """The others of a person's household who are still counted, couples first."""
    return companions_of([person]).get(person, [])


def companions_of(people: Iterable[UUID]) -> dict[UUID, list[Companion]]:
    """The same for each of some people, in as many statements."""
    some = list(_members(Person.objects.filter(id__in=tuple(people))))
    homes = {one["household_id"] for one in some}
    counted = Person.objects.filter(household__in=homes, left_on=None, merged_into=None)
    members = list(_members(counted).order_by("birth_date", "id"))
    offers = open_of(row["id"] for row in members)
    return {one["id"]: _others(one, members, offers) for one in some}


def _others(
    one: Mapping[str, Any], members: Sequence[Any], offers: Mapping[UUID, Sequence[Line]]
) -> list[Companion]:
    found = [
        _companion(one, row, offers.get(row["id"], ()))
        for row in members
        if row["household_id"] == one["household_id"] and row["id"] != one["id"]
    ]
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


def _page(found: "QuerySet[Offer]", offset: int, limit: int) -> tuple[list[Line], int]:
    return _lines(found[offset : offset + limit]), found.count()


def _lines(found: "QuerySet[Offer]") -> list[Line]:
    return [_line(row) for row in found.values(*_LINE, "person__name")]


def _line(row: Mapping[str, Any]) -> Line:
    values = {name.removesuffix("_id"): row[name] for name in _LINE}
    return Line(name=row["person__name"], **values)
