"""People as docking reads them: facts of work (D1), age and household; nothing that names anybody.

Nothing sealed is opened, so health and disabilities stay out too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from chunfeng.stages.people.models import Consent, Person
from chunfeng.stages.people.querysets import with_status
from chunfeng.stages.people.status import STATUS_OF_KIND, LabourStatus, SpellKind
from chunfeng.stages.people.stored import restored

AGREED_TO = "docking"
PROFILE = (
    "education", "in_school", "work_capacity", "work_limits", "care", "hours_per_day",
    "hours_window", "busy_months", "commute_km", "commute_minutes", "vehicle", "shuttle_needed",
    "skills", "certificates", "certificates_until", "experience", "driving_licence", "putonghua",
    "change_wanted", "willing", "wish_reach", "wish_places", "wish_occupations", "pay_min",
    "wish_forms", "board_needed", "available_from", "company", "escort",
)  # fmt: skip
HOUSEHOLD = ("categories", "lon", "lat")
FIELDS = ("home", "household_no", "birth_date", "sex", "residence", "status", "consent")
READ = frozenset({*FIELDS, *PROFILE, *HOUSEHOLD})  # ledger fields
GONE = frozenset({LabourStatus.LEFT, LabourStatus.LOST_CONTACT})
STATUSES: Mapping[str, str] = {  # labour status: the ledger's word
    STATUS_OF_KIND[SpellKind.EMPLOYED]: "employed",
    LabourStatus.WORKSHOP: "workshop",
    LabourStatus.PUBLIC_WELFARE: "public_welfare",
    LabourStatus.CASUAL: "casual",
    LabourStatus.OWN_BUSINESS: "own_business",
    LabourStatus.FARMING: "farming",
    LabourStatus.STUDYING: "studying",
    LabourStatus.NOT_IN_WORK: "none",
}
_CHUNK = 2000  # rows fetched at once


def rows(
    lo: int, hi: int, *, on: date, sex_from: int
) -> Iterator[tuple[UUID, int, dict[str, Any]]]:
    """(person, region, ledger row) of everybody still there, household by household.

    lo, hi: the region's codes. sex_from: the age in years from which sex is read; before it, it
    decides nothing. A consent withdrawn is False, one never asked for is None.
    """
    people = with_status(_of_region(lo, hi).filter(merged_into=None), on).exclude(
        Q(status__in=GONE)
    )
    old = date(on.year - sex_from, 12, 31)
    given = Consent.objects.filter(person=OuterRef("pk"), purpose=AGREED_TO)
    people = people.annotate(
        told_sex=Case(
            When(birth_date__lte=old, then=F("sex")), default=Value(""), output_field=CharField()
        ),
        agreed=Exists(given.filter(withdrawn_on=None)),
        withdrawn=Exists(given.filter(withdrawn_on__isnull=False)),
    ).order_by("region", "household__number", "household", "birth_date", "id")
    names = ("id", "region", "household_id", "birth_date", "told_sex", "residence", "status")
    columns = (*names, "agreed", "withdrawn")
    kept = (*(f"profile__{name}" for name in PROFILE), *(f"household__{n}" for n in HOUSEHOLD))
    for found in people.values_list(*columns, *kept).iterator(chunk_size=_CHUNK):
        yield found[0], found[1], _row(found[: len(columns)], found[len(columns) :])


def gone(lo: int, hi: int, *, on: date) -> Counter[str]:
    """How many of a region are in no docking at all: left, out of contact, merged."""
    people = _of_region(lo, hi)
    out = Counter({"merged": people.filter(merged_into__isnull=False).count()})
    still = with_status(people.filter(merged_into=None), on)
    for status in sorted(GONE):
        out[str(status)] = still.filter(Q(status=status)).count()
    return out


def _of_region(lo: int, hi: int) -> "QuerySet[Person]":
    return Person.objects.filter(region__range=(lo, hi))


def _row(own: tuple[Any, ...], kept: tuple[Any, ...]) -> dict[str, Any]:
    _, region, household, born, sex, residence, status, agreed, withdrawn = own
    facts = zip((*PROFILE, *HOUSEHOLD), kept, strict=True)
    return {name: restored(name, value) for name, value in facts} | {
        "home": region,
        "household_no": str(household),
        "birth_date": born,
        "sex": sex or None,
        "residence": residence,
        "status": STATUSES.get(status),
        "consent": True if agreed else False if withdrawn else None,
    }
