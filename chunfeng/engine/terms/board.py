"""Meals, housing and a shuttle against what is needed."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

MEALS, HOUSING, SHUTTLE = 1 << 1, 1 << 2, 1 << 3


def board(some: Some) -> Floats:
    """The share of what is needed that is there; 1 when nothing is. Who is housed rides no bus."""
    needed = some.market.seekers.board[some.i]
    o = some.market.opportunities
    there = {
        MEALS: o.meals[some.j],
        HOUSING: o.housing[some.j],
        SHUTTLE: o.shuttle[some.j] | o.housing[some.j],
    }
    asked = sum(((needed & bit) > 0).astype(np.float32) for bit in there)
    met = sum((((needed & bit) > 0) & has).astype(np.float32) for bit, has in there.items())
    return np.where(asked > 0, met / np.maximum(asked, 1), 1).astype(np.float32)
