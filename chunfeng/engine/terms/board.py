"""Housing and meals against what is needed."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

MEALS, HOUSING = np.uint16(2), np.uint16(4)


def board(some: Some) -> Floats:
    """1 when nothing needed is missing; half lost for each of housing and meals that is."""
    needed = some.market.seekers.board[some.i]
    o = some.market.opportunities
    value = np.ones(some.i.size, np.float32)
    value -= 0.5 * (((needed & MEALS) > 0) & ~o.meals[some.j])
    value -= 0.5 * (((needed & HOUSING) > 0) & ~o.housing[some.j])
    return value
