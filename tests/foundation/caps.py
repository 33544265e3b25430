"""What the kernel lets a child process take that opens a file of a stranger."""

from pathlib import Path
from time import sleep

NAMES = ("Max cpu time", "Max address space", "Max file size")


def caps(child: int) -> tuple[int, ...]:
    """(seconds of processor time, bytes of memory, bytes of a file it writes), once they stand.

    The child may have ended by then, as long as nobody has waited for it.
    """
    while "unlimited" in (found := [_soft(child, name) for name in NAMES]):
        sleep(0.01)  # it caps itself as the first thing it does; who started it kills it one day
    return tuple(int(one) for one in found)


def _soft(child: int, name: str) -> str:
    limits = Path(f"/proc/{child}/limits").read_text(encoding="ascii")
    return limits.partition(name)[2].split()[0]
