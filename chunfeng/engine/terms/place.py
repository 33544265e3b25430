"""Where the work is against where the person would go."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

NOT_WISHED, NOT_ASKED = 0.6, 0.8


def place(some: Some) -> Floats:
    """1 for a named place or a wished distance, 0.6 nearer than that, 0.8 when nobody asked."""
    s, o = some.market.seekers, some.market.opportunities
    distances = s.wished[some.i]
    wished = (distances >> some.scale.astype(np.uint16)) & 1 > 0
    wished |= some.market.named[s.named[some.i], o.work[some.j]]
    other = np.where(distances > 0, NOT_WISHED, NOT_ASKED)
    return np.where(wished, 1, other).astype(np.float32)
