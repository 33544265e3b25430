"""Time limit, cancellation and progress of one search."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from chunfeng.engine.plan import Progress, relative_gap

OnProgress: TypeAlias = Callable[[Progress], object]


@dataclass
class Watch:
    """`stopped` once the time is over or `on_progress` has returned False."""

    time_limit: float | None = None  # seconds
    on_progress: OnProgress | None = None
    began: float = field(default_factory=time.monotonic)
    value: int = 0
    bound: float = float("inf")
    stopped: bool = False

    def seconds(self) -> float:
        """Wall time since the search began."""
        return time.monotonic() - self.began

    def pause(self, phase: str) -> bool:
        """Reports progress; True when the search must stop."""
        if self.on_progress is not None:
            gap = relative_gap(self.value, self.bound)
            report = Progress(phase, self.seconds(), self.value, self.bound, gap)
            self.stopped |= self.on_progress(report) is False
        if self.time_limit is not None and self.seconds() >= self.time_limit:
            self.stopped = True
        return self.stopped
