"""The bound that prices, tolls and worths of places prove (see `Plan`), in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chunfeng.engine.instance import CHUNK, Instance
from chunfeng.engine.quotas import Cap, Reserve
from chunfeng.engine.types import Floats, Holders, Ints

UNIT = 1 << 32  # prices are whole multiples of 1 / UNIT


def proven_bound(
    instance: Instance, price: Floats, toll: Floats, worth: Floats, counts: Sequence[int]
) -> int:
    """What no plan with these tier counts can exceed, rounded down to a whole score."""
    surcharge = Surcharge(instance, toll)
    tier = np.zeros(instance.seekers, np.int8) if instance.tier is None else instance.tier
    best = -worth[tier]
    for _, rows, opportunity, score in instance.chunks():
        if rows.size:
            value = score - (price[opportunity] + surcharge.of(rows, opportunity))
            first = np.concatenate([[0], np.flatnonzero(np.diff(rows)) + 1])
            best[rows[first]] = np.maximum(best[rows[first]], np.maximum.reduceat(value, first))
    total = _times(instance.seats(), price)
    seats = [-q.seats if isinstance(q, Reserve) else q.seats for q in instance.quotas]
    total += _times(np.array(seats, np.int64), toll)
    people = np.bincount(tier, minlength=worth.size)
    total += _times(people - np.array(counts, np.int64), worth)
    return (total + _times(np.ones(best.size, np.int64), best)) // UNIT


class Surcharge:
    """What quotas add to the price of a pair: by opportunity, and by (origin, opportunity)."""

    def __init__(self, instance: Instance, toll: Floats) -> None:
        self.everyone: Floats = np.zeros(instance.opportunities)
        own: dict[tuple[int, int], float] = {}
        for quota, amount in zip(instance.quotas, toll.tolist(), strict=True):
            if isinstance(quota, Cap) and quota.origin is None:
                self.everyone[list(quota.opportunities)] += amount
            elif isinstance(quota, Cap) and quota.origin is not None:
                for j in quota.opportunities:
                    own[quota.origin, j] = own.get((quota.origin, j), 0.0) + amount
            elif isinstance(quota, Reserve):
                cell = quota.origin, quota.opportunity
                own[cell] = own.get(cell, 0.0) - amount
        self.cells = Cells(instance, list(own))
        self.own: Floats = np.array([*own.values(), 0.0])

    def of(self, rows: Ints, opportunity: Holders) -> Floats:
        """The surcharge of each pair."""
        return self.everyone[opportunity] + self.own[self.cells.of(rows, opportunity)]


class Cells:
    """Finds the place of a pair in a list of (origin, opportunity); their number if it has none."""

    def __init__(self, instance: Instance, cells: Sequence[tuple[int, int]]) -> None:
        self.origin = instance.origin
        keys = np.array([_key(np.int64(o), np.int64(j)) for o, j in cells], np.int64)
        self.order = np.append(np.argsort(keys), len(cells))
        self.keys = keys[self.order[:-1]]

    def of(self, rows: Ints, opportunity: Holders) -> Ints:
        """The place of each pair's cell."""
        if self.origin is None or self.keys.size == 0:
            return np.full(rows.size, self.order[-1])
        wanted = _key(self.origin[rows].astype(np.int64), opportunity.astype(np.int64))
        place = np.searchsorted(self.keys, wanted)
        place[self.keys[np.minimum(place, self.keys.size - 1)] != wanted] = self.keys.size
        return self.order[place]


def _key(origin: Ints | np.int64, opportunity: Ints | np.int64) -> Ints | np.int64:
    return (origin << 32) | opportunity


def _times(count: Ints, amount: Floats) -> int:
    """Sum of count x amount in units of 1 / UNIT, exact for multiples of it."""
    total = 0
    for first in range(0, amount.size, CHUNK):
        part = slice(first, first + CHUNK)
        whole = np.floor(amount[part])
        rest = ((amount[part] - whole) * UNIT).astype(np.int64)
        times = count[part]
        if times.size and np.abs(times).max() * np.abs(whole).max() >= 2.0**44:
            total += sum((times.astype(object) * whole.astype(np.int64)).tolist()) * UNIT
        else:
            total += int((times * whole.astype(np.int64)).sum()) * UNIT
        low, high = rest & 0xFFFF, rest >> 16
        total += int((times * low).sum()) + (int((times * high).sum()) << 16)
    return total
