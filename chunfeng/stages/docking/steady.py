"""Docking again: what was answered is closed, and nobody moves for a small gain."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

import numpy as np

from chunfeng.engine import Instance, Plan
from chunfeng.engine.bound import proven_bound
from chunfeng.engine.pairs import Pairs
from chunfeng.engine.plan import relative_gap
from chunfeng.engine.tables import Longs
from chunfeng.stages.docking.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What earlier runs leave behind, in rows of the ledgers.

    held: person: vacancy of the last run, which only a gain above ``points`` takes away. closed:
    (person, vacancy) answered lately; offered: people who have an offer, who get no proposal.
    """

    held: Mapping[int, int] = field(default_factory=dict)
    points: int = 0
    closed: Set[tuple[int, int]] = frozenset()
    offered: Set[int] = frozenset()


def opened(snapshot: Snapshot, pairs: Pairs, before: Before) -> Pairs:
    """The pairs that are not closed."""
    if not (before.closed or before.offered):
        return pairs
    seeker = _numbers(snapshot)
    shut = [(seeker[person], vacancy) for person, vacancy in before.closed if person in seeker]
    keys = [_keys(snapshot, i, vacancy) for i, vacancy in shut]
    everything = np.arange(len(snapshot.parts))
    keys += [(seeker[row] << 32) | everything for row in before.offered if row in seeker]
    return pairs.without(np.unique(np.concatenate(keys))) if keys else pairs


def sticky(snapshot: Snapshot, instance: Instance, before: Before) -> Instance:
    """The problem in which every place not held before counts ``points`` less.

    Its best plan takes somebody out of the place held only where all together gain more by it.
    """
    seeker = _numbers(snapshot)
    held = [(seeker[person], place) for person, place in before.held.items() if person in seeker]
    if not held or not before.points:
        return instance
    keys = np.unique(np.concatenate([_keys(snapshot, i, vacancy) for i, vacancy in held]))
    pairs = instance.pairs.copy()
    for part, rows, chosen, score in instance.chunks():
        other = ~np.isin((rows << 32) | chosen, keys)
        less = np.where(other, np.maximum(score - before.points, 1), score)
        pairs[part] = (less << 32) | chosen
    return Instance.packed(instance.indptr, pairs, instance.headcount, instance.tier)


def restated(instance: Instance, plan: Plan) -> Plan:
    """A plan of the sticky problem with the value and the bound it has in the problem itself."""
    value = 0
    for _, rows, chosen, score in instance.chunks():
        value += int(score[chosen == plan.assignment[rows]].sum())
    bound = proven_bound(instance, plan.price, plan.toll, plan.worth, plan.counts)
    status = "optimal" if bound == value else "gap" if plan.status == "optimal" else plan.status
    return replace(plan, value=value, bound=bound, gap=relative_gap(value, bound), status=status)


def _numbers(snapshot: Snapshot) -> dict[int, int]:
    """The seeker of each row."""
    return {row: i for i, row in enumerate(snapshot.seeker_rows.tolist())}


def _keys(snapshot: Snapshot, i: int, vacancy: int) -> Longs:
    """A seeker's pairs with a vacancy: its open and its reserved seats."""
    parts = [j for j, part in enumerate(snapshot.parts) if part.row == vacancy]
    return (np.int64(i) << 32) | np.array(parts, np.int64)
