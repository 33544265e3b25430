"""What the five ones and the next steps are judged from: few statements for many households."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from chunfeng.stages.casework import due, ones, policy
from chunfeng.stages.casework.models import Contact, Difficulty, Income, Service
from chunfeng.stages.casework.next_step import Situation, Step, next_step
from chunfeng.stages.casework.ones import Marked, Member, Work, YearIncome
from chunfeng.stages.casework.vocabulary import One, Result, Source
from chunfeng.stages.casework.vocabulary import Service as ServiceKind
from chunfeng.stages.people.models import Consent, Household, Person, Spell
from chunfeng.stages.people.queries import Line
from chunfeng.stages.people.status import LABOUR_AGES, PAID_WORK, UNABLE, age_on
from chunfeng.stages.people.tiers import MONITORED, REGISTERED
from chunfeng.stages.placements import queries as placements
from chunfeng.stages.placements.models import Confirmation
from chunfeng.stages.placements.vocabulary import Whose as Side

_PERSON = (
    "id", "name", "household_id", "birth_date", "profile__work_capacity", "profile__in_school",
    "profile__certificates",
)  # fmt: skip
_SPELL = ("id", "person_id", "begun", "ended", "employer", "insured", "confirmed_on")
ZERO = "zero_employment"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A day on which somebody was known to be at work, and from whom: spell, contact, placement."""

    on: date
    source: str
    spell: UUID


def five_ones(household: UUID, *, on: date) -> dict[One, Marked]:
    """The five marks of a household; empty outside the post's region.

    The village is judged as far as the post sees it, which is the whole of it.
    """
    region = Household.objects.filter(id=household).values_list("region", flat=True).first()
    if region is None:
        return {}
    target = Q(categories__overlap=[*MONITORED, *REGISTERED, ZERO])
    village = Household.objects.filter(target, region=region, ended_on=None)
    ids = set(village.values_list("id", flat=True))
    members, incomes = _members(ids | {household}, on), _incomes(ids | {household})
    marks = {
        home: ones.four(members.get(home, ()), incomes.get(home, ()), on)
        for home in ids | {household}
    }
    able = [home for home in ids if any(who.able for who in members.get(home, ()))]
    return marks[household] | {One.LED: ones.led([marks[home] for home in able], on)}


def incomes_of(household: UUID) -> list[YearIncome]:
    """What a household had, year by year, the first first; of a year what was noted last."""
    return sorted(_incomes({household}).get(household, ()), key=lambda income: income.year)


def confirmations(people: Collection[UUID], on: date) -> dict[UUID, list[Confirmed]]:
    """{person: the days on which they were known to be in paid work}, the latest first."""
    spells = Spell.objects.filter(person__in=people, kind__in=sorted(PAID_WORK), begun__lte=on)
    found = [(s.person_id, Confirmed(s.confirmed_on, "spell", s.id)) for s in spells]
    mine = {one.spell for _, one in found}
    asked = Contact.objects.filter(person__in=people, at_work=True, spell__in=mine)
    found += [(c.person_id, Confirmed(c.done_on, "contact", c.spell)) for c in asked if c.spell]
    said = Confirmation.objects.filter(person__in=people, there=True, offer__spell__in=mine)
    rows = said.exclude(whose=Side.PERSON).values_list("person_id", "at", "offer__spell")
    found += [
        (who, Confirmed(timezone.localdate(at), "placement", spell))
        for who, at, spell in rows
        if spell
    ]
    out: dict[UUID, list[Confirmed]] = {}
    for person, one in sorted(found, key=lambda pair: pair[1].on, reverse=True):
        out.setdefault(person, []).append(one)
    return out


def next_steps(lines: Collection[Line], *, on: date) -> dict[UUID, Step]:
    """{person: the one next step}, of those for whom there is one."""
    ids = [line.id for line in lines]
    waiting, offers = due.of_people(ids, on=on), placements.open_of(ids)
    hard = {
        row["person_id"]: (row["kind"], row["due_on"])
        for row in Difficulty.objects.filter(person__in=ids, resolved_on=None)
        .order_by("person", "-due_on", "kind")
        .values("person_id", "kind", "due_on")
    }  # the one due first stays
    agreed = Consent.objects.filter(person__in=ids, purpose="docking", withdrawn_on=None)
    consents = set(agreed.values_list("person_id", flat=True))
    out = {}
    for line in lines:
        called = waiting.get(line.id)
        now = Situation(
            status=line.status,
            work_capacity=line.work_capacity,
            willing=line.willing,
            wish_reach=line.wish_reach,
            consent=line.id in consents,
            due=(called.cause, called.due_on) if called else None,
            difficulty=hard.get(line.id),
            offers=[(one.state, one.employer_name) for one in offers.get(line.id, ())],
        )
        if step := next_step(now, on):
            out[line.id] = step
    return out


def _members(households: Collection[UUID], on: date) -> dict[UUID, list[Member]]:
    here = Q(left_on=None) | Q(left_on__gt=on)
    people = Person.objects.filter(here, household__in=households, merged_into=None)
    rows = list(people.order_by("birth_date", "id").values(*_PERSON))
    ids = [row["id"] for row in rows]
    known = confirmations(ids, on)
    works, residents = _works(ids, on), _residents(ids, on)
    out: dict[UUID, list[Member]] = {}
    for row in rows:
        person = row["id"]
        member = Member(
            id=person,
            name=row["name"],
            able=_able(row, on),
            certificates=row["profile__certificates"],
            works=works.get(person, ()),
            confirmed=[one.on for one in known.get(person, ())],
            resident=residents.get(person),
        )
        out.setdefault(row["household_id"], []).append(member)
    return out


def _able(row: Mapping[str, Any], on: date) -> bool:
    if row["profile__work_capacity"] in UNABLE or row["profile__in_school"]:
        return False
    return row["birth_date"] is None or age_on(row["birth_date"], on) in LABOUR_AGES


def _residents(people: Collection[UUID], on: date) -> dict[UUID, date]:
    """{person: the last day on which they were insured as a resident}, as long as that is taken."""
    since = on - timedelta(policy.on(on).number("insured_known"))
    done = Service.objects.filter(kind=ServiceKind.INSURANCE, result=Result.DONE)
    found = done.filter(person__in=people, on__range=(since, on)).order_by("on")
    return dict(found.values_list("person", "on"))


def _works(people: Collection[UUID], on: date) -> dict[UUID, list[Work]]:
    """{person: paid work, the latest first}; on insurance the latest contact goes first."""
    since = on - timedelta(policy.on(on).number("insured_known"))
    asked = Contact.objects.filter(person__in=people, insured__isnull=False, done_on__gte=since)
    rows = asked.order_by("done_on", "noted_at").values_list("spell", "insured", "done_on")
    said = {spell: (insured, day) for spell, insured, day in rows}
    spells = Spell.objects.filter(person__in=people, kind__in=sorted(PAID_WORK))
    out: dict[UUID, list[Work]] = {}
    for row in spells.order_by("-begun", "id").values(*_SPELL):
        insured, day = said.get(row["id"], (row["insured"], row["confirmed_on"]))
        work = Work(begun=row["begun"], ended=row["ended"], employer=row["employer"],
                    insured=insured, insured_on=day)  # fmt: skip
        out.setdefault(row["person_id"], []).append(work)
    return out


def _incomes(households: Collection[UUID]) -> dict[UUID, list[YearIncome]]:
    found: dict[tuple[UUID, int], YearIncome] = {}
    for row in Income.objects.filter(household__in=households).order_by("at"):
        found[row.household_id, row.year] = YearIncome(
            year=row.year, amount=row.amount, heads=row.heads, source=Source(row.source).label,
            evidence=row.evidence, on=timezone.localdate(row.at),
        )  # fmt: skip
    out: dict[UUID, list[YearIncome]] = {}
    for (home, _), income in found.items():
        out.setdefault(home, []).append(income)
    return out
