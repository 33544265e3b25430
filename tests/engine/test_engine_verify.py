"""`verify` accepts the engine's plans and catches every seeded corruption."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import instance
from chunfeng.engine import Cap, Instance, Plan, PlanError, Reserve, solve, verify

ORIGIN, TIER = np.arange(400) % 2, np.arange(400) % 3


def make() -> Instance:
    plain = instance(400, 40, 10)
    headcount = np.maximum(plain.headcount, 3)
    headcount[7] = 50  # never full
    quotas: list[Reserve | Cap] = [
        Reserve(0, 1, 3),
        Cap([1], 0, 1),
        Cap(range(2, 7), None, 6),
        Cap([8, 9], None, 9),
    ]
    return Instance.packed(plain.indptr, plain.pairs, headcount, TIER, ORIGIN, quotas)


CASE = make()
PLAN = solve(CASE, exact=True)


def seat(plan: Plan, row: int, opportunity: int) -> Plan:
    assignment = plan.assignment.copy()
    assignment[row] = opportunity
    return replace(plan, assignment=assignment)


def crowd(opportunity: int, origin: int | None) -> Plan:
    """Everyone who can comes to one opportunity, honestly counted."""
    assignment = PLAN.assignment.copy()
    assignment[assignment == opportunity] = -1
    value = 0
    for i in range(CASE.seekers):
        part = CASE.opportunity[CASE.indptr[i] : CASE.indptr[i + 1]]
        if opportunity in part and (origin is None or ORIGIN[i] == origin):
            assignment[i] = opportunity
    for i in np.flatnonzero(assignment >= 0).tolist():
        row = slice(CASE.indptr[i], CASE.indptr[i + 1])
        value += int(CASE.score[row][CASE.opportunity[row] == assignment[i]].sum())
    counts = np.bincount(TIER[assignment >= 0], minlength=3)
    return replace(PLAN, assignment=assignment, value=value, counts=tuple(counts.tolist()))


def changed(name: str, index: int, by: float) -> Plan:
    array = getattr(PLAN, name).copy()
    array[index] += by
    return replace(PLAN, **{name: array})


PLACED = int(np.flatnonzero(PLAN.assignment >= 0)[0])
UNPLACED = int(np.flatnonzero(PLAN.assignment < 0)[0])
STRANGE = int(np.setdiff1d(np.arange(40), CASE.opportunity[CASE.indptr[3] : CASE.indptr[4]])[-1])
DEAREST = int(np.argmax(PLAN.price))
CORRUPTIONS: dict[str, tuple[Callable[[], Plan], str]] = {
    "short assignment": (lambda: replace(PLAN, assignment=PLAN.assignment[1:]), "assignment has"),
    "short price": (lambda: replace(PLAN, price=PLAN.price[1:]), "price has shape"),
    "short toll": (lambda: replace(PLAN, toll=PLAN.toll[1:]), "toll has shape"),
    "short worth": (lambda: replace(PLAN, worth=PLAN.worth[1:]), "worth has shape"),
    "short counts": (lambda: replace(PLAN, counts=PLAN.counts[1:]), "counts has shape"),
    "negative price": (lambda: changed("price", 5, -1e6), "price 5 is"),
    "price not a number": (lambda: changed("price", 5, float("nan")), "price 5 is nan"),
    "price between units": (lambda: changed("price", 5, 1e-11), "price 5 .* not a multiple"),
    "endless toll": (lambda: changed("toll", 1, float("inf")), "toll 1 is inf"),
    "negative worth": (lambda: changed("worth", 0, -1e12), "worth 0 is"),
    "place that is not": (lambda: seat(PLAN, 3, 40), "row 3: opportunity 40 does not exist"),
    "row below -1": (lambda: seat(PLAN, 3, -2), "row 3: opportunity -2 does not exist"),
    "not a pair": (
        lambda: seat(replace(PLAN), 3, STRANGE),
        f"row 3: opportunity {STRANGE} is not among its pairs|opportunity {STRANGE}: ",
    ),
    "headcount": (lambda: crowd(12, None), "opportunity 12: .* people on .* seats"),
    "reserve": (lambda: crowd(0, 0), "opportunity 0: .* people on"),
    "cap of an origin": (lambda: crowd(1, 0), "(quota 1|opportunity 1): .* people on"),
    "value": (lambda: replace(PLAN, value=PLAN.value + 1), "value is"),
    "person taken out": (lambda: seat(PLAN, PLACED, -1), "value is"),
    "tier counts": (lambda: replace(PLAN, counts=(1, 2, 3)), "tier 0: .* people placed, not 1"),
    "bound below value": (lambda: replace(PLAN, bound=PLAN.bound - 1), "bound is"),
    "price too low": (lambda: changed("price", DEAREST, -PLAN.price[DEAREST]), "bound is|toll"),
    "price too high": (lambda: changed("price", DEAREST, 1e4), "bound is .* prove only"),
    "toll too high": (lambda: changed("toll", 2, 1e4), "bound is .* prove only"),
    "rebate above price": (lambda: changed("toll", 0, 1e7), "toll 0 is .* above the price"),
    "worth too low": (lambda: changed("worth", 2, -float(PLAN.worth[2])), "bound is"),
    "gap": (lambda: replace(PLAN, gap=0.5), "gap is"),
    "status": (lambda: replace(PLAN, status="gap"), "status is 'gap'"),
    "optimal without proof": (
        lambda: replace(PLAN, bound=PLAN.value * 1.5, gap=0.5),
        "status is 'optimal'",
    ),
    "status unknown": (lambda: replace(PLAN, status="fine"), "unknown status"),  # type: ignore[arg-type]  # the corruption
}


def test_the_plan_itself_is_sound() -> None:
    verify(CASE, PLAN)
    assert PLAN.status == "optimal"
    assert PLAN.toll.max() > 0
    assert min(PLAN.counts[0], PLAN.price.max()) > 0


@pytest.mark.parametrize("name", list(CORRUPTIONS))
def test_every_corruption_is_caught(name: str) -> None:
    corrupt, message = CORRUPTIONS[name]
    with pytest.raises(PlanError, match=message):
        verify(CASE, corrupt())


def test_a_cap_on_several_opportunities_is_checked() -> None:
    over = replace(CASE.quotas[2], seats=0) if isinstance(CASE.quotas[2], Cap) else None
    assert over is not None
    tight = Instance.packed(
        CASE.indptr, CASE.pairs, CASE.headcount, CASE.tier, CASE.origin, [*CASE.quotas[:2], over]
    )
    with pytest.raises(PlanError, match=r"quota 2: .* people on 0 seats"):
        verify(tight, replace(PLAN, toll=PLAN.toll[:3]))


def test_no_shifted_seat_passes() -> None:
    """Any single person moved to any other of their opportunities changes some stated fact."""
    g = np.random.default_rng(3)
    for row in g.choice(np.flatnonzero(np.diff(CASE.indptr) > 0), 40):
        for j in CASE.opportunity[CASE.indptr[row] : CASE.indptr[row + 1]]:
            if j != PLAN.assignment[row]:
                with pytest.raises(PlanError):
                    verify(CASE, seat(PLAN, int(row), int(j)))
