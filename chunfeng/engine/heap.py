"""The bids an opportunity keeps: a binary heap per opportunity, lowest bid on top.

The heap of an opportunity lies in `bid[start:start + size]` and `holder[start:start + size]`.
"""

from __future__ import annotations

from chunfeng.engine.kernel import kernel
from chunfeng.engine.types import Holders, Ints


@kernel
def push(bid: Ints, holder: Holders | Ints, start: int, size: int, value: int, who: int) -> None:
    """Adds a bid to a heap of `size` bids."""
    k = size
    while k > 0:
        parent = (k - 1) >> 1
        if bid[start + parent] <= value:
            break
        bid[start + k] = bid[start + parent]
        holder[start + k] = holder[start + parent]
        k = parent
    bid[start + k] = value
    holder[start + k] = who


@kernel
def replace_top(
    bid: Ints, holder: Holders | Ints, start: int, size: int, value: int, who: int
) -> None:
    """Puts a bid in the place of the lowest of `size` bids."""
    k = 0
    while True:
        child = 2 * k + 1
        if child >= size:
            break
        if child + 1 < size and bid[start + child + 1] < bid[start + child]:
            child += 1
        if bid[start + child] >= value:
            break
        bid[start + k] = bid[start + child]
        holder[start + k] = holder[start + child]
        k = child
    bid[start + k] = value
    holder[start + k] = who
