"""Working something out one step ahead, in a process of its own."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from chunfeng.foundation.intake.errors import UnreadableFile, UnusableLedger
from chunfeng.kit.texts import as_json, from_json

T = TypeVar("T")
_REFUSALS = {kind.__name__: kind for kind in (UnreadableFile, UnusableLedger)}


def ahead(made: Callable[..., Iterator[T]], *arguments: Any) -> Iterator[T]:
    """What ``made(*arguments)`` gives, while the one after is being made already.

    The other process waits as long as nobody takes what it has, and ends with this one.
    """
    spawning = get_context("spawn")  # forked processes would share this one's connections
    mine, theirs = spawning.Pipe(duplex=False)
    other = spawning.Process(target=_give, args=(theirs, made, arguments), daemon=True)
    other.start()
    theirs.close()
    try:
        for value in _taken(mine):
            with _uncollected():
                yield value
    finally:
        mine.close()
        other.kill()
        other.join()


def _taken(pipe: Connection) -> Iterator[Any]:
    while True:
        try:
            kind, value = pipe.recv()
        except EOFError:
            raise RuntimeError("the reading process broke off") from None
        if kind == "end":
            return
        if kind in _REFUSALS:
            raise _REFUSALS[kind](from_json(value))
        yield value


@contextmanager
def _uncollected() -> Iterator[None]:
    """Thousands of rows live at once and hold no cycles: looking for some costs a third more."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _give(pipe: Connection, made: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]) -> None:
    gc.disable()
    try:
        for value in made(*arguments):
            pipe.send(("value", value))
        pipe.send(("end", None))
    except (UnreadableFile, UnusableLedger) as refused:
        pipe.send((type(refused).__name__, as_json(refused.text)))
    except BrokenPipeError:
        return  # nobody takes any more
