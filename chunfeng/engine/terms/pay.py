"""Pay against the wish and against what the market pays."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import Some

UNKNOWN = np.float32(0.4)


def pay(some: Some) -> Floats:
    """Seven parts wish, three parts market median; unknown pay counts a little below the middle.

    The wish part is 0 at 70 % of the wish and 1 at 130 %; the market part 0 at 60 % and 1 at 140 %.
    """
    offered = some.market.opportunities.pay[some.j]
    wished = some.market.seekers.pay_min[some.i]
    by_market = np.clip((offered / some.rules.median_pay - 0.6) / 0.8, 0, 1)
    by_wish = np.clip((offered / np.maximum(wished, 1) - 0.7) / 0.6, 0, 1)
    by_wish = np.where(np.isnan(wished), by_market, by_wish)
    value: Floats = (0.7 * by_wish + 0.3 * by_market).astype(np.float32)
    return np.where(np.isnan(offered), UNKNOWN, value)
