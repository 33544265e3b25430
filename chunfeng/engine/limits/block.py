"""Some seekers against some opportunities, with what their pairs share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chunfeng.engine.distance import Roads
from chunfeng.engine.kinds import kinds
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
    def _homes(self) -> tuple[Longs, Longs]:
        """(a row from each home, which of them each row shares its home with)."""
        s = self.market.seekers
        columns = [column[self.rows] for column in (s.home, s.lon, s.lat, s.approximate)]
        first, same = kinds(columns, self.rows.size)
        return self.rows[first], same

    @cached_property
    def scale(self) -> Bytes:
        """Administrative distance, 0 same village … 6 abroad."""
        rows, same = self._homes
        scale = self.market.scale[self.market.seekers.home[rows]]
        works = self.market.opportunities.work[self.columns]
        return np.take(np.take(scale, works, axis=1), same, axis=0)

    @cached_property
    def km(self) -> Floats:
        """Road distance."""
        rows, same = self._homes
        works = self.market.opportunities.work[self.columns]
        scale = np.take(self.market.scale[self.market.seekers.home[rows]], works, axis=1)
        return np.take(self.roads.block(rows, self.columns, scale), same, axis=0)

    @cached_property
    def too_far(self) -> Bools:
        """Beyond the commute that the seeker accepts."""
        i, j = self.rows[:, None], self.columns[None, :]
        beyond: Bools = self.km > most_km(self.market, self.rules, i, j)
        return beyond

    def none_of(self) -> Bools:
        """A matrix that excludes nothing."""
        return np.zeros((self.rows.size, self.columns.size), np.bool_)


def most_km(market: Market, rules: Rules, i: Longs, j: Longs) -> Floats:
    """Most km one way that a seeker accepts; a shuttle lengthens it. (i, j) are broadcast."""
    shuttle = market.opportunities.shuttle[j].astype(np.float32)
    most: Floats = market.seekers.commute_km[i] + shuttle * np.float32(rules.shuttle_extra_km)
    return most
