"""What about an employer should make an officer look: computed, with how to mend it; pure.

A flag accuses nobody. It stands until the records say otherwise or somebody explains it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import proofs
from chunfeng.stages.employers.findings import Known, said_month
from chunfeng.stages.employers.policy import Limits, Terms
from chunfeng.stages.employers.proofs import LeastOf, PaidMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """A site with its payrolls of the last twelve months that are over."""

    id: UUID
    name: str
    seats: int | None
    months: Sequence[PaidMonth] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedFacts:
    """A recognition in force, what is asked of its kind, when somebody last visited."""

    id: UUID
    site: UUID | None
    terms: Terms
    valid_from: date | None
    valid_until: date | None
    reviewed_on: date | None = None
    visited_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFacts:
    """An employer as flags see it.

    same_phone: employers with its telephone, itself included. known: by the register in the month
    of the newest payroll; None where the post does not see the whole county. asked: headcount of
    its open vacancies; None where it was not counted.
    """

    id: UUID
    sites: Sequence[SiteFacts] = ()
    recognised: Sequence[RecognisedFacts] = ()
    same_phone: int = 1
    known: Known | None = None
    asked: int | None = None

    @property
    def months(self) -> list[PaidMonth]:
        """The payrolls of all sites."""
        return [month for site in self.sites for month in site.months]


@dataclass(frozen=True, slots=True)
class Day:
    """The day, the limits of the flags on it, the lowest lawful pay."""

    on: date
    limits: Limits
    least_of: LeastOf


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that is up: about the employer, or one of its sites or recognitions."""

    values: Mapping[str, object]
    subject: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A kind of flag: what is the matter, how to mend it, when it goes up."""

    code: str
    name: Text
    says: Text
    mend: Text
    raises: Callable[[EmployerFacts, Day], Iterator[Raised]]

    def said(self, raised: Raised) -> Text:
        """The sentence of one that is up."""
        return Text(self.says.message, dict(raised.values))


def _more_than_seats(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    at_home = {one.site for one in employer.recognised if not one.terms.seats_least}
    for site in employer.sites:
        latest = proofs.latest(site.months, day.on)
        if not latest or site.seats is None or site.id in at_home or latest.workers <= site.seats:
            continue
        told = {"month": said_month(latest.month), "n": latest.workers, "seats": site.seats}
        yield Raised(told, site.id)


def _pay_below_floor(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    for site in employer.sites:
        _, short = proofs.shortest_pay(site.months, day.on, day.least_of)
        if short:
            told = {"month": said_month(short.month), "paid": f"{short.paid:.2f}"}
            told["floor"] = f"{short.least.hour:.2f}"
            yield Raised({**told, "line": short.least.line}, site.id)


def _phone_shared(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    if employer.same_phone > day.limits.phone_employers_most:
        yield Raised({"n": employer.same_phone})


def _payroll_missing(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    for one in employer.recognised:
        sites = [site for site in employer.sites if one.site in (None, site.id)]
        months = [month for site in sites for month in site.months]
        missing = proofs.gap(months, day.on, (one.valid_from or date.min).replace(day=1))
        if missing > one.terms.payroll_gap_most:
            yield Raised({"n": missing}, one.id)


def _unknown_workers(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    latest, known = proofs.latest(employer.months, day.on), employer.known
    if not latest or not known or latest.target <= known.target + day.limits.unknown_target_most:
        return
    month = said_month(latest.month)
    yield Raised({"month": month, "n": latest.target, "known": known.target})


def _run_out(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    for one in employer.recognised:
        if one.valid_until and one.valid_until < day.on:
            yield Raised({"day": one.valid_until}, one.id)


def _review_overdue(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    for one in employer.recognised:
        last = one.reviewed_on or one.valid_from
        due = last and proofs.months_later(last, one.terms.review_months)
        over = one.valid_until and one.valid_until < day.on
        if due and due < day.on and not over:
            yield Raised({"day": due}, one.id)


def _not_visited(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    for one in employer.recognised:
        last = one.visited_on or one.valid_from
        if last and proofs.months_later(last, one.terms.visit_months) >= day.on:
            continue
        told = {"n": one.terms.visit_months, "last": one.visited_on or text("never")}
        yield Raised(told, one.id)


def _asks_too_many(employer: EmployerFacts, day: Day) -> Iterator[Raised]:
    latest = proofs.latest(employer.months, day.on)
    workers, seats = latest.workers if latest else 0, sum(s.seats or 0 for s in employer.sites)
    room, asked = workers + seats, employer.asked or 0
    if room and asked > room * day.limits.asked_times:
        yield Raised({"asked": asked, "workers": workers, "seats": seats})


FLAGS: Mapping[str, Flag] = {
    flag.code: flag
    for flag in (
        Flag(
            code="more_than_seats",
            name=text("More paid workers than seats"),
            says=text("{month}: {n} workers were paid, but there are only {seats} seats."),
            mend=text("Count on the spot: correct the seats, or ask where the others work."),
            raises=_more_than_seats,
        ),
        Flag(
            code="pay_below_floor",
            name=text("Pay below the lowest lawful"),
            says=text(
                "{month}: the lowest pay was ¥{paid} an hour,"
                " the lowest lawful is ¥{floor} ({line})."
            ),
            mend=text("Check hours and piece rates with the employer; have the difference paid."),
            raises=_pay_below_floor,
        ),
        Flag(
            code="phone_shared",
            name=text("One telephone for many employers"),
            says=text("{n} employers have this telephone."),
            mend=text("Call it: is it an agent? Enter whoever answers for each employer."),
            raises=_phone_shared,
        ),
        Flag(
            code="payroll_missing",
            name=text("Payroll missing"),
            says=text("No payroll for the last {n} months, though it is recognised."),
            mend=text("Ask for the payroll; visit if nobody works there any more."),
            raises=_payroll_missing,
        ),
        Flag(
            code="unknown_workers",
            name=text("Workers the register does not know"),
            says=text(
                "{month}: {n} workers of registered households were paid, the register knows"
                " {known} at this employer."
            ),
            mend=text(
                "Compare the list of workers with the register: enter the work that is missing,"
                " ask about names nobody knows. People of other counties are not counted here."
            ),
            raises=_unknown_workers,
        ),
        Flag(
            code="run_out",
            name=text("Recognition has run out"),
            says=text("The recognition ran out on {day}."),
            mend=text("Review and renew it, or end it."),
            raises=_run_out,
        ),
        Flag(
            code="review_overdue",
            name=text("Review overdue"),
            says=text("The review was due on {day}."),
            mend=text("Hold the review: payroll, visit, decision."),
            raises=_review_overdue,
        ),
        Flag(
            code="not_visited",
            name=text("Not visited for long"),
            says=text("Nobody has visited for {n} months; last visit: {last}."),
            mend=text("Visit with a colleague and fill in the checklist."),
            raises=_not_visited,
        ),
        Flag(
            code="asks_too_many",
            name=text("Asks for more people than it can hold"),
            says=text(
                "Open vacancies ask for {asked} people; {workers} work there and there are {seats}"
                " seats."
            ),
            mend=text("Ask what the people are for, and where they are to work."),
            raises=_asks_too_many,
        ),
    )
}


def raised(employer: EmployerFacts, day: Day) -> Iterator[tuple[Flag, Raised]]:
    """Every flag that is up, in the order of FLAGS."""
    for flag in FLAGS.values():
        for one in flag.raises(employer, day):
            yield flag, one
