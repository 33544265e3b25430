"""What a changed market would give, confirmed by solving it from the present plan on."""

from dataclasses import dataclass, field, replace

import numpy as np

from chunfeng.engine import Instance, Plan, resolve, verify
from chunfeng.engine.pairs import rows_again
from chunfeng.engine.tables import Bools, Degrees, Ints, Longs, Market
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.unplaced import against

ALL_PAIRS = 3_000_000  # up to here every pair is kept
SOME_PAIRS = 250_000  # kept of more, of people with a place and as many of people without
POINTS = 10_001  # 0 to the largest score
NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Change:
    """A market in which something is different.

    people: seekers whose pairs may all be others; opportunities: those whose pairs may be others.
    """

    market: Market
    people: Longs = field(default_factory=lambda: NONE)
    opportunities: Longs = field(default_factory=lambda: NONE)


@dataclass(frozen=True, eq=False)
class Today:
    """The market as it is, solved to the optimum; changes are compared with it.

    Of a market with more than ALL_PAIRS pairs only those are kept that fall short of what the
    seeker gains today by at most ``slack`` points (float64[n]; inf = all are kept). A plan without
    the others is still a plan: with a change at least as many people gain a place.
    """

    solved: Solved
    instance: Instance
    plan: Plan
    slack: Degrees

    @classmethod
    def of(cls, solved: Solved) -> "Today":
        """Prepares the comparison."""
        slack, instance, plan = _slack(solved), solved.instance, solved.plan
        if instance.pairs.size > ALL_PAIRS:
            instance = _only_close(solved, slack)
            plan = resolve(instance, plan, exact=True)
        elif plan.status != "optimal":
            plan = resolve(instance, plan, exact=True)
        return cls(solved, instance, plan, slack)

    def gained(self, change: Change) -> tuple[int, int]:
        """(people, score) that a change gains."""
        instance = self.changed(change)
        plan = resolve(instance, self.plan, exact=True)
        verify(instance, plan)
        return _placed(plan) - _placed(self.plan), plan.value - self.plan.value

    def changed(self, change: Change) -> Instance:
        """The instance of a changed market; only what the change touches is looked at again."""
        headcount = change.market.opportunities.headcount
        i, j, score = self._new_pairs(change)
        has_option = self.solved.pairs.has_option
        # A first option takes the public-welfare posts away: all pairs of such people are others.
        people = np.union1d(change.people, i[~has_option[i]])
        more = ~np.isin(i, people)
        row, pairs = self._again(change, people)
        others = np.setdiff1d(i[more], people)
        kept_row, kept = _pairs_of(self.instance, others, change.opportunities)
        new = (score[more].astype(np.int64) << 32) | j[more]
        rows = np.concatenate([row, kept_row, i[more]])
        return _spliced(
            self.instance,
            np.union1d(people, others),
            rows,
            np.concatenate([pairs, kept, new]),
            headcount,
        )

    def _new_pairs(self, change: Change) -> tuple[Longs, Longs, Ints]:
        """(i, j, score) of all eligible pairs of the changed opportunities."""
        i, j = eligible(self.solved, change.market, change.opportunities)
        return i, j, replace(self.solved.pairs, market=change.market).scores(i, j)

    def _again(self, change: Change, people: Longs) -> tuple[Longs, Longs]:
        """(row, pair) of some people in the changed market, as far as they are kept."""
        counts, chosen, score = rows_again(self.solved.pairs, change.market, people)
        row = np.repeat(people, counts)
        price = np.zeros(len(change.market.opportunities))  # of what is new: 0
        price[: self.solved.plan.price.size] = self.solved.plan.price
        keep = _close(self.solved, row, chosen, score - price[chosen], self.slack)
        keep |= self.solved.score[row] < 0
        keep &= self.solved.pairs.is_open(row, chosen)
        return row[keep], (score[keep].astype(np.int64) << 32) | chosen[keep]


def eligible(solved: Solved, market: Market, opportunities: Longs) -> tuple[Longs, Longs]:
    """(i, j) of the eligible pairs of some opportunities in a changed market, by seeker.

    Whether public-welfare posts are closed to somebody is told by the options of today.
    """
    pairs = against(solved.pairs, opportunities, market)
    i, column = np.nonzero(pairs.failures(np.arange(solved.plan.assignment.size)) == 0)
    j = opportunities[column]
    is_open = solved.pairs.is_open(i, j)
    return i[is_open], j[is_open]


def _placed(plan: Plan) -> int:
    return int(np.count_nonzero(plan.assignment >= 0))


def _slack(solved: Solved) -> Degrees:
    """By seeker, the most points with which about SOME_PAIRS pairs of a side are kept."""
    placed = solved.score >= 0
    if solved.instance.pairs.size <= ALL_PAIRS:
        return np.full(placed.size, np.inf)
    histogram = np.zeros(2 * POINTS, np.int64)
    for _, rows, chosen, score in solved.instance.chunks():
        short = solved.gain[rows] - (score - solved.plan.price[chosen])
        points = np.clip(short, 0, POINTS - 1).astype(np.int64) + POINTS * placed[rows]
        histogram += np.bincount(points, minlength=histogram.size)
    waiting, held = (
        float(np.searchsorted(np.cumsum(side), SOME_PAIRS)) for side in np.split(histogram, 2)
    )
    return np.where(placed, held, waiting)


def _close(solved: Solved, rows: Longs, chosen: Ints, profit: Degrees, slack: Degrees) -> Bools:
    """Whether pairs are kept: places held, and what is close to them."""
    close: Bools = solved.gain[rows] - profit <= slack[rows]
    close |= chosen == solved.plan.assignment[rows]
    return close


def _only_close(solved: Solved, slack: Degrees) -> Instance:
    before = solved.instance
    counts, kept = np.zeros(before.seekers, np.int64), []
    for part, rows, chosen, score in before.chunks():
        close = _close(solved, rows, chosen, score - solved.plan.price[chosen], slack)
        kept.append(before.pairs[part][close])
        counts += np.bincount(rows[close], minlength=before.seekers)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    return Instance.packed(indptr, np.concatenate(kept), before.headcount, before.tier)


def _pairs_of(instance: Instance, rows: Longs, without: Longs) -> tuple[Longs, Longs]:
    """(row, pair) of some rows, without some opportunities."""
    counts = np.diff(instance.indptr)[rows]
    offset = instance.indptr[rows] - (np.cumsum(counts) - counts)
    pairs = instance.pairs[np.repeat(offset, counts) + np.arange(counts.sum())]
    keep = ~np.isin(pairs & 0xFFFFFFFF, without)
    return np.repeat(rows, counts)[keep], pairs[keep]


def _spliced(
    before: Instance, touched: Longs, rows: Longs, pairs: Longs, headcount: Ints
) -> Instance:
    """An instance in which the pairs of the touched rows are others, given in any order."""
    sizes = np.diff(before.indptr)
    is_touched = np.zeros(sizes.size, np.bool_)
    is_touched[touched] = True
    untouched = before.pairs[~np.repeat(is_touched, sizes)]
    sizes[touched] = np.bincount(rows, minlength=sizes.size)[touched]
    new = np.repeat(is_touched, sizes)
    packed = np.empty(new.size, np.int64)
    packed[new] = pairs[np.lexsort((pairs & 0xFFFFFFFF, rows))]
    packed[~new] = untouched
    indptr = np.concatenate([[0], np.cumsum(sizes)])
    return Instance.packed(indptr, packed, headcount, before.tier)
