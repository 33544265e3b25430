"""Eligible pairs: who could take which opportunity, and how well it would fit.

Seekers are looked at in blocks against all opportunities; a limit costs about a nanosecond a pair,
and only pairs that no limit excludes are scored.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.distance import Roads
from chunfeng.engine.instance import Instance
from chunfeng.engine.limits import RULES, Limit
from chunfeng.engine.limits.block import Block
from chunfeng.engine.quotas import Quota
from chunfeng.engine.tables import Bools, Floats, Ints, Longs, Market, Rules
from chunfeng.engine.terms import TERMS
from chunfeng.engine.terms.some import Some

BLOCK_PAIRS = 1 << 16  # pairs looked at together: bounds the memory
TOWNSHIP = 1
OnProgress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True)
class Pairs:
    """The eligible pairs of a market, row by row, and the means to say why others are not.

    indptr int64[n+1]; opportunity, score int32[E]; excluded: pairs each limit excludes (a pair that
    several exclude counts for each); left_out: rows of which only the best `Rules.far_options` far
    pairs were kept; has_option bool[n]: eligible for something other than a public-welfare post.
    """

    market: Market
    rules: Rules
    roads: Roads
    indptr: NDArray[np.int64]
    opportunity: Ints
    score: Ints
    excluded: dict[Limit, int]
    left_out: Longs
    has_option: Bools
    _all: Longs = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_all", np.arange(len(self.market.opportunities)))

    def instance(self, quotas: Sequence[Quota] = ()) -> Instance:
        """The problem the engine solves."""
        s, o = self.market.seekers, self.market.opportunities
        parts = (self.indptr, self.opportunity, self.score, o.headcount, s.tier)
        return Instance(*parts, s.origin, tuple(quotas)) if quotas else Instance(*parts)

    def failures(self, rows: Longs, columns: Longs | None = None) -> NDArray[np.uint32]:
        """Bit k of [r, c] is set when Limit(k) excludes the pair; 0 = eligible."""
        columns = self._all if columns is None else columns
        block = self._block(rows, columns)
        out = np.zeros((rows.size, columns.size), np.uint32)
        for limit, rule in RULES.items():
            bad = rule(block)
            if bad is not None:
                out |= bad.astype(np.uint32) << np.uint32(limit)
        public = self.market.opportunities.public_welfare[columns]
        kept = self.has_option[rows] & ~self.market.seekers.weak[rows]
        last = kept[:, None] & public[None, :]
        return out | (last.astype(np.uint32) << np.uint32(Limit.LAST_RESORT))

    def scale(self, i: Longs, j: Longs) -> NDArray[np.int8]:
        """Administrative distance of pairs."""
        m = self.market
        scale: NDArray[np.int8] = m.scale[m.seekers.home[i], m.opportunities.work[j]]
        return scale

    def km(self, i: Longs, j: Longs) -> Floats:
        """Road km of pairs."""
        return self.roads.pairs(i, j, self.scale(i, j))

    def terms(self, i: Longs, j: Longs) -> Floats:
        """Every term of pairs, float32[k, terms] in 0..1, in the order of TERMS."""
        return _terms(self._some(i, j))

    def scores(self, i: Longs, j: Longs) -> Ints:
        """Scores of pairs, 1..10000; what the eligible ones have in `score`."""
        return _scores(self._some(i, j))

    def _block(self, rows: Longs, columns: Longs) -> Block:
        return Block(self.market, self.rules, self.roads, rows, columns)

    def _some(self, i: Longs, j: Longs) -> Some:
        scale = self.scale(i, j)
        return Some(self.market, self.rules, i, j, self.roads.pairs(i, j, scale), scale)


def build(market: Market, rules: Rules, on_progress: OnProgress | None = None) -> Pairs:
    """All eligible pairs of a market, far ones only the best; deterministic."""
    n, roads = len(market.seekers), Roads.of(market, rules)
    collected = _Collected(n)
    for rows in _blocks(np.arange(n), len(market.opportunities)):
        _look(market, rules, roads, rows, collected)
        if on_progress:
            on_progress(int(rows[-1]) + 1, n)
    indptr = np.concatenate([[0], np.cumsum(collected.counts)]).astype(np.int64)
    return Pairs(
        market=market,
        rules=rules,
        roads=roads,
        indptr=indptr,
        opportunity=_joined(collected.opportunity),
        score=_joined(collected.score),
        excluded=collected.excluded,
        left_out=np.flatnonzero(collected.left_out),
        has_option=collected.has_option,
    )


def rows_again(pairs: Pairs, market: Market, rows: Longs) -> tuple[Longs, Ints, Ints]:
    """The eligible pairs of some rows in a changed market: (counts per row, opportunity, score).

    For what-if questions: only the seekers a change touches are looked at again.
    """
    collected = _Collected(len(market.seekers))
    roads = Roads.of(market, pairs.rules)
    for part in _blocks(rows, len(market.opportunities)):
        _look(market, pairs.rules, roads, part, collected)
    return collected.counts[rows], _joined(collected.opportunity), _joined(collected.score)


def left_out_bound(pairs: Pairs, price: NDArray[np.float64], worth: NDArray[np.float64]) -> float:
    """How much the far pairs left out could raise the bound at these prices, in score units.

    price float64[m]; worth float64[tiers], as in `Plan`. Added to the plan's bound it makes
    that bound hold over every eligible pair. Without quotas only.
    """
    total, tier = 0.0, pairs.market.seekers.tier
    unlimited = _unlimited(pairs.rules)
    for rows in _blocks(pairs.left_out, len(pairs.market.opportunities)):
        collected = _Collected(len(pairs.market.seekers))
        _look(pairs.market, unlimited, pairs.roads, rows, collected)
        floor = -worth[tier[rows]] if worth.size else np.zeros(rows.size)
        chosen, score = _joined(collected.opportunity), _joined(collected.score)
        every = _row_best(collected.counts[rows], score - price[chosen], floor)
        kept = [np.arange(pairs.indptr[i], pairs.indptr[i + 1]) for i in rows]
        lengths = np.array([k.size for k in kept])
        at = np.concatenate(kept)
        worth_of_kept = pairs.score[at] - price[pairs.opportunity[at]]
        total += float((every - _row_best(lengths, worth_of_kept, floor)).sum())
    return total


class _Collected:
    """What the blocks add up to."""

    def __init__(self, seekers: int) -> None:
        self.counts = np.zeros(seekers, np.int64)
        self.opportunity: list[Ints] = []
        self.score: list[Ints] = []
        self.excluded = dict.fromkeys(Limit, 0)
        self.left_out: Bools = np.zeros(seekers, np.bool_)
        self.has_option: Bools = np.zeros(seekers, np.bool_)


def _look(market: Market, rules: Rules, roads: Roads, rows: Longs, into: _Collected) -> None:
    block = Block(market, rules, roads, rows, np.arange(len(market.opportunities)))
    bad = block.none_of()
    for limit, rule in RULES.items():
        excluded = rule(block)
        if excluded is not None:
            into.excluded[limit] += int(np.count_nonzero(excluded))
            bad |= excluded
    _last_resort(block, bad, into)
    r, j = np.nonzero(~bad)
    some = Some(market, rules, rows[r], j, block.km[r, j], block.scale[r, j])
    score = _scores(some)
    keep = _near_or_best(some, r, score, rules)
    into.left_out[rows[np.unique(r[~keep])]] = True
    r, j, score = r[keep], j[keep], score[keep]
    into.counts[rows] = np.bincount(r, minlength=rows.size)
    into.opportunity.append(j.astype(np.int32))
    into.score.append(score)


def _last_resort(block: Block, bad: Bools, into: _Collected) -> None:
    """Public-welfare posts are for those with no other option, or with weak capacity."""
    public = block.market.opportunities.public_welfare[block.columns]
    option = (~bad[:, ~public]).any(axis=1)
    into.has_option[block.rows] = option
    excluded = (option & ~block.market.seekers.weak[block.rows])[:, None] & public[None, :]
    into.excluded[Limit.LAST_RESORT] += int(np.count_nonzero(excluded))
    bad |= excluded


def _near_or_best(some: Some, row: Longs, score: Ints, rules: Rules) -> Bools:
    """True for near pairs and for the best far pairs of each row (ties: the first)."""
    near = (some.km <= rules.near_radius_km) | (some.scale <= TOWNSHIP)
    far = np.flatnonzero(~near)
    if far.size == 0 or np.bincount(row[far]).max() <= rules.far_options:
        return np.ones(row.size, np.bool_)
    order = far[np.lexsort((some.j[far], -score[far], row[far]))]
    starts = np.searchsorted(row[order], row[order], "left")
    best = order[np.arange(order.size) - starts < rules.far_options]
    near[best] = True
    return near


def _terms(some: Some) -> Floats:
    return np.stack([term(some) for term in TERMS.values()], axis=1).astype(np.float32)


def _scores(some: Some) -> Ints:
    total = np.zeros(some.i.size, np.float64)
    for name, term in TERMS.items():
        total += some.rules.weights[name] * term(some).astype(np.float64)
    public = some.market.opportunities.public_welfare[some.j]
    total *= np.where(public, some.rules.public_welfare_factor, 1.0)
    return np.clip(np.rint(total * 10_000), 1, 10_000).astype(np.int32)


def _blocks(rows: Longs, columns: int) -> Iterator[Longs]:
    step = max(1, BLOCK_PAIRS // max(1, columns))
    for first in range(0, rows.size, step):
        yield rows[first : first + step]


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


def _unlimited(rules: Rules) -> Rules:
    return replace(rules, far_options=np.iinfo(np.int32).max)


def _row_best(
    counts: Longs, values: NDArray[np.float64], floor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Best value of each row, not below its floor."""
    best = floor.copy()
    np.maximum.at(best, np.repeat(np.arange(counts.size), counts), values)
    return best
