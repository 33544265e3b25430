"""Workshops as anybody may know them: sites whose recognition counts today."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from chunfeng.foundation.places.place import STEPS
from chunfeng.stages.employers.models import Recognition
from chunfeng.stages.employers.states import EmployerState, RecognitionState
from chunfeng.stages.employers.vocabulary import Recognised

MOST = 1000  # of one list
COUNTY = STEPS[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A recognised workshop. kind: the form it has; name: the site's, or empty."""

    id: UUID
    employer: UUID
    employer_name: str
    kind: str
    name: str
    place: int
    address: str
    lon: float | None
    lat: float | None
    seats: int | None
    opens: str
    farm_friendly: bool | None
    care_friendly: bool | None
    settlement: str
    since: date | None


def within(lo: int, hi: int, *, on: date) -> list[Workshop]:
    """The workshops whose site lies in a range of regions, by place and name."""
    named = {
        "employer_name": F("employer__name"),
        **{name: F(f"site__{name}") for name in _SITE},
        "since": F("valid_from"),
    }
    found = _living(on).filter(site__place__range=(lo, hi))
    rows = found.order_by("site__place", "employer__name", "id")
    return [
        Workshop(kind=row.pop("sub_kind"), employer=row.pop("employer_id"), **row)
        for row in rows.values("id", "sub_kind", "employer_id", **named)[:MOST]
    ]


def counties(*, on: date) -> dict[int, int]:
    """How many workshops lie in each county that has any, by the county's code."""
    found = _living(on).values(county=F("site__place") / COUNTY).annotate(number=Count("id"))
    return {row["county"] * COUNTY: row["number"] for row in found}


_SITE = (
    "name", "place", "address", "lon", "lat", "seats", "opens", "farm_friendly", "care_friendly",
    "settlement",
)  # fmt: skip


def _living(on: date) -> Any:
    standing = Q(site__closed_on=None) | Q(site__closed_on__gt=on)
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return Recognition.objects.filter(
        standing,
        lasting,
        state=RecognitionState.RECOGNISED,
        kind=Recognised.WORKSHOP,
        site__isnull=False,
        employer__state=EmployerState.VERIFIED,
    )
