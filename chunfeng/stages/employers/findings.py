"""What records prove of each criterion, in a sentence; pure."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chunfeng.kit.texts import Text, as_json, text
from chunfeng.stages.employers import proofs
from chunfeng.stages.employers.policy import Origin, Terms
from chunfeng.stages.employers.proofs import LeastOf, Outcome, PaidMonth

# What steps say that were kept before a sentence named its line: they are still shown.
BEFORE = text("{month}: the lowest pay was ¥{paid} an hour, the lowest lawful is ¥{floor}.")
ENOUGH = "enough"  # workers, share: one of the two where the policy says so


@dataclass(frozen=True, slots=True)
class Known:
    """Who works there as the register knows it: open spells at the employer, heads."""

    people: int
    target: int  # of registered households


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What is on record. ``first``: not yet recognised. ``known`` None: the register was not asked.

    months: of all sites that count, at least the last twelve that are over, in any order.
    """

    months: Sequence[PaidMonth]
    seats: int | None = None
    known: Known | None = None
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One criterion: met, not met or not known; the figure, the threshold, where that is from.

    group: of several findings in one, one that is met is enough.
    """

    code: str
    outcome: Outcome
    said: Text
    figure: float | None
    threshold: float | None  # of pay, only where a month falls short of it
    origin: Origin | None = None
    group: str = ""

    def kept(self) -> dict[str, Any]:
        """As JSON, to be kept with a visit or decision."""
        return {
            "outcome": str(self.outcome),
            "figure": self.figure,
            "threshold": self.threshold,
            "said": as_json(self.said),
        }


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a criterion is judged by."""

    records: Records
    latest: PaidMonth | None
    terms: Terms
    least_of: LeastOf
    on: date

    @property
    def month(self) -> str:
        """The month the newest figures are of: 2026-10."""
        return said_month(self.latest.month) if self.latest else ""


def findings(records: Records, terms: Terms, least_of: LeastOf, on: date) -> tuple[Finding, ...]:
    """Every criterion that asks for anything, in the order a form shows them."""
    look = Look(records, proofs.latest(records.months, on), terms, least_of, on)
    return tuple(found for judge in JUDGES for found in judge(look))


def overall(found: Sequence[Finding]) -> Outcome:
    """All criteria together."""
    alone = [one.outcome for one in found if not one.group]
    groups = {one.group for one in found if one.group}
    grouped = [proofs.one_of(f.outcome for f in found if f.group == group) for group in groups]
    return proofs.together([*alone, *grouped])


def said_month(month: date) -> str:
    """2026-10."""
    return f"{month:%Y-%m}"


def percent(share: float) -> str:
    """One place, rounded down: 29.96 is not yet 30."""
    return f"{math.floor(share * 10 + 1e-9) / 10:g}"


def _workers(look: Look) -> Iterator[Finding]:
    figure = look.latest.workers if look.latest else None
    least = look.terms.workers_least
    told = {"month": look.month, "n": figure, "least": least}
    yield from _at_least(
        look,
        "workers_least",
        figure,
        known=text("{month}: {n} workers on the payroll, at least {least} are asked for.", **told),
        unknown=text("No payroll of the last twelve months tells how many work here."),
        group=ENOUGH if look.terms.either else "",
    )


def _share(look: Look) -> Iterator[Finding]:
    figure = proofs.share(look.latest.target, look.latest.workers) if look.latest else None
    told = {
        "month": look.month,
        "share": percent(figure or 0),
        "least": look.terms.target_share_least,
    }
    yield from _at_least(
        look,
        "target_share_least",
        figure,
        known=text(
            "{month}: {share} percent of the workers are of registered households,"
            " at least {least} percent are asked for.",
            **told,
        ),
        unknown=text("No payroll tells the share of registered households."),
        group=ENOUGH if look.terms.either else "",
    )


def _target(look: Look) -> Iterator[Finding]:
    figure = look.latest.target if look.latest else None
    told = {"month": look.month, "n": figure, "least": look.terms.target_workers_least}
    yield from _at_least(
        look,
        "target_workers_least",
        figure,
        known=text(
            "{month}: {n} workers of registered households, at least {least} are asked for.", **told
        ),
        unknown=text("No payroll tells how many workers are of registered households."),
    )


def _months(look: Look) -> Iterator[Finding]:
    name = "months_shown_least" if look.records.first else "months_operated_least"
    figure = proofs.months_paid(look.records.months, look.on)
    told = {"n": figure, "least": getattr(look.terms, name)}
    said = text("{n} of the last 12 months have a payroll, at least {least} are asked for.", **told)
    yield from _at_least(look, name, figure, known=said, unknown=said)


def _pay(look: Look) -> Iterator[Finding]:
    if look.terms.pay_floor == "none":
        return
    outcome, short = proofs.shortest_pay(look.records.months, look.on, look.least_of)
    said = {
        Outcome.MET: text("Nobody earned less than the lowest lawful pay in the last 12 months."),
        Outcome.NOT_KNOWN: text("The lowest hourly pay is not on record for every month."),
    }
    below = short and text(
        "{month}: the lowest pay was ¥{paid} an hour, the lowest lawful is ¥{floor} ({line}).",
        month=said_month(short.month),
        paid=f"{short.paid:.2f}",
        floor=f"{short.least.hour:.2f}",
        line=short.least.line,
    )
    yield Finding(
        code="pay_floor",
        outcome=outcome,
        said=below or said[outcome],
        figure=short.paid if short else look.latest.lowest_hour if look.latest else None,
        threshold=round(short.least.hour, 2) if short else None,
        origin=look.terms.origins["pay_floor"],
    )


def _on_time(look: Look) -> Iterator[Finding]:
    within = look.terms.paid_within
    outcome, late = proofs.paid_late(look.records.months, look.on, within)
    said = {
        Outcome.MET: text("Pay came within {n} days of the month's end.", n=within),
        Outcome.NOT_KNOWN: text("The day of pay is not on record for every month."),
    }
    overdue = late and text(
        "{month}: pay came on {day}, more than {n} days after the month's end.",
        month=said_month(late.month),
        day=late.paid_on,
        n=within,
    )
    days = (late.paid_on - proofs.last_day(late.month)).days if late and late.paid_on else None
    yield Finding(
        code="paid_within",
        outcome=outcome,
        said=overdue or said[outcome],
        figure=days,
        threshold=within,
        origin=look.terms.origins["paid_within"],
    )


def _insured(look: Look) -> Iterator[Finding]:
    figure = proofs.share(look.latest.insured, look.latest.workers) if look.latest else None
    told = {
        "month": look.month,
        "share": percent(figure or 0),
        "least": look.terms.insured_share_least,
    }
    yield from _at_least(
        look,
        "insured_share_least",
        figure,
        known=text(
            "{month}: {share} percent of the workers are insured against accidents,"
            " at least {least} percent are asked for.",
            **told,
        ),
        unknown=text("It is not on record how many are insured against accidents."),
    )


def _seats(look: Look) -> Iterator[Finding]:
    figure = look.records.seats
    told = {"n": figure, "least": look.terms.seats_least}
    yield from _at_least(
        look,
        "seats_least",
        figure,
        known=text("{n} seats, at least {least} are asked for.", **told),
        unknown=text("How many seats there are is not on record."),
    )


def _register(look: Look) -> Iterator[Finding]:
    """Those the payroll counts are there in the register too."""
    known, latest = look.records.known, look.latest
    if known is None or latest is None:
        return
    yield Finding(
        code="register",
        outcome=Outcome.MET if known.target >= latest.target else Outcome.NOT_KNOWN,
        said=text(
            "{month}: the payroll counts {n} workers of registered households,"
            " the register knows {known} at this employer.",
            month=look.month,
            n=latest.target,
            known=known.target,
        ),
        figure=known.target,
        threshold=latest.target,
    )


JUDGES: Sequence[Callable[[Look], Iterator[Finding]]] = (
    _workers, _share, _target, _months, _pay, _on_time, _insured, _seats, _register,
)  # fmt: skip


def _at_least(
    look: Look, name: str, figure: float | None, *, known: Text, unknown: Text, group: str = ""
) -> Iterator[Finding]:
    """A figure against the least of a criterion; nothing where nothing is asked for."""
    least = getattr(look.terms, name)
    if not least:
        return
    yield Finding(
        code=name,
        outcome=proofs.at_least(figure, least),
        said=unknown if figure is None else known,
        figure=figure,
        threshold=least,
        origin=look.terms.origins[name],
        group=group,
    )
