"""The way to work: a short daily commute, or a journey with someone."""

import numpy as np

from chunfeng.engine.limits.block import most_km
from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

HOUSED, ESCORTED, ALONE = 0.5, 0.7, 0.2
BEYOND_COUNTY = 3


def commute(some: Some) -> Floats:
    """1 at the door, 0 at the end of the accepted commute; work with housing at least half.

    Beyond the county an escort makes the journey easier, and worse without one for who needs it.
    """
    s, o = some.market.seekers, some.market.opportunities
    most = np.maximum(most_km(some.market, some.rules, some.i, some.j), 1)
    near = np.clip(1 - some.km / most, 0, 1)
    journey = some.scale >= BEYOND_COUNTY
    alone = np.where(s.escort[some.i], ALONE, HOUSED)
    away = np.where(journey, np.where(o.escorted[some.j], ESCORTED, alone), HOUSED)
    return np.where(o.housing[some.j], np.maximum(near, away), near).astype(np.float32)
