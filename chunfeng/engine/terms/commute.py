"""The way to work: a short daily commute, or a journey with someone."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

HOUSED, HOUSED_ESCORTED = np.float32(0.5), np.float32(0.7)


def commute(some: Some) -> Floats:
    """1 at the door, 0 at the end of the accepted commute; housed work half, escorted more."""
    s, o = some.market.seekers, some.market.opportunities
    most = np.maximum(s.commute_km[some.i], 1)
    near = np.clip(1 - some.km / most, 0, 1)
    away = np.where(o.escorted[some.j], HOUSED_ESCORTED, HOUSED)
    value: Floats = np.where(o.housing[some.j], np.maximum(near, away), near).astype(np.float32)
    return value
