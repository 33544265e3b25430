"""What docking looks at: seekers and opportunities as columns of numbers, nothing else.

No name, sex, ethnic group, health paper or cause of poverty has a column here, so none can count.
Shapes: n seekers, m opportunities. "Unknown" is NaN in float columns and -1 in small integers; an
unknown never excludes a pair.
"""

from dataclasses import dataclass, fields, replace
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]
Bytes: TypeAlias = NDArray[np.int8]
Masks: TypeAlias = NDArray[np.uint16]
Words: TypeAlias = NDArray[np.uint64]
Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float32]
Degrees: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Seekers:
    """n people who look for work.

    lon, lat degrees; home: row of `Market.scale`; village: its code; commute_km: most one way;
    hours: free hours a day; window_*: minutes after midnight; busy: bit k = month k+1; occupations:
    row of `Market.profiles`; reach: furthest `scale` accepted; wished: bit k = `scale` k is wished,
    0 unknown; named: row of `Market.named`; pay_min: yuan a month; available: ordinal of the first
    day, 0 = now; tier: 0 = served first; origin: row of `Market.agreed`; forms, board, company,
    limits, disabilities, certificates: bit masks shared with the opportunities.
    """

    lon: Degrees
    lat: Degrees
    home: Ints
    village: Longs
    approximate: Bools
    age: Bytes
    over_age: Bools
    weak: Bools
    limits: Masks
    carer: Bools
    commute_km: Floats
    hours: Floats
    window_start: Ints
    window_end: Ints
    busy: Masks
    occupations: Ints
    certificates: Words
    education: Bytes
    putonghua: Bytes
    disabilities: Masks
    reach: Bytes
    wished: Masks
    named: Ints
    pay_min: Floats
    forms: Masks
    board: Masks
    company: Masks
    escort: Bools
    available: Ints
    tier: Bytes
    origin: Ints

    def __len__(self) -> int:
        return self.home.size


@dataclass(frozen=True, eq=False, kw_only=True)
class Opportunities:
    """m ways into work with headcount seats each.

    work: column of `Market.scale`; employer_seats: the headcount of the employer's opportunities
    together; demands: same bits as `Seekers.limits`; intensity 0 light, 1 medium, 2 heavy; casual:
    the statutory age limit does not apply; pay: yuan a month, at least; stay: share still there
    after 90 days; occupation: column of `Market.fit`; skilled: it asks for a skill; agreement:
    column of `Market.agreed`; start, end: ordinals, 0 = not said; end: last day to begin.
    """

    lon: Degrees
    lat: Degrees
    work: Ints
    approximate: Bools
    headcount: Ints
    employer: Ints
    employer_seats: Ints
    channel: Bytes
    public_welfare: Bools
    casual: Bools
    demands: Masks
    hazardous: Bools
    intensity: Bytes
    flexible: Bools
    certificates: Words
    education: Bytes
    putonghua: Bools
    disabilities: Masks
    age_min: Bytes
    age_max: Bytes
    hours: Floats
    window_start: Ints
    window_end: Ints
    forms: Masks
    housing: Bools
    meals: Bools
    shuttle: Bools
    escorted: Bools
    pay: Floats
    stay: Floats
    occupation: Ints
    skilled: Bools
    agreement: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return self.work.size


@dataclass(frozen=True, eq=False, kw_only=True)
class Market:
    """Both sides and how they relate.

    scale int8[homes, works]: administrative distance, 0 same village … 6 abroad; profiles
    int32[profiles, k]: the words known of a person's work, rows of `fit`; fit float32[words,
    occupations]: 0..1, NaN where nothing is known, as in row 0; named bool[sets, works]: place is
    named as wished; agreed bool[origins, agreements]: the origin lies in an agreement's regions.
    """

    seekers: Seekers
    opportunities: Opportunities
    scale: Bytes
    profiles: Ints
    fit: Floats
    named: Bools
    agreed: Bools

    def take(self, rows: Longs, columns: Longs) -> "Market":
        """The market of some seekers and some opportunities."""
        s, o = chosen(self.seekers, rows), chosen(self.opportunities, columns)
        return replace(self, seekers=s, opportunities=o)


Side = TypeVar("Side", Seekers, Opportunities)


def chosen(side: Side, rows: Longs) -> Side:
    """Some rows of a side, also repeated or in another order."""
    return replace(side, **{f.name: getattr(side, f.name)[rows] for f in fields(side)})


def joined(first: Side, second: Side) -> Side:
    """Both sides' rows, one after the other."""
    columns = {
        f.name: np.concatenate([getattr(first, f.name), getattr(second, f.name)])
        for f in fields(first)
    }
    return replace(first, **columns)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The policy's numbers. Distances km, pay yuan a month, factors and weights without unit."""

    weights: dict[str, float]
    road_factor: float
    same_township_km: float
    same_county_km: float
    near_radius_km: float
    far_options: int
    shuttle_extra_km: float
    weak_intensity: int
    median_pay: float
    stay_by_channel: tuple[float, ...]
    public_welfare_factor: float
