"""What payroll and seats prove, decided on plain values; shares are in percent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.wages import Least

MONTHS = 12  # looked back


class Outcome(StrEnum):
    """Whether a criterion is met."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"

    @property
    def label(self) -> Text:
        """The outcome to show."""
        return OUTCOME_NAMES[self]


OUTCOME_NAMES = {
    Outcome.MET: text("Met"),
    Outcome.NOT_MET: text("Not met"),
    Outcome.NOT_KNOWN: text("Records do not tell"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidMonth:
    """A month's payroll of a site. ``month`` is its first day, ``lowest_hour`` yuan an hour."""

    month: date
    place: int
    workers: int
    target: int
    hours: float | None = None  # of all workers together
    lowest_hour: float | None = None
    paid_on: date | None = None
    insured: int | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """Pay below the lowest lawful: the month, what was paid least an hour, what was lawful."""

    month: date
    paid: float
    least: Least


LeastOf = Callable[[PaidMonth], Least | None]


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, last_day(first).day))


def window(on: date, length: int = MONTHS) -> tuple[date, ...]:
    """The first days of the latest months that are over, newest first."""
    months, month = [], on
    for _ in range(length):
        month = month_before(month)
        months.append(month)
    return tuple(months)


def combined(rows: Iterable[PaidMonth]) -> list[PaidMonth]:
    """The months of several sites as one each, newest first.

    Whoever earned least counts; insured people are known where every site says so.
    """
    by_month: dict[date, list[PaidMonth]] = {}
    for row in rows:
        by_month.setdefault(row.month, []).append(row)
    return [_sum(by_month[month]) for month in sorted(by_month, reverse=True)]


def _sum(rows: Sequence[PaidMonth]) -> PaidMonth:
    lowest = [row.lowest_hour for row in rows if row.lowest_hour is not None]
    days = [row.paid_on for row in rows if row.paid_on is not None]
    insured = [row.insured for row in rows if row.insured is not None]
    hours = [row.hours for row in rows if row.hours is not None]
    return PaidMonth(
        month=rows[0].month,
        place=rows[0].place if len(rows) == 1 else 0,
        workers=sum(row.workers for row in rows),
        target=sum(row.target for row in rows),
        hours=sum(hours) if len(hours) == len(rows) else None,
        lowest_hour=min(lowest, default=None),
        paid_on=max(days) if len(days) == len(rows) else None,
        insured=sum(insured) if len(insured) == len(rows) else None,
    )


def at_least(figure: float | None, least: float) -> Outcome:
    """Met from ``least`` on."""
    if figure is None:
        return Outcome.NOT_KNOWN
    return Outcome.MET if figure >= least else Outcome.NOT_MET


def share(part: int | None, whole: int | None) -> float | None:
    """Percent; None where either is not known or there is nobody."""
    return 100 * part / whole if part is not None and whole else None


def latest(rows: Iterable[PaidMonth], on: date) -> PaidMonth | None:
    """The newest month of the last twelve in which anybody was paid, all sites together."""
    looked = set(window(on))
    paid = [row for row in combined(rows) if row.workers and row.month in looked]
    return paid[0] if paid else None


def months_paid(rows: Iterable[PaidMonth], on: date) -> int:
    """How many of the last twelve months have a payroll with anybody on it."""
    looked = set(window(on))
    return len({row.month for row in rows if row.workers and row.month in looked})


def gap(rows: Iterable[PaidMonth], on: date, since: date) -> int:
    """How many of the latest months, one after the other, have no payroll with anybody on it.

    Months before ``since`` do not count.
    """
    paid, missing = {row.month for row in rows if row.workers}, 0
    for month in window(on):
        if month in paid or month < since:
            break
        missing += 1
    return missing


def shortest_pay(
    rows: Iterable[PaidMonth], on: date, least_of: LeastOf
) -> tuple[Outcome, Short | None]:
    """Whether everybody was paid the lowest lawful pay, in each of the last twelve months.

    With the month that falls shortest. A month or a line that is not known leaves it open, unless
    another falls short.
    """
    looked = set(window(on))
    paid = [row for row in rows if row.workers and row.month in looked]
    below, open_ = [], not paid
    for row in paid:
        least = least_of(row)
        if row.lowest_hour is None or least is None:
            open_ = True
        elif least.above(row.lowest_hour):
            below.append(Short(row.month, row.lowest_hour, least))
    if below:
        return Outcome.NOT_MET, min(below, key=lambda one: one.paid - one.least.hour)
    return (Outcome.NOT_KNOWN if open_ else Outcome.MET), None


def paid_late(rows: Iterable[PaidMonth], on: date, within: int) -> tuple[Outcome, PaidMonth | None]:
    """Whether pay of the last twelve months came within so many days of the month's end.

    With the newest month that was late. Months whose day has not come yet are left out.
    """
    looked = set(window(on))
    due = [
        row
        for row in rows
        if row.workers and row.month in looked and last_day(row.month) + timedelta(within) < on
    ]
    late = [row for row in due if row.paid_on and row.paid_on > _due(row, within)]
    if late:
        return Outcome.NOT_MET, max(late, key=lambda row: row.month)
    sure = bool(due) and all(row.paid_on for row in due)
    return (Outcome.MET if sure else Outcome.NOT_KNOWN), None


def _due(row: PaidMonth, within: int) -> date:
    return last_day(row.month) + timedelta(within)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """All must be met: one that is not decides, then one that is not known."""
    found = set(outcomes)
    for outcome in (Outcome.NOT_MET, Outcome.NOT_KNOWN):
        if outcome in found:
            return outcome
    return Outcome.MET


def one_of(outcomes: Iterable[Outcome]) -> Outcome:
    """One that is met is enough."""
    found = set(outcomes)
    for outcome in (Outcome.MET, Outcome.NOT_KNOWN):
        if outcome in found:
            return outcome
    return Outcome.NOT_MET
