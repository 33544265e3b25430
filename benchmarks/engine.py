"""Speed of the engine beside OR-Tools, on the same instances in the same run.

Figures are CPU seconds of this process: `solve` against `SimpleMinCostFlow.solve`. Building the
instance, loading OR-Tools' arcs and loading the compiled kernels are outside the clock.
"""

from __future__ import annotations

import argparse
import platform
import resource
import sys
import time

from benchmarks.instances import instance, variants
from chunfeng.engine import Instance, Plan, solve, verify
from chunfeng.engine.warm import warm_up

HEADS = ("instance", "pairs", "OR-Tools s", "<= 0.1 % s", "gap", "times", "optimum s", "times")
MEDIUM, LARGE, NATION = 100_000, 1_000_000, 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also 28 million pairs")
    parser.add_argument("--nation", action="store_true", help="only 278 million pairs")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}", file=sys.stderr)
    began = time.process_time()
    warm_up()
    print(f"loading the kernels: {time.process_time() - began:.1f} s CPU (not counted below)\n")
    if options.nation:
        nation()
        return
    print("| " + " | ".join(HEADS) + " |\n|" + "---|" * len(HEADS))
    for seekers in (MEDIUM, LARGE) if options.full else (MEDIUM,):
        for name, make in variants(seekers).items():
            print(row(name, make()), flush=True)


def timed(case: Instance, **arguments: object) -> tuple[Plan, float]:
    """A verified plan and the CPU seconds it took."""
    began = time.process_time()
    plan = solve(case, **arguments)  # type: ignore[arg-type]  # passed on as given
    seconds = time.process_time() - began
    verify(case, plan)
    return plan, seconds


def row(name: str, case: Instance) -> str:
    """One line of the table."""
    from benchmarks.rival import solve_by_flow

    close, fast = timed(case)
    best, slow = timed(case, exact=True)
    value, rival, _ = solve_by_flow(case)
    if not (best.value == value and best.status == "optimal" and close.gap <= 1e-3):
        raise RuntimeError(f"{name}: {best.value} ({best.status}) against {value}")
    cells = [name, f"{case.pairs.size:,}", f"{rival:.2f}", f"{fast:.3f}", f"{close.gap:.4%}"]
    cells += [f"{rival / fast:.0f}", f"{slow:.3f}", f"{rival / slow:.1f}"]
    return "| " + " | ".join(cells) + " |"


def nation() -> None:
    """10 million seekers, 1 million opportunities, 278 million pairs: time and peak of memory."""
    began = time.process_time()
    case = instance(NATION, NATION // 10)
    built = time.process_time()
    plan, seconds = timed(case)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{case.pairs.size:,} pairs built in {built - began:.0f} s CPU")
    print(f"plan in {seconds:.1f} s CPU, {plan.seconds:.1f} s: gap {plan.gap:.4%}, {plan.status}")
    print(f"value {plan.value:,}; peak of memory with building and verifying {peak:.2f} GiB")
