"""How far excluded pairs are from passing a limit."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.limits import Limit
from chunfeng.engine.limits.block import most_km
from chunfeng.engine.pairs import Pairs
from chunfeng.engine.tables import Floats, Longs

Miss: TypeAlias = Callable[[Pairs, Longs, Longs], NDArray[np.float64]]


def misses(pairs: Pairs, limit: Limit, i: Longs, j: Longs) -> Floats:
    """How far the pairs (i[k], j[k]), which a limit excludes, are from passing it.

    AGE_ASKED years, CARE_DISTANCE and COMMUTE km, CARE_HOURS hours, EDUCATION levels, REACH
    administrative steps, CERTIFICATE certificates, DATES days; any other limit gives 1.
    """
    if limit not in _MISSES:
        return np.ones(i.size, np.float32)
    return _MISSES[limit](pairs, i, j).astype(np.float32)


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
