"""Small random instances and the exact answers of other solvers."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from chunfeng.engine import Cap, Instance, Reserve

PLACE = 10**7  # more than all scores of a small instance together
Generator = np.random.Generator


def random_case(
    g: Generator, seekers: int, opportunities: int, tiers: int = 0, quotas: bool = False
) -> Instance:
    """Any density, any score range, empty rows, no seats: whatever an instance may be."""
    n, m = int(g.integers(0, seekers + 1)), int(g.integers(1, opportunities + 1))
    rows = [np.flatnonzero(g.random(m) < g.random()) for _ in range(n)]
    indptr = np.concatenate([[0], np.cumsum([row.size for row in rows])]).astype(np.int64)
    opportunity = np.concatenate([*rows, np.zeros(0, np.int64)]).astype(np.int32)
    score = g.integers(1, int(g.choice([1, 3, 20, 10_000])) + 1, opportunity.size)
    headcount = g.integers(0, 5, m)
    tier = g.integers(0, tiers, n) if tiers else None
    origin = g.integers(0, 3, n) if quotas else None
    rules = random_quotas(g, headcount) if quotas else ()
    return Instance(indptr, opportunity, score, headcount, tier, origin, rules)


def random_quotas(g: Generator, headcount: NDArray[np.int64]) -> list[Reserve | Cap]:
    """Reserves, cells, nested pools and a ceiling on an origin, in any order."""
    quotas: list[Reserve | Cap] = []
    m = headcount.size
    for j in range(m):
        left = int(headcount[j])
        for origin in range(3):
            if g.random() < 0.3:
                seats = int(g.integers(0, left + 1))
                left -= seats
                quotas.append(Reserve(j, origin, seats))
            if g.random() < 0.3:
                quotas.append(Cap([j], origin, int(g.integers(0, 4))))
    order, cut = g.permutation(m).tolist(), int(g.integers(0, m + 1))
    for some in (order[:cut], order[cut:], order, order[:1]):
        if g.random() < 0.4:
            quotas.append(Cap(some, None, int(g.integers(0, 6))))
    if g.random() < 0.4:
        quotas.append(Cap(order, int(g.integers(0, 3)), int(g.integers(0, 6))))
    return [quotas[k] for k in g.permutation(len(quotas))]


def cases(tiers: int = 0, quotas: bool = False) -> st.SearchStrategy[Instance]:
    """Tiny instances for Hypothesis."""
    seeds = st.integers(0, 2**32 - 1)
    return seeds.map(lambda s: random_case(np.random.default_rng(s), 9, 5, tiers, quotas))


def weight(case: Instance) -> NDArray[np.int64]:
    """What a pair is worth to a solver that knows no tiers: score plus a lot per tier."""
    rows = np.repeat(np.arange(case.seekers), np.diff(case.indptr))
    if case.tier is None:
        return case.score.astype(np.int64)
    tiers = int(case.tier.max(initial=0)) + 1
    return case.score + (tiers - case.tier[rows].astype(np.int64)) * PLACE


def best_by_assignment(case: Instance) -> int:
    """Optimal score by SciPy's assignment solver, one column per seat."""
    slots = np.repeat(np.arange(case.opportunities), np.minimum(case.headcount, case.seekers))
    dense = np.zeros((case.seekers, case.opportunities))
    rows = np.repeat(np.arange(case.seekers), np.diff(case.indptr))
    dense[rows, case.opportunity] = weight(case)
    gains = np.concatenate([dense[:, slots], np.zeros((case.seekers, case.seekers))], axis=1)
    chosen = gains[linear_sum_assignment(gains, maximize=True)]
    return int(chosen.sum()) % PLACE if case.tier is not None else int(chosen.sum())


def best_by_integer_programme(case: Instance) -> int:
    """Optimal score with quotas by SciPy's MILP: each pair on open and on reserved seats."""
    pairs, opportunity = case.pairs.size, case.opportunity
    if pairs == 0 or case.origin is None:
        return 0
    rows = np.repeat(np.arange(case.seekers), np.diff(case.indptr))
    origin, none = case.origin[rows], np.zeros(pairs)
    table = [(np.tile(rows == i, 2), 1) for i in range(case.seekers)]
    kept, allowed = case.headcount.copy(), np.zeros(pairs)
    for quota in case.quotas:
        if isinstance(quota, Reserve):
            own = (opportunity == quota.opportunity) & (origin == quota.origin)
            kept[quota.opportunity] -= quota.seats
            allowed[own] = 1
            table.append((np.concatenate([none, own]), quota.seats))
        else:
            some = np.isin(opportunity, quota.opportunities)
            some &= True if quota.origin is None else origin == quota.origin
            table.append((np.tile(some, 2), quota.seats))
    for j in range(case.opportunities):
        table.append((np.concatenate([opportunity == j, none]), kept[j]))
    limits = LinearConstraint(
        np.array([r.astype(float) for r, _ in table]), -np.inf, [u for _, u in table]
    )
    bounds = Bounds(0, np.concatenate([np.ones(pairs), allowed]))
    result = milp(
        -np.tile(weight(case), 2), constraints=limits, integrality=np.ones(2 * pairs), bounds=bounds
    )
    value = round(float(-result.fun))
    return value % PLACE if case.tier is not None else value
