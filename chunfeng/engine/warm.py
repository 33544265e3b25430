"""Compiles every kernel once and keeps the machine code: python -m chunfeng.engine.warm."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from chunfeng.engine import kernel
from chunfeng.engine.instance import Instance
from chunfeng.engine.quotas import Cap, Reserve
from chunfeng.engine.solve import resolve, solve


def warm_up() -> None:
    """Runs every kernel as machine code, compiling those that are not kept yet."""
    kernel.use_compiler(True)
    scarce, ample = _instance(seats=1, tiers=3), _instance(seats=9, tiers=1)
    for case in (scarce, ample):
        plan = solve(case, exact=True)
        resolve(case, plan, exact=True)
    solve(ample, on_progress=lambda _report: False)
    quotas = (Reserve(0, 1, 1), Cap([1], 0, 1), Cap([2, 3], None, 2), Cap(range(8), 1, 5))
    origin = np.arange(40) % 2
    solve(
        Instance.packed(scarce.indptr, scarce.pairs, scarce.headcount, scarce.tier, origin, quotas)
    )


def forget() -> None:
    """Drops kept machine code: Numba misses changes in a kernel that another one calls."""
    for kept in (Path(__file__).parent / "__pycache__").glob("*.nb[ic]"):
        kept.unlink()


def _instance(seats: int, tiers: int) -> Instance:
    """40 seekers, each with 4 of 8 opportunities."""
    g = np.random.default_rng(1)
    rows = np.sort(np.argsort(g.random((40, 8)))[:, :4])
    tier = np.arange(40) % tiers if tiers > 1 else None
    scores = g.integers(1, 10_001, rows.size)
    return Instance(np.arange(41) * 4, rows.ravel(), scores, np.full(8, seats), tier)


if __name__ == "__main__":
    forget()
    began = time.perf_counter()
    warm_up()
    sys.stderr.write(f"compiled the engine in {time.perf_counter() - began:.0f} s\n")
