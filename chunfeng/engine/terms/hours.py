"""Working time against the time a person has, wants, and needs for the fields."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

WRONG_FORM, TOO_LONG, OUTSIDE, NO_ROOM_FOR_FARMING = 0.4, 0.4, 0.3, 0.2


def hours(some: Some) -> Floats:
    """1, less what does not fit: form of work, hours a day, time of day, farm-busy months.

    What is not known on either side takes nothing away.
    """
    s, o = some.market.seekers, some.market.opportunities
    i, j = some.i, some.j
    asked, offered, fixed = s.forms[i], o.forms[j], ~o.flexible[j]
    value = 1 - WRONG_FORM * ((asked > 0) & (offered > 0) & ((asked & offered) == 0))
    excess = (o.hours[j] - s.hours[i]) / np.maximum(s.hours[i], 1)
    value -= TOO_LONG * np.clip(np.nan_to_num(excess), 0, 1)
    begins, ends = o.window_start[j], o.window_end[j]
    known = (s.window_start[i] >= 0) & (begins >= 0)
    outside = known & ((begins < s.window_start[i]) | (ends > s.window_end[i]))
    value -= OUTSIDE * (outside & fixed)
    value -= NO_ROOM_FOR_FARMING * ((s.busy[i] > 0) & fixed)
    return np.asarray(np.clip(value, 0, 1), np.float32)
