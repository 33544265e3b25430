"""How far excluded pairs are from passing, and what one limit moved by one step would add."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.limits import Limit
from chunfeng.engine.limits.block import most_km
from chunfeng.engine.look import BLOCK_PAIRS, slices
from chunfeng.engine.pairs import Pairs
from chunfeng.engine.tables import Floats, Ints, Longs

Miss: TypeAlias = Callable[[Pairs, Longs, Longs], NDArray[np.float64]]


def misses(pairs: Pairs, limit: Limit, i: Longs, j: Longs) -> Floats:
    """How far the pairs (i[k], j[k]), which a limit excludes, are from passing it.

    AGE_ASKED years, CARE_DISTANCE and COMMUTE km, CARE_HOURS hours, EDUCATION levels, REACH
    administrative steps, CERTIFICATE certificates, DATES days; any other limit gives 1.
    """
    if limit not in _MISSES:
        return np.ones(i.size, np.float32)
    return _MISSES[limit](pairs, i, j).astype(np.float32)


def extra(pairs: Pairs, limit: Limit, rows: Longs, step: float) -> tuple[Longs, Longs, Ints]:
    """(i, j, score) of the pairs of some rows that only this limit excludes, by at most ``step``.

    ``step`` is in the unit of `misses`. The scores are those of today: the terms do not move.
    """
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for part in slices(rows.size, BLOCK_PAIRS // max(1, len(pairs.market.opportunities))):
        r, j = np.nonzero(pairs.failures(rows[part]) == 1 << limit)
        i = rows[part][r]
        near = misses(pairs, limit, i, j) <= step
        found.append((i[near], j[near]))
    i, j = (np.concatenate(side) for side in zip(*found, strict=True))
    return i, j, pairs.scores(i, j)


def lacking(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.uint64]:
    """The certificates that seekers i need for opportunities j and do not hold, as bits."""
    s, o = pairs.market.seekers, pairs.market.opportunities
    missing: NDArray[np.uint64] = o.certificates[j] & ~s.certificates[i]
    return missing


def _km(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.float64]:
    most = most_km(pairs.market, pairs.rules, i, j)
    return (pairs.km(i, j) - most).astype(np.float64)


def _hours(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.float64]:
    s, o = pairs.market.seekers, pairs.market.opportunities
    long = np.nan_to_num((o.hours[j] - s.hours[i]).astype(np.float64))
    known = (s.window_start[i] >= 0) & (o.window_start[j] >= 0)
    early = np.maximum(s.window_start[i] - o.window_start[j], 0)
    late = np.maximum(o.window_end[j] - s.window_end[i], 0)
    return np.maximum(long, np.where(known, (early + late) / 60, 0))


def _years(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.float64]:
    s, o = pairs.market.seekers, pairs.market.opportunities
    age = s.age[i].astype(np.float64)
    under, over = o.age_min[j] - age, np.where(o.age_max[j] < 0, 0, age - o.age_max[j])
    return np.maximum(under, over)


def _levels(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.float64]:
    asked = pairs.market.opportunities.education[j].astype(np.float64)
    return asked - pairs.market.seekers.education[i]


def _steps(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.float64]:
    return pairs.scale(i, j).astype(np.float64) - pairs.market.seekers.reach[i]


def _certificates(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.float64]:
    return np.bitwise_count(lacking(pairs, i, j)).astype(np.float64)


def _days(pairs: Pairs, i: Longs, j: Longs) -> NDArray[np.float64]:
    end = pairs.market.opportunities.end[j].astype(np.float64)
    return pairs.market.seekers.available[i] - end


_MISSES: dict[Limit, Miss] = {
    Limit.AGE_ASKED: _years,
    Limit.CARE_DISTANCE: _km,
    Limit.COMMUTE: _km,
    Limit.CARE_HOURS: _hours,
    Limit.EDUCATION: _levels,
    Limit.REACH: _steps,
    Limit.CERTIFICATE: _certificates,
    Limit.DATES: _days,
}
