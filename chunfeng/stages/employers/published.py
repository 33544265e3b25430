"""What anybody may read of employers: verified ones, what they are recognised as, workshops.

Rows are mappings. The walls let nothing else through; what has run out is left out here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from chunfeng.foundation.database.planned import rows
from chunfeng.stages.employers.models import Employer, Recognition
from chunfeng.stages.employers.queries import PublicRecognition
from chunfeng.stages.employers.states import EmployerState, RecognitionState
from chunfeng.stages.employers.vocabulary import Recognised

Row = Mapping[str, Any]
COLUMNS = (
    "id", "region", "name", "kind", "credit_code", "industry", "place", "address", "about",
    "stay_share", "updated_at",
)  # fmt: skip
CHUNK = 2000  # rows fetched at once
_RECOGNISED = ("kind", "sub_kind", "level", "number", "valid_from", "valid_until")
_IN_FORCE = [field.name for field in fields(PublicRecognition)]
_REPUTE = f"""SELECT e.stay_share, {", ".join(f"r.{name}" for name in _IN_FORCE)}
    FROM employers_employer AS e LEFT JOIN employers_recognition AS r ON r.employer_id = e.id
        AND r.state = '{RecognitionState.RECOGNISED}'
        AND (r.valid_until IS NULL OR r.valid_until >= %(on)s)
    WHERE e.id = %(id)s AND e.state = '{EmployerState.VERIFIED}'
    ORDER BY r.valid_from, r.kind, r.id"""  # noqa: S608 our own names
_SITE = (
    "name", "place", "address", "lon", "lat", "seats", "opens", "farm_friendly", "care_friendly",
    "settlement",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a list is narrowed to. place: lowest and highest code; recognised: a kind."""

    words: str = ""
    place: tuple[int, int] | None = None
    kind: str = ""
    recognised: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repute:
    """What speaks for an employer. stay_share: of 100 who began, still there after 90 days."""

    stay_share: float | None
    recognitions: Sequence[PublicRecognition]


def repute(employer: UUID, *, on: date) -> Repute | None:
    """What speaks for a verified employer; None for any other."""
    found = rows(_REPUTE, {"id": employer, "on": on})
    named = [dict(zip(_IN_FORCE, one, strict=True)) for _, *one in found]
    held = [PublicRecognition(**one) for one in named if one["kind"]]
    return Repute(stay_share=found[0][0], recognitions=held) if found else None


def employers(sought: Sought, *, after: UUID, limit: int, on: date) -> list[Row]:
    """Verified employers by id, each with its living recognitions."""
    found = _employers(sought, on).filter(id__gt=after)
    return _told(list(found.order_by("id").values(*COLUMNS)[:limit]), on)


def employer(wanted: UUID, *, on: date) -> Row | None:
    """One verified employer."""
    told = _told(list(_verified().filter(id=wanted).values(*COLUMNS)), on)
    return told[0] if told else None


def all_employers(on: date) -> Iterator[Row]:
    """All of them by id, a part at a time; inside a transaction."""
    part: list[Row] = []
    for row in _verified().order_by("id").values(*COLUMNS).iterator(chunk_size=CHUNK):
        part.append(row)
        if len(part) == CHUNK:
            yield from _told(part, on)
            part = []
    yield from _told(part, on)


def workshops(sought: Sought, *, after: UUID, limit: int, on: date) -> list[Row]:
    """Recognised workshops by id, each with its site."""
    found = _workshops(on).filter(id__gt=after)
    if sought.place:
        found = found.filter(site__place__range=sought.place)
    for word in sought.words.split():
        found = found.filter(Q(employer__name__icontains=word) | Q(site__name__icontains=word))
    if sought.kind:
        found = found.filter(sub_kind=sought.kind)
    return list(found.order_by("id")[:limit])


def workshop(wanted: UUID, *, on: date) -> Row | None:
    """One recognised workshop."""
    return _workshops(on).filter(id=wanted).first()


def all_workshops(on: date) -> Iterator[Row]:
    """All of them by id, a part at a time; inside a transaction."""
    return iter(_workshops(on).order_by("id").iterator(chunk_size=CHUNK))


def _verified() -> "QuerySet[Employer]":
    return Employer.objects.filter(state=EmployerState.VERIFIED)


def _living(on: date) -> "QuerySet[Recognition]":
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return Recognition.objects.filter(lasting, state=RecognitionState.RECOGNISED)


def _employers(sought: Sought, on: date) -> "QuerySet[Employer]":
    found = _verified()
    for word in sought.words.split():
        found = found.filter(name__icontains=word)
    if sought.place:
        found = found.filter(place__range=sought.place)
    if sought.kind:
        found = found.filter(kind=sought.kind)
    if sought.recognised:
        holders = _living(on).filter(kind=sought.recognised).values("employer_id")
        found = found.filter(id__in=holders)
    return found


def _told(rows: Sequence[Row], on: date) -> list[Row]:
    """Employers with their living recognitions."""
    held: dict[UUID, list[Row]] = {row["id"]: [] for row in rows}
    living = _living(on).filter(employer_id__in=held).order_by("valid_from", "kind", "id")
    for one in living.values("employer_id", *_RECOGNISED):
        held[one["employer_id"]].append({name: one[name] for name in _RECOGNISED})
    return [{**row, "recognitions": held[row["id"]]} for row in rows]


def _workshops(on: date) -> "QuerySet[Recognition, Row]":
    standing = Q(site__closed_on=None) | Q(site__closed_on__gt=on)
    living = _living(on).filter(
        standing,
        kind=Recognised.WORKSHOP,
        site__isnull=False,
        employer__state=EmployerState.VERIFIED,
    )
    return living.values(
        "id", "region", "sub_kind", "number", "valid_from", "valid_until",
        site_id_=F("site_id"), employer_id_=F("employer_id"), employer_name=F("employer__name"),
        **{f"site_{name}": F(f"site__{name}") for name in _SITE},
    )  # fmt: skip
