"""A check of a plan that recomputes every figure from the instance, independent of the search."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.bound import UNIT, proven_bound
from chunfeng.engine.instance import Instance
from chunfeng.engine.plan import Plan, PlanError, relative_gap
from chunfeng.engine.quotas import Cap, Reserve
from chunfeng.engine.types import Tiers


def verify(instance: Instance, plan: Plan) -> None:
    """Raises PlanError with the first fact of the plan that does not hold; O(pairs)."""
    _check_shapes(instance, plan)
    _check_places(instance, plan)
    _check_value(instance, plan)
    _check_quotas(instance, plan)
    _check_counts(instance, plan)
    _check_bound(instance, plan)
    _check_status(plan)


def _require(holds: bool, fact: str) -> None:
    if not holds:
        raise PlanError(fact)


def _check_shapes(instance: Instance, plan: Plan) -> None:
    sizes: dict[str, tuple[NDArray[Any], int]] = {
        "assignment": (plan.assignment, instance.seekers),
        "price": (plan.price, instance.opportunities),
        "toll": (plan.toll, len(instance.quotas)),
        "worth": (plan.worth, _tiers(instance)),
        "counts": (np.array(plan.counts), _tiers(instance)),
    }
    for name, (array, size) in sizes.items():
        _require(array.shape == (size,), f"{name} has shape {array.shape}, not ({size},)")
    for name in ("price", "toll", "worth"):
        array = sizes[name][0]
        wrong = ~(np.isfinite(array) & (array >= 0))
        if wrong.any():
            at = int(np.argmax(wrong))
            raise PlanError(f"{name} {at} is {array[at]}: not a finite number of 0 or more")


def _check_places(instance: Instance, plan: Plan) -> None:
    wrong = (plan.assignment < -1) | (plan.assignment >= instance.opportunities)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise PlanError(f"row {at}: opportunity {plan.assignment[at]} does not exist")
    taken = np.bincount(plan.assignment[plan.assignment >= 0], minlength=instance.opportunities)
    over = taken > instance.headcount
    if over.any():
        at = int(np.argmax(over))
        raise PlanError(f"opportunity {at}: {taken[at]} people on {instance.headcount[at]} seats")


def _check_value(instance: Instance, plan: Plan) -> None:
    value = 0
    found = np.zeros(instance.seekers, bool)
    for _, rows, opportunity, score in instance.chunks():
        held = opportunity == plan.assignment[rows]
        found[rows[held]] = True
        value += int(score[held].sum())
    stray = (plan.assignment >= 0) & ~found
    if stray.any():
        row = int(np.argmax(stray))
        raise PlanError(f"row {row}: opportunity {plan.assignment[row]} is not among its pairs")
    _require(plan.value == value, f"value is {value}, not {plan.value}")


def _check_quotas(instance: Instance, plan: Plan) -> None:
    origin = instance.origin
    for number, quota in enumerate(instance.quotas):
        if isinstance(quota, Cap):
            on = np.isin(plan.assignment, quota.opportunities)
            if quota.origin is not None and origin is not None:
                on &= origin == quota.origin
            placed = int(on.sum())
            _require(
                placed <= quota.seats, f"quota {number}: {placed} people on {quota.seats} seats"
            )
    reserves = [q for q in instance.quotas if isinstance(q, Reserve)]
    for j in sorted({q.opportunity for q in reserves}):
        _check_reserves(instance, plan, j, [q for q in reserves if q.opportunity == j])


def _check_reserves(instance: Instance, plan: Plan, j: int, reserves: list[Reserve]) -> None:
    """Open seats must hold everyone who does not fit the seats kept for their origin."""
    here = plan.assignment == j
    inside = 0
    for reserve in reserves:
        own = int(np.count_nonzero(here & (instance.origin == reserve.origin)))
        inside += min(own, reserve.seats)
    left = int(here.sum()) - inside
    seats = int(instance.headcount[j]) - sum(reserve.seats for reserve in reserves)
    _require(
        left <= seats, f"opportunity {j}: {left} people on {seats} seats that are not reserved"
    )


def _check_counts(instance: Instance, plan: Plan) -> None:
    tier = _tier(instance)
    counts = np.bincount(tier[plan.assignment >= 0], minlength=_tiers(instance)).tolist()
    for t, (said, is_so) in enumerate(zip(plan.counts, counts, strict=True)):
        _require(said == is_so, f"tier {t}: {is_so} people placed, not {said}")


def _check_bound(instance: Instance, plan: Plan) -> None:
    for name, array in (("price", plan.price), ("toll", plan.toll), ("worth", plan.worth)):
        wrong = array * UNIT != np.rint(array * UNIT)
        if wrong.any():
            at = int(np.argmax(wrong))
            raise PlanError(f"{name} {at} is {array[at]}: not a multiple of 2^-32")
    for number, quota in enumerate(instance.quotas):
        if isinstance(quota, Reserve):
            price, toll = plan.price[quota.opportunity], plan.toll[number]
            _require(toll <= price, f"toll {number} is {toll}, above the price {price}")
    proven = proven_bound(instance, plan.price, plan.toll, plan.worth, plan.counts)
    _require(plan.bound >= proven, f"bound is {plan.bound}, but the prices prove only {proven}")


def _check_status(plan: Plan) -> None:
    gap = relative_gap(plan.value, plan.bound)
    _require(plan.gap == gap, f"gap is {gap}, not {plan.gap}")
    _require(plan.status in ("optimal", "gap", "time_limit"), f"unknown status {plan.status!r}")
    proven = plan.bound == plan.value
    _require(
        (plan.status == "optimal") == proven,
        f"status is {plan.status!r}, value {plan.value}, bound {plan.bound}",
    )


def _tier(instance: Instance) -> Tiers:
    return np.zeros(instance.seekers, np.int8) if instance.tier is None else instance.tier


def _tiers(instance: Instance) -> int:
    return 1 if instance.tier is None else int(instance.tier.max(initial=0)) + 1
