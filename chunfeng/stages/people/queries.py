"""Reads of people, inside the post's region by the walls below; they answer with plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.ciphers import Keyring
from chunfeng.stages.people import finding, registering
from chunfeng.stages.people.consenting import objects
from chunfeng.stages.people.fields import HOUSEHOLD, PERSON, PROFILE
from chunfeng.stages.people.identity import completed
from chunfeng.stages.people.likeness import Identity
from chunfeng.stages.people.listing import PAGE, Filters, Line, find, is_id_number, lines, page
from chunfeng.stages.people.models import Consent, Contact, Household, Person, Secret, Spell
from chunfeng.stages.people.querysets import (
    in_status,
    living,
    pairs_in,
    running,
    tied_to_home,
    with_status,
)
from chunfeng.stages.people.status import PAID_WORK, LabourStatus
from chunfeng.stages.people.stored import Row, Sealer
from chunfeng.stages.people.tiers import MONITORED, REGISTERED
from chunfeng.stages.people.vocabulary import labels

ZERO = "zero_employment"
__all__ = ["PAGE", "Filters", "Line", "find", "is_id_number", "lines", "objects", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellLine:
    """One spell of a person."""

    id: UUID
    kind: str
    begun: date
    ended: date | None
    end_reason: str
    place: int | None
    employer: str
    post: str
    income: float | None
    has_contract: bool | None
    insured: bool | None
    channel: str
    evidence: str
    confirmed_on: date
    primary: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One person whole: ledger fields by name (as stored), origins, masks; sealed ones by name."""

    id: UUID
    household: UUID
    region: int
    version: int
    status: str
    values: Mapping[str, Any]
    origins: Mapping[str, Mapping[str, str]]
    sealed: frozenset[str]  # fields that hold something nobody sees without a reveal
    phone_mask: str
    id_checked: bool
    left_on: date | None
    left_reason: str
    merged_into: UUID | None
    updated_at: datetime
    spells: Sequence[SpellLine] = field(default_factory=tuple)
    consents: Sequence[tuple[str, date, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A household and its members."""

    id: UUID
    region: int
    number: str
    version: int
    categories: Sequence[str]
    settlement: str
    point: tuple[float, float] | None
    ended_on: date | None
    came_from: UUID | None
    members: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that may be one person."""

    id: UUID
    person: UUID
    other: UUID
    names: tuple[str, str]
    regions: tuple[int, int]
    births: tuple[date | None, date | None]
    reasons: Sequence[str]
    state: str
    found_at: datetime
    undo_until: datetime | None


def facts(person: UUID, *, on: date) -> Facts | None:
    """One person whole; None outside the post's region, as for one who does not exist."""
    found: Any = (
        with_status(Person.objects.filter(id=person), on)
        .select_related("profile", "household")
        .first()
    )
    if found is None:
        return None
    contact = Contact.objects.only("phone_mask", "prints").get(person=person)
    secret = Secret.objects.only("id_checked", "id_type", "prints").get(person=person)
    values = {name: getattr(found, name) for name in PERSON}
    values |= {name: getattr(found.profile, name) for name in PROFILE}
    values |= {name: getattr(found.household, column) for name, column in HOUSEHOLD.items()}
    values |= {"home": found.region, "id_type": secret.id_type}
    return Facts(
        id=found.id,
        household=found.household_id,
        region=found.region,
        version=found.version,
        status=found.status,
        values=values,
        origins=found.profile.origin | found.origin,
        sealed=frozenset(k for k, v in (contact.prints | secret.prints).items() if v),
        phone_mask=contact.phone_mask,
        id_checked=secret.id_checked,
        left_on=found.left_on,
        left_reason=found.left_reason,
        merged_into=found.merged_into_id,
        updated_at=found.updated_at,
        spells=_spells(person),
        consents=tuple(
            Consent.objects.filter(person=person, withdrawn_on=None)
            .order_by("given_on", "id")
            .values_list("purpose", "given_on", "how")
        ),
    )


def household(home: UUID, *, on: date) -> Home | None:
    """A household with its members, those who left last."""
    found = Household.objects.filter(id=home).first()
    if found is None:
        return None
    members = living().filter(household=home).order_by("left_on", "birth_date", "id")
    point = (found.lon, found.lat) if found.lon is not None and found.lat is not None else None
    return Home(
        id=found.id,
        region=found.region,
        number=found.number,
        version=found.version,
        categories=found.categories or (),
        settlement=found.settlement,
        point=point,
        ended_on=found.ended_on,
        came_from=found.came_from_id,
        members=lines(list(members.values_list("id", flat=True)[:200]), on=on),
    )


def household_rows(
    households: Collection[UUID],
) -> tuple[list[Any], list[Any], list[Any]]:
    """(households, their people with profile and prints, their spells) as dicts of columns."""
    ids = list(households)
    homes = list(Household.objects.filter(id__in=ids, ended_on=None).values())
    people = living().filter(household__in=ids).order_by("created_at", "id")
    rows = people.annotate(
        **{name: F(f"profile__{name}") for name in PROFILE},
        profile_origin=F("profile__origin"),
        phone_index=F("contact__phone_index"),
        phone_mask=F("contact__phone_mask"),
        secret_prints=F("secret__prints"),
    ).values()
    found = list(rows)
    spells = Spell.objects.filter(person__in=[row["id"] for row in found])
    return homes, found, list(spells.values())


def with_phone_index(index: bytes, *, on: date) -> list[Line]:
    """The people in the post's region whose phone has a blind index."""
    found = living().filter(contact__phone_index=index).exclude(left_on__lte=on)
    return lines(list(found.order_by("name_key", "id").values_list("id", flat=True)[:20]), on=on)


def preview(rows: Sequence[Row], *, keys: Keyring, by: Context, on: date) -> registering.Plan:
    """What ledger rows would add and change; nothing is written."""
    return registering.plan(rows, Sealer(keys), by=by, on=on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of the register on a day, each the count of a list."""

    people: int
    not_in_work: int
    willing: int
    unrecorded: int


def figures(*, on: date, keys: Keyring) -> Figures:
    """The figures of the first page, in two statements."""
    here = find(Filters(), on=on, keys=keys)
    idle = in_status(here, [LabourStatus.NOT_IN_WORK], on).order_by()
    counted = idle.values("profile__willing").annotate(n=Count("id"))
    willing = dict(counted.values_list("profile__willing", "n"))
    return Figures(
        people=here.count(),
        not_in_work=sum(willing.values()),
        willing=willing.get("yes", 0),
        unrecorded=willing.get("", 0),
    )


def people_in(span: tuple[int, int]) -> int:
    """How many people of the register live in a range of regions."""
    return living().filter(region__range=span).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Heads at an employer. target: of registered households; a household may have categories."""

    people: int
    target: int
    by_category: Mapping[str, int]


def workers_of(employers: Collection[str], *, on: date) -> dict[str, Workers]:
    """{employer as spells name it: who worked there on a day}, of the post's region; no names.

    Counted are paid spells that cover the day. Every name asked for has an answer.
    """
    spells = running(on).filter(
        Q(person__left_on=None) | Q(person__left_on__gt=on),
        employer__in=sorted(employers),
        kind__in=sorted(PAID_WORK),
        person__merged_into=None,
    )
    held = "person__household__categories__overlap"
    codes = [*labels("categories")]
    wanted = {code: [code] for code in codes} | {"target": [*MONITORED, *REGISTERED, ZERO]}
    counts = {
        f"n_{name}": Count("person", distinct=True, filter=Q(**{held: categories}))
        for name, categories in wanted.items()
    }
    by_employer: Any = spells.values("employer")
    found = by_employer.annotate(people=Count("person", distinct=True), **counts)
    answers = {name: Workers(people=0, target=0, by_category={}) for name in employers}
    for row in found.order_by("employer"):
        by_category = {code: row[f"n_{code}"] for code in codes if row[f"n_{code}"]}
        answers[row["employer"]] = Workers(
            people=row["people"], target=row["n_target"], by_category=by_category
        )
    return answers


def seekers_tied_to_home(span: tuple[int, int], *, step: int, on: date) -> dict[int, int]:
    """{region: heads that seek work near home only}, of the post's region.

    step: how many codes a region of the answer takes, 1000 for townships (places.STEPS).
    """
    here = living().exclude(left_on__lte=on).filter(region__range=span)
    by_region: Any = tied_to_home(here, on).annotate(unit=F("region") / step).values("unit")
    counted = by_region.annotate(n=Count("id")).order_by("unit")
    return {row["unit"] * step: row["n"] for row in counted}


def anybody() -> bool:
    """Whether the register holds anyone in the post's region."""
    return living().exists()


def households_after(last: UUID | None, *, limit: int) -> list[UUID]:
    """Ids of living households in order, after one, for going through all of them."""
    homes = Household.objects.filter(ended_on=None).order_by("id")
    if last is not None:
        homes = homes.filter(id__gt=last)
    return list(homes.values_list("id", flat=True)[:limit])


def like(row: Row, *, keys: Keyring, on: date) -> list[Line]:
    """Those in the post's region who may be the person of a row that is not registered yet."""
    told, sealer = completed(row), Sealer(keys)
    phone, number = told.get("phone"), told.get("id_number")
    described = Identity(
        name=str(told["name"]),
        birth_date=told.get("birth_date"),
        sex=told.get("sex") or "",
        village=told["home"],
        phone=sealer.phone_index(phone) if phone else None,
        id_number=sealer.id_index(number) if number else None,
    )
    return lines(finding.like(described), on=on)


def pairs_open() -> int:
    """How many pairs wait for a decision."""
    return pairs_in("open").count()


def moved_since(at: datetime, *, days: int, limit: int = 8) -> list[tuple[Line, datetime]]:
    """People changed by hand lately, newest first."""
    since = at - timedelta(days)
    changed = living().filter(updated_at__gte=since, version__gt=1)
    latest = changed.order_by("-updated_at", "id")
    moments = dict(latest.values_list("id", "updated_at")[:limit])
    return [(line, moments[line.id]) for line in lines(list(moments), on=timezone.localdate(at))]


def pairs(*, state: str = "open", offset: int = 0, limit: int = PAGE) -> list[Pair]:
    """Pairs in a state (open, merged, different), newest first."""
    return [_pair(found) for found in pairs_in(state)[offset : offset + limit]]


def pair(duplicate: UUID) -> Pair | None:
    """One pair; None outside the post's region."""
    for state in ("open", "merged", "different"):
        found = pairs_in(state).filter(id=duplicate).first()
        if found:
            return _pair(found)
    return None


def _spells(person: UUID) -> tuple[SpellLine, ...]:
    names = list(SpellLine.__dataclass_fields__)
    spells = Spell.objects.filter(person=person).order_by("-begun", "id")
    return tuple(SpellLine(**row) for row in spells.values(*names))


def _pair(pair: Any) -> Pair:
    return Pair(
        id=pair.id,
        person=pair.person_id,
        other=pair.other_id,
        names=(pair.person.name, pair.other.name),
        regions=(pair.region, pair.other_region),
        births=(pair.person.birth_date, pair.other.birth_date),
        reasons=pair.reasons,
        state=pair.state,
        found_at=pair.found_at,
        undo_until=pair.undo_until,
    )
