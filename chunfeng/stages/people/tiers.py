"""Who is served first, as far as the register tells without opening anything sealed.

The tiers are those of docking; a disability is sealed, so it raises nobody in a list.
"""

from calendar import isleap
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.models import Person, words
from chunfeng.stages.people.querysets import living, running
from chunfeng.stages.people.status import ABLE, LABOUR_AGES, WORK

MONITORED = ["unstable", "at_risk", "sudden"]
REGISTERED = ["exited", "subsistence", "relocated"]


class Tier(StrEnum):
    """The household somebody belongs to, the first to be served first."""

    ZERO_EMPLOYMENT = "zero_employment"
    MONITORED = "monitored"
    REGISTERED = "registered"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The tier to show."""
        return TIER_NAMES[self]


TIER_NAMES = {
    Tier.ZERO_EMPLOYMENT: text("Zero-employment households"),
    Tier.MONITORED: text("Monitored households"),
    Tier.REGISTERED: text("Other registered households"),
    Tier.OTHER: text("Others"),
}


def in_tier(people: "QuerySet[Person]", tier: Tier, on: date) -> "QuerySet[Person]":
    """People whose household is of a tier, and of none before it."""
    none: Value = Value([], output_field=words())  # NULL overlaps nothing, not even negated
    people = people.annotate(standing=Coalesce("household__categories", none))
    first = Q(standing__contains=["zero_employment"]) | _nobody_works(on)
    monitored, registered = Q(standing__overlap=MONITORED), Q(standing__overlap=REGISTERED)
    wanted = {
        Tier.ZERO_EMPLOYMENT: first,
        Tier.MONITORED: monitored & ~first,
        Tier.REGISTERED: registered & ~monitored & ~first,
        Tier.OTHER: ~registered & ~monitored & ~first,
    }
    return people.filter(wanted[tier])


def _nobody_works(on: date) -> Q:
    """Somebody of the household could and would work, and nobody does."""
    here = Q(left_on__isnull=True) | Q(left_on__gt=on)
    could = living().filter(
        here,
        household=OuterRef("household"),
        profile__work_capacity__in=sorted(ABLE),
        profile__willing="yes",
        birth_date__lte=_years_before(on, LABOUR_AGES.start),
        birth_date__gt=_years_before(on, LABOUR_AGES.stop),
    )
    could = could.exclude(profile__in_school=True)
    members = living().filter(here, household=OuterRef(OuterRef("household")))
    at_work = running(on).filter(kind__in=sorted(WORK), person__in=members.values("pk"))
    return Q(Exists(could)) & ~Q(Exists(at_work))


def _years_before(on: date, years: int) -> date:
    """The last birthday of those who have completed so many years on a day."""
    year = on.year - years
    leap_day = (on.month, on.day) == (2, 29) and not isleap(year)
    return date(year, 2, 28) if leap_day else on.replace(year=year)
