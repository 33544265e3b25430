"""What a command is doing, on the error stream: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from chunfeng.cli.stops import tell
from chunfeng.kit.texts import Language, Text


class Steps:
    """Notes each step as it begins; this one shows nothing (``--quiet``)."""

    _step: Text | None = None

    def begin(self, step: Text) -> None:
        """A new step; the one before is done."""

    def at(self, done: float, total: float) -> None:
        """How far the step is."""

    def stage(self, step: Text, done: float, total: float) -> None:
        """A step and how far it is; a new one where its words are new."""
        if step is not self._step:
            self._step = step
            self.begin(step)
        self.at(done, total)


class _Lines(Steps):
    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def begin(self, step: Text) -> None:
        tell(step, self._language)


class _Bars(Steps):
    def __init__(self, language: Language, bars: Progress) -> None:
        self._language: Language = language
        self._bars = bars
        self._task: TaskID | None = None

    def begin(self, step: Text) -> None:
        self.end()
        self._task = self._bars.add_task(step.to(self._language), total=None)

    def at(self, done: float, total: float) -> None:
        if self._task is not None:
            self._bars.update(self._task, completed=done, total=total)

    def end(self) -> None:
        if self._task is not None:
            self._bars.update(self._task, completed=1, total=1)
            self._bars.stop_task(self._task)


@contextmanager
def steps(language: Language, *, quiet: bool) -> Iterator[Steps]:
    """The steps of a command, shown as the error stream allows."""
    if quiet:
        yield Steps()
    elif not sys.stderr.isatty():
        yield _Lines(language)
    else:
        columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(24)
        with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
            shown = _Bars(language, bars)
            yield shown
            shown.end()
