"""Decisions on plain values: which follow-up stands, and when work is stable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chunfeng.stages.casework.policy import StableRule
from chunfeng.stages.people.status import PAID_WORK, SpellKind

COUNTY = 10**6  # codes a county takes
FOREVER = date(9999, 12, 31)
MOST_YEARS = 10  # how far back ``stable_since`` looks
_KINDS = {
    SpellKind.WORKSHOP: "workshop",
    SpellKind.PUBLIC_WELFARE: "public_welfare",
    SpellKind.CASUAL: "casual",
    SpellKind.OWN_BUSINESS: "own_business",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days of paid work: the first, and the last where there is one."""

    begun: date
    ended: date | None = None


def plan_of(kind: str, home: int, place: int | None) -> str:
    """Which plan follows work of a kind; empty for what nobody is asked about."""
    if kind not in PAID_WORK:
        return ""
    away = place is not None and place // COUNTY != home // COUNTY
    return "away" if away else _KINDS.get(SpellKind(kind), "local")


def step_on(begun: date, plan: Sequence[int], day: date) -> int | None:
    """The day of a plan that was due last on a day; None before the first."""
    gone = (day - begun).days
    return max((step for step in plan if step <= gone), default=None)


def stable(spans: Iterable[Span], confirmed: Iterable[date], on: date, rule: StableRule) -> bool:
    """Whether work is stable on a day.

    Worked on enough of the last days, this one included, never away for longer than a gap, and
    confirmed lately. confirmed: days on which somebody was known to be at work.
    """
    known = max((day for day in confirmed if day <= on), default=None)
    if known is None or (on - known).days > rule.confirmed:
        return False
    worked = _worked(spans, on - timedelta(rule.window - 1), on)
    return sum(worked) >= rule.days and _longest_gap(worked) <= rule.gap


def stable_since(
    spans: Sequence[Span], confirmed: Sequence[date], on: date, rule: StableRule
) -> date | None:
    """The first of the days up to ``on`` on all of which work was stable; None where it is not."""
    since = None
    for days in range(MOST_YEARS * 366):
        day = on - timedelta(days)
        if not stable(spans, confirmed, day, rule):
            break
        since = day
    return since


def _worked(spans: Iterable[Span], first: date, last: date) -> list[bool]:
    """For each day from first to last whether there was work."""
    days = [False] * ((last - first).days + 1)
    for span in spans:
        start = max(span.begun, first)
        end = min(span.ended or FOREVER, last)
        for k in range((start - first).days, (end - first).days + 1):
            days[k] = True
    return days


def _longest_gap(worked: Sequence[bool]) -> int:
    longest = gap = 0
    for there in worked:
        gap = 0 if there else gap + 1
        longest = max(longest, gap)
    return longest
