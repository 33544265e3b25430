"""Reads of employers and recognitions; they answer with plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts import members
from chunfeng.foundation.accounts.members import MemberLine
from chunfeng.foundation.accounts.queries import names
from chunfeng.stages.employers import conflicts
from chunfeng.stages.employers.conflicts import ConflictLine
from chunfeng.stages.employers.due import WAITING, Due, due
from chunfeng.stages.employers.inside import (
    INSIDE,
    NOTHING,
    OF_RECOGNITION,
    inside,
    of_recognitions,
)
from chunfeng.stages.employers.listing import PAGE, Filters, Line, find, lines, page
from chunfeng.stages.employers.models import Document, Employer, Payroll, Recognition, Site, Step
from chunfeng.stages.employers.rules import county_span
from chunfeng.stages.employers.states import EmployerState, RecognitionState

__all__ = ["PAGE", "WAITING", "Due", "Filters", "Line", "due", "find", "inside", "lines", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLine:
    """A site of an employer."""

    id: UUID
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
    closed_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionLine:
    """A recognition of an employer; what is OF_RECOGNITION is its own post's (and desk's) alone."""

    id: UUID
    site_id: UUID | None
    kind: str
    sub_kind: str
    level: str
    state: str
    state_reason: str
    applied_on: date
    number: str
    notice_from: date | None
    notice_until: date | None
    valid_from: date | None
    valid_until: date | None
    warned_on: date | None
    reviewed_on: date | None
    ended_on: date | None
    added_by: UUID | None
    version: int

    @property
    def variant(self) -> str:
        """The sub-kind of a workshop, the level of a base."""
        return self.sub_kind or self.level


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A file of an employer."""

    id: UUID
    recognition_id: UUID | None
    step_id: UUID | None
    kind: str
    name: str
    media: str
    size: int
    received_at: datetime
    received_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PayrollLine:
    """A month's pay at a site. former: what was corrected, newest first."""

    id: UUID
    site_id: UUID
    month: date
    workers: int
    target_workers: int
    paid: float
    hours: float
    lowest_hour: float | None
    paid_on: date | None
    insured: int | None
    how: str
    former: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One act of a recognition, with the names of who acted."""

    id: UUID
    kind: str
    on: date
    by: str
    second: str
    checklist: Mapping[str, str]
    seen: Mapping[str, int]
    computed: Mapping[str, Any]
    outcome: str
    findings: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One employer. own: the reader answers for it (or is it); the rest is empty where not."""

    id: UUID
    region: int
    name: str
    kind: str
    credit_code: str
    no_code_reason: str
    industry: str
    place: int
    address: str
    about: str
    contact: str
    phone_mask: str
    stay_share: float | None
    state: str
    state_reason: str
    state_on: date
    how: str
    version: int
    created_at: datetime
    updated_at: datetime
    own: bool = True
    sites: Sequence[SiteLine] = field(default_factory=tuple)
    recognitions: Sequence[RecognitionLine] = field(default_factory=tuple)
    members: Sequence[MemberLine] = field(default_factory=tuple)
    documents: Sequence[DocumentLine] = field(default_factory=tuple)
    conflicts: Sequence[ConflictLine] = field(default_factory=tuple)
    payrolls: Sequence[PayrollLine] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A recognition with its employer, site, steps (oldest first), documents."""

    row: RecognitionLine
    region: int
    employer: UUID
    employer_name: str
    employer_state: str
    site: SiteLine | None
    steps: Sequence[StepLine]
    documents: Sequence[DocumentLine]
    added_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What anybody may know of a verified employer; only recognitions in force."""

    id: UUID
    name: str
    kind: str
    credit_code: str
    industry: str
    place: int
    address: str
    about: str
    stay_share: float | None
    sites: Sequence[SiteLine] = field(default_factory=tuple)
    recognitions: Sequence["PublicRecognition"] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRecognition:
    """A recognition in force, as anybody may know it."""

    site_id: UUID | None
    kind: str
    sub_kind: str
    level: str
    number: str
    valid_from: date | None
    valid_until: date | None


_INNER = frozenset(
    {"own", "sites", "recognitions", "members", "documents", "conflicts", "payrolls"}
)


def facts(employer: UUID, *, by: Context) -> Facts | None:
    """One employer whole; None where the reader may not know of it.

    Of a verified employer that another post answers for: what it is, its sites, what is in force.
    """
    desk = by.role is Role.EMPLOYER
    columns = [name for name in _columns(Facts) if desk or name not in INSIDE]
    row = Employer.objects.filter(id=employer).values(*columns).first()
    if row is None:
        return None
    own = employer == by.employer if desk else by.covers(row["region"])
    if not desk:
        row |= inside([employer]).get(employer, NOTHING)
    found = Facts(
        **row, own=own, sites=_sites(employer=employer), recognitions=_recognitions(employer, by)
    )
    if not own:
        return found
    inner = {
        "members": members.of(employer),
        "documents": _documents(employer=employer),
        "payrolls": payrolls(employer),
        "conflicts": () if desk else conflicts.of(employer),
    }
    return Facts(**{f.name: getattr(found, f.name) for f in fields(found)} | inner)


def of_member(by: Context) -> Facts | None:
    """The employer somebody at the desk acts for."""
    return facts(by.employer, by=by) if by.employer else None


def name_of(employer: UUID | None) -> str:
    """What an employer is called; empty where the reader may not know of it."""
    found = Employer.objects.filter(id=employer) if employer else Employer.objects.none()
    return found.values_list("name", flat=True).first() or ""


def public(employers: Collection[UUID]) -> dict[UUID, Public]:
    """What anybody may know of some employers; who is not verified is not among them."""
    found = Employer.objects.filter(id__in=employers, state=EmployerState.VERIFIED)
    rows = list(found.values(*_columns(Public)))
    ids = [row["id"] for row in rows]
    in_force = Recognition.objects.filter(state=RecognitionState.RECOGNISED)
    sites = _by_employer(Site.objects.filter(closed_on=None), SiteLine, ids)
    held = _by_employer(in_force, PublicRecognition, ids)
    return {
        row["id"]: Public(
            **row,
            sites=sites.get(row["id"], ()),
            recognitions=held.get(row["id"], ()),
        )
        for row in rows
    }


def verified(employers: Collection[UUID]) -> frozenset[UUID]:
    """Which of some employers are verified."""
    found = Employer.objects.filter(id__in=employers, state=EmployerState.VERIFIED)
    return frozenset(found.values_list("id", flat=True))


def recognition(recognition: UUID, *, by: Context) -> Whole | None:
    """A recognition whole; None outside the post's region, or another's at the desk."""
    mine = Q(employer=by.employer) if by.employer else Q(region__range=(by.lo, by.hi))
    row = Recognition.objects.filter(mine, id=recognition).values("employer_id", "region").first()
    if row is None:
        return None
    employer = Employer.objects.values("name", "state").get(id=row["employer_id"])
    line = next(one for one in _recognitions(row["employer_id"], by) if one.id == recognition)
    steps = _steps(recognition, [line.added_by], by)
    site = next(iter(_sites(id=line.site_id)), None) if line.site_id else None
    return Whole(
        row=line,
        region=row["region"],
        employer=row["employer_id"],
        employer_name=employer["name"],
        employer_state=employer["state"],
        site=site,
        steps=steps[0],
        documents=[
            one
            for one in _documents(employer=row["employer_id"])
            if one.recognition_id in (None, recognition)
        ],
        added_by=steps[1].get(line.added_by, "") if line.added_by else "",
    )


def next_number(prefix: str, region: int) -> str:
    """The next free number of recognitions in the county of a region: prefix, figure, 号."""
    county = Recognition.objects.filter(region__range=county_span(region))
    used = county.filter(number__startswith=prefix).values_list("number", flat=True)
    tails = [one[len(prefix) :].removesuffix("号") for one in used]
    return f"{prefix}{max([int(t) for t in tails if t.isdecimal()], default=0) + 1}号"


def payrolls(employer: UUID, *, months: int = 24) -> list[PayrollLine]:
    """The last months of pay of an employer, newest first."""
    found = Payroll.objects.filter(employer=employer).order_by("-month", "site", "id")
    return [PayrollLine(**row) for row in found.values(*_columns(PayrollLine))[:months]]


def site(site: UUID) -> tuple[SiteLine, UUID] | None:
    """(a site, its employer); None where the post sees none."""
    found = Site.objects.filter(id=site)
    row = found.values(*_columns(SiteLine), "employer_id").first()
    if row is None:
        return None
    employer = row.pop("employer_id")
    return SiteLine(**row), employer


def _columns(line: type) -> list[str]:
    return [one.name for one in fields(line) if one.name not in _INNER]


def _sites(**which: Any) -> list[SiteLine]:
    found = Site.objects.filter(**which).order_by("closed_on", "name", "id")
    return [SiteLine(**row) for row in found.values(*_columns(SiteLine))]


def _recognitions(employer: UUID, by: Context) -> list[RecognitionLine]:
    desk = by.role is Role.EMPLOYER
    columns = [name for name in _columns(RecognitionLine) if desk or name not in OF_RECOGNITION]
    found = Recognition.objects.filter(employer=employer).order_by("-applied_on", "id")
    rows = list(found.values(*columns))
    inner = {} if desk else of_recognitions([row["id"] for row in rows])
    return [RecognitionLine(**row | inner.get(row["id"], {})) for row in rows]


def _documents(**which: Any) -> list[DocumentLine]:
    found = Document.objects.filter(**which).order_by("received_at", "id")
    return [DocumentLine(**row) for row in found.values(*_columns(DocumentLine))]


def _by_employer(rows: Any, line: type, employers: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found = rows.filter(employer__in=employers)
    out: dict[UUID, list[Any]] = {}
    for row in found.order_by("id").values(*_columns(line), "employer_id"):
        out.setdefault(row.pop("employer_id"), []).append(line(**row))
    return out


def _steps(
    recognition: UUID, others: Sequence[UUID | None], by: Context
) -> tuple[list[StepLine], dict[UUID, str]]:
    """(the steps, names by id); at the desk nobody has a name."""
    rows = list(
        Step.objects.filter(recognition=recognition)
        .order_by("at", "id")
        .values(*_columns(StepLine))
    )
    people = {who for row in rows for who in (row["by"], row["second"]) if who}
    people |= {who for who in others if who}
    called = names([*people]) if by.role is not Role.EMPLOYER else {}
    return [
        StepLine(**row | {"by": called.get(row["by"], ""), "second": called.get(row["second"], "")})
        for row in rows
    ], called
