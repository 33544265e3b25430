"""Pay against the wish and against what the market pays."""

import numpy as np

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms.some import UNKNOWN, Some


def pay(some: Some) -> Floats:
    """Seven parts wish, three parts market median; without a wish the median alone.

    The wish part is 0 at 70 % of the wish and 1 at 130 %; the median part 0 at 60 % and 1 at 140 %.
    """
    offered = some.market.opportunities.pay[some.j].astype(np.float64)
    wished = some.market.seekers.pay_min[some.i].astype(np.float64)
    by_market = np.clip((offered / some.rules.median_pay - 0.6) / 0.8, 0, 1)
    by_wish = np.clip((offered / np.maximum(wished, 1) - 0.7) / 0.6, 0, 1)
    by_wish = np.where(np.isnan(wished), by_market, by_wish)
    value = 0.7 * by_wish + 0.3 * by_market
    return np.where(np.isnan(offered), UNKNOWN, value).astype(np.float32)
