"""The vocabulary of filters over people; every one stays inside the post's region by the walls."""

from datetime import date

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When

from chunfeng.stages.people.models import Duplicate, Household, Person, Spell

RANK = {  # which of several running spells speaks for the person; the first wins
    "employed": 1,
    "workshop": 2,
    "own_business": 3,
    "casual": 4,
    "public_welfare": 5,
    "school": 6,
    "training": 7,
    "farming": 8,
}
STATUS_OF_KIND = {"employed": "transfer", "school": "studying"}
UNABLE = ("lost", "none")


def living() -> "QuerySet[Person]":
    """Everybody who has not been merged into another record."""
    return Person.objects.filter(merged_into__isnull=True)


def running(on: date) -> "QuerySet[Spell]":
    """Spells that cover a day."""
    return Spell.objects.filter(Q(ended__isnull=True) | Q(ended__gte=on), begun__lte=on)


def with_status(people: "QuerySet[Person]", on: date) -> "QuerySet[Person]":
    """Adds ``status``: the labour status derived for a day, as ``status.labour_status`` does."""
    rank = Case(*(When(kind=kind, then=Value(n)) for kind, n in RANK.items()), default=Value(99))
    spell = (
        running(on)
        .filter(person=OuterRef("pk"))
        .annotate(rank=rank)
        .order_by("rank", "-primary", "begun", "id")
        .values("kind")[:1]
    )
    people = people.annotate(spell_kind=Subquery(spell, output_field=CharField()))
    kinds = [When(spell_kind=k, then=Value(STATUS_OF_KIND.get(k, k))) for k in RANK]
    return people.annotate(
        status=Case(
            When(left_on__lte=on, then=Value("left")),
            When(lost_contact_on__lte=on, then=Value("lost_contact")),
            *kinds,
            When(profile__in_school=True, then=Value("studying")),
            When(profile__work_capacity__in=UNABLE, then=Value("not_able")),
            default=Value("not_in_work"),
            output_field=CharField(),
        )
    )


def named_like(people: "QuerySet[Person]", typed: str) -> "QuerySet[Person]":
    """Names that begin so, in characters, pinyin or initials."""
    key = "".join(typed.lower().split())
    if key.isascii():
        # Ranges, not LIKE: only they may use an index below the row-level walls.
        return people.filter(_begins("name_key", key) | _begins("initials", key))
    return people.filter(name__contains=typed.strip())


def households(people: "QuerySet[Person] | None" = None) -> "QuerySet[Household]":
    """Households that still exist, of some people or all."""
    found = Household.objects.filter(ended_on__isnull=True)
    return found if people is None else found.filter(id__in=people.values("household"))


def open_pairs() -> "QuerySet[Duplicate]":
    """Pairs nobody has decided yet, newest first."""
    pairs = Duplicate.objects.filter(state="open").select_related("person", "other")
    return pairs.order_by("-found_at", "id")


def _begins(column: str, key: str) -> Q:
    return Q(**{f"{column}__gte": key, f"{column}__lt": key + "\U0010ffff"})


def by_name(people: "QuerySet[Person]", *, descending: bool = False) -> "QuerySet[Person]":
    """In the order of the name's pinyin."""
    key = F("name_key").desc() if descending else F("name_key").asc()
    return people.order_by(key, "id")
