"""Tiers: as many of tier 0 as can be placed, then as many of tier 1, ... (augmenting paths).

The sets of seekers that can be placed together form a matroid, so placing tier by tier, and never
taking a place from a tier served before, gives the greatest counts in that order.
"""

from __future__ import annotations

import numpy as np

from chunfeng.engine.auction import TOP_BITS, Auction
from chunfeng.engine.instance import MAX_SCORE
from chunfeng.engine.kernel import kernel
from chunfeng.engine.reverse import leave, sit
from chunfeng.engine.types import MASK, Flags, Holders, Rows, Seats, Tiers

FIRST_STEP = 2 * MAX_SCORE  # what a place becomes worth when the score alone does not fill seats


@kernel
def who_yields(rows: Rows, seats: Seats, tier: int, j: int) -> int:
    """The first holder of j who belongs to a later tier, or -1."""
    tiers, holder, first = rows.tier, seats.holder, seats.start[j]
    for k in range(first, first + seats.taken[j]):
        if tiers[holder[k]] > tier:
            return int(holder[k])
    return -1


@kernel
def search(
    rows: Rows, seats: Seats, level: Tiers, via: Holders, seen: Flags, queue: Holders, seeker: int
) -> int:
    """Shortest way from a seeker to an opportunity that can take one more; -1 = none.

    via[j] tells who would move to j; opportunities with a level, or seen before, lead nowhere.
    """
    indptr, packed, tier = rows
    queue[0] = seeker
    head, tail = 0, 1
    while head < tail:
        u = queue[head]
        head += 1
        for e in range(indptr[u], indptr[u + 1]):
            j = packed[e] & MASK
            if seen[j] or level[j] >= 0:
                continue
            seen[j] = 1
            via[j] = u
            free = seats.taken[j] < seats.start[j + 1] - seats.start[j]
            if free or who_yields(rows, seats, tier[seeker], j) >= 0:
                return int(j)
            for k in range(seats.start[j], seats.start[j] + seats.taken[j]):
                queue[tail] = seats.holder[k]
                tail += 1
    return -1


@kernel
def move_along(rows: Rows, seats: Seats, via: Holders, seen: Flags, seeker: int, j: int) -> None:
    """Everyone on the way to j moves up, and the seeker comes in; the way stays open to others."""
    start, taken, holder, _, slot, assigned = seats
    if taken[j] == start[j + 1] - start[j]:
        leave(start, taken, holder, slot, assigned, who_yields(rows, seats, rows.tier[seeker], j))
    u = -1
    while u != seeker:
        u = via[j]
        seen[j] = 0
        left = leave(start, taken, holder, slot, assigned, u)
        sit(start, taken, holder, slot, assigned, u, j)
        j = left


@kernel
def augment(
    rows: Rows, seats: Seats, level: Tiers, via: Holders, seen: Flags, queue: Holders, tier: int
) -> int:
    """One pass over the unplaced seekers of a tier; returns how many were placed.

    A pass that places none has seen all that they can reach: that gets the tier as its level.
    """
    seen[:] = 0
    placed, assigned, tiers = 0, seats.assigned, rows.tier
    for i in range(assigned.size):
        if tiers[i] == tier and assigned[i] < 0:
            j = search(rows, seats, level, via, seen, queue, i)
            if j >= 0:
                move_along(rows, seats, via, seen, i, j)
                placed += 1
    if placed == 0:
        for j in range(level.size):
            if seen[j]:
                level[j] = tier
    return placed


def place_tiers(auction: Auction) -> tuple[int, Tiers]:
    """Places as many as can be, tier by tier; returns how many came in, and levels.

    The level of an opportunity is the first tier whose unplaced people can reach it (-1: none):
    all its seats are held by people of that tier or before.
    """
    n, m = auction.instance.seekers, auction.instance.opportunities
    level = np.full(m, -1, np.int8)
    scratch = (np.zeros(m, np.int32), np.zeros(m, np.uint8), np.zeros(n + 1, np.int32))
    moved = 0
    for tier in range(auction.people.size):
        placed = 1
        while placed:
            placed = augment(auction.rows, auction.seats, level, *scratch, tier)
            moved += placed
    return moved, level


def raise_worth(auction: Auction, level: Tiers, step: int) -> bool:
    """Makes a place worth `step` score units more per tier from the last; False at the limit.

    Prices of what unplaced people can reach rise as much: nobody else's choice changes.
    """
    more = np.arange(auction.people.size, 0, -1, dtype=np.int64) * (step << auction.shift)
    if (auction.top + int(more[0])) >> TOP_BITS:
        return False
    auction.prices.outside[:] -= more
    reached = level >= 0
    auction.prices.price[reached] += more[level[reached]]
    auction.close()
    return True
