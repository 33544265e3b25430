"""Company on the way and at work: a spouse, fellow villagers, an escort."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

INDIFFERENT = np.float32(0.6)
WANTS_SOMEONE = np.uint16(2 | 4)


def company(some: Some) -> Floats:
    """Who wants company or an escort finds it where there are seats for two, or an escort."""
    s, o = some.market.seekers, some.market.opportunities
    wants = (s.company[some.i] & WANTS_SOMEONE) > 0
    room = o.headcount[some.j] >= 2
    value = np.where(wants, room.astype(np.float32), INDIFFERENT)
    led = s.escort[some.i]
    found: Floats = np.where(led, o.escorted[some.j].astype(np.float32), value).astype(np.float32)
    return found
