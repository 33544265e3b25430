"""The engine's optimum is the true one, as plain Python and as machine code alike."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks.instances import few_levels, instance, variants
from benchmarks.rival import solve_by_flow
from chunfeng.engine import Instance, Plan, kernel, solve, verify
from tests.engine.cases import (
    best_by_assignment,
    best_by_integer_programme,
    cases,
    random_case,
)


@pytest.fixture(params=["plain", "compiled"], scope="module")
def path(request: pytest.FixtureRequest) -> Iterator[str]:
    was = kernel.compiled()
    kernel.use_compiler(request.param == "compiled")
    yield request.param
    kernel.use_compiler(was)


def optimum(case: Instance) -> Plan:
    plan = solve(case, exact=True)
    verify(case, plan)
    assert plan.status == "optimal"
    assert plan.bound == plan.value
    return plan


@settings(max_examples=120, deadline=None)
@given(case=cases())
def test_the_optimum_equals_the_assignment_solvers(path: str, case: Instance) -> None:
    assert optimum(case).value == best_by_assignment(case)


@settings(max_examples=120, deadline=None)
@given(case=cases(tiers=3))
def test_with_tiers_the_earlier_tiers_are_served_first_and_then_the_score_is_best(
    path: str, case: Instance
) -> None:
    assert optimum(case).value == best_by_assignment(case)


@settings(max_examples=60, deadline=None)
@given(case=cases(quotas=True))
def test_with_quotas_the_optimum_equals_the_integer_programmes(path: str, case: Instance) -> None:
    assert optimum(case).value == best_by_integer_programme(case)


@settings(max_examples=60, deadline=None)
@given(case=cases(tiers=3, quotas=True))
def test_tiers_and_quotas_hold_together(path: str, case: Instance) -> None:
    assert optimum(case).value == best_by_integer_programme(case)


@settings(max_examples=40, deadline=None)
@given(case=cases(tiers=2))
def test_a_plan_within_the_gap_says_so_and_is(path: str, case: Instance) -> None:
    plan = solve(case, gap=0.05)
    verify(case, plan)
    assert plan.gap <= 0.05
    assert plan.value >= best_by_assignment(case) / 1.05


@pytest.mark.parametrize("seed", range(6))
def test_plain_python_and_machine_code_give_the_same_plan(seed: int) -> None:
    case = random_case(np.random.default_rng(seed), 60, 20, tiers=seed % 3)
    was = kernel.compiled()
    plans = []
    for on in (False, True):
        kernel.use_compiler(on)
        plans.append(solve(case, exact=True))
    kernel.use_compiler(was)
    assert np.array_equal(plans[0].assignment, plans[1].assignment)
    assert np.array_equal(plans[0].price, plans[1].price)


@pytest.mark.parametrize("name", list(variants(1000)))
def test_every_hard_variant_has_the_flow_solvers_optimum(name: str) -> None:
    case = variants(4_000)[name]()
    value, _, _ = solve_by_flow(case)
    assert optimum(case).value == value
    close = solve(case)
    verify(case, close)
    assert close.gap <= 1e-3


@pytest.mark.parametrize("seats", [3, 40])
def test_tiers_hold_on_thousands_of_people(seats: int) -> None:
    plain = instance(3_000, 300, 12, headcount=seats, scores=few_levels)
    tier = np.random.default_rng(1).integers(0, 3, 3_000)
    case = Instance.packed(plain.indptr, plain.pairs, plain.headcount, tier)
    exact, close = optimum(case), solve(case)
    verify(case, close)
    heavy = Instance(
        plain.indptr, plain.opportunity, np.ones(plain.pairs.size, int), plain.headcount, tier
    )
    assert exact.counts == close.counts == optimum(heavy).counts
    first = np.flatnonzero(tier == 0)
    alone = rows_of(case, first)
    assert exact.counts[0] == solve_by_flow(alone)[0]


def rows_of(case: Instance, rows: np.ndarray) -> Instance:
    """Only these rows, every score 1: the optimum is how many of them can be placed."""
    lengths = np.diff(case.indptr)[rows]
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    keep = np.isin(np.repeat(np.arange(case.seekers), np.diff(case.indptr)), rows)
    chosen = case.opportunity[keep]
    return Instance(indptr, chosen, np.ones(chosen.size, int), case.headcount)


@pytest.mark.parametrize("seekers", [0, 3])
def test_nothing_to_match_is_an_optimum_of_zero(seekers: int) -> None:
    for headcount in ([], [2, 0]):
        plan = optimum(Instance(np.zeros(seekers + 1, int), [], [], headcount))
        assert plan.value == 0
        assert plan.assignment.tolist() == [-1] * seekers


def test_a_row_longer_than_a_scan_chunk_finds_its_best_pair() -> None:
    many = 5_000
    score = np.full(many, 7)
    score[3_333], score[1_500] = 9, 8
    case = Instance([0, many, 2 * many], np.tile(np.arange(many), 2), np.tile(score, 2), [1] * many)
    assert sorted(optimum(case).assignment.tolist()) == [1_500, 3_333]
