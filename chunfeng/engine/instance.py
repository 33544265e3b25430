"""What is to be docked: seekers, opportunities with headcount, and scored eligible pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chunfeng.engine.nesting import Nesting, nest
from chunfeng.engine.quotas import Quota, check_quotas
from chunfeng.engine.types import MASK, Holders, Ints, Tiers

MAX_SCORE = 10_000
CHUNK = (
    1 << 18
)  # pairs looked at together: fits the cache, and no temporary grows with the instance
_INT32 = np.iinfo(np.int32)


class Instance:
    """n seekers, m opportunities and their eligible pairs, row by row.

    indptr int64[n+1], opportunity int32[E] (ascending in a row), score int32[E] (1..10000),
    headcount int32[m], tier int8[n] (0 = served first; None: no tiers), origin int32[n],
    quotas of Reserve and Cap. Anything wrong is a ValueError that names row and value.
    The pairs are kept as one int64 each, `(score << 32) | opportunity`, in `pairs`.
    """

    __slots__ = ("headcount", "indptr", "nesting", "origin", "pairs", "quotas", "tier")

    def __init__(
        self,
        indptr: ArrayLike,
        opportunity: ArrayLike,
        score: ArrayLike,
        headcount: ArrayLike,
        tier: ArrayLike | None = None,
        origin: ArrayLike | None = None,
        quotas: Sequence[Quota] = (),
    ) -> None:
        chosen, scores = _integers("opportunity", opportunity), _integers("score", score)
        if chosen.size != scores.size:
            raise ValueError(f"{chosen.size} opportunities but {scores.size} scores")
        pairs = np.empty(chosen.size, np.int64)
        for part in _parts(pairs.size):
            _check_range("pair", "opportunity", chosen[part], part.start, 0, _INT32.max)
            _check_range("pair", "score", scores[part], part.start, 1, MAX_SCORE)
            np.left_shift(scores[part], 32, out=pairs[part], dtype=np.int64, casting="unsafe")
            pairs[part] |= chosen[part].astype(np.int64)
        self._fill(indptr, pairs, headcount, tier, origin, quotas)

    @classmethod
    def packed(
        cls,
        indptr: ArrayLike,
        pairs: NDArray[np.int64],
        headcount: ArrayLike,
        tier: ArrayLike | None = None,
        origin: ArrayLike | None = None,
        quotas: Sequence[Quota] = (),
    ) -> Instance:
        """An instance from pairs packed as `(score << 32) | opportunity`; they are not copied."""
        if not isinstance(pairs, np.ndarray) or pairs.dtype != np.int64 or pairs.ndim != 1:
            raise ValueError("packed pairs must be a one-dimensional int64 array")
        instance = cls.__new__(cls)
        instance._fill(indptr, np.ascontiguousarray(pairs), headcount, tier, origin, quotas)
        return instance

    def _fill(
        self,
        indptr: ArrayLike,
        pairs: Ints,
        headcount: ArrayLike,
        tier: ArrayLike | None,
        origin: ArrayLike | None,
        quotas: Sequence[Quota],
    ) -> None:
        self.indptr: Ints = np.ascontiguousarray(_integers("indptr", indptr), np.int64)
        _check_indptr(self.indptr, pairs.size)
        self.pairs = pairs
        self.headcount: Holders = _column(
            "opportunity", "headcount", headcount, None, 0, _INT32.max
        )
        _check_pairs(self)
        rows = self.indptr.size - 1
        self.tier: Tiers | None = None
        if tier is not None:
            self.tier = _column("row", "tier", tier, rows, 0, 127).astype(np.int8)
        self.origin: Holders | None = None
        if origin is not None:
            self.origin = _column("row", "origin", origin, rows, _INT32.min, _INT32.max)
        self.quotas: tuple[Quota, ...] = tuple(quotas)
        check_quotas(self.quotas, self.headcount, self.origin)
        self.nesting = nest(self) if self.quotas else Nesting()

    @property
    def seekers(self) -> int:
        """Number of rows, n."""
        return self.indptr.size - 1

    @property
    def opportunities(self) -> int:
        """Number of opportunities, m."""
        return self.headcount.size

    @property
    def opportunity(self) -> Holders:
        """The opportunity of every pair, int32[E] (a new array)."""
        return (self.pairs & MASK).astype(np.int32)

    @property
    def score(self) -> NDArray[np.int32]:
        """The score of every pair, int32[E] (a new array)."""
        return (self.pairs >> 32).astype(np.int32)

    def chunks(self) -> Iterator[tuple[slice, Ints, Holders, Ints]]:
        """(pairs, their rows, opportunities, scores) in parts of bounded size, of whole rows."""
        first = 0
        while first < self.seekers:
            last = int(np.searchsorted(self.indptr, self.indptr[first] + CHUNK, "right")) - 1
            last = min(max(last, first + 1), self.seekers)
            part = slice(int(self.indptr[first]), int(self.indptr[last]))
            rows = np.repeat(np.arange(first, last), np.diff(self.indptr[first : last + 1]))
            pair = self.pairs[part]
            yield part, rows, (pair & MASK).astype(np.int32), pair >> 32
            first = last

    def seats(self) -> Ints:
        """Usable seats: the headcount, but (without quotas) never more than there are pairs."""
        if self.quotas:
            return self.headcount.astype(np.int64)
        degree = np.zeros(self.opportunities, np.int64)
        for part in _parts(self.pairs.size):
            degree += np.bincount(self.pairs[part] & MASK, minlength=self.opportunities)
        return np.minimum(degree, self.headcount)


def _parts(size: int) -> Iterator[slice]:
    for first in range(0, size, CHUNK):
        yield slice(first, min(first + CHUNK, size))


def _integers(name: str, values: ArrayLike) -> NDArray[Any]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, not {array.ndim}-dimensional")
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold integers, not {array.dtype}")
    return array if array.size else array.astype(np.int64)


def _check_range(
    place: str, name: str, values: NDArray[Any], first: int, low: int, high: int
) -> None:
    if values.size == 0 or (values.min() >= low and values.max() <= high):
        return
    at = int(np.argmax((values < low) | (values > high)))
    raise ValueError(f"{place} {first + at}: {name} {values[at]} is outside {low}..{high}")


def _column(
    place: str, name: str, values: ArrayLike, size: int | None, low: int, high: int
) -> NDArray[np.int32]:
    array = _integers(name, values)
    if size is not None and array.size != size:
        raise ValueError(f"{array.size} values of {name} for {size} rows")
    _check_range(place, name, array, 0, low, high)
    return np.ascontiguousarray(array, np.int32)


def _check_indptr(indptr: Ints, pairs: int) -> None:
    if indptr.size == 0 or indptr[0] != 0:
        raise ValueError("indptr must begin with 0")
    if indptr.size - 1 > _INT32.max:
        raise ValueError(f"{indptr.size - 1} rows: more than int32 can number")
    if (np.diff(indptr) < 0).any():
        row = int(np.argmax(np.diff(indptr) < 0))
        raise ValueError(f"row {row}: indptr falls from {indptr[row]} to {indptr[row + 1]}")
    if indptr[-1] != pairs:
        raise ValueError(f"indptr ends with {indptr[-1]}, but there are {pairs} pairs")


def _check_pairs(instance: Instance) -> None:
    """Every pair in range, every row ascending; names the first row and value that is not."""
    indptr, pairs, previous = instance.indptr, instance.pairs, -1
    for part in _parts(pairs.size):
        chosen, score = pairs[part] & MASK, pairs[part] >> 32
        before = np.concatenate([[previous], chosen[:-1]])
        begins = indptr[np.searchsorted(indptr, part.start) : np.searchsorted(indptr, part.stop)]
        before[begins - part.start] = -1
        wrong = (chosen >= instance.opportunities) | (score < 1) | (score > MAX_SCORE)
        wrong |= chosen <= before
        if wrong.any():
            at = int(np.argmax(wrong))
            row = int(np.searchsorted(indptr, part.start + at, "right")) - 1
            raise ValueError(_wrong_pair(instance, row, int(chosen[at]), int(score[at])))
        previous = int(chosen[-1])


def _wrong_pair(instance: Instance, row: int, opportunity: int, score: int) -> str:
    if opportunity >= instance.opportunities:
        return f"row {row}: opportunity {opportunity} is outside 0..{instance.opportunities - 1}"
    if not 1 <= score <= MAX_SCORE:
        return f"row {row}: score {score} is outside 1..{MAX_SCORE}"
    return f"row {row}: opportunity {opportunity} is out of order or twice"
