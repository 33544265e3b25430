"""Forward auction: seekers bid for seats, prices rise (Bertsekas 1988)."""

from __future__ import annotations

from chunfeng.engine.heap import push, replace_top
from chunfeng.engine.kernel import kernel, prefetch
from chunfeng.engine.types import MASK, Flags, Holders, Ints, Prices, Rows, Seats

CHUNK_BITS = 10  # a row is scanned in chunks of 1024: a pair's place rides in its value's low bits
CHUNK = 1 << CHUNK_BITS
CHAINS = 8  # bidding chains taken in turn: while one waits for memory, the others compute
DONE, IDLE = -1, -2


@kernel
def top_two(
    indptr: Ints, packed: Ints, price: Ints, shift: int, floor: int, i: int
) -> tuple[int, int, int]:
    """Best value of row i, second best over other opportunities, and the place of the best pair.

    Values are fixed point; staying out is worth `floor`, the place is -1 when nothing beats that.
    """
    best, second, where = floor, floor, -1
    for first in range(indptr[i], indptr[i + 1], CHUNK):
        one, two = floor << CHUNK_BITS, floor << CHUNK_BITS
        for e in range(min(CHUNK, indptr[i + 1] - first)):
            pair = packed[first + e]
            value = ((((pair >> 32) << shift) - price[pair & MASK]) << CHUNK_BITS) | e
            two = max(two, min(value, one))
            one = max(one, value)
        if one >> CHUNK_BITS > best:
            second = max(best, two >> CHUNK_BITS)
            best, where = one >> CHUNK_BITS, first + (one & (CHUNK - 1))
        else:
            second = max(second, one >> CHUNK_BITS)
    return best, second, where


@kernel
def offer(
    start: Ints,
    taken: Holders,
    holder: Holders,
    bids: Ints,
    price: Ints,
    j: int,
    value: int,
    i: int,
) -> int:
    """Gives opportunity j a bid that beats its price; returns who lost a seat, or IDLE."""
    first = start[j]
    size = start[j + 1] - first
    if taken[j] < size:
        push(bids, holder, first, taken[j], value, i)
        taken[j] += 1
        loser = IDLE
    else:
        loser = holder[first]
        replace_top(bids, holder, first, size, value, i)
    if taken[j] == size:
        price[j] = max(price[j], bids[first])
    return loser


@kernel
def forward(
    rows: Rows,
    seats: Seats,
    prices: Prices,
    eps: int,
    queue: Holders,
    chains: Ints,
    cursor: Ints,
    budget: int,
) -> int:
    """Lets the seekers of the queue bid until all sit or stay out; returns the number of bids.

    Stops after `budget` bids; `chains` and cursor = (next in queue, chains alive) then hold what
    is left, so that another call goes on.
    """
    indptr, packed, tier = rows
    start, taken, holder, kept, _, _ = seats
    shift, price, outside = prices
    bids, turn = 0, 0
    while cursor[1] > 0 and bids < budget:
        i = chains[turn]
        if i >= 0:
            bids += 1
            _, second, where = top_two(indptr, packed, price, shift, outside[tier[i]], i)
            if where < 0:
                i = IDLE
            else:
                value = ((packed[where] >> 32) << shift) - second + eps
                i = offer(start, taken, holder, kept, price, packed[where] & MASK, value, i)
        elif i == IDLE and cursor[0] < queue.size:
            i = queue[cursor[0]]
            cursor[0] += 1
        elif i == IDLE:
            i = DONE
            cursor[1] -= 1
        chains[turn] = i
        if i >= 0:
            for e in range(indptr[i], min(indptr[i + 1], indptr[i] + CHUNK), 8):
                prefetch(packed, e)
        turn = (turn + 1) & (CHAINS - 1)
    return bids


@kernel
def seat_all(seats: Seats) -> None:
    """Reads everyone's place off the holders."""
    start, taken, holder, _, slot, assigned = seats
    assigned[:] = -1
    for j in range(taken.size):
        for k in range(taken[j]):
            i = holder[start[j] + k]
            assigned[i] = j
            slot[i] = k


@kernel
def keep(seats: Seats, prices: Prices, wants: Flags, worth: Ints) -> None:
    """Seats again whoever does not want to bid anew, each with a standing bid of `worth`.

    Who finds no seat (an earlier plan may have had more of them) has to bid as well.
    """
    start, taken, holder, bids, _, assigned = seats
    price = prices.price
    taken[:] = 0
    for i in range(assigned.size):
        j = assigned[i]
        if j >= 0 and wants[i] == 0:
            if taken[j] == start[j + 1] - start[j]:
                wants[i] = 1
                continue
            push(bids, holder, start[j], taken[j], worth[i], i)
            taken[j] += 1
    for j in range(taken.size):
        if 0 < taken[j] == start[j + 1] - start[j]:
            price[j] = max(price[j], bids[start[j]])
