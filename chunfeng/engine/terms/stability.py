"""How many stay with the employer: its own record, or what is usual for the way into work."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some


def stability(some: Some) -> Floats:
    """Share still there after 90 days, 0..1."""
    o = some.market.opportunities
    usual = np.asarray(some.rules.stay_by_channel, np.float32)[o.channel[some.j]]
    stay = o.stay[some.j]
    return np.where(np.isnan(stay), usual, stay).astype(np.float32)
