"""What records prove of a recognition or a site: computed for a day, never typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import Context
from chunfeng.stages.employers import findings, policy, proofs, wage_lines
from chunfeng.stages.employers.findings import Finding, Known, Records
from chunfeng.stages.employers.models import Employer, Payroll, Recognition, Site
from chunfeng.stages.employers.proofs import LeastOf, Outcome, PaidMonth
from chunfeng.stages.employers.states import RecognitionState
from chunfeng.stages.employers.wages import Floors
from chunfeng.stages.people import queries as people

WORKSHOP = "workshop"
NOT_YET = frozenset({RecognitionState.APPLIED, RecognitionState.COMPLETE, RecognitionState.VISITED})
_MONTH = ("month", "workers", "hours", "lowest_hour", "paid_on", "insured")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The figures and what they prove. Shares are in percent; None is not on record.

    month: the newest with a payroll, of which workers, target, share and insured_share are.
    known: as the register has it, on that month's last day, inside the post's region.
    """

    on: date
    month: date | None
    workers: int | None
    target: int | None
    share: float | None
    months_paid: int
    lowest_hour: float | None
    insured_share: float | None
    seats: int | None
    known: people.Workers
    findings: Sequence[Finding]

    @property
    def outcome(self) -> Outcome:
        """All criteria together."""
        return findings.overall(self.findings)

    def kept(self) -> Mapping[str, Any]:
        """As JSON, to be kept with a step: {criterion: outcome, figure, threshold, sentence}."""
        return {one.code: one.kept() for one in self.findings}


def about(recognition: UUID, *, by: Context, on: date) -> Evidence | None:
    """What records prove of a recognition; None outside the post's region."""
    inside = Recognition.objects.filter(id=recognition, region__range=(by.lo, by.hi))
    found = inside.select_related("site").first()
    return of(found, on=on) if found else None


def of(subject: Recognition | Site, *, on: date) -> Evidence:
    """What records prove of a recognition, or of a site were it a workshop."""
    if isinstance(subject, Site):
        return _proved(subject.employer_id, [subject], (WORKSHOP, ""), True, subject.region, on)
    kind = (subject.kind, subject.sub_kind or subject.level)
    owner, first = subject.employer_id, subject.state in NOT_YET
    sites = [subject.site] if subject.site else list(Site.objects.filter(employer=owner))
    return _proved(owner, sites, kind, first, subject.region, on)


def _proved(
    owner: UUID, sites: Sequence[Any], kind: tuple[str, str], first: bool, region: int, on: date
) -> Evidence:
    months = paid_months(sites, on)
    latest = proofs.latest(months, on)
    names = names_of(Employer.objects.values_list("name", flat=True).get(id=owner), sites)
    found = people.workers_of(names, on=proofs.last_day(latest.month) if latest else on)
    known = together(found.values())
    records = Records(
        months=months,
        seats=seats_of(sites, on),
        known=Known(known.people, known.target),
        first=first,
    )
    terms = policy.on(on, region).of(*kind)
    return Evidence(
        on=on,
        month=latest.month if latest else None,
        workers=latest.workers if latest else None,
        target=latest.target if latest else None,
        share=proofs.share(latest.target, latest.workers) if latest else None,
        months_paid=proofs.months_paid(months, on),
        lowest_hour=latest.lowest_hour if latest else None,
        insured_share=proofs.share(latest.insured, latest.workers) if latest else None,
        seats=records.seats,
        known=known,
        findings=findings.findings(
            records, terms, least_of(wage_lines.floors(site.place for site in sites)), on
        ),
    )


def least_of(floors: Floors) -> LeastOf:
    """The lowest lawful pay of a month's payroll, by the lines of the month's last day."""
    return lambda row: floors.least_of_month(
        proofs.last_day(row.month), row.place, row.workers, row.hours
    )


def paid_months(sites: Sequence[Site], on: date) -> list[PaidMonth]:
    """The payrolls of sites in the last twelve months that are over."""
    return [month for _, month in paid_by_site(sites, on)]


def paid_by_site(sites: Sequence[Site], on: date) -> list[tuple[UUID, PaidMonth]]:
    """The same, each with its site's id, newest first."""
    looked, places = proofs.window(on), {site.id: site.place for site in sites}
    rows = Payroll.objects.filter(site__in=places, month__in=looked).order_by("-month", "id")
    found = []
    for row in rows.values("site_id", "target_workers", *_MONTH):
        facts: dict[str, Any] = {name: row[name] for name in _MONTH}
        place, target = places[row["site_id"]], row["target_workers"]
        found.append((row["site_id"], PaidMonth(place=place, target=target, **facts)))
    return found


def seats_of(sites: Iterable[Any], on: date) -> int | None:
    """Seats of the sites that are open, together; None where none of them says."""
    stated = [
        s.seats for s in sites if s.seats is not None and not (s.closed_on and s.closed_on <= on)
    ]
    return sum(stated) if stated else None


def names_of(employer: str, sites: Iterable[Any]) -> frozenset[str]:
    """What spells may call the place of work."""
    return frozenset({employer, *(site.name for site in sites if site.name)})


def together(known: Iterable[people.Workers]) -> people.Workers:
    """Those of several names as one; somebody under two of them counts twice."""
    found, by_category = list(known), dict[str, int]()
    for one in found:
        for category, n in one.by_category.items():
            by_category[category] = by_category.get(category, 0) + n
    return people.Workers(
        people=sum(one.people for one in found),
        target=sum(one.target for one in found),
        by_category=by_category,
    )
