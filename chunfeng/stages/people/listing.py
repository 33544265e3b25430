"""The list of people: what it is narrowed to, which people are on a page, their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Window

from chunfeng.foundation.ciphers import Keyring
from chunfeng.stages.people.models import Person
from chunfeng.stages.people.querysets import (
    in_status,
    living,
    named_like,
    ordered,
    running,
    tied_to_home,
)
from chunfeng.stages.people.status import PersonFact, SpellFact, labour_status
from chunfeng.stages.people.stored import Sealer
from chunfeng.stages.people.tiers import Tier, in_tier

PAGE = 50
PHONES = (7, 8, 11, 12)  # digits of a phone number
_LINE = (
    "id", "household_id", "household__number", "household__categories", "name", "sex", "birth_date",
    "region", "relation", "left_on", "lost_contact_on", "profile__work_capacity", "profile__care",
    "profile__in_school", "profile__willing", "profile__wish_reach", "contact__phone_mask",
)  # fmt: skip
_SPELL_FACT = ("kind", "begun", "ended", "place", "primary", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of people is narrowed to; empty means no limit.

    region: lo..hi inside the post's. words: a name (characters, pinyin, initials), a number of the
    ledger, a phone or an ID number.
    """

    region: tuple[int, int] | None = None
    words: str = ""
    status: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    capacity: tuple[str, ...] = ()
    limit: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    willing: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    sex: str = ""
    tier: str = ""  # a tiers.Tier
    among: "QuerySet[Any, UUID | None] | None" = None  # ids, asked for in the same statement
    people: tuple[UUID, ...] = ()
    gone: bool = False  # with those who left
    tied: bool = False  # who seek work near home only


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person in a list."""

    id: UUID
    household: UUID
    household_no: str
    name: str
    sex: str
    birth_date: date | None
    region: int
    relation: str
    status: str
    work_capacity: str
    care: Sequence[str]
    willing: str
    wish_reach: Sequence[str]
    categories: Sequence[str]
    phone_mask: str
    left_on: date | None


def is_id_number(words: str) -> bool:
    """Whether search words have the form of an ID number, old or new."""
    number = "".join(words.split())
    return len(number) in (15, 18) and number[:-1].isdigit()


def find(filters: Filters, *, on: date, keys: Keyring) -> "QuerySet[Person]":
    """The people a filter means; to be counted, paged and turned into lines."""
    people = living()
    if filters.status:
        people = in_status(people, filters.status, on)
    if not filters.gone:
        people = people.exclude(left_on__lte=on)
    if filters.region:
        people = people.filter(region__range=filters.region)
    if filters.people:
        people = people.filter(id__in=filters.people)
    if filters.among is not None:
        people = people.filter(id__in=filters.among)
    people = _derived(people, filters, on)
    for lookup, values in (
        ("household__categories__overlap", filters.category),
        ("profile__work_capacity__in", filters.capacity),
        ("profile__work_limits__overlap", filters.limit),
        ("profile__care__overlap", filters.care),
        ("profile__willing__in", filters.willing),
        ("profile__wish_reach__overlap", filters.reach),
        ("sex__in", (filters.sex,) if filters.sex else ()),
    ):
        if values:
            people = people.filter(**{lookup: list(values)})
    return _worded(people, filters.words.strip(), keys) if filters.words.strip() else people


def lines(people: Sequence[UUID], *, on: date) -> list[Line]:
    """The lines of some people, in the order given: only their rows of each table are read."""
    rows = {row["id"]: row for row in Person.objects.filter(id__in=people).values(*_LINE)}
    spells: dict[UUID, list[SpellFact]] = {}
    for spell in running(on).filter(person__in=people).values("person_id", *_SPELL_FACT):
        spells.setdefault(spell.pop("person_id"), []).append(SpellFact(**spell))
    return [_line(rows[person], spells.get(person, ()), on) for person in people if person in rows]


def page(
    filters: Filters,
    *,
    on: date,
    keys: Keyring,
    number: int = 1,
    size: int = PAGE,
    order: str = "name",
) -> tuple[list[Line], int]:
    """(lines of a page, how many in all). order: one of ORDERS, with "-" before it downwards."""
    people, first = find(filters, on=on, keys=keys), (number - 1) * size
    # Which people first, counted on the way; then only theirs of the other tables.
    counted = ordered(people, order).annotate(total=Window(Count("*")))
    found = list(counted.values_list("id", "total")[first : first + size])
    total = found[0][1] if found else people.count() if first else 0
    return lines([person for person, _ in found], on=on), total


def _derived(people: "QuerySet[Person]", filters: Filters, on: date) -> "QuerySet[Person]":
    """What follows from several facts of a person or household."""
    if filters.tied:
        people = tied_to_home(people, on)
    return in_tier(people, Tier(filters.tier), on) if filters.tier else people


def _worded(people: "QuerySet[Person]", words: str, keys: Keyring) -> "QuerySet[Person]":
    sealer, number = Sealer(keys), "".join(words.split()).upper()
    if not any(sign.isdigit() for sign in words):
        return named_like(people, words)
    found = people.none()
    if is_id_number(words):
        found = people.filter(secret__id_index=sealer.id_index(number))
    elif number.isdigit() and len(number) in PHONES:
        found = people.filter(contact__phone_index=sealer.phone_index(number))
    # Household numbers may have as many digits as phones and ID numbers.
    if found.exists():
        return found
    return people.filter(household__number=words) | people.filter(person_no=words)


def _line(row: Mapping[str, Any], spells: Sequence[SpellFact], on: date) -> Line:
    person = PersonFact(
        birth_date=row["birth_date"],
        work_capacity=row["profile__work_capacity"],
        in_school=row["profile__in_school"],
        willing=row["profile__willing"],
        left_on=row["left_on"],
        lost_contact_on=row["lost_contact_on"],
    )
    return Line(
        id=row["id"],
        household=row["household_id"],
        household_no=row["household__number"],
        name=row["name"],
        sex=row["sex"],
        birth_date=row["birth_date"],
        region=row["region"],
        relation=row["relation"],
        status=labour_status(person, spells, on),
        work_capacity=row["profile__work_capacity"],
        care=row["profile__care"] or (),
        willing=row["profile__willing"],
        wish_reach=row["profile__wish_reach"] or (),
        categories=row["household__categories"] or (),
        phone_mask=row["contact__phone_mask"],
        left_on=row["left_on"],
    )
