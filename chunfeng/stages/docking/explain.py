"""Puts a solved market into words: one Docking that every face shows."""

from collections.abc import Iterator, Sequence

import numpy as np

from chunfeng.engine import Plan
from chunfeng.engine.plan import relative_gap
from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.docking.empty import empty_seats
from chunfeng.stages.docking.placed import placements
from chunfeng.stages.docking.result import Docking, Lever, Placement, Proof
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.unplaced import unplaced


def explain(solved: Solved, levers: Sequence[Lever], left_out: int) -> Docking:
    """The whole run in words; ``left_out`` is what pairs not kept could add to the bound."""
    snapshot, policy = solved.snapshot, solved.snapshot.policy
    lines = placements(solved)
    return Docking(
        people=snapshot.people,
        vacancies=snapshot.vacancies,
        on=snapshot.on,
        policy_name=policy.name,
        policy_digest=policy.digest,
        tier_names=tuple(Declared(tier.name_zh, tier.name_en) for tier in policy.tiers),
        placements=lines,
        unplaced=unplaced(solved),
        empty=empty_seats(solved),
        levers=levers,
        issues=(*snapshot.people.issues, *snapshot.vacancies.issues, *snapshot.issues),
        notes=tuple(_notes(solved, lines)),
        excluded_pairs={
            limit.name.lower(): number for limit, number in solved.pairs.excluded.items()
        },
        proof=proof(solved, left_out),
    )


def proof(solved: Solved, left_out: int) -> Proof:
    """How good the plan is, over every eligible pair."""
    plan, tiers = solved.plan, len(solved.snapshot.policy.tiers)
    tier = solved.pairs.market.seekers.tier
    bound = plan.bound + left_out
    return Proof(
        value=plan.value,
        bound=bound,
        gap=relative_gap(plan.value, bound),
        status=_status(plan, bound),
        pairs=int(solved.pairs.eligible.sum()),
        tier_placed=tuple(np.bincount(tier[solved.placed], minlength=tiers).tolist()),
        tier_people=tuple(np.bincount(tier, minlength=tiers).tolist()),
        seconds=plan.seconds,
    )


def _status(plan: Plan, bound: float) -> str:
    return "gap" if plan.status == "optimal" and bound > plan.value else plan.status


def _notes(solved: Solved, lines: Sequence[Placement]) -> Iterator[Text]:
    yield from solved.snapshot.people.notes
    yield from solved.snapshot.vacancies.notes
    left_out = int(np.count_nonzero(solved.pairs.best_left_out))
    if left_out:
        yield text(
            "{people:,} people have more far options than were kept; the bound counts them too.",
            people=left_out,
        )
    approximate = sum(line.distance_approximate for line in lines)
    if approximate:
        yield text(
            "{number:,} of {lines:,} distances are estimated from a township's or county's place.",
            number=approximate,
            lines=len(lines),
        )
