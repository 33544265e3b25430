"""How near the work is to what the person wants, can do or has done."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

UNKNOWN = np.float32(0.4)  # nothing is known of the person's work, or of the vacancy's
OPEN = np.float32(0.4)  # work that asks for no skill can be learnt on the spot


def occupation(some: Some) -> Floats:
    """The fit table's value; work that asks for no skill fits everybody a little."""
    m = some.market
    value = m.fit[m.seekers.occupations[some.i], m.opportunities.occupation[some.j]]
    value = np.where(np.isnan(value), UNKNOWN, value)
    open_to_all = ~m.opportunities.skilled[some.j]
    fitted: Floats = np.where(open_to_all, np.maximum(value, OPEN), value).astype(np.float32)
    return fitted
