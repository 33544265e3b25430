"""The vocabulary of filters over people; every one stays inside the post's region by the walls."""

from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from chunfeng.stages.people.likeness import plain_name
from chunfeng.stages.people.models import Duplicate, Household, Person, Spell
from chunfeng.stages.people.status import (
    LABOUR_AGES,
    NEAR_HOME,
    RANK,
    SEEKS,
    STATUS_OF_KIND,
    UNABLE,
    WORK,
    LabourStatus,
    SpellKind,
)
from chunfeng.stages.people.vocabulary import labels

ORDERS = {
    "name": ("name_key",),
    "age": ("birth_date", "name_key"),
    "place": ("region", "name_key"),
    "household": ("household__number", "birth_date"),
}
_WITHOUT_SPELL = {LabourStatus.STUDYING, LabourStatus.NOT_ABLE, LabourStatus.NOT_IN_WORK}
_STAGE = {SpellKind.SCHOOL: 1, SpellKind.TRAINING: 2}  # work comes first


def living() -> "QuerySet[Person]":
    """Everybody who has not been merged into another record."""
    return Person.objects.filter(merged_into__isnull=True)


def running(on: date) -> "QuerySet[Spell]":
    """Spells that cover a day."""
    return Spell.objects.filter(Q(ended__isnull=True) | Q(ended__gte=on), begun__lte=on)


def with_status(people: "QuerySet[Person]", on: date) -> "QuerySet[Person]":
    """Adds ``status``: the labour status of a day, as ``status.labour_status`` derives it."""
    # Pupils count as such until they work. Said once: each mention would be run for each person.
    spell = (
        _first(running(on).filter(person=OuterRef("pk"), kind__in=list(SpellKind)))
        .alias(pupil=Coalesce(OuterRef("profile__in_school"), False, output_field=BooleanField()))
        .filter(Q(kind__in=list(WORK)) | Q(pupil=False))
        .annotate(status=_status_of_kind())
        .values("status")[:1]
    )
    return people.annotate(
        status=Case(
            When(left_on__lte=on, then=Value("left")),
            When(lost_contact_on__lte=on, then=Value("lost_contact")),
            default=Coalesce(Subquery(spell), _without_spell(on)),
            output_field=CharField(),
        )
    )


def in_status(people: "QuerySet[Person]", statuses: Iterable[str], on: date) -> "QuerySet[Person]":
    """Those whose ``with_status`` is one of some; in whole sets, not person by person."""
    wanted = frozenset(statuses)
    left, lost = Q(left_on__lte=on), Q(lost_contact_on__lte=on)
    found = Q(pk__in=[])
    if LabourStatus.LEFT in wanted:
        found |= left
    if LabourStatus.LOST_CONTACT in wanted:
        found |= ~left & lost
    here, pupil = ~left & ~lost, Q(profile__in_school=True)
    work = running(on).filter(kind__in=list(WORK))
    learning = running(on).filter(kind__in=list(_STAGE))
    idle = here & ~Q(id__in=work.values("person"))
    kinds = {kind for kind in SpellKind if STATUS_OF_KIND[kind] in wanted}
    if kinds & WORK:
        found |= here & Q(id__in=_whose_first(work, kinds & WORK))
    if kinds - WORK:
        found |= idle & ~pupil & Q(id__in=_whose_first(learning, kinds - WORK))
    if rest := [str(status) for status in wanted & _WITHOUT_SPELL]:
        nothing = pupil | ~Q(id__in=learning.values("person"))  # a pupil's lessons are no spell
        found |= idle & nothing & Q(without_spell__in=rest)
    return people.alias(without_spell=_without_spell(on)).filter(found)


def _whose_first(spells: "QuerySet[Spell]", kinds: Iterable[SpellKind]) -> "QuerySet[Any, Any]":
    """People whose spell that counts is of one of some kinds."""
    firsts = _first(spells, "person").distinct("person").values("id")
    return Spell.objects.filter(id__in=firsts, kind__in=kinds).values("person")


def _first(spells: "QuerySet[Spell]", *before: str) -> "QuerySet[Spell]":
    """Of each person, the spell that counts stands first."""
    ranked = spells.alias(stage=_of_kind(_STAGE, 0), rank=_of_kind(RANK, 99))
    return ranked.order_by(*before, "stage", "-primary", "rank", "evidence", "-begun", "id")


def _without_spell(on: date) -> Case:
    """The status of somebody here whom no spell gives one."""
    year = on.year - LABOUR_AGES.start
    no_such_day = (on.month, on.day) == (2, 29) and not isleap(year)
    born_before = date(year, 2, 28) if no_such_day else on.replace(year=year)
    unable = Q(profile__work_capacity__in=sorted(UNABLE)) & ~Q(profile__willing="yes")
    return Case(
        When(profile__in_school=True, then=Value("studying")),
        When(birth_date__gt=born_before, then=Value("not_able")),
        When(unable, then=Value("not_able")),
        default=Value("not_in_work"),
    )


def tied_to_home(people: "QuerySet[Person]", on: date) -> "QuerySet[Person]":
    """Those who seek work and can take it up near home only: ``status.tied_to_home``."""
    cares = Q(profile__care__overlap=[whom for whom in labels("care") if whom != "none"])
    reach = "profile__wish_reach"
    stays = Q(**{f"{reach}__contained_by": list(NEAR_HOME), f"{reach}__len__gt": 0})
    seeking = people.filter(cares | stays, profile__willing__in=SEEKS)
    return in_status(seeking, [LabourStatus.NOT_IN_WORK], on)


def named_like(people: "QuerySet[Person]", typed: str) -> "QuerySet[Person]":
    """Names that begin so, in characters, pinyin or initials."""
    key = "".join(typed.lower().split())
    if key.isascii():
        # Ranges, not LIKE: only they may use an index below the row-level walls.
        return people.filter(_begins("name_key", key) | _begins("initials", key))
    found = Q(name__contains=typed.strip())
    for written in {"".join(typed.split()), plain_name(typed)}:  # 王 小春, 王曉春
        found |= Q(name__contains=written)
    return people.filter(found)


def households(people: "QuerySet[Person] | None" = None) -> "QuerySet[Household]":
    """Households that still exist, of some people or all."""
    found = Household.objects.filter(ended_on__isnull=True)
    return found if people is None else found.filter(id__in=people.values("household"))


def pairs_in(state: str) -> "QuerySet[Duplicate]":
    """Pairs in a state, newest first."""
    pairs = Duplicate.objects.filter(state=state).select_related("person", "other")
    return pairs.order_by("-found_at", "id")


def _of_kind(numbers: Mapping[Any, int], other: int) -> Case:
    whens = [When(kind=str(kind), then=Value(number)) for kind, number in numbers.items()]
    return Case(*whens, default=Value(other))


def _status_of_kind() -> Case:
    whens = [When(kind=str(k), then=Value(str(STATUS_OF_KIND[k]))) for k in SpellKind]
    return Case(*whens, output_field=CharField())


def _begins(column: str, key: str) -> Q:
    return Q(**{f"{column}__gte": key, f"{column}__lt": key + "\U0010ffff"})


def ordered(people: "QuerySet[Person]", order: str) -> "QuerySet[Person]":
    """In one of ORDERS, downwards with "-"; the name's pinyin decides between equals."""
    columns = ORDERS.get(order.removeprefix("-"), ORDERS["name"])
    down = order.startswith("-")
    keys = [F(name).desc() if down else F(name).asc(nulls_last=True) for name in columns]
    return people.order_by(*keys, "id")
