"""Some seekers against some opportunities, with what their pairs share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chunfeng.engine.distance import Roads
from chunfeng.engine.tables import Bools, Bytes, Floats, Longs, Market, Rules


@dataclass(frozen=True, eq=False)
class Block:
    """The pairs rows × columns. Matrices have that shape."""

    market: Market
    rules: Rules
    roads: Roads
    rows: Longs
    columns: Longs

    @cached_property
    def scale(self) -> Bytes:
        """Administrative distance, 0 same village … 6 abroad."""
        home = self.market.seekers.home[self.rows]
        work = self.market.opportunities.work[self.columns]
        return self.market.scale[home[:, None], work[None, :]]

    @cached_property
    def km(self) -> Floats:
        """Road distance."""
        return self.roads.block(self.rows, self.columns, self.scale)

    @cached_property
    def daily(self) -> Bools:
        """Whether people would travel to work and back every day, bool[columns]."""
        return ~self.market.opportunities.housing[self.columns]

    def none_of(self) -> Bools:
        """A matrix that excludes nothing."""
        return np.zeros((self.rows.size, self.columns.size), np.bool_)
