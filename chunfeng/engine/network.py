"""Instances with quotas: the network on which a plan is a flow, and prices from its potentials.

seeker -> cell (origin, opportunity) -> open seats -> pool of opportunities -> ... -> sink; a cell
only where an origin has a reserve or a cap on the opportunity. A ceiling on all people of an origin
stands before them. Every seeker can also stay out, so there always is a flow.
"""

from __future__ import annotations

import numpy as np

from chunfeng.engine.bound import Cells
from chunfeng.engine.instance import Instance
from chunfeng.engine.quotas import Quota, Reserve
from chunfeng.engine.types import Holders, Ints

FREE = np.iinfo(np.int32).max  # a capacity that never binds


class Network:
    """Arcs: one per pair, one per seeker for staying out, then others; flow has everyone out."""

    def __init__(self, instance: Instance, gain: Ints, shift: int) -> None:
        """`gain` int64[tiers] is what a place is worth beside its score."""
        self.instance = instance
        self.sink = instance.seekers + instance.opportunities
        self.nodes = self.sink + 1
        self.others: list[tuple[int, int, int, int]] = []  # tail, head, capacity, flow
        self._add_pools()
        self._add_cells()
        self._add_seats()
        self._add_totals()
        self._join(gain, shift)

    def beyond(self, j: int) -> int:
        """The node after the seats of opportunity j."""
        pool = self.instance.nesting.around.get(j, -1)
        return self.pool.get(pool, self.sink)

    def _node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def _add(self, tail: int, head: int, capacity: int, flow: int = 0) -> None:
        self.others.append((tail, head, min(capacity, FREE), flow))

    def _add_pools(self) -> None:
        nesting = self.instance.nesting
        self.pool = {number: self._node() for number in nesting.pools}
        for number, node in self.pool.items():
            around = self.pool.get(nesting.parent[number], self.sink)
            self._add(node, around, self.instance.quotas[number].seats)

    def _add_cells(self) -> None:
        """Cells have a node before their ceiling and one after it."""
        quotas, nesting, n = self.instance.quotas, self.instance.nesting, self.instance.seekers
        self.before: dict[tuple[int, int], int] = {}
        self.after: dict[tuple[int, int], int] = {}
        self.cell_cap = least(quotas, nesting.cells)
        for number in [*nesting.reserves, *nesting.cells]:
            cell = cell_of(quotas[number])
            if cell in self.before:
                continue
            self.before[cell], self.after[cell] = self._node(), self._node()
            cap = self.cell_cap.get(cell)
            self._add(
                self.before[cell], self.after[cell], FREE if cap is None else quotas[cap].seats
            )
            self._add(self.after[cell], n + cell[1], FREE)
        for number in nesting.reserves:
            cell = cell_of(quotas[number])
            self._add(self.after[cell], self.beyond(cell[1]), quotas[number].seats)

    def _add_seats(self) -> None:
        """Open seats: those that no reserve keeps."""
        seats = self.instance.seats()
        for number in self.instance.nesting.reserves:
            _, j = cell_of(self.instance.quotas[number])
            seats[j] -= self.instance.quotas[number].seats
        for j, open_seats in enumerate(seats.tolist()):
            self._add(self.instance.seekers + j, self.beyond(j), open_seats)

    def _add_totals(self) -> None:
        """A ceiling on an origin: its people come from a node behind the ceiling."""
        quotas, origin = self.instance.quotas, self.instance.origin
        self.total: dict[int, int] = {}  # quota -> node behind the ceiling
        self.source: Holders = np.full(self.instance.seekers, -1, np.int32)
        caps = sorted(self.instance.nesting.totals, key=lambda k: (quotas[k].seats, k))
        for number in caps:
            people = (origin == quotas[number].origin) & (self.source < 0)
            size = int(np.count_nonzero(people))
            if quotas[number].seats < size:
                home, behind = self._node(), self._node()
                self.total[number] = behind
                self.source[people] = behind
                self._add(home, behind, quotas[number].seats)
                self._add(home, self.sink, FREE, size)

    def _join(self, gain: Ints, shift: int) -> None:
        instance = self.instance
        n, pairs = instance.seekers, instance.pairs.size
        others = np.array(self.others, np.int64).reshape(-1, 4)
        size = pairs + n + len(others)
        self.tail, self.head = np.empty(size, np.int32), np.empty(size, np.int32)
        self.cost, self.capacity = np.zeros(size, np.int64), np.ones(size, np.int64)
        self.flow = np.zeros(size, np.int64)
        tier = np.zeros(n, np.int8) if instance.tier is None else instance.tier
        entries = Cells(instance, list(self.before))
        nodes = np.array([*self.before.values(), -1], np.int32)
        for part, rows, opportunity, score in instance.chunks():
            cell = nodes[entries.of(rows, opportunity)]
            self.tail[part] = rows
            self.head[part] = np.where(cell >= 0, cell, opportunity + n)
            self.cost[part] = -((score + gain[tier[rows]]) << shift)
        stay = slice(pairs, pairs + n)
        alone = self.source < 0
        self.tail[stay] = np.where(alone, np.arange(n), self.source)
        self.head[stay] = np.where(alone, self.sink, np.arange(n))
        self.flow[stay] = alone
        self.tail[pairs + n :], self.head[pairs + n :] = others[:, 0], others[:, 1]
        self.capacity[pairs + n :], self.flow[pairs + n :] = others[:, 2], others[:, 3]

    def prices(self, potential: Ints, top: int) -> tuple[Ints, Ints]:
        """Prices of opportunities and tolls of quotas, at most `top`, from potentials."""
        instance, nesting = self.instance, self.instance.nesting
        level = np.minimum(potential[self.sink] - potential, top)
        toll = np.zeros(len(instance.quotas), np.int64)
        paid = {self.sink: 0}
        for number in reversed(nesting.pools):
            around = paid[self.pool.get(nesting.parent[number], self.sink)]
            toll[number] = max(0, int(level[self.pool[number]]) - around)
            paid[self.pool[number]] = around + int(toll[number])
        n, m = instance.seekers, instance.opportunities
        behind = np.array([paid[self.beyond(j)] for j in range(m)], np.int64)
        price = np.maximum(0, level[n : n + m] - behind)
        inside = {cell: int(price[cell[1]]) for cell in self.after}
        for number in nesting.reserves:
            cell = cell_of(instance.quotas[number])
            own = int(level[self.after[cell]] - behind[cell[1]])
            inside[cell] = min(max(0, own), inside[cell])
            toll[number] = price[cell[1]] - inside[cell]
        for cell, number in self.cell_cap.items():
            toll[number] = max(0, int(level[self.before[cell]] - behind[cell[1]]) - inside[cell])
        for number, node in self.total.items():
            toll[number] = min(max(0, -int(level[node])), top)
        return price, toll


def cell_of(quota: Quota) -> tuple[int, int]:
    """(origin, first opportunity) of a quota that names an origin."""
    first = quota.opportunity if isinstance(quota, Reserve) else quota.opportunities[0]
    return int(quota.origin or 0), first


def least(quotas: tuple[Quota, ...], caps: list[int]) -> dict[tuple[int, int], int]:
    """Of caps on the same (origin, first opportunity), the one with the fewest seats."""
    chosen: dict[tuple[int, int], int] = {}
    for number in sorted(caps, key=lambda k: (quotas[k].seats, k)):
        chosen.setdefault(cell_of(quotas[number]), number)
    return chosen
