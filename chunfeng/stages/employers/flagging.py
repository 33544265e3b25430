"""The flags of many employers, in a number of statements that does not grow with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, Subquery

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import Text
from chunfeng.stages.employers import evidence, policy, proofs, wage_lines
from chunfeng.stages.employers.findings import Known
from chunfeng.stages.employers.flags import (
    FLAGS,
    Day,
    EmployerFacts,
    Flag,
    Raised,
    RecognisedFacts,
    SiteFacts,
    raised,
)
from chunfeng.stages.employers.inside import of_recognitions
from chunfeng.stages.employers.models import ClosedFlag, Employer, Recognition, Site, Step
from chunfeng.stages.employers.states import EmployerState, RecognitionState
from chunfeng.stages.employers.vocabulary import StepKind
from chunfeng.stages.people import queries as people

COUNTY = 10**6  # codes of one county share what is above this
AT_WORK = (EmployerState.APPLIED, EmployerState.VERIFIED, EmployerState.SUSPENDED)
Asked = Mapping[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A flag of an employer. subject: id of the site or recognition it is about, or empty.

    closed_until: until when somebody has explained it; None where it stands.
    """

    employer: UUID
    flag: str
    subject: str
    name: Text
    said: Text
    mend: Text
    closed_until: date | None = None
    closed_reason: str = ""
    closed_by: UUID | None = None


def of(
    employers: Collection[UUID],
    *,
    by: Context,
    on: date,
    asked: Asked | None = None,
    closed: bool = False,
) -> dict[UUID, list[Line]]:
    """{employer: its flags that stand}, of those in the post's region.

    asked: {employer: headcount of its open vacancies}, counted downstream. closed: also those that
    somebody has explained.
    """
    rows = Employer.objects.filter(id__in=employers, region__range=(by.lo, by.hi))
    owners = list(rows.order_by("id").values("id", "region", "name", "phone_index"))
    explained = _explained([owner["id"] for owner in owners], on)
    found: dict[UUID, list[Line]] = {owner["id"]: [] for owner in owners}
    gathered = list(_gathered(owners, by, on, asked or {}))
    paid_at = {month.place for facts, _ in gathered for s in facts.sites for month in s.months}
    least_of = evidence.least_of(wage_lines.floors(paid_at))
    for facts, region in gathered:
        day = Day(on, policy.on(on, region).flags, least_of)
        lines = [_line(facts.id, flag, up, explained) for flag, up in raised(facts, day)]
        found[facts.id] = [line for line in lines if closed or line.closed_until is None]
    return found


def standing(
    employer: UUID, flag: str, subject: str, *, by: Context, on: date, asked: int | None
) -> bool:
    """Whether a flag is up, explained or not."""
    headcount = {employer: asked} if asked is not None else None
    lines = of([employer], by=by, on=on, asked=headcount, closed=True).get(employer, [])
    return any((line.flag, line.subject) == (flag, subject) for line in lines)


def _line(
    employer: UUID, flag: Flag, up: Raised, explained: Mapping[tuple[UUID, str, str], Any]
) -> Line:
    subject = str(up.subject or "")
    closed = explained.get((employer, flag.code, subject))
    return Line(
        employer=employer,
        flag=flag.code,
        subject=subject,
        name=flag.name,
        said=flag.said(up),
        mend=flag.mend,
        closed_until=closed.until if closed else None,
        closed_reason=closed.reason if closed else "",
        closed_by=closed.by if closed else None,
    )


def _explained(employers: Sequence[UUID], on: date) -> dict[tuple[UUID, str, str], ClosedFlag]:
    rows = ClosedFlag.objects.filter(employer__in=employers, until__gte=on, flag__in=FLAGS)
    return {(row.employer_id, row.flag, row.subject): row for row in rows}


def _gathered(
    owners: Sequence[Mapping[str, Any]], by: Context, on: date, asked: Asked
) -> list[tuple[EmployerFacts, int]]:
    """(facts, region) of every employer."""
    ids = [owner["id"] for owner in owners]
    sites = _sites(ids, on)
    recognised = _recognised(ids, on)
    phones = _phones([owner["phone_index"] for owner in owners])
    known = _known([owner for owner in owners if _whole_county(owner["region"], by)], sites, on)
    return [
        (
            EmployerFacts(
                id=owner["id"],
                sites=sites.get(owner["id"], ()),
                recognised=recognised.get(owner["id"], ()),
                same_phone=phones.get(_bytes(owner["phone_index"]), 1),
                known=known.get(owner["id"]),
                asked=asked.get(owner["id"]),
            ),
            owner["region"],
        )
        for owner in owners
    ]


def _whole_county(region: int, by: Context) -> bool:
    """Whether the post sees everybody of an employer's county: else somebody seems missing."""
    lo = region // COUNTY * COUNTY
    return by.covers(lo) and by.covers(lo + COUNTY - 1)


def _sites(employers: Sequence[UUID], on: date) -> dict[UUID, list[SiteFacts]]:
    open_ = Q(closed_on=None) | Q(closed_on__gt=on)
    rows = list(Site.objects.filter(open_, employer__in=employers).order_by("id"))
    months: dict[UUID, list[proofs.PaidMonth]] = {}
    for site, month in evidence.paid_by_site(rows, on):
        months.setdefault(site, []).append(month)
    found: dict[UUID, list[SiteFacts]] = {}
    for row in rows:
        facts = SiteFacts(id=row.id, name=row.name, seats=row.seats, months=months.get(row.id, ()))
        found.setdefault(row.employer_id, []).append(facts)
    return found


def _recognised(employers: Sequence[UUID], on: date) -> dict[UUID, list[RecognisedFacts]]:
    rows = Recognition.objects.filter(employer__in=employers, state=RecognitionState.RECOGNISED)
    visits = Step.objects.filter(recognition=OuterRef("id"), kind=StepKind.VISIT)
    visited = rows.annotate(
        visited_on=Max("steps__on", filter=Q(steps__kind=StepKind.VISIT)),
        counted=Subquery(visits.order_by("-on", "-at").values("seen")[:1]),
    )
    held = list(visited.order_by("id"))
    inner = of_recognitions([row.id for row in held])
    found: dict[UUID, list[RecognisedFacts]] = {}
    for row in held:
        facts = RecognisedFacts(
            id=row.id,
            site=row.site_id,
            terms=policy.on(on, row.region).of(row.kind, row.sub_kind or row.level),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            reviewed_on=inner[row.id]["reviewed_on"],
            visited_on=row.visited_on,
            seen=(row.counted or {}).get("workers"),
        )
        found.setdefault(row.employer_id, []).append(facts)
    return found


def _phones(indexes: Sequence[Any]) -> dict[bytes, int]:
    """{index: employers with that telephone}, as far as the post sees them."""
    asked = {_bytes(index) for index in indexes if index is not None}
    rows = Employer.objects.filter(phone_index__in=asked, state__in=AT_WORK).order_by()
    counted = rows.values_list("phone_index").annotate(n=Count("id"))
    return {_bytes(index): n for index, n in counted}


def _bytes(index: Any) -> bytes:
    return bytes(index) if index is not None else b""


def _known(
    owners: Sequence[Mapping[str, Any]], sites: Mapping[UUID, Sequence[SiteFacts]], on: date
) -> dict[UUID, Known]:
    """Whom the register knows at each in the month of its newest payroll: a statement a month."""
    names: dict[date, dict[UUID, frozenset[str]]] = {}
    for owner in owners:
        own = sites.get(owner["id"], ())
        latest = proofs.latest([month for site in own for month in site.months], on)
        if latest:
            called = evidence.names_of(owner["name"], own)
            names.setdefault(latest.month, {})[owner["id"]] = called
    found = {}
    for month, by_employer in names.items():
        every = {name for own_names in by_employer.values() for name in own_names}
        there = people.workers_of(every, on=proofs.last_day(month))
        for employer, own_names in by_employer.items():
            one = evidence.together(there[name] for name in own_names)
            found[employer] = Known(one.people, one.target)
    return found
