"""How much there is, kept for some seconds: every page says it, and it needs no second's truth."""

from collections.abc import Callable
from datetime import date
from time import monotonic

from chunfeng.stages.employers import workshops
from chunfeng.stages.vacancies import shop_window

SECONDS = 30.0
Counted = dict[int, int]


class Counts:
    """Vacancies and workshops by county. ``clock``: seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, date, Counted]] = {}

    def vacancies(self, on: date) -> Counted:
        """Vacancies with seats by the county whose officers answer for them."""
        return self._of("vacancies", shop_window.counties, on)

    def workshops(self, on: date) -> Counted:
        """Workshops by the county they lie in."""
        return self._of("workshops", workshops.counties, on)

    def forget(self) -> None:
        """Counts anew."""
        self._kept.clear()

    def _of(self, name: str, count: Callable[..., Counted], on: date) -> Counted:
        now = self._clock()
        until, day, found = self._kept.get(name, (0.0, on, {}))
        if until <= now or day != on:
            found = count(on=on)
            self._kept[name] = now + SECONDS, on, found
        return found


counts = Counts()


def busiest(counted: Counted) -> int | None:
    """The county that has most; None where there is none."""
    return max(sorted(counted), key=lambda code: counted[code], default=None)
