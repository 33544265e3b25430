"""Child processes that never outlive their parent, and work only one process may do at a time."""

import ctypes
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import Signals

_PR_SET_PDEATHSIG = 1  # from linux/prctl.h
_LIBC = ctypes.CDLL(None)


class Taken(Exception):
    """Another process holds the lock."""


def tied(end: Signals) -> Callable[[], None]:
    """A child's ``preexec_fn``: the kernel sends it ``end`` when its parent dies, even by SIGKILL.

    The kernel counts the thread that made the child as its parent: start children in the main
    thread. A change of account would clear the tie; Popen changes it before it calls this.
    """
    parent = os.getpid()

    def tie() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(end))
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return tie


@contextmanager
def alone(lock: Path, *, wait: bool = True) -> Iterator[None]:
    """Holds a lock file; raises Taken at once where it is held and ``wait`` is off."""
    with os.fdopen(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600), "w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Taken(str(lock)) from None
        yield
