"""The engine's doors: `solve` from nothing or a plan, `resolve` after a day's changes."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from chunfeng.engine import kernel
from chunfeng.engine.auction import Auction
from chunfeng.engine.instance import Instance
from chunfeng.engine.plan import Plan
from chunfeng.engine.quota_search import search_flow
from chunfeng.engine.search import search
from chunfeng.engine.watch import OnProgress, Watch

SMALL_PAIRS = 5_000  # up to here plain Python (0.1 s) is faster than loading the kernels (1.4 s)


def solve(
    instance: Instance,
    gap: float = 1e-3,
    exact: bool = False,
    threads: int | None = None,
    time_limit: float | None = None,
    warm: Plan | None = None,
    on_progress: OnProgress | None = None,
) -> Plan:
    """A plan whose certified gap is at most `gap`, or a proven optimum with `exact`.

    The plan is the same for any number of threads (None: one per processor). time_limit is in
    seconds of wall time; it, or `on_progress` returning False, ends the search with the best plan
    so far and its bound. `warm` starts from an earlier plan of a similar instance (not with quotas,
    which with tiers are also always solved to the optimum). ValueError on bad arguments.
    """
    _check_arguments(gap, threads, time_limit)
    if instance.pairs.size > SMALL_PAIRS:
        kernel.use_compiler(True)
    watch = Watch(time_limit, on_progress)
    if instance.quotas:
        return search_flow(instance, 0.0 if exact else gap, watch)
    used = (threads or os.cpu_count() or 1) if kernel.compiled() else 1
    return search(Auction(instance, used), 0.0 if exact else gap, watch, warm)


def resolve(
    instance: Instance,
    previous: Plan,
    changed_rows: ArrayLike = (),
    gap: float = 1e-3,
    exact: bool = False,
    threads: int | None = None,
    time_limit: float | None = None,
    on_progress: OnProgress | None = None,
) -> Plan:
    """Solves after a day's changes, starting from the previous plan.

    changed_rows are rows whose people leave their place first; all other changes are found. Rows
    and opportunities keep their numbers, new ones come at the end. The rest is as for `solve`.
    """
    rows = np.asarray(changed_rows, np.int64).ravel()
    if rows.size and not 0 <= rows.min() <= rows.max() < instance.seekers:
        raise ValueError(f"changed_rows: a row is outside 0..{instance.seekers - 1}")
    assignment = previous.assignment.copy()
    assignment[rows[rows < assignment.size]] = -1
    start = replace(previous, assignment=assignment)
    return solve(instance, gap, exact, threads, time_limit, start, on_progress)


def _check_arguments(gap: float, threads: int | None, time_limit: float | None) -> None:
    if not 0 <= gap < float("inf"):
        raise ValueError(f"gap {gap} is not a number of 0 or more")
    if threads is not None and threads < 1:
        raise ValueError(f"threads {threads} is less than 1")
    if time_limit is not None and not time_limit >= 0:
        raise ValueError(f"time_limit {time_limit} is not a number of 0 or more")
