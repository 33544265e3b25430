"""Running our own code on files that may be hostile, in a child process with capped means.

The parent calls ``started``; the child's module calls ``cap`` and ``cap_time`` before it looks at
anything, and answers on its standard output.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).resolve().parents[2]
OPEN_FILES = 32
KILLED_FOR_TIME = frozenset({-9, -24})  # what a child that used up its time ends with
_PASSED_ON = ("LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH")  # no passwords, no addresses
# The module's package is entered without its __init__, which loads all that the parent needs.
_START = """
import importlib, sys, types
sys.path.insert(0, sys.argv[1])
name, _, _ = sys.argv[2].rpartition(".")
importlib.import_module(name.rpartition(".")[0])
package = types.ModuleType(name)
package.__path__ = [sys.argv[3]]
sys.modules[name] = package
importlib.import_module(sys.argv[2]).main()
"""


class NotStarted(Exception):
    """The arguments cannot be passed on: too long, or with a zero byte in them."""


@contextmanager
def started(
    module: str, *arguments: str, seconds: float, given: bool = False
) -> Iterator["subprocess.Popen[bytes]"]:
    """A child that runs ``main()`` of a module of ours; killed after seconds by the clock.

    It has a pipe out, one in if something is ``given``, and of this process's environment only its
    language. NotStarted where the arguments cannot be passed on.
    """
    folder = ROOT.joinpath(*module.split(".")[:-1])
    command = [sys.executable, "-I", "-c", _START, str(ROOT), module, str(folder), *arguments]
    try:
        child = subprocess.Popen(  # noqa: S603 our own code; arguments are never parsed
            command,
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
    except (OSError, ValueError) as error:
        raise NotStarted from error
    timer = Timer(seconds, child.kill)
    timer.start()
    try:
        with child:
            try:
                yield child
            finally:
                child.kill()
    finally:
        timer.cancel()


def cap(memory: int) -> None:
    """Takes from this process what reading does not need: bytes of memory, files to write."""
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def cap_time(seconds: int) -> None:
    """Bounds this process's processor time in seconds."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
