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
    columns: Columns,
    seats: Seats,
    shift: int,
    eps: int,
    profit: Ints,
    j: int,
    most: int,
    value: Ints,
    edge: Holders,
) -> int:
    """The `most` highest prices at which seekers would come to j, as a heap in value and edge.

    Returns how many there are; edge is the pair's place in the column.
    """
    start, column = columns
    assigned = seats.assigned
    size, least, first = 0, eps, start[j]
    for e in range(first, start[j + 1]):
        pair = column[e]
        price = ((pair >> 32) << shift) - profit[pair & MASK]
        if price > least and assigned[pair & MASK] != j:
            if size < most:
                push(value, edge, 0, size, price, e - first)
                size += 1
            else:
                replace_top(value, edge, 0, size, price, e - first)
            if size == most:
                least = value[0]
    return size


@kernel
def leave(seats: Seats, i: int) -> int:
    """Takes seeker i off its seat; returns the opportunity left, or -1."""
    j = seats.assigned[i]
    if j >= 0:
        last = seats.taken[j] - 1
        mover = seats.holder[seats.start[j] + last]
        seats.holder[seats.start[j] + seats.slot[i]] = mover
        seats.slot[mover] = seats.slot[i]
        seats.taken[j] = last
        seats.assigned[i] = -1
    return int(j)


@kernel
def sit(seats: Seats, i: int, j: int) -> None:
    """Gives seeker i a free seat of opportunity j."""
    seats.holder[seats.start[j] + seats.taken[j]] = i
    seats.slot[i] = seats.taken[j]
    seats.taken[j] += 1
    seats.assigned[i] = j


@kernel
def lower(seats: Seats, prices: Prices, profit: Ints, j: int, to: int) -> None:
    """Lowers the price of j; its holders gain the difference."""
    holder, fall = seats.holder, prices.price[j] - to
    for k in range(seats.start[j], seats.start[j] + seats.taken[j]):
        profit[holder[k]] += fall
    prices.price[j] = to


@kernel
def win(
    columns: Columns,
    seats: Seats,
    prices: Prices,
    eps: int,
    profit: Ints,
    ring: Ring,
    value: Ints,
    edge: Holders,
    j: int,
) -> None:
    """Fills the free seats of j at the highest price that fills them, or at 0; queues who lost."""
    free = seats.start[j + 1] - seats.start[j] - seats.taken[j]
    offers = best_offers(columns, seats, prices.shift, eps, profit, j, free + 1, value, edge)
    surplus = 1 if offers > free else 0
    to = max(0, value[0] - eps) if surplus else 0
    lower(seats, prices, profit, j, min(to, prices.price[j]))
    for k in range(surplus, offers):
        pair = columns.packed[columns.start[j] + edge[k]]
        i = pair & MASK
        left = leave(seats, i)
        if left >= 0 and prices.price[left] > 0:
            enqueue(ring, left)
        sit(seats, i, j)
        profit[i] = ((pair >> 32) << prices.shift) - prices.price[j]


@kernel
def reverse(
    columns: Columns,
    seats: Seats,
    prices: Prices,
    eps: int,
    profit: Ints,
    ring: Ring,
    value: Ints,
    edge: Holders,
    budget: int,
) -> int:
    """Serves queued opportunities until none is left or about `budget` pairs were looked at.

    Returns how many were; value and edge are scratch for one more than the most seats.
    """
    looked = 0
    while ring.cursor[1] > 0 and looked < budget:
        j = dequeue(ring)
        full = seats.taken[j] == seats.start[j + 1] - seats.start[j]
        if not full and prices.price[j] > 0:
            looked += columns.start[j + 1] - columns.start[j] + 1
            win(columns, seats, prices, eps, profit, ring, value, edge, j)
    return looked


@kernel
def queue_spare(seats: Seats, prices: Prices, ring: Ring) -> int:
    """Queues the opportunities with free seats and a positive price; how many there are."""
    start, taken, price = seats.start, seats.taken, prices.price
    for j in range(taken.size):
        if taken[j] < start[j + 1] - start[j] and price[j] > 0:
            enqueue(ring, j)
    return int(ring.cursor[1])
