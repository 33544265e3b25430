"""The limits: each says which pairs it excludes. A pair that none excludes is eligible.

A limit is a function of a `Block` (some seekers × some opportunities) that gives a boolean matrix,
True = excluded, or None when it excludes nobody in the block.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from chunfeng.engine.limits import ages, body, papers, reach, time
from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools


class Limit(IntEnum):
    """Bit numbers of the limits in `Pairs.failures`."""

    YOUNG = 0
    OVER_AGE = 1
    AGE_ASKED = 2
    CAPACITY = 3
    HEAVY = 4
    STANDING = 5
    BENDING = 6
    HEIGHTS = 7
    NIGHT = 8
    DUST = 9
    NOISE = 10
    FINE_SIGHT = 11
    ALONE_TRAVEL = 12
    DISABILITY = 13
    CERTIFICATE = 14
    EDUCATION = 15
    PUTONGHUA = 16
    CARE_DISTANCE = 17
    CARE_HOURS = 18
    COMMUTE = 19
    REACH = 20
    DATES = 21
    AGREEMENT = 22
    LAST_RESORT = 23


WORK_LIMITS = (
    Limit.HEAVY,
    Limit.STANDING,
    Limit.BENDING,
    Limit.HEIGHTS,
    Limit.NIGHT,
    Limit.DUST,
    Limit.NOISE,
    Limit.FINE_SIGHT,
)
"""Their place is the bit of `Seekers.limits` and `Opportunities.demands`."""
ALONE_TRAVEL_BIT = 8

Rule: TypeAlias = Callable[[Block], Bools | None]


@dataclass(frozen=True)
class _WorkLimit:
    bit: int

    def __call__(self, block: Block) -> Bools | None:
        return body.work_limit(block, self.bit)


RULES: dict[Limit, Rule] = {
    Limit.YOUNG: ages.young,
    Limit.OVER_AGE: ages.over_age,
    Limit.AGE_ASKED: ages.age_asked,
    Limit.CAPACITY: body.capacity,
    **{limit: _WorkLimit(bit) for bit, limit in enumerate(WORK_LIMITS)},
    Limit.ALONE_TRAVEL: body.alone_travel,
    Limit.DISABILITY: body.disability,
    Limit.CERTIFICATE: papers.certificate,
    Limit.EDUCATION: papers.education,
    Limit.PUTONGHUA: papers.putonghua,
    Limit.CARE_DISTANCE: reach.care_distance,
    Limit.CARE_HOURS: time.care_hours,
    Limit.COMMUTE: reach.commute,
    Limit.REACH: reach.wished_reach,
    Limit.DATES: time.dates,
    Limit.AGREEMENT: reach.agreement,
}
"""All limits but LAST_RESORT, which looks at what the others leave."""
