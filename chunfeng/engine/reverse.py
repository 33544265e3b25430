"""Reverse auction: opportunities with free seats and a positive price lower it and win seekers.

Bertsekas & Castañón's asymmetric scheme; it needs the pairs by opportunity.
"""

from __future__ import annotations

from chunfeng.engine.heap import push, replace_top
from chunfeng.engine.kernel import kernel
from chunfeng.engine.ring import dequeue, enqueue
from chunfeng.engine.types import MASK, Columns, Holders, Ints, Prices, Ring, Rows, Seats


@kernel
def transpose(rows: Rows, columns: Columns) -> None:
    """Fills the columns (start of zeros) from the rows."""
    indptr, packed, _ = rows
    start, column = columns
    for e in range(packed.size):
        start[(packed[e] & MASK) + 1] += 1
    for j in range(start.size - 1):
        start[j + 1] += start[j]
    place = start[:-1].copy()
    for i in range(indptr.size - 1):
        for e in range(indptr[i], indptr[i + 1]):
            j = packed[e] & MASK
            column[place[j]] = ((packed[e] >> 32) << 32) | i
            place[j] += 1


@kernel
def best_offers(
    column: Ints,
    first: int,
    last: int,
    shift: int,
    eps: int,
    assigned: Holders,
    profit: Ints,
    j: int,
    most: int,
    value: Ints,
    edge: Ints,
) -> int:
    """The `most` highest prices at which seekers would come to j, as a heap in value and edge.

    Returns how many there are; edge is the pair's place in `column`.
    """
    size, least = 0, eps
    for e in range(first, last):
        pair = column[e]
        price = ((pair >> 32) << shift) - profit[pair & MASK]
        if price > least and assigned[pair & MASK] != j:
            if size < most:
                push(value, edge, 0, size, price, e)
                size += 1
            else:
                replace_top(value, edge, 0, size, price, e)
            if size == most:
                least = value[0]
    return size


@kernel
def leave(
    start: Ints, taken: Holders, holder: Holders, slot: Holders, assigned: Holders, i: int
) -> int:
    """Takes seeker i off its seat; returns the opportunity left, or -1."""
    j = assigned[i]
    if j >= 0:
        last = taken[j] - 1
        mover = holder[start[j] + last]
        holder[start[j] + slot[i]] = mover
        slot[mover] = slot[i]
        taken[j] = last
        assigned[i] = -1
    return int(j)


@kernel
def sit(
    start: Ints, taken: Holders, holder: Holders, slot: Holders, assigned: Holders, i: int, j: int
) -> None:
    """Gives seeker i a free seat of opportunity j."""
    holder[start[j] + taken[j]] = i
    slot[i] = taken[j]
    taken[j] += 1
    assigned[i] = j


@kernel
def reverse(
    columns: Columns,
    seats: Seats,
    prices: Prices,
    eps: int,
    profit: Ints,
    ring: Ring,
    value: Ints,
    edge: Ints,
    budget: int,
) -> int:
    """Queued opportunities fill their free seats at the highest price that fills them, or at 0.

    Goes on until none is queued or about `budget` pairs were looked at, and returns how many were;
    value and edge are scratch for one more than the most seats.
    """
    first, column = columns
    start, taken, holder, _, slot, assigned = seats
    shift, price, _ = prices
    queue, queued, cursor = ring
    looked = 0
    while cursor[1] > 0 and looked < budget:
        j = dequeue(queue, queued, cursor)
        free = start[j + 1] - start[j] - taken[j]
        if free == 0 or price[j] == 0:
            continue
        looked += first[j + 1] - first[j] + 1
        offers = best_offers(
            *(column, first[j], first[j + 1], shift, eps, assigned, profit, j, free + 1),
            *(value, edge),
        )
        surplus = 1 if offers > free else 0
        to = min(price[j], max(0, value[0] - eps)) if surplus else 0
        for k in range(start[j], start[j] + taken[j]):
            profit[holder[k]] += price[j] - to
        price[j] = to
        for k in range(surplus, offers):
            i = column[edge[k]] & MASK
            left = leave(start, taken, holder, slot, assigned, i)
            if left >= 0 and price[left] > 0:
                enqueue(queue, queued, cursor, left)
            sit(start, taken, holder, slot, assigned, i, j)
            profit[i] = ((column[edge[k]] >> 32) << shift) - to
    return looked


@kernel
def queue_spare(seats: Seats, prices: Prices, ring: Ring) -> int:
    """Queues the opportunities with free seats and a positive price; how many there are."""
    start, taken, price = seats.start, seats.taken, prices.price
    queue, queued, cursor = ring
    for j in range(taken.size):
        if taken[j] < start[j + 1] - start[j] and price[j] > 0:
            enqueue(queue, queued, cursor, j)
    return int(cursor[1])
