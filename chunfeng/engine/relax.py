"""Minimum-cost flow by cost scaling (Goldberg & Tarjan): push and relabel, first in first out.

Residual arc 2a runs along arc a and 2a + 1 against it; `room` is what it can still carry. The
reduced cost of an arc u -> v is cost + potential[u] - potential[v]; flow moves where it is below 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from chunfeng.engine.kernel import kernel
from chunfeng.engine.ring import dequeue, enqueue
from chunfeng.engine.types import Holders, Ints, Ring, new_ring

SCALE = 8  # eps falls by this factor from phase to phase
STEP = 1 << 23  # arcs looked at between two looks at the clock


class Graph(NamedTuple):
    """Residual arcs by the node they leave: arcs[start[u]:start[u + 1]]."""

    start: Ints
    arcs: Holders
    ends: Holders  # by residual arc: the node it leaves; its twin r ^ 1 leaves the other end
    cost: Ints  # by arc
    room: Ints  # by residual arc
    potential: Ints  # by node
    excess: Ints  # by node: what came in and has not gone on
    at: Ints  # by node: the residual arc to try next


@kernel
def sort_arcs(graph: Graph) -> None:
    """Fills start (zeros) and arcs from ends."""
    start, arcs, ends, at = graph.start, graph.arcs, graph.ends, graph.at
    for r in range(ends.size):
        start[ends[r] + 1] += 1
    for u in range(at.size):
        start[u + 1] += start[u]
        at[u] = start[u]
    for r in range(ends.size):
        arcs[at[ends[r]]] = r
        at[ends[r]] += 1


@kernel
def reduced(ends: Holders, cost: Ints, potential: Ints, r: int) -> int:
    """Reduced cost of residual arc r."""
    own = cost[r >> 1] if r & 1 == 0 else -cost[r >> 1]
    return int(own + potential[ends[r]] - potential[ends[r ^ 1]])


@kernel
def send(ends: Holders, room: Ints, excess: Ints, r: int, flow: int) -> None:
    """Moves flow along residual arc r."""
    room[r] -= flow
    room[r ^ 1] += flow
    excess[ends[r]] -= flow
    excess[ends[r ^ 1]] += flow


@kernel
def saturate(graph: Graph, ring: Ring) -> None:
    """Fills every residual arc of negative reduced cost and queues the nodes with an excess."""
    start, _, ends, cost, room, potential, excess, at = graph
    queue, queued, cursor = ring
    excess[:] = 0
    for r in range(ends.size):
        if room[r] > 0 and reduced(ends, cost, potential, r) < 0:
            send(ends, room, excess, r, room[r])
    for u in range(at.size):
        at[u] = start[u]
        if excess[u] > 0:
            enqueue(queue, queued, cursor, u)


@kernel
def relabel(graph: Graph, u: int, eps: int) -> None:
    """Lowers the potential of u until some arc out of it has a reduced cost of -eps."""
    start, arcs, ends, cost, room, potential, _, at = graph
    least = 1 << 62
    for k in range(start[u], start[u + 1]):
        if room[arcs[k]] > 0:
            least = min(least, reduced(ends, cost, potential, arcs[k]))
    potential[u] -= least + eps
    at[u] = start[u]


@kernel
def discharge(graph: Graph, ring: Ring, eps: int, budget: int) -> int:
    """Moves excess on until no node has any, or about `budget` arcs were looked at; how many."""
    start, arcs, ends, cost, room, potential, excess, at = graph
    queue, queued, cursor = ring
    looked = 0
    while cursor[1] > 0 and looked < budget:
        u = dequeue(queue, queued, cursor)
        while excess[u] > 0:
            if at[u] == start[u + 1]:
                relabel(graph, u, eps)
                looked += start[u + 1] - start[u]
            r = arcs[at[u]]
            looked += 1
            if room[r] > 0 and reduced(ends, cost, potential, r) < 0:
                send(ends, room, excess, r, min(excess[u], room[r]))
                if excess[ends[r ^ 1]] > 0:
                    enqueue(queue, queued, cursor, ends[r ^ 1])
            else:
                at[u] += 1
    return looked


class Flow:
    """A feasible flow and potentials, improved phase by phase."""

    def __init__(
        self, tail: Holders, head: Holders, cost: Ints, capacity: Ints, flow: Ints
    ) -> None:
        nodes = int(max(tail.max(), head.max())) + 1
        self.graph = Graph(
            start=np.zeros(nodes + 1, np.int64),
            arcs=np.zeros(2 * tail.size, np.int32),
            ends=np.column_stack([tail, head]).ravel().astype(np.int32),
            cost=cost,
            room=np.column_stack([capacity - flow, flow]).ravel().astype(np.int64),
            potential=np.zeros(nodes, np.int64),
            excess=np.zeros(nodes, np.int64),
            at=np.zeros(nodes, np.int64),
        )
        sort_arcs(self.graph)
        self.eps = int(np.abs(cost).max(initial=1))

    @property
    def potential(self) -> Ints:
        """By node; all prices and tolls are differences of potentials."""
        return self.graph.potential

    @property
    def flow(self) -> Ints:
        """What every arc carries."""
        return self.graph.room[1::2]

    def phases(self, pause: Callable[[str], bool]) -> Iterator[None]:
        """Yields after every phase, until eps is 1 and the flow optimal, or until told to stop.

        The flow is feasible at each yield. Optimal needs costs that are multiples of more than
        all flow times the longest path.
        """
        while self.eps > 1:
            self.eps = max(1, self.eps // SCALE)
            ring = new_ring(self.potential.size)
            saturate(self.graph, ring)
            while ring.cursor[1] > 0:
                discharge(self.graph, ring, self.eps, STEP)
                if pause("flow"):
                    return
            yield
