"""The limits: each says which pairs it excludes. A pair that none excludes is eligible.

A limit is a function of a `Block` (some seekers × some opportunities) that gives a boolean matrix,
True = excluded.
"""

from collections.abc import Callable
from enum import IntEnum
from functools import partial
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

Columns: TypeAlias = tuple[str, ...]
Rule: TypeAlias = Callable[[Block], Bools]


RULES: dict[Limit, Rule] = {
    Limit.YOUNG: ages.young,
    Limit.OVER_AGE: ages.over_age,
    Limit.AGE_ASKED: ages.age_asked,
    Limit.CAPACITY: body.capacity,
    **{limit: partial(body.work_limit, bit=bit) for bit, limit in enumerate(WORK_LIMITS)},
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

READS: dict[Limit, tuple[Columns, Columns]] = {
    Limit.YOUNG: (("age",), ("intensity", "hazardous", "demands")),
    Limit.OVER_AGE: (("over_age",), ("casual",)),
    Limit.AGE_ASKED: (("age",), ("age_min", "age_max")),
    Limit.CAPACITY: (("weak",), ("intensity", "flexible", "public_welfare")),
    **dict.fromkeys(WORK_LIMITS, (("limits",), ("demands",))),
    Limit.DISABILITY: (("disabilities",), ("disabilities",)),
    Limit.CERTIFICATE: (("certificates",), ("certificates",)),
    Limit.EDUCATION: (("education",), ("education",)),
    Limit.PUTONGHUA: (("putonghua",), ("putonghua",)),
    Limit.CARE_HOURS: (
        ("carer", "hours", "window_start", "window_end"),
        ("hours", "window_start", "window_end", "flexible"),
    ),
    Limit.DATES: (("available",), ("end",)),
    Limit.AGREEMENT: (("origin",), ("agreement",)),
}
"""The columns of seekers and opportunities that decide a limit: it is worked out once for all that
are equal in them. The limits not named here depend on where the two sides are."""
