"""Where the work is against where the person would go."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

CLOSER = np.float32(0.8)


def place(some: Some) -> Floats:
    """1 for a named place or the wished distance, 0.8 nearer to home."""
    s, o = some.market.seekers, some.market.opportunities
    wished = some.scale == s.reach[some.i]
    named = some.market.named[s.named[some.i], o.work[some.j]]
    fits: Floats = np.where(wished | named, np.float32(1), CLOSER)
    return fits
