"""In which portions search asks, so that it need not read everything a common word meets.

A window is the part of all vacancies that comes first in an order: the last days, the best paid,
the nearest. Windows grow; the first one with enough vacancies in it answers the question, because
nothing outside it comes before what is inside. The last window is everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chunfeng.stages.vacancies.wanted import PAYS, Wanted, any_of, within

FIRST_DAY = date(2000, 1, 1)  # day 0 of the index
RADII = (5.0, 20.0, 60.0, 200.0, 800.0)  # km
STEPS = (6000, 4500, 3500, 2500)  # yuan a month, all of them PAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A portion. condition: a tsquery text, none where it is everything; km: no further than that.

    grows: how many times as much the next window usually holds; 0 when it must be asked anyhow.
    """

    condition: str = ""
    km: float | None = None
    grows: float = 0.0


EVERYTHING = Window()


def windows(wanted: Wanted, order: str, newest: date) -> Iterator[Window]:
    """The portions of an order, the first one first. newest: the last day anything came out."""
    if wanted.near and order in ("near", "fit"):
        yield from _around(wanted.near, wanted.km)
    elif order == "pay":
        yield from _paid(wanted.pay_min or 0.0)
    else:
        yield from _lately((newest - FIRST_DAY).days)
    yield EVERYTHING


def _around(near: tuple[float, float], km: float | None) -> Iterator[Window]:
    for radius in RADII:
        if km is None or radius < km:
            yield Window(condition=within(near, radius), km=radius)


def _paid(least: float) -> Iterator[Window]:
    for pay in STEPS:
        if pay > least:
            yield Window(condition=any_of([f"@m{pay}"]), grows=8.0)


def _lately(day: int) -> Iterator[Window]:
    """Two days, then nine to sixteen days."""
    yield Window(condition=any_of([f"@d{day}", f"@d{day - 1}"]), grows=6.0)
    yield Window(condition=any_of([f"@w{day // 8}", f"@w{day // 8 - 1}"]))


assert set(STEPS) <= set(PAYS)  # noqa: S101 the index knows no others
