"""Eligible pairs: who could take which opportunity, and how well it would fit.

Seekers are looked at in groups against all opportunities. A rule that people's and vacancies' own
traits decide is worked out once for each kind of pair in the group (`chunfeng.engine.group`); what
depends on places, in blocks that fit the processor's cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.group import Sieve, View, points
from chunfeng.engine.instance import Instance
from chunfeng.engine.limits import Limit
from chunfeng.engine.look import (
    BLOCK_PAIRS,
    COLUMN_BITS,
    GROUP_PAIRS,
    OnProgress,
    look,
    of_places,
    slices,
    together,
    whole_score,
)
from chunfeng.engine.quotas import Quota
from chunfeng.engine.tables import Bools, Bytes, Floats, Ints, Longs, Market, Rules
from chunfeng.engine.terms import TERMS
from chunfeng.engine.terms.some import Some


@dataclass(frozen=True, eq=False, kw_only=True)
class Pairs:
    """The eligible pairs of a market, row by row, and the means to say why others are not.

    indptr int64[n+1]; opportunity, score int32[E]; excluded: pairs each limit excludes (a pair that
    several exclude counts for each); eligible int64[n]: pairs that no limit excludes, kept or not;
    best_left_out int32[n]: the best score among the far pairs not kept, 0 = all are kept;
    has_option bool[n]: eligible for something other than a public-welfare post; closed: pairs taken
    out although no limit excludes them, as (i << 32) | j.
    """

    market: Market
    rules: Rules
    indptr: NDArray[np.int64]
    opportunity: Ints
    score: Ints
    excluded: dict[Limit, int]
    eligible: Longs
    best_left_out: Ints
    has_option: Bools
    closed: Longs = field(default_factory=lambda: np.zeros(0, np.int64))

    @cached_property
    def view(self) -> View:
        """The market seen from all opportunities."""
        return View.of(self.market, self.rules)

    @property
    def left_out(self) -> Longs:
        """Rows of which only the best `Rules.far_options` far pairs are kept."""
        return np.flatnonzero(self.best_left_out)

    def is_open(self, i: Longs, j: Longs | Ints) -> Bools:
        """False for the pairs that are closed."""
        if not self.closed.size:
            return np.ones(i.size, np.bool_)
        return ~np.isin((i.astype(np.int64) << 32) | j, self.closed)

    def without(self, closed: Longs) -> "Pairs":
        """The pairs but some, given as (i << 32) | j. They still count as eligible."""
        pairs = replace(self, closed=closed)
        row = np.repeat(np.arange(self.indptr.size - 1), np.diff(self.indptr))
        keep = pairs.is_open(row, self.opportunity)
        counts = np.bincount(row[keep], minlength=self.indptr.size - 1)
        return replace(
            pairs,
            indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            opportunity=self.opportunity[keep],
            score=self.score[keep],
        )

    def instance(self, quotas: Sequence[Quota] = ()) -> Instance:
        """The problem the engine solves."""
        s, o = self.market.seekers, self.market.opportunities
        origin = s.origin if quotas else None
        parts = (self.indptr, self.opportunity, self.score, o.headcount, s.tier, origin)
        return Instance(*parts, tuple(quotas))

    def failures(self, rows: Longs, columns: Longs | None = None) -> NDArray[np.uint32]:
        """Bit k of [r, c] is set when Limit(k) excludes the pair; 0 = eligible."""
        view = self.view if columns is None else View.of(self.market, self.rules, columns)
        out = np.zeros((rows.size, view.columns.size), np.uint32)
        tables = Sieve(view, rows).tables
        bits = {limit: table.says * np.uint32(1 << limit) for limit, table in tables.items()}
        for part in slices(rows.size, BLOCK_PAIRS // max(1, view.columns.size)):
            for limit, table in tables.items():
                kind = table.kind[part]
                hit = np.flatnonzero(table.excluding[kind])
                out[part][hit] |= bits[limit][kind[hit]]
            for limit, excluded in of_places(view.block(rows[part])):
                out[part] |= excluded * np.uint32(1 << limit)
        first = self.has_option[rows] & ~self.market.seekers.weak[rows]
        public = self.market.opportunities.public_welfare[view.columns]
        out[np.ix_(first, public)] |= np.uint32(1 << Limit.LAST_RESORT)
        return out

    def scale(self, i: Longs, j: Longs) -> Bytes:
        """Administrative distance of pairs, 0 same village … 6 abroad."""
        m = self.market
        scale: Bytes = m.scale[m.seekers.home[i], m.opportunities.work[j]]
        return scale

    def km(self, i: Longs, j: Longs) -> Floats:
        """Road km of pairs."""
        return self.view.roads.pairs(i, j, self.scale(i, j))

    def terms(self, i: Longs, j: Longs) -> Floats:
        """Every term of pairs, float32[k, terms] in 0..1, in the order of TERMS."""
        some = self._some(i, j)
        return np.stack([term(some) for term in TERMS.values()], axis=1)

    def points(self, i: Longs, j: Longs) -> Ints:
        """What each term adds to the score of pairs, int32[k, terms], in the order of TERMS."""
        some = self._some(i, j)
        each = [points(self.view, name, term(some), j) for name, term in TERMS.items()]
        return np.stack(each, axis=1).astype(np.int32)

    def scores(self, i: Longs, j: Longs) -> Ints:
        """Scores of pairs: the sum of their points, but within 1..10000."""
        return whole_score(self.points(i, j).sum(axis=1))

    def _some(self, i: Longs, j: Longs) -> Some:
        scale = self.scale(i, j)
        return Some(self.market, self.rules, i, j, self.view.roads.pairs(i, j, scale), scale)


def build(market: Market, rules: Rules, on_progress: OnProgress | None = None) -> Pairs:
    """All eligible pairs of a market, of far ones only each seeker's best; deterministic.

    on_progress(rows done, rows) may return False to stop, which raises `Cancelled`. ValueError for
    more than 16 million opportunities.
    """
    n = len(market.seekers)
    if len(market.opportunities) >> COLUMN_BITS:
        raise ValueError(f"{len(market.opportunities)} opportunities: more than pairs can hold")
    found = look(View.of(market, rules), np.arange(n), on_progress)
    return Pairs(
        market=market,
        rules=rules,
        indptr=np.concatenate([[0], np.cumsum(found.counts)]).astype(np.int64),
        opportunity=together(found.opportunity),
        score=together(found.score),
        excluded=found.excluded,
        eligible=found.eligible,
        best_left_out=found.best_left_out,
        has_option=found.has_option,
    )


def rows_again(pairs: Pairs, market: Market, rows: Longs) -> tuple[Longs, Ints, Ints]:
    """The eligible pairs of some rows in a changed market: (counts per row, opportunity, score).

    For what-if questions: only the seekers a change touches are looked at again.
    """
    found = look(View.of(market, pairs.rules), rows)
    return found.counts, together(found.opportunity), together(found.score)


def missed(
    pairs: Pairs, price: NDArray[np.float64], worth: NDArray[np.float64]
) -> tuple[Longs, NDArray[np.float64]]:
    """(the rows that would rather have a far pair left out, by how much), at these prices.

    Where there are none the plan's bound holds over every eligible pair; `completed` adds the rest.
    """
    headcount = pairs.market.opportunities.headcount
    wanted = np.bincount(pairs.opportunity, minlength=headcount.size)
    # With seats for all who are kept, any price proves the same; for the others it must be 0.
    price = np.where(wanted < headcount, 0.0, price)
    rows = pairs.left_out
    kept = _profits(pairs, rows, price, -worth[pairs.market.seekers.tier[rows]])
    hopeful = pairs.best_left_out[rows] > kept  # prices are never negative
    rows, kept = rows[hopeful], kept[hopeful]
    gain = np.zeros(rows.size)
    view = _all_far(pairs)
    for part in slices(rows.size, GROUP_PAIRS // max(1, view.columns.size)):
        found = look(view, rows[part])
        profit = together(found.score) - price[together(found.opportunity)]
        gain[part] = _row_best(found.counts, profit, kept[part]) - kept[part]
    return rows[gain > 0], gain[gain > 0]


def completed(pairs: Pairs, rows: Longs) -> Pairs:
    """The pairs with every far pair of some rows, in ascending order, added."""
    found = look(_all_far(pairs), rows)
    chosen, score = together(found.opportunity), together(found.score)
    after = np.cumsum(found.counts)
    counts, left = np.diff(pairs.indptr), pairs.best_left_out.copy()
    counts[rows], left[rows] = found.counts, 0
    parts: list[tuple[Ints, Ints]] = []
    start = 0
    for k, row in enumerate(rows):
        before, new = slice(start, pairs.indptr[row]), slice(after[k] - found.counts[k], after[k])
        parts += [(pairs.opportunity[before], pairs.score[before]), (chosen[new], score[new])]
        start = int(pairs.indptr[row + 1])
    parts.append((pairs.opportunity[start:], pairs.score[start:]))
    more = replace(
        pairs,
        indptr=np.concatenate([[0], np.cumsum(counts)]),
        opportunity=np.concatenate([part[0] for part in parts]),
        score=np.concatenate([part[1] for part in parts]),
        best_left_out=left,
    )
    return more.without(pairs.closed) if pairs.closed.size else more


def _all_far(pairs: Pairs) -> View:
    everything = replace(pairs.rules, far_options=np.iinfo(np.int32).max)
    return View.of(pairs.market, everything)


def _profits(
    pairs: Pairs, rows: Longs, price: NDArray[np.float64], floor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Best score less price among the pairs kept of each row, not below its floor."""
    counts = np.diff(pairs.indptr)[rows]
    offset = pairs.indptr[rows] - (np.cumsum(counts) - counts)
    at = np.repeat(offset, counts) + np.arange(counts.sum())
    return _row_best(counts, pairs.score[at] - price[pairs.opportunity[at]], floor)


def _row_best(
    counts: Longs, values: NDArray[np.float64], floor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Best value of each row, not below its floor."""
    best = floor.astype(np.float64)
    rows = np.flatnonzero(counts)
    if rows.size:
        starts = (np.cumsum(counts) - counts)[rows]
        best[rows] = np.maximum(best[rows], np.maximum.reduceat(values, starts))
    return best
