"""Threads, warm starts, time limits and progress."""

import itertools

import numpy as np
import pytest

from benchmarks.instances import instance, within_one_percent
from chunfeng.engine import Cap, Instance, Plan, Progress, Reserve, resolve, solve, verify


@pytest.fixture(scope="module")
def case() -> Instance:
    return instance(70_000, 9_000, 8)


@pytest.fixture(scope="module")
def small() -> Instance:
    return instance(2_000, 250, 12)


@pytest.mark.parametrize("exact", [False, True])
def test_the_plan_is_the_same_for_any_number_of_threads(case: Instance, exact: bool) -> None:
    one, two, four = (solve(case, exact=exact, threads=t) for t in (1, 2, 4))
    for other in (two, four):
        assert np.array_equal(one.assignment, other.assignment)
        assert np.array_equal(one.price, other.price)
        assert (one.value, one.bound) == (other.value, other.bound)


def test_a_solve_from_its_own_plan_stays_optimal(small: Instance) -> None:
    cold = solve(small, exact=True)
    warm = solve(small, exact=True, warm=cold)
    verify(small, warm)
    assert (warm.status, warm.value) == ("optimal", cold.value)
    assert warm.bids < max(cold.bids, 100)


def after_a_day(small: Instance) -> tuple[Instance, list[int]]:
    """Some people's pairs change, some seats close, one opportunity and some people are new."""
    new = instance(2_030, 251, 12, seed=8)
    rows = list(range(0, 2_030, 40))
    parts, lengths = [], []
    for i in range(2_030):
        source = new if i in rows or i >= 2_000 else small
        part = source.pairs[source.indptr[i] : source.indptr[i + 1]]
        parts.append(part)
        lengths.append(part.size)
    headcount = np.append(small.headcount, 3)
    headcount[::9] //= 2
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    return Instance.packed(indptr, np.concatenate(parts), headcount), rows


@pytest.mark.parametrize("exact", [False, True])
def test_resolving_after_a_day_is_as_good_as_solving_afresh(small: Instance, exact: bool) -> None:
    changed, rows = after_a_day(small)
    plan = resolve(changed, solve(small, exact=exact), rows, exact=exact)
    verify(changed, plan)
    best = solve(changed, exact=True).value
    assert plan.gap <= (0 if exact else 1e-3)
    assert plan.value >= best * (1 if exact else 0.998)
    unlisted = resolve(changed, solve(small), exact=True)
    assert unlisted.value == best


def test_a_plan_with_tiers_warms_the_next(small: Instance) -> None:
    tier = np.arange(small.seekers) % 3
    tiered = Instance.packed(small.indptr, small.pairs, small.headcount, tier)
    cold = solve(tiered, exact=True)
    warm = resolve(tiered, cold, [1, 5, 9], exact=True)
    verify(tiered, warm)
    assert (warm.value, warm.counts) == (cold.value, cold.counts)
    assert solve(small, exact=True, warm=cold).value == solve(small, exact=True).value


def with_quotas(small: Instance, tier: np.ndarray | None) -> Instance:
    origin = np.arange(small.seekers) % 4
    quotas: list[Reserve | Cap] = [
        Reserve(j, j % 4, 1) for j in range(0, 250, 5) if small.headcount[j]
    ]
    quotas += [Cap([j], 1, 1) for j in range(2, 250, 5)]
    quotas += [Cap(range(k, k + 10), None, 20) for k in range(0, 250, 10)]
    return Instance.packed(small.indptr, small.pairs, small.headcount, tier, origin, quotas)


@pytest.mark.parametrize("kind", ["plain", "tiers", "quotas", "both", "scarce"])
@pytest.mark.parametrize("reports", [0, 1, 3])
def test_a_stopped_search_gives_a_feasible_plan_with_its_bound(
    small: Instance, kind: str, reports: int
) -> None:
    tier = np.arange(small.seekers) % 2 if kind in ("tiers", "both") else None
    case = Instance.packed(small.indptr, small.pairs, small.headcount, tier)
    if kind in ("quotas", "both"):
        case = with_quotas(small, tier)
    if kind == "scarce":
        case = instance(2_000, 100, 12, scores=within_one_percent)
    counter = itertools.count()
    plan = solve(case, exact=True, on_progress=lambda _: next(counter) < reports)
    verify(case, plan)
    best = solve(case, exact=True)
    if plan.counts == best.counts or tier is None:
        assert plan.value <= best.value <= plan.bound
    if kind == "tiers":
        assert plan.counts == best.counts
    assert plan.status == ("optimal" if plan.bound == plan.value else "time_limit")


def test_a_time_limit_of_nothing_still_gives_a_plan(case: Instance) -> None:
    plan = solve(case, exact=True, time_limit=0)
    verify(case, plan)
    assert plan.status == "time_limit"
    assert plan.value > 0


def test_progress_tells_value_bound_and_gap(small: Instance) -> None:
    reports: list[Progress] = []

    def note(report: Progress) -> None:
        reports.append(report)

    plan = solve(small, exact=True, on_progress=note)
    assert plan.status == "optimal"
    assert reports[0].gap == float("inf")
    last = [report for report in reports if report.phase == "certificate"][-1]
    assert 0 < last.gap < 1e-3
    assert last.value <= plan.value <= last.bound
    assert [r.seconds for r in reports] == sorted(r.seconds for r in reports)


def test_a_wider_gap_is_reached_with_no_more_phases(small: Instance) -> None:
    def phases(gap: float) -> int:
        seen: list[str] = []
        plan: Plan = solve(small, gap=gap, on_progress=lambda r: seen.append(r.phase))
        assert plan.gap <= gap
        return seen.count("certificate")

    assert phases(0.1) <= phases(1e-4) <= phases(0.0)
