"""In which portions search asks, so that it need not read everything a common word meets.

A window is a part of everything that comes before the rest in an order: the last days, the best
paid, the nearest. Windows are asked one after the other until enough was found; nothing outside
comes before what is inside. The last one is everything that is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from chunfeng.stages.vacancies.wanted import PAYS, Wanted, any_of, within

FIRST_DAY = date(2000, 1, 1)  # day 0 of the index
WEEK = 8  # days of one @w
RADII = (3.0, 10.0, 30.0, 100.0, 300.0)  # km
DAYS = (2, 3, 11)  # in each window of the first days
WEEKS = (1, 6)  # in each window after them
FEW = 30  # of the first two days: about a thousand in all, where vacancies stay for two months


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A portion. condition: a tsquery text, none where it is everything; km: no further than that;
    beyond: further than that.

    adds: it goes on from the windows before; otherwise it holds all that they hold. few: where no
    more than these are in it, everything is asked at once. only_tells: nothing is shown of it, it
    tells whether there are few.
    """

    condition: str = ""
    km: float | None = None
    beyond: float | None = None
    adds: bool = False
    few: int = -1
    only_tells: bool = False


EVERYTHING = Window()


def windows(wanted: Wanted, order: str, newest: date) -> Iterator[Window]:
    """The portions of an order, the first one first. newest: the last day anything came out."""
    near = wanted.near if order in ("near", "fit") else None
    if not near and order != "pay":
        yield from lately(newest)
        yield EVERYTHING
        return
    if wanted.words:
        yield replace(next(lately(newest)), only_tells=True)
    if not near:
        yield from _paid(wanted.pay_min or 0.0)
        return
    yield from _around(near, wanted.km)
    if order == "fit" and (wanted.km is None or wanted.km > RADII[-1]):
        # So far away a km more or less is nothing to the score: the newest come first.
        yield from (replace(part, few=-1, beyond=RADII[-1]) for part in lately(newest))
    yield EVERYTHING


def lately(newest: date) -> Iterator[Window]:
    """The last nine to sixteen days, and the fifty-six before them."""
    day = (newest - FIRST_DAY).days
    week = day // WEEK - 1
    days = list(range(day, week * WEEK - 1, -1))
    for n, number in enumerate(DAYS):
        if days:
            part = any_of(f"@d{one}" for one in days[:number])
            yield Window(condition=part, adds=True, few=-1 if n else FEW)
            days = days[number:]
    for number in WEEKS:
        yield Window(condition=any_of(f"@w{week - 1 - n}" for n in range(number)), adds=True)
        week -= number


def _around(near: tuple[float, float], km: float | None) -> Iterator[Window]:
    for radius in RADII:
        if km is None or radius < km:
            yield Window(condition=within(near, radius), km=radius)


def _paid(least: float) -> Iterator[Window]:
    """From the highest step of pay to the next, down to what is wanted at least."""
    steps = [pay for pay in reversed(PAYS) if pay > least]
    if not steps:
        yield EVERYTHING
        return
    yield Window(condition=f"'@m{steps[0]}'", adds=True)
    for above, pay in pairwise(steps):
        yield Window(condition=f"'@m{pay}' & !'@m{above}'", adds=True)
    yield Window(condition=f"!'@m{steps[-1]}'", adds=True)
