"""The rules of docking once more, one pair at a time in plain Python: what `build` must equal."""

from math import asin, cos, isnan, radians, sin, sqrt
from typing import Any

import numpy as np

from chunfeng.engine.limits import WORK_LIMITS, Limit
from chunfeng.engine.tables import Market, Rules


class Pair:
    """One seeker and one opportunity; attributes are plain numbers."""

    def __init__(self, market: Market, rules: Rules, i: int, j: int) -> None:
        self.market, self.rules, self.i, self.j = market, rules, i, j
        self.s = _Row(market.seekers, i)
        self.o = _Row(market.opportunities, j)
        self.scale = int(market.scale[self.s.home, self.o.work])

    @property
    def km(self) -> float:
        """Haversine times the road factor, not below the policy's least where a point is vague."""
        a, b = radians(self.s.lat), radians(self.o.lat)
        half = sin((b - a) / 2) ** 2
        half += cos(a) * cos(b) * sin(radians(self.o.lon - self.s.lon) / 2) ** 2
        km = 2 * 6371.0 * asin(sqrt(half)) * self.rules.road_factor
        least = {
            0: self.rules.same_township_km / 2,
            1: self.rules.same_township_km,
            2: self.rules.same_county_km,
        }
        if self.s.approximate or self.o.approximate:
            return max(km, least.get(self.scale, 0.0))
        return km

    @property
    def most_km(self) -> float:
        """Most km one way."""
        return self.s.commute_km + (self.rules.shuttle_extra_km if self.o.shuttle else 0)


class _Row:
    def __init__(self, table: Any, row: int) -> None:
        self._table, self._row = table, row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)[self._row].item()


def excluding(pair: Pair) -> set[Limit]:
    """Every limit that excludes a pair, but the last resort."""
    return {limit for limit, holds in _limits(pair).items() if holds}


def _limits(pair: Pair) -> dict[Limit, bool]:
    s, o = pair.s, pair.o
    danger = o.intensity == 2 or o.hazardous or bool(o.demands & (1 << 3 | 1 << 4))
    escorted = o.escorted or (bool(s.company & 6) and o.employer_seats >= 2)
    return {
        Limit.YOUNG: s.age < 18 and (danger or (s.age >= 0 and o.intensity == -1)),
        Limit.OVER_AGE: s.over_age and not o.casual,
        Limit.AGE_ASKED: s.age >= 0 and (s.age < o.age_min or 0 <= o.age_max < s.age),
        Limit.CAPACITY: s.weak and o.intensity > 0 and not o.flexible and not o.public_welfare,
        **{
            limit: bool(s.limits >> k & 1 and o.demands >> k & 1)
            for k, limit in enumerate(WORK_LIMITS)
        },
        Limit.ALONE_TRAVEL: bool(s.limits >> 8 & 1) and pair.scale >= 3 and not escorted,
        Limit.DISABILITY: o.disabilities != 0 and bool(s.disabilities & ~o.disabilities),
        Limit.CERTIFICATE: bool(o.certificates & ~s.certificates),
        Limit.EDUCATION: 0 <= s.education < o.education,
        Limit.PUTONGHUA: o.putonghua and s.putonghua == 0,
        Limit.CARE_DISTANCE: s.carer and pair.km > pair.most_km,
        Limit.CARE_HOURS: s.carer and not o.flexible and (_too_long(pair) or _outside(pair)),
        Limit.COMMUTE: not s.carer and not o.housing and pair.km > pair.most_km,
        Limit.REACH: pair.scale > s.reach and not pair.market.named[s.named, o.work],
        Limit.DATES: 0 < o.end < s.available,
        Limit.AGREEMENT: not pair.market.agreed[s.origin, o.agreement],
    }


def _too_long(pair: Pair) -> bool:
    return bool(pair.o.hours > pair.s.hours)


def _outside(pair: Pair) -> bool:
    s, o = pair.s, pair.o
    if s.window_start < 0 or o.window_start < 0:
        return False
    return bool(o.window_start < s.window_start or o.window_end > s.window_end)


def eligible(market: Market, rules: Rules) -> dict[tuple[int, int], Pair]:
    """Every eligible pair."""
    n, m = len(market.seekers), len(market.opportunities)
    found: dict[tuple[int, int], Pair] = {}
    for i in range(n):
        row = [Pair(market, rules, i, j) for j in range(m)]
        passing = [pair for pair in row if not excluding(pair)]
        others = [pair for pair in passing if not pair.o.public_welfare]
        keep = passing if pair_is_weak(row) or not others else others
        found |= {(i, pair.j): pair for pair in keep}
    return found


def pair_is_weak(row: list[Pair]) -> bool:
    """Whether the seeker of these pairs has weak capacity."""
    return bool(row and row[0].s.weak)


def terms(pair: Pair) -> list[float]:
    """The eight terms in their order."""
    rules = (_pay, _commute, _occupation, _hours, _place, _board, _company, _stability)
    return [rule(pair) for rule in rules]


def _pay(pair: Pair) -> float:
    offered, wished = pair.o.pay, pair.s.pay_min
    if isnan(offered):
        return 0.4
    by_market = _within((offered / pair.rules.median_pay - 0.6) / 0.8)
    by_wish = by_market if isnan(wished) else _within((offered / wished - 0.7) / 0.6)
    return 0.7 * by_wish + 0.3 * by_market


def _commute(pair: Pair) -> float:
    near = _within(1 - pair.km / pair.most_km)
    if not pair.o.housing:
        return near
    if pair.scale < 3:
        return max(near, 0.5)
    return max(near, 0.7 if pair.o.escorted else 0.2 if pair.s.escort else 0.5)


def _occupation(pair: Pair) -> float:
    words = pair.market.profiles[pair.s.occupations]
    values = [float(pair.market.fit[word, pair.o.occupation]) for word in words]
    known = [value for value in values if not isnan(value)]
    best = max(known) if known else 0.4
    return best if pair.o.skilled else max(best, 0.4)


def _hours(pair: Pair) -> float:
    s, o, value = pair.s, pair.o, 1.0
    if s.forms and o.forms and not s.forms & o.forms:
        value -= 0.4
    if _too_long(pair):
        value -= 0.4 * _within((o.hours - s.hours) / max(s.hours, 1))
    if not o.flexible:
        value -= 0.3 * _outside(pair) + 0.2 * (s.busy > 0)
    return max(value, 0)


def _place(pair: Pair) -> float:
    s = pair.s
    if s.wished >> pair.scale & 1 or pair.market.named[s.named, pair.o.work]:
        return 1
    return 0.6 if s.wished else 0.8


def _board(pair: Pair) -> float:
    o = pair.o
    there = {2: o.meals, 4: o.housing, 8: o.shuttle or o.housing}
    needed = [has for bit, has in there.items() if pair.s.board & bit]
    return sum(needed) / len(needed) if needed else 1


def _company(pair: Pair) -> float:
    needed = max(2 if pair.s.company & 2 else 0, 3 if pair.s.company & 4 else 0)
    return float(pair.o.employer_seats >= needed) if needed else 0.6


def _stability(pair: Pair) -> float:
    stay = pair.o.stay
    return float(pair.rules.stay_by_channel[pair.o.channel]) if isnan(stay) else float(stay)


def _within(value: float) -> float:
    return float(np.clip(value, 0, 1))
