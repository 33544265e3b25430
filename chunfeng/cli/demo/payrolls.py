"""The invented pay of a workshop, month by month, in keeping with whom the register knows there."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from chunfeng.cli.demo.ledgers import Worker
from chunfeng.cli.demo.wages import MONTH

LEAST = 6  # workers of a workshop
FLOOR = MONTH / 174  # yuan an hour, the lowest lawful pay of the county's full-time work
TOO_LITTLE = 8.1
USUAL = (13.7, 15.9)
PADDED = 4  # more of registered households than the register knows
HOURS = (118, 172)  # of a worker in a month
PAID_ON = (8, 20)  # day of the month after


@dataclass(frozen=True, slots=True)
class Pay:
    """What a workshop pays. others: workers the county's register does not hold."""

    workers: Sequence[Worker]
    others: int
    seats: int
    lowest: float
    padded: int

    def months(
        self, rng: np.random.Generator, since: date, today: date
    ) -> Iterator[tuple[date, date, Mapping[str, Any]]]:
        """(month, day it was entered, figures) of whole months, as far as they are entered."""
        month = since
        while True:
            last = month.replace(day=monthrange(month.year, month.month)[1])
            paid_on = last + timedelta(int(rng.integers(PAID_ON[0], PAID_ON[1] + 1)))
            entered = paid_on + timedelta(int(rng.integers(1, 4)))
            figures = self._figures(rng, last, paid_on)
            if entered > today:
                return
            yield month, entered, figures
            month = last + timedelta(1)

    def _figures(self, rng: np.random.Generator, last: date, paid_on: date) -> Mapping[str, Any]:
        there = [worker for worker in self.workers if worker.since <= last]
        workers = len(there) + self.others
        hours = float(workers * int(rng.integers(*HOURS)))
        lowest = round(self.lowest + float(rng.uniform(0, 0.6)), 2)
        mean = lowest * float(rng.uniform(1.12, 1.35))
        return {
            "workers": workers,
            "target_workers": min(workers, sum(one.target for one in there) + self.padded),
            "paid": round(hours * mean, 2),
            "hours": hours,
            "lowest_hour": lowest,
            "paid_on": paid_on,
            "insured": workers if rng.random() < 0.9 else workers - 1,
        }


def pay_of(rng: np.random.Generator, workers: Sequence[Worker], odd: str) -> Pay:
    """How a workshop pays; ``odd``: crowded, below_floor, padded or nothing."""
    others = max(LEAST - len(workers), 0) + int(rng.integers(3, 9))
    most = len(workers) + others
    roomy = int(np.ceil(most * rng.uniform(1.05, 1.4)))
    usual = float(rng.uniform(*USUAL))
    return Pay(
        workers=workers,
        others=others,
        seats=max(2, most - 3) if odd == "crowded" else roomy,
        lowest=TOO_LITTLE if odd == "below_floor" else usual,
        padded=PADDED if odd == "padded" else 0,
    )
