"""Some pairs of a market, with what terms share."""

from dataclasses import dataclass

from chunfeng.engine.tables import Bytes, Floats, Longs, Market, Rules

UNKNOWN = 0.4  # what a term is worth where nothing is known: a little below the middle


@dataclass(frozen=True, eq=False)
class Some:
    """The pairs (i[k], j[k]), or i and j broadcast to a matrix; km and scale belong to them."""

    market: Market
    rules: Rules
    i: Longs
    j: Longs
    km: Floats
    scale: Bytes
