"""The whole run: two ledgers in, one proven and explained Docking out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import TypeAlias

from chunfeng.engine import Instance, Plan, Progress, solve, verify
from chunfeng.engine.pairs import Pairs, build, completed, missed
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.explain import explain
from chunfeng.stages.docking.levers import levers
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.snapshot import Snapshot, take
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.steady import Before, opened, restated, sticky

OnProgress: TypeAlias = Callable[[Text, int, int], object]
EXACT_PAIRS = 10_000_000  # up to here a proven optimum takes a few seconds
MORE_PAIRS = 20_000_000  # far pairs that may be added to close the gap: bounds the memory

READING = text("Reading the ledgers as numbers")
PAIRING = text("Looking for suitable pairs")
SOLVING = text("Finding the best plan")
EXPLAINING = text("Putting reasons into words")
TRYING = text("Trying what would help most")


class NothingToDock(ValueError):
    """No person or no vacancy is left to dock; ``text`` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.to("en"))
        self.text = message


@dataclass(frozen=True, slots=True)
class _Search:
    """How good the plan must be, and how long the search for it may take (seconds)."""

    exact: bool
    gap: float
    time_limit: float | None
    on_progress: Callable[[Progress], object]

    def solve(self, instance: Instance, warm: Plan | None) -> Plan:
        """A plan, from an earlier one where there is one."""
        return solve(
            instance,
            self.gap,
            self.exact,
            time_limit=self.time_limit,
            warm=warm,
            on_progress=self.on_progress,
        )

    def met(self, plan: Plan, left_out: int) -> bool:
        """Whether the bound over all pairs, kept or not, is good enough."""
        allowed = 0.0 if self.exact else self.gap * plan.value
        return plan.status == "time_limit" or plan.bound + left_out - plan.value <= allowed


def dock(
    people: Ledger,
    vacancies: Ledger,
    policy: Policy,
    on: date,
    reference: Reference,
    *,
    exact: bool = False,
    gap: float = 1e-3,
    time_limit: float | None = None,
    on_progress: OnProgress | None = None,
) -> Docking:
    """Docks two ledgers on a day. Same input, same Docking, but for ``proof.seconds``.

    ``exact`` asks for a proven optimum; with up to EXACT_PAIRS pairs it is always looked for, with
    more the plan is within ``gap``. time_limit: seconds of solving. Progress: stage, done, total.
    NothingToDock when nobody or nothing is left to dock.
    """
    say = on_progress or _silent
    solved, left_out = find(
        people, vacancies, policy, on, reference, exact=exact, gap=gap,
        time_limit=time_limit, on_progress=on_progress,
    )  # fmt: skip
    gains = levers(solved, reference.places, lambda done, total: say(TRYING, done, total))
    say(EXPLAINING, 0, 1)
    return explain(solved, gains, left_out)


def find(
    people: Ledger,
    vacancies: Ledger,
    policy: Policy,
    on: date,
    reference: Reference,
    *,
    exact: bool = False,
    gap: float = 1e-3,
    time_limit: float | None = None,
    before: Before | None = None,
    on_progress: OnProgress | None = None,
) -> tuple[Solved, int]:
    """The verified plan alone, and what pairs not kept could add to its bound; as ``dock``."""
    say = on_progress or _silent
    say(READING, 0, 1)
    snapshot = _usable(take(people, vacancies, policy, on, reference))
    pairs = build(snapshot.market, snapshot.rules, lambda done, total: say(PAIRING, done, total))
    snapshot = snapshot.with_tiers(pairs.eligible)
    pairs = replace(pairs, market=snapshot.market)
    before = before or Before()
    pairs = opened(snapshot, pairs, before)
    exact = exact or pairs.opportunity.size <= EXACT_PAIRS
    search = _Search(exact, gap, time_limit, lambda report: say(SOLVING, 0, 1))
    return _solve(snapshot, pairs, search, before)


def _silent(stage: Text, done: int, total: int) -> None:
    """Progress that nobody follows."""


def _usable(snapshot: Snapshot) -> Snapshot:
    if not len(snapshot.market.seekers):
        reasons = [left.reason for left in snapshot.not_docked]
        raise NothingToDock(
            _none(text("Nobody is left to dock: {people:,} people", people=len(reasons)), reasons)
        )
    if not len(snapshot.market.opportunities):
        reasons = [left.reason for left in snapshot.not_used]
        raise NothingToDock(
            _none(text("No vacancy can be used: {rows:,} vacancies", rows=len(reasons)), reasons)
        )
    return snapshot


def _none(what: Text, reasons: list[Text]) -> Text:
    if not reasons:
        return what
    return text("{what}. The first: {reason}", what=what, reason=reasons[0])


def _solve(snapshot: Snapshot, pairs: Pairs, search: _Search, before: Before) -> tuple[Solved, int]:
    """The verified plan, and what far pairs not kept could still add to its bound.

    Where that is too much, the people who would rather have such a pair get all of theirs.
    """
    instance = pairs.instance()
    plan = search.solve(sticky(snapshot, instance, before), None)
    while True:
        rows, missing = missed(pairs, plan.price, plan.worth)
        left_out, more = ceil(missing.sum()), int(pairs.eligible[rows].sum())
        if search.met(plan, left_out) or more > MORE_PAIRS:
            plan = restated(instance, plan) if before.held else plan
            verify(instance, plan)
            return Solved(snapshot, pairs, instance, plan), left_out
        del instance  # before its successor is made: each may take hundreds of megabytes
        pairs = completed(pairs, rows)
        instance = pairs.instance()
        plan = search.solve(sticky(snapshot, instance, before), plan)
