"""How near the work is to what the person wants, can do or has done.

Same occupation 1, same small group 0.8, same middle group 0.5 (职业分类大典 2022).
"""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import UNKNOWN, Some


def occupation(some: Some) -> Floats:
    """The best fit of any word known of the person; work that asks for no skill fits at least 0.4.

    Such work can be learnt on the spot.
    """
    m = some.market
    words = m.profiles[m.seekers.occupations[some.i]]
    asked = m.opportunities.occupation[some.j]
    value = m.fit[words[..., 0], asked]
    for k in range(1, words.shape[-1]):
        value = np.fmax(value, m.fit[words[..., k], asked])
    value = np.where(np.isnan(value), UNKNOWN, value)
    learnt = np.where(m.opportunities.skilled[some.j], 0, UNKNOWN)
    return np.maximum(value, learnt).astype(np.float32)
