"""Solves instances with quotas: cost scaling on their network, phase by phase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chunfeng.engine.bound import proven_bound
from chunfeng.engine.instance import MAX_SCORE, Instance
from chunfeng.engine.network import Network
from chunfeng.engine.plan import Plan, Status, relative_gap
from chunfeng.engine.relax import Flow
from chunfeng.engine.types import MASK, Floats, Holders, Ints
from chunfeng.engine.watch import Watch

EXACT_BITS = 52  # prices below 2^52 are exact as float64
PATH = 6  # arcs from a seeker to the sink, without pools


@dataclass
class Found:
    """The best plan so far and the prices that bound it."""

    assignment: Holders
    value: int
    counts: tuple[int, ...]
    price: Floats
    toll: Floats
    bound: int


def search_flow(instance: Instance, gap: float, watch: Watch) -> Plan:
    """Runs phases until the gap is met (with tiers: the optimum) or the watch stops."""
    shift = _shift(instance)
    worth = _worth(instance, shift)
    found = _nobody(instance, worth)
    enough = 0.0 if instance.tier is not None else gap
    if instance.pairs.size:
        network = Network(instance, worth, shift)
        flow = Flow(network.tail, network.head, network.cost, network.capacity, network.flow)
        for _ in flow.phases(watch.pause):
            found = _found(instance, network, flow, worth, shift)
            watch.value, watch.bound = found.value, float(found.bound)
            if found.bound - found.value <= enough * found.value or watch.pause("certificate"):
                break
    return _plan(found, worth, gap, watch)


def _shift(instance: Instance) -> int:
    """Bits so that errors of one unit on every arc of every path stay below half a score unit."""
    depth, parent = 0, instance.nesting.parent
    for pool in instance.nesting.pools:
        length = 1
        while parent[pool] >= 0:
            pool, length = parent[pool], length + 1
        depth = max(depth, length)
    return ((instance.seekers + 1) * (PATH + depth)).bit_length() + 1


def _worth(instance: Instance, shift: int) -> Ints:
    """What a place is worth beside its score, by tier: more than all scores together per tier."""
    if instance.tier is None:
        return np.zeros(1, np.int64)
    tiers = int(instance.tier.max(initial=0)) + 1
    places = min(instance.seekers, int(instance.seats().sum()))
    step = places * MAX_SCORE + 1
    if (tiers * step) << shift >= 1 << EXACT_BITS:
        raise ValueError(f"{instance.seekers} rows are too many for tiers together with quotas")
    return np.arange(tiers, 0, -1, dtype=np.int64) * step


def _nobody(instance: Instance, worth: Ints) -> Found:
    """The plan that places nobody, bounded by everyone's best."""
    price, toll = np.zeros(instance.opportunities), np.zeros(len(instance.quotas))
    counts = (0,) * worth.size
    bound = proven_bound(instance, price, toll, worth.astype(float), counts)
    return Found(np.full(instance.seekers, -1, np.int32), 0, counts, price, toll, bound)


def _found(instance: Instance, network: Network, flow: Flow, worth: Ints, shift: int) -> Found:
    """The plan and the bound of a phase."""
    used = np.flatnonzero(flow.flow[: instance.pairs.size])
    rows = network.tail[used]
    assignment = np.full(instance.seekers, -1, np.int32)
    assignment[rows] = instance.pairs[used] & MASK
    tier = np.zeros(instance.seekers, np.int8) if instance.tier is None else instance.tier
    counts = tuple(np.bincount(tier[rows], minlength=worth.size).tolist())
    top = (MAX_SCORE + int(worth.max())) << shift
    price, toll = (fixed / (1 << shift) for fixed in network.prices(flow.potential, top))
    bound = proven_bound(instance, price, toll, worth.astype(np.float64), counts)
    return Found(assignment, int((instance.pairs[used] >> 32).sum()), counts, price, toll, bound)


def _plan(found: Found, worth: Ints, gap: float, watch: Watch) -> Plan:
    certified = relative_gap(found.value, found.bound)
    status: Status = "optimal" if found.bound == found.value else "gap"
    if certified > gap:
        status = "time_limit"
    return Plan(
        assignment=found.assignment,
        price=found.price,
        toll=found.toll,
        value=found.value,
        bound=float(found.bound),
        gap=certified,
        status=status,
        counts=found.counts,
        worth=worth.astype(np.float64),
        seconds=watch.seconds(),
        bids=0,
    )
