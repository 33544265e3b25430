"""Generated instances: places on a line, near and far opportunities, and the hard variants."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine import Instance

NEAR = 40  # opportunities up and down the line that count as near
BLOCK = 50_000  # seekers generated together, so that memory does not grow with the instance
Generator = np.random.Generator


def random_scores(g: Generator, rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Every score from 1 to 10000 alike."""
    return g.integers(1, 10_001, size)


def few_levels(g: Generator, rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Five score levels: ties everywhere."""
    return g.integers(1, 6, size) * 2_000


def within_one_percent(g: Generator, rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """All scores within 1 %: price wars."""
    return g.integers(9_900, 10_001, size)


Scores = Callable[[Generator, NDArray[np.int64], int], NDArray[np.int64]]


def instance(
    seekers: int,
    opportunities: int,
    pairs_each: int = 30,
    scores: Scores = random_scores,
    headcount: int = 10,
    village: int = 1,
    shuffled: bool = False,
    seed: int = 7,
) -> Instance:
    """An instance of about seekers x pairs_each pairs, made block by block.

    Two thirds of a row's pairs are near, the rest far (popular ones more often). An opportunity has
    1 to `headcount` seats; `village` rows each are identical; `shuffled` numbers people and places
    at random.
    """
    g = np.random.default_rng(seed)
    order = g.permutation(opportunities) if shuffled else np.arange(opportunities)
    seats = g.integers(1, headcount + 1, opportunities).astype(np.int32)
    pairs = np.empty(seekers * pairs_each, np.int64)
    indptr = np.zeros(seekers + 1, np.int64)
    for first in range(0, seekers, BLOCK):
        last = min(first + BLOCK, seekers)
        places = g.integers(0, seekers, last - first) if shuffled else np.arange(first, last)
        rows = _rows(g, places, opportunities * 1.0 / seekers, pairs_each, order, scores)
        if village > 1:
            rows = rows[(np.arange(last - first) // village) * village]
        filled = rows >= 0
        indptr[first + 1 : last + 1] = indptr[first] + np.cumsum(filled.sum(1))
        pairs[indptr[first] : indptr[last]] = rows[filled]
    return Instance.packed(indptr, pairs[: indptr[-1]], seats)


def _rows(
    g: Generator,
    places: NDArray[np.int64],
    density: float,
    pairs_each: int,
    order: NDArray[np.int64],
    scores: Scores,
) -> NDArray[np.int64]:
    """Packed pairs of some seekers, one row each, -1 where an opportunity came up twice."""
    n, m, near = places.size, order.size, pairs_each * 2 // 3
    drawn = np.empty((n, pairs_each), np.int64)
    drawn[:, :near] = (places * density).astype(np.int64)[:, None]
    drawn[:, :near] += g.integers(-NEAR, NEAR + 1, (n, near))
    drawn[:, near:] = g.random((n, pairs_each - near)) ** 2 * m
    drawn = np.sort(order[np.clip(drawn, 0, m - 1)], axis=1)
    rows = (scores(g, places, drawn.size).reshape(drawn.shape) << 32) | drawn
    rows[:, 1:][drawn[:, 1:] == drawn[:, :-1]] = -1
    return rows


def variants(seekers: int) -> dict[str, Callable[[], Instance]]:
    """The plain case and every hard variant at a size, by name."""
    m = seekers // 10
    return {
        "scarce seats": lambda: instance(seekers, m),
        "balanced": lambda: instance(seekers, m * 18 // 10),
        "headcount above seekers": lambda: instance(seekers, m, headcount=40),
        "balanced, few levels": lambda: instance(seekers, m * 18 // 10, scores=few_levels),
        "balanced, within 1 %": lambda: instance(seekers, m * 18 // 10, scores=within_one_percent),
        "balanced, villages": lambda: instance(seekers, m * 18 // 10, village=20),
        "few score levels": lambda: instance(seekers, m, scores=few_levels),
        "scores within 1 %": lambda: instance(seekers, m, scores=within_one_percent),
        "villages of identical rows": lambda: instance(seekers, m, village=20),
        "shuffled ids": lambda: instance(seekers, m, shuffled=True),
    }
