"""Which quotas nest in one another: only those make a network, and so an exact plan.

A cap over several opportunities for one origin nests when its people reach nothing else (it stands
before those people) or when nobody else reaches these opportunities (it stands behind them).
Otherwise it crosses both the people's "one place each" and the headcounts: the best plan then need
not be a flow (five pairs around an odd cycle give the network half a place each).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from chunfeng.engine.quotas import Cap, Reserve
from chunfeng.engine.types import Ints

if TYPE_CHECKING:
    from chunfeng.engine.instance import Instance


@dataclass
class Nesting:
    """Where each quota stands; quotas are given by number, `parent` of an outermost pool is -1."""

    reserves: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)  # caps of one origin on one opportunity
    totals: list[int] = field(default_factory=list)  # caps on all people of an origin
    pools: list[int] = field(default_factory=list)  # caps on opportunities together, smallest first
    parent: dict[int, int] = field(default_factory=dict)  # pool -> the pool around it
    around: dict[int, int] = field(
        default_factory=dict
    )  # opportunity -> the innermost pool with it


def nest(instance: Instance) -> Nesting:
    """Sorts the quotas out; ValueError names the first pair that crosses."""
    nesting = Nesting()
    reached = _reached(instance)
    for number, quota in enumerate(instance.quotas):
        if isinstance(quota, Reserve):
            nesting.reserves.append(number)
        elif quota.origin is None or not quota.opportunities:
            nesting.pools.append(number)
        elif len(quota.opportunities) == 1:
            nesting.cells.append(number)
        else:
            _place_wide(nesting, number, quota, *reached)
    _nest_pools(nesting, instance)
    return nesting


def _reached(instance: Instance) -> tuple[Ints, Ints]:
    """The (origin, opportunity) cells that have a pair, as two arrays; without origins, none."""
    if instance.origin is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    m = instance.opportunities
    origins, index = np.unique(instance.origin, return_inverse=True)
    keys = np.zeros(0, np.int64)
    for _, rows, opportunity, _score in instance.chunks():
        keys = np.union1d(keys, index[rows] * m + opportunity)
    return origins[keys // m].astype(np.int64), keys % m


def _place_wide(nesting: Nesting, number: int, cap: Cap, origin: Ints, opportunity: Ints) -> None:
    """A cap of one origin over several opportunities: before its people or behind the seats."""
    own, inside = origin == cap.origin, np.isin(opportunity, cap.opportunities)
    elsewhere, others = opportunity[own & ~inside], opportunity[~own & inside]
    if elsewhere.size == 0:
        nesting.totals.append(number)
    elif others.size == 0:
        nesting.pools.append(number)
    else:
        raise ValueError(
            f"quota {number} {cap} crosses the headcount of opportunity {others[0]}, which others "
            f"reach too, while its people also reach opportunity {elsewhere[0]}: not nested"
        )


def _nest_pools(nesting: Nesting, instance: Instance) -> None:
    caps = {k: q for k, q in enumerate(instance.quotas) if isinstance(q, Cap)}
    nesting.pools.sort(key=lambda k: (len(caps[k].opportunities), k))
    outer: dict[int, int] = {}
    for number in nesting.pools:
        members = caps[number].opportunities
        inside: dict[int, int] = {}
        for j in members:
            if j in outer:
                inside[outer[j]] = inside.get(outer[j], 0) + 1
        for pool, shared in inside.items():
            if shared < len(caps[pool].opportunities):
                raise ValueError(f"quotas {pool} and {number} cross: {caps[pool]}, {caps[number]}")
            nesting.parent[pool] = number
        for j in members:
            outer[j] = number
            nesting.around.setdefault(j, number)
        nesting.parent[number] = -1
