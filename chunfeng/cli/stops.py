"""Why a command stops early: an exit code and a sentence for the person at the terminal."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from types import FrameType
from typing import NoReturn

import typer

from chunfeng.kit.texts import Language, Text, text


class Exit(IntEnum):
    """Exit codes; docs/reference/command-line.md explains them."""

    DONE = 0
    FAILED = 1  # something unexpected, or the result could not be written
    USAGE = 2  # options, policy or target that cannot be used
    UNREADABLE = 3  # a ledger that cannot be read
    NO_ROWS = 4  # a ledger without a usable row
    STRICT = 5  # --strict, and a row or cell cannot be used
    INTERRUPTED = 130


class Stop(Exception):
    """Ends a command with a code and a sentence."""

    def __init__(self, code: Exit, message: Text) -> None:
        super().__init__(message.to("en"))
        self.code = code
        self.text = message


class Interrupts:
    """Ctrl-C that is not forgotten where Python drops it, as in a finaliser or a C callback."""

    came = False

    def __call__(self, number: int, frame: FrameType | None) -> NoReturn:
        self.came = True
        raise KeyboardInterrupt

    def check(self) -> None:
        """Stops now where Ctrl-C came before."""
        if self.came:
            raise KeyboardInterrupt


@contextmanager
def remembered() -> Iterator[Interrupts]:
    """Notes Ctrl-C while it lasts; of the main thread only, as signals are."""
    interrupts = Interrupts()
    before = signal.signal(signal.SIGINT, interrupts)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Turns a Stop, or Ctrl-C, into a sentence and an exit code."""
    try:
        yield
    except Stop as stop:
        tell(stop.text, language)
        raise typer.Exit(stop.code) from stop
    except KeyboardInterrupt as stop:
        tell(text("Interrupted; nothing was written."), language)
        raise typer.Exit(Exit.INTERRUPTED) from stop


def tell(message: Text, language: Language) -> None:
    """Says a sentence on the error stream."""
    print(clean(message.to(language)), file=sys.stderr)  # noqa: T201 this is the terminal


def clean(shown: str) -> str:
    """No characters that steer a terminal or turn its text around."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in shown)
