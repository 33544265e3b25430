"""Passes over the seekers' rows, in blocks for threads: a block writes only its own places."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from chunfeng.engine.kernel import kernel
from chunfeng.engine.types import MASK, Flags, Ints, Prices, Rows, Seats

BLOCK = 1 << 16  # rows; fixed-point sums of a block stay below 2^63


def for_blocks(rows: int, threads: int, work: Callable[[int, int, int], None]) -> None:
    """Calls work(block, first, last) for every block of rows."""
    blocks = [(b, first, min(first + BLOCK, rows)) for b, first in enumerate(range(0, rows, BLOCK))]
    if threads == 1 or len(blocks) == 1:
        for block in blocks:
            work(*block)
        return
    with ThreadPoolExecutor(threads) as pool:
        for future in [pool.submit(work, *block) for block in blocks]:
            future.result()


@kernel
def certify(rows: Rows, seats: Seats, prices: Prices, first: int, last: int) -> tuple[int, int]:
    """Sum of the placed scores, and of the best values (fixed point), of rows first..last."""
    indptr, packed, tier = rows
    shift, price, outside = prices
    assigned = seats.assigned
    value, dual = 0, 0
    for i in range(first, last):
        here = assigned[i]
        best, score = outside[tier[i]], 0
        for e in range(indptr[i], indptr[i + 1]):
            pair = packed[e]
            j = pair & MASK
            best = max(best, ((pair >> 32) << shift) - price[j])
            score = pair >> 32 if j == here else score
        value += score
        dual += best
    return value, dual


@kernel
def settle(
    rows: Rows,
    seats: Seats,
    prices: Prices,
    eps: int,
    worth: Ints,
    wants: Flags,
    first: int,
    last: int,
) -> None:
    """Marks in `wants` who is not within eps of the best choice; the others may keep their seat.

    `worth` becomes the highest price at which a seeker would keep the seat.
    """
    indptr, packed, tier = rows
    shift, price, outside = prices
    assigned = seats.assigned
    for i in range(first, last):
        here = assigned[i]
        floor = outside[tier[i]]
        other, mine, found = floor, floor, 0
        for e in range(indptr[i], indptr[i + 1]):
            pair = packed[e]
            j = pair & MASK
            value = ((pair >> 32) << shift) - price[j]
            mine = value if j == here else mine
            found = 1 if j == here else found
            other = other if j == here else max(other, value)
        if found:
            wants[i] = 1 if mine < other - eps else 0
            worth[i] = price[here] + max(0, mine - other)
        else:
            wants[i] = 1 if other > floor else 0
            assigned[i] = -1


@kernel
def profits(rows: Rows, seats: Seats, prices: Prices, profit: Ints, first: int, last: int) -> None:
    """What each seeker has at these prices: the value of the held pair, or of staying out."""
    indptr, packed, tier = rows
    shift, price, outside = prices
    assigned = seats.assigned
    for i in range(first, last):
        here = assigned[i]
        profit[i] = outside[tier[i]]
        if here >= 0:
            for e in range(indptr[i], indptr[i + 1]):
                if packed[e] & MASK == here:
                    profit[i] = ((packed[e] >> 32) << shift) - price[here]
                    break
