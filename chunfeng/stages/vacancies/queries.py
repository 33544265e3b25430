"""Reads of vacancies, interests and reports, inside the post's region or the member's employer by
the walls below; they answer with plain values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from chunfeng.stages.people.queries import Line as PersonLine
from chunfeng.stages.people.queries import with_phone_index
from chunfeng.stages.vacancies import rules
from chunfeng.stages.vacancies.answers import given as reasons_given
from chunfeng.stages.vacancies.below import marked_on
from chunfeng.stages.vacancies.copying import Copy, last_months
from chunfeng.stages.vacancies.copying import planned as copies_planned
from chunfeng.stages.vacancies.counting import Counts, counts
from chunfeng.stages.vacancies.examining import Kept
from chunfeng.stages.vacancies.fields import PHONE, READ
from chunfeng.stages.vacancies.listing import (
    ORDERS,
    PAGE,
    Filters,
    Line,
    find,
    lines,
    page,
)
from chunfeng.stages.vacancies.models import Hold, Interest, Photo, Report, Shown, Vacancy
from chunfeng.stages.vacancies.states import InterestState, State
from chunfeng.stages.vacancies.writing import PLAIN

__all__ = [
    "ORDERS", "PAGE", "Copy", "Counts", "Filters", "Line", "copies_planned", "counts", "find",
    "last_months", "lines", "marked_on", "page", "reasons_given",
]  # fmt: skip
_INTEREST = (
    "id", "vacancy_id", "region", "name", "phone_mask", "note", "wish", "language", "state",
    "asked_at", "confirmed_at", "handled_at", "handled_by", "outcome", "remark", "shared_at",
    "person",
)  # fmt: skip

_OFFERED = (
    "employer", "employer_name", "title", "channel", "place", "month_pay", "hours_per_day",
    "flexible", "headcount", "taken", "start_date", "end_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo of a vacancy. digest: names its files."""

    id: UUID
    digest: str
    alt: str
    width: int
    height: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One vacancy whole. values: columns by ledger field, as kept; findings: what is marked."""

    id: UUID
    region: int
    employer: UUID
    site: UUID | None
    version: int
    state: str
    state_reason: str
    values: Mapping[str, Any]
    own_point: bool
    phone_mask: str
    month_pay: float | None
    hour_pay: float | None
    home_friendly: bool
    taken: int
    findings: Sequence[Kept]
    reviewed: bool
    paused_at_desk: bool
    how: str
    copied_from: UUID | None
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    published_by: UUID | None
    closed_at: datetime | None
    photos: Sequence[Picture]

    @property
    def full(self) -> bool:
        """Whether no seat is left."""
        return rules.full(self.taken, self.values["headcount"])

    def expired(self, on: date) -> bool:
        """Whether the closing date is past."""
        return rules.expired(self.values["end_date"], on)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestLine:
    """Somebody interested. title, employer: of the vacancy where the post may see it."""

    id: UUID
    vacancy: UUID | None
    region: int
    name: str
    phone_mask: str
    note: str
    wish: str
    language: str
    state: str
    asked_at: datetime
    confirmed_at: datetime | None
    handled_at: datetime | None
    handled_by: UUID | None
    outcome: str
    remark: str
    shared_at: datetime | None
    person: UUID | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """A seat that is held. holder: an interest where name is known."""

    holder: UUID
    region: int
    at: datetime
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedName:
    """Of somebody interested what their employer-to-be may see. title: of the vacancy."""

    id: UUID
    vacancy: UUID
    name: str
    shared_at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """What somebody told. employer_name, title: of whom and of which vacancy."""

    id: UUID
    vacancy: UUID | None
    employer: UUID | None
    region: int
    kind: str
    what: str
    phone_mask: str
    at: datetime
    settled_at: datetime | None
    settled_by: UUID | None
    outcome: str
    employer_name: str
    title: str


def facts(vacancy: UUID) -> Facts | None:
    """One vacancy whole; None outside the walls, as for one that does not exist."""
    held: Any = Vacancy.objects.only(*READ).filter(id=vacancy).first()
    if held is None:
        return None
    same = {
        name: getattr(held, name)
        for name in Facts.__dataclass_fields__
        if name not in ("employer", "site", "values", "photos")
    }
    return Facts(
        **same,
        employer=held.employer_id,
        site=held.site_id,
        values={name: getattr(held, name) for name in PLAIN if name != PHONE},
        photos=photos([vacancy]).get(vacancy, ()),
    )


def shown_terms(vacancy: UUID) -> Mapping[str, Any] | None:
    """What an offer of a vacancy rests on, as the shop window has it, of whichever county.

    None where it is not published. Columns of Shown by name, without anything to search by.
    """
    found: Mapping[str, Any] | None = Shown.objects.filter(id=vacancy).values(*_OFFERED).first()
    return found


def photos(vacancies: Iterable[UUID]) -> dict[UUID, list[Picture]]:
    """The photos of vacancies, in their order."""
    names = list(Picture.__dataclass_fields__)
    found = Photo.objects.filter(vacancy__in=list(vacancies)).order_by("position", "at", "id")
    out: dict[UUID, list[Picture]] = {}
    for row in found.values("vacancy_id", *names):
        out.setdefault(row.pop("vacancy_id"), []).append(Picture(**row))
    return out


def photo(photo: UUID) -> Picture | None:
    """One photo that whoever asks may see: the public, those of what is published."""
    names = list(Picture.__dataclass_fields__)
    found = Photo.objects.filter(id=photo).values(*names).first()
    return Picture(**found) if found else None


def review_queue(
    *, on: date, number: int = 1, size: int = PAGE, region: tuple[int, int] | None = None
) -> tuple[list[Line], int]:
    """Vacancies that wait for review, the oldest first, with what is marked in them."""
    filters = Filters(state=(State.REVIEW,), region=region)
    return page(filters, on=on, number=number, size=size, order="submitted")


def next_in_review(after: UUID | None = None) -> UUID | None:
    """The vacancy that waits longest; of those that came in later than another, the oldest."""
    waiting = Vacancy.objects.filter(state=State.REVIEW).order_by("submitted_at", "id")
    here = None
    if after is not None:
        mine = Vacancy.objects.filter(id=after)
        here = mine.values_list("submitted_at", flat=True).first()
    if after is not None and here is not None:
        later = Q(submitted_at__gt=here) | Q(submitted_at=here, id__gt=after)
        waiting = waiting.filter(later)
    return waiting.values_list("id", flat=True).first()


def of_employer(
    employer: UUID, *, on: date, state: tuple[str, ...] = (), number: int = 1, size: int = PAGE
) -> tuple[list[Line], int]:
    """(lines, how many) of one employer's vacancies, those changed last first."""
    filters = Filters(employer=employer, state=state)
    return page(filters, on=on, number=number, size=size, order="-updated")


def interests_open(
    *, number: int = 1, size: int = PAGE, region: tuple[int, int] | None = None
) -> tuple[list[InterestLine], int]:
    """Those to be called, who has waited longest first."""
    return interests_page(states=(InterestState.OPEN,), number=number, size=size, region=region)


def interests_page(
    *,
    states: Sequence[str],
    number: int = 1,
    size: int = PAGE,
    region: tuple[int, int] | None = None,
    outcome: str = "",
    wish: str = "",
) -> tuple[list[InterestLine], int]:
    """(lines, how many) whose phone is confirmed: who has waited longest first."""
    found = Interest.objects.filter(state__in=states).exclude(state=InterestState.ASKED)
    for lookup, value in (("region__range", region), ("outcome", outcome), ("wish", wish)):
        if value:
            found = found.filter(**{lookup: value})
    first = (number - 1) * size
    rows = found.order_by("confirmed_at", "id").values(*_INTEREST)[first : first + size]
    return _interests(rows), found.count()


def holders(interests: Iterable[UUID]) -> dict[UUID, UUID]:
    """{interest: the vacancy of which it holds a seat} of those that hold one."""
    held = Hold.objects.filter(holder__in=list(interests), released_at=None)
    return dict(held.values_list("holder", "vacancy_id"))


def holds_of(vacancy: UUID) -> list[HoldLine]:
    """Who holds seats of a vacancy, as far as the post may know: the first 200."""
    held = Hold.objects.filter(vacancy=vacancy, released_at=None).order_by("at", "id")
    rows = list(held.values("holder", "region", "at")[:200])
    known = Interest.objects.filter(id__in=[row["holder"] for row in rows])
    names = dict(known.values_list("id", "name"))
    return [HoldLine(name=names.get(row["holder"], ""), **row) for row in rows]


def interests_of(vacancy: UUID) -> list[InterestLine]:
    """Everybody whose phone is confirmed and who asked for a vacancy, within the post's region."""
    found = Interest.objects.filter(vacancy=vacancy).exclude(state=InterestState.ASKED)
    return _interests(found.order_by("confirmed_at", "id").values(*_INTEREST)[:500])


def interest(interest: UUID) -> InterestLine | None:
    """One of them; None outside the post's region."""
    found = Interest.objects.filter(id=interest).exclude(state=InterestState.ASKED)
    return next(iter(_interests(found.values(*_INTEREST))), None)


def maybe_people(interest: UUID, *, on: date) -> list[PersonLine]:
    """The people of the register who have the phone of somebody interested."""
    found = Interest.objects.filter(id=interest).values_list("phone_index", flat=True).first()
    return with_phone_index(bytes(found), on=on) if found else []


def shared_names(vacancy: UUID) -> list[SharedName]:
    """At the desk: whose names an officer has shared."""
    return _shared(Interest.objects.filter(vacancy=vacancy))


def names_shared(*, most: int = 200) -> list[SharedName]:
    """At the desk: whose names officers have shared, of all our vacancies, the latest first."""
    return _shared(Interest.objects.all(), most)


def _shared(found: Any, most: int = 200) -> list[SharedName]:
    rows = found.filter(shared_at__isnull=False).annotate(title=F("vacancy__title"))
    names = ("id", "vacancy_id", "name", "shared_at", "title")
    return [
        SharedName(vacancy=row.pop("vacancy_id"), **row)
        for row in rows.order_by("-shared_at", "id").values(*names)[:most]
    ]


def reports_open(
    *, number: int = 1, size: int = PAGE, settled: bool = False
) -> tuple[list[ReportLine], int]:
    """(lines, how many) of reports nobody has settled, the oldest first; or of the settled ones."""
    found = Report.objects.filter(settled_at__isnull=not settled)
    ordered = found.order_by("-settled_at" if settled else "at", "id")
    first = (number - 1) * size
    return [_report(row) for row in _reports(ordered)[first : first + size]], found.count()


def told(report: UUID) -> ReportLine | None:
    """One report; None outside the post's region."""
    return next((_report(row) for row in _reports(Report.objects.filter(id=report))), None)


def reports_of(employer: UUID) -> list[ReportLine]:
    """All that was told of an employer, the latest first."""
    found = Report.objects.filter(employer=employer).order_by("-at", "id")
    return [_report(row) for row in _reports(found)[:100]]


def _interests(rows: Iterable[Mapping[str, Any]]) -> list[InterestLine]:
    found = [dict(row) for row in rows]
    wanted = [row["vacancy_id"] for row in found if row["vacancy_id"]]
    titles = dict(Vacancy.objects.filter(id__in=wanted).values_list("id", "title"))
    missing = set(wanted) - titles.keys()
    if missing:  # of another region: what is public of it
        titles |= dict(Shown.objects.filter(id__in=missing).values_list("id", "title"))
    return [
        InterestLine(vacancy=(v := row.pop("vacancy_id")), title=titles.get(v, ""), **row)
        for row in found
    ]


def _reports(found: Any) -> Any:
    apart = ("vacancy", "employer", "employer_name", "title")
    names = [name for name in ReportLine.__dataclass_fields__ if name not in apart]
    return found.values("vacancy_id", "employer_id", "employer__name", "vacancy__title", *names)


def _report(row: Any) -> ReportLine:
    return ReportLine(
        vacancy=row.pop("vacancy_id"),
        employer=row.pop("employer_id"),
        employer_name=row.pop("employer__name") or "",
        title=row.pop("vacancy__title") or "",
        **row,
    )
