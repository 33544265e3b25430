"""The whole run: two ledgers in, one proven and explained Docking out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np

from chunfeng.engine import Plan, resolve, solve, verify
from chunfeng.engine.pairs import Pairs, build, completed, missed
from chunfeng.engine.tables import Longs
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.explain import explain
from chunfeng.stages.docking.levers import levers
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.result import Docking
from chunfeng.stages.docking.snapshot import Snapshot, take
from chunfeng.stages.docking.solved import Solved

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
class _Quality:
    """How good the plan must be, and how long the search for it may take (seconds)."""

    exact: bool
    gap: float
    time_limit: float | None

    def met(self, plan: Plan, left_out: float) -> bool:
        """Whether the bound over all pairs, kept or not, is good enough."""
        allowed = 0.0 if self.exact else self.gap * plan.value
        return plan.status == "time_limit" or plan.bound + left_out - plan.value < max(1, allowed)


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
    say = on_progress or (lambda stage, done, total: None)
    say(READING, 0, 1)
    snapshot = _usable(take(people, vacancies, policy, on, reference))
    pairs = build(snapshot.market, snapshot.rules, lambda done, total: say(PAIRING, done, total))
    snapshot = snapshot.with_tiers(pairs.eligible)
    pairs = replace(pairs, market=snapshot.market)
    search = {
        "exact": exact or pairs.opportunity.size <= EXACT_PAIRS,
        "gap": gap,
        "time_limit": time_limit,
        "on_progress": lambda report: say(SOLVING, 0, 1),
    }
    solved, left_out = _solve(snapshot, pairs, search)
    gains = levers(solved, reference.places, lambda done, total: say(TRYING, done, total))
    say(EXPLAINING, 0, 1)
    return explain(solved, gains, left_out)


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


def _solve(snapshot: Snapshot, pairs: Pairs, quality: _Quality) -> tuple[Solved, float]:
    """The verified plan, and what far pairs not kept could still add to its bound.

    Where that is too much, the people who would rather have such a pair get all of theirs.
    """
    instance = pairs.instance()
    plan = solve(instance, quality.gap, quality.exact, time_limit=quality.time_limit)
    while True:
        rows, missing = _missed(pairs, plan)
        more = int(pairs.eligible[rows].sum())
        if quality.met(plan, float(missing.sum())) or more > MORE_PAIRS:
            verify(instance, plan)
            return Solved(snapshot, pairs, instance, plan), float(missing.sum())
        del instance  # before its successor is made: each may take hundreds of megabytes
        pairs = completed(pairs, rows)
        instance = pairs.instance()
        plan = resolve(
            instance, plan, gap=quality.gap, exact=quality.exact, time_limit=quality.time_limit
        )


def _missed(pairs: Pairs, plan: Plan) -> tuple[Longs, np.ndarray]:
    return missed(pairs, plan.price, plan.worth)
