"""Array types of the engine, and the groups of arrays that its kernels share.

A kernel takes a group apart before its loops: machine code counts references at `group.array`.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]  # fixed-point prices and bids, offsets, packed pairs
Holders: TypeAlias = NDArray[np.int32]  # seeker or opportunity numbers, -1 = none
Tiers: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]

MASK = 0xFFFFFFFF  # the low half of a packed pair


class Rows(NamedTuple):
    """The pairs by seeker: row i is packed[indptr[i]:indptr[i + 1]]."""

    indptr: Ints
    packed: Ints  # (score << 32) | opportunity
    tier: Tiers


class Columns(NamedTuple):
    """The pairs by opportunity: column j is packed[start[j]:start[j + 1]]."""

    start: Ints
    packed: Ints  # (score << 32) | seeker


class Seats(NamedTuple):
    """Who sits where: the holders of j are holder[start[j]:start[j] + taken[j]]."""

    start: Ints
    taken: Holders
    holder: Holders
    bid: Ints  # what each holder would pay: a heap per opportunity, in the forward auction only
    slot: Holders  # by seeker: the place among the holders, in the reverse auction and in tiers
    assigned: Holders  # by seeker: the opportunity, -1 = none


class Prices(NamedTuple):
    """Prices in fixed point, score << shift; staying out is worth outside[tier] (0 or less)."""

    shift: int
    price: Ints
    outside: Ints


class Ring(NamedTuple):
    """A first-in first-out queue in which nobody stands twice; cursor = (head, length)."""

    queue: Holders
    queued: Flags
    cursor: Ints


def new_ring(size: int) -> Ring:
    """An empty queue for the numbers below `size`."""
    return Ring(np.zeros(size, np.int32), np.zeros(size, np.uint8), np.zeros(2, np.int64))
