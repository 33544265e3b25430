"""Small instances need no compiler; set-up compiles all that large ones need."""

import subprocess
import sys

import pytest

from benchmarks.instances import instance
from chunfeng.engine import kernel, resolve, solve
from chunfeng.engine.warm import warm_up


def test_a_small_instance_is_solved_without_importing_numba() -> None:
    script = (
        "import sys; from chunfeng.engine import Instance, Cap, solve, verify\n"
        "for quotas in ((), (Cap([0], None, 1),)):\n"
        "    case = Instance([0, 2, 4], [0, 1] * 2, [5, 6, 7, 9], [1, 1], [0, 1], quotas=quotas)\n"
        "    verify(case, solve(case, exact=True))\n"
        "assert 'numba' not in sys.modules and 'llvmlite' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)  # noqa: S603  # our own


def signatures() -> dict[str, int]:
    return {d.__name__: len(d.signatures) for d in kernel._compiled if hasattr(d, "signatures")}


@pytest.mark.parametrize("seats", [2, 30])
def test_set_up_compiles_every_kernel_that_a_county_needs(seats: int) -> None:
    warm_up()
    before = signatures()
    case = instance(3_000, 300, 12, headcount=seats)
    resolve(case, solve(case), [4, 5], exact=True)
    assert signatures() == before
    assert all(before[name] for name in ("forward", "reverse", "settle", "augment", "discharge"))


def test_switching_to_plain_python_and_back_changes_nothing_else() -> None:
    was = kernel.compiled()
    for on in (True, False, was):
        kernel.use_compiler(on)
        assert kernel.compiled() is on
