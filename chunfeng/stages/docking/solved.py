"""A solved market: the plan and what every explanation looks up in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine import Instance, Plan
from chunfeng.engine.pairs import Pairs
from chunfeng.engine.tables import Degrees, Ints, Longs
from chunfeng.stages.docking.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Solved:
    """Seekers are numbered i, opportunities j (a vacancy's open and reserved seats apart)."""

    snapshot: Snapshot
    pairs: Pairs
    instance: Instance
    plan: Plan

    @cached_property
    def vacancy(self) -> Ints:
        """The vacancy-ledger row of every opportunity."""
        return np.array([part.row for part in self.snapshot.parts], np.int32)

    @cached_property
    def open(self) -> Longs:
        """One opportunity of every vacancy: its open seats, or the reserved ones where all are."""
        return np.flatnonzero([part.open for part in self.snapshot.parts])

    @cached_property
    def placed(self) -> Longs:
        """Seekers with a place."""
        return np.flatnonzero(self.plan.assignment >= 0)

    @cached_property
    def place(self) -> Longs:
        """The opportunity of each of them."""
        return self.plan.assignment[self.placed].astype(np.int64)

    @cached_property
    def options(self) -> Longs:
        """Eligible pairs of every seeker."""
        return np.diff(self.pairs.indptr)

    @cached_property
    def suitable(self) -> Longs:
        """Vacancies every seeker is eligible for; open and reserved seats count as one."""
        if self.open.size == self.vacancy.size:
            return self.pairs.eligible
        twice = np.zeros(self.options.size, np.int64)
        for _, rows, chosen, _ in self.instance.chunks():
            same = np.diff(self.vacancy[chosen], prepend=-1) == 0
            same &= np.diff(rows, prepend=-1) == 0
            twice += np.bincount(rows[same], minlength=twice.size)
        return self.pairs.eligible - twice

    @cached_property
    def free(self) -> Longs:
        """Seats left at every opportunity."""
        taken = np.bincount(self.place, minlength=self.vacancy.size)
        return self.instance.headcount - taken

    @cached_property
    def score(self) -> Longs:
        """The score of every seeker's place, -1 without one."""
        score = np.full(self.plan.assignment.size, -1, np.int64)
        score[self.placed] = self.pairs.scores(self.placed, self.place)
        return score

    @cached_property
    def gain(self) -> Degrees:
        """What every seeker gains over the price of the seat held.

        Without a seat: less the worth of a place in the person's tier, which no option must reach.
        """
        gain = np.zeros(self.plan.assignment.size)
        if self.instance.tier is not None:
            gain -= self.plan.worth[self.instance.tier]
        gain[self.placed] = self.score[self.placed] - self.plan.price[self.place]
        return gain


def best_of_rows(rows: Longs, key: NDArray[Any]) -> Longs:
    """Of pairs ordered by row the one with the largest key in each row (ties: the first)."""
    if rows.size == 0:
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    best = np.repeat(np.maximum.reduceat(key, starts), np.diff(starts, append=rows.size))
    hits = np.flatnonzero(key == best)
    first: Longs = hits[np.flatnonzero(np.diff(rows[hits], prepend=-1))]
    return first


def best_few(rows: Longs, key: NDArray[Any], number: int) -> Iterator[int]:
    """Of pairs ordered by row the few with the largest keys in each row: all best ones first."""
    left = np.arange(rows.size)
    for _ in range(number):
        best = best_of_rows(rows[left], key[left])
        yield from left[best].tolist()
        left = np.delete(left, best)
