"""The other solver: OR-Tools SimpleMinCostFlow on the same instance."""

from __future__ import annotations

import time

import numpy as np
from ortools.graph.python import min_cost_flow

from chunfeng.engine import Instance


def solve_by_flow(instance: Instance) -> tuple[int, float, float]:
    """Optimal value, CPU seconds of solving, and CPU seconds of loading the arcs."""
    n, m = instance.seekers, instance.opportunities
    began = time.process_time()
    flow = min_cost_flow.SimpleMinCostFlow()
    people, sink = np.arange(n), n + m
    rows = np.repeat(people, np.diff(instance.indptr))
    ones = np.ones(instance.pairs.size, np.int64)
    add = flow.add_arcs_with_capacity_and_unit_cost
    add(rows, n + instance.opportunity.astype(np.int64), ones, -(instance.pairs >> 32))
    add(n + np.arange(m), np.full(m, sink), instance.headcount, np.zeros(m, np.int64))
    add(people, np.full(n, sink), np.ones(n, np.int64), np.zeros(n, np.int64))
    supplies = np.concatenate([np.ones(n, np.int64), np.zeros(m, np.int64), [-n]])
    flow.set_nodes_supplies(np.arange(sink + 1), supplies)
    loaded = time.process_time()
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("OR-Tools found no optimum")
    return -flow.optimal_cost(), time.process_time() - loaded, loaded - began
