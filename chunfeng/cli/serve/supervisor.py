"""One process that starts the others in order, restarts what dies and stops them in reverse.

Every part is tied to it by the kernel (``processes.tied``): kill it with SIGKILL and they end too.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from chunfeng.foundation.database.failures import DatabaseFailure
from chunfeng.foundation.database.home import ROOT, open_log, trim_log
from chunfeng.foundation.database.processes import tied
from chunfeng.kit.texts import Text, text

_ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Base(Protocol):
    """What is started first and stopped last: the database that comes along."""

    def start(self) -> None:
        """Starts it and waits until it answers."""

    def running(self) -> bool:
        """Whether it answers."""

    def stop(self) -> None:
        """Stops it and waits for its end."""


@dataclass(frozen=True, slots=True)
class Part:
    """A process: how it is called in the log folder and on the terminal, and how it is run."""

    name: str
    title: Text
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    patience: float = 30  # seconds it gets to end by itself
    answers: Callable[[], bool] | None = None  # whether it does its work
    welcome: Text | None = None  # said once it does


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks, before a restart (doubled each time), until that is forgotten."""

    look: float = 0.2
    first: float = 0.5
    longest: float = 30
    steady: float = 60


class StepFailed(Exception):
    """A process that had to succeed before the rest could start did not."""

    def __init__(self, part: Part, log: Path) -> None:
        super().__init__(part.name)
        self.part, self.log = part, log


class _Told(Exception):
    """A signal came while something was still being started."""


class Supervisor:
    """Runs parts on a base until it is told to stop; ``say`` gets one line for each event."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        logs: Path,
        say: Callable[[Text], None],
        base: Base | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._children = [_Child(part, logs, pace or Pace()) for part in parts]
        self._logs, self._line, self._base = logs, say, base
        self._pace = pace or Pace()
        self._told = 0  # how many signals came
        self._base_failed = 0.0

    def run(self, first: "Callable[[Supervisor], None]" = lambda _: None) -> None:
        """Starts the base, does what comes first, then tends the parts until a signal comes."""
        with self._signals():
            try:
                if self._base is not None:
                    self._base.start()
                    self._say(text("The database is running."))
                first(self)
                self._tend()
            except _Told:
                pass
            finally:
                self._stop()

    def once(self, part: Part) -> None:
        """Runs a part to its end; raises StepFailed when it failed."""
        self._say(part.title)
        child = _Child(part, self._logs, self._pace)
        child.start()
        while child.alive():
            if self._told:
                child.end()
                raise _Told
            time.sleep(self._pace.look / 4)
        if child.code != 0:
            raise StepFailed(part, child.log)

    def _say(self, line: Text) -> None:
        with suppress(OSError):  # the terminal is gone; that is no reason to stop
            self._line(line)

    def _tend(self) -> None:
        while not self._told:
            self._tend_base()
            for child in self._children:
                self._tend_child(child)
            time.sleep(self._pace.look)

    def _tend_base(self) -> None:
        now = time.monotonic()
        waits = now < self._base_failed + self._pace.first
        if self._base is None or waits or self._base.running():
            return
        self._say(text("The database has stopped; it is started again."))
        try:
            self._base.start()
        except DatabaseFailure as error:
            self._base_failed = now
            self._say(error.text)

    def _tend_child(self, child: "_Child") -> None:
        if child.alive():
            trim_log(child.log)
            if child.newly_answers() and child.part.welcome is not None:
                self._say(child.part.welcome)
        elif child.started_at is None:
            child.start()
        elif child.due is None:
            pause = child.plan_restart()
            self._say(
                text(
                    "{part} has stopped ({code}); it is started again in {seconds} s. Log: {file}",
                    part=child.part.title,
                    code=child.code,
                    file=child.log,
                    seconds=f"{pause:.1f}",
                )
            )
        elif time.monotonic() >= child.due:
            child.start()

    def _stop(self) -> None:
        """The parts first, together; the base last."""
        self._say(text("Stopping …"))
        told = self._told
        for child in self._children:
            child.ask()
        for child in self._children:
            child.wait(hurry=lambda: self._told > told)
        if self._base is not None:
            self._base.stop()
        self._say(text("Stopped."))

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def note(_: int, __: FrameType | None) -> None:
            self._told += 1

        before = {number: signal.signal(number, note) for number in _ENDS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Child:
    """A part's present process, in a session of its own so that it can be ended as a whole."""

    def __init__(self, part: Part, logs: Path, pace: Pace) -> None:
        self.part, self.log = part, logs / f"{part.name}.log"
        self.started_at: float | None = None
        self.due: float | None = None  # when it is started again
        self._pace, self._pause = pace, pace.first
        self._process: subprocess.Popen[bytes] | None = None
        self._answered = False

    @property
    def code(self) -> int:
        """The exit code; a signal's number below zero."""
        return self._process.returncode if self._process is not None else 0

    def start(self) -> None:
        trim_log(self.log)
        log = open_log(self.log)
        try:
            self._process = subprocess.Popen(  # noqa: S603 our own commands, no shell
                list(self.part.command),
                cwd=ROOT,
                env=os.environ | dict(self.part.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=tied(signal.SIGTERM),
            )
        finally:
            os.close(log)
        self.started_at, self.due, self._answered = time.monotonic(), None, False

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def newly_answers(self) -> bool:
        """Whether it does its work, the first time that is so."""
        if self._answered or self.part.answers is None or not self.part.answers():
            return False
        self._answered = True
        return True

    def plan_restart(self) -> float:
        """Ends what the process left behind; the seconds until it is started again."""
        self._kill()
        lived = time.monotonic() - (self.started_at or 0)
        pause = self._pace.first if lived >= self._pace.steady else self._pause
        self._pause = min(pause * 2, self._pace.longest)
        self.due = time.monotonic() + pause
        return pause

    def ask(self) -> None:
        """Asks it to end."""
        if self.alive() and self._process is not None:
            self._process.terminate()

    def wait(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """Waits for its end as long as its patience allows, then ends it by force."""
        until = time.monotonic() + self.part.patience
        while self.alive() and time.monotonic() < until and not hurry():
            time.sleep(self._pace.look / 4)
        self._kill()
        if self._process is not None:
            self._process.wait()

    def end(self) -> None:
        self.ask()
        self.wait()

    def _kill(self) -> None:
        """Everything in its session: a web server's own children too."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
