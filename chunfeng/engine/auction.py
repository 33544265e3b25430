"""The auction's state (seats, prices, plan) and its phases: start, refine, certificate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine import forward, reverse, rows
from chunfeng.engine.instance import MAX_SCORE, Instance
from chunfeng.engine.plan import Plan
from chunfeng.engine.types import Columns, Ints, Prices, Rows, Seats, new_ring

TOP_BITS = (
    46  # prices stay below 2^46: sums over a block of rows, and values with a place, fit int64
)
STEP = 1 << 24  # pairs looked at between two looks at the clock
FORWARD_WAR = 40  # bids per seeker that show that eps is too fine for a first phase
REVERSE_WAR = 6  # looks per pair that show the same
WIDEN = 8
COLUMNS_MOST = (
    150_000_000  # pairs; above, the copy by opportunity is made only where nothing else helps
)

Pause: TypeAlias = Callable[[str], bool]  # told the phase; True = stop now


class Auction:
    """Prices are integers, score << shift; eps = 1 is then below 1 / seekers of a score unit."""

    def __init__(self, instance: Instance, threads: int) -> None:
        n, m = instance.seekers, instance.opportunities
        tier = np.zeros(n, np.int8) if instance.tier is None else instance.tier
        usable = instance.seats()
        start = np.concatenate([[0], np.cumsum(usable)]).astype(np.int64)
        self.instance, self.threads = instance, threads
        self.rows = Rows(instance.indptr, instance.pairs, tier)
        self.people = np.bincount(tier, minlength=1)
        self.closed = usable == 0
        self.seats = Seats(
            start=start,
            taken=np.zeros(m, np.int32),
            holder=np.zeros(int(start[-1]), np.int32),
            bid=np.zeros(int(start[-1]), np.int64),
            slot=np.zeros(n, np.int32),
            assigned=np.full(n, -1, np.int32),
        )
        outside = np.zeros(self.people.size, np.int64)
        self.prices = Prices(n.bit_length() + 1, np.zeros(m, np.int64), outside)
        self.columns: Columns | None = None
        self.eps = 1
        self.bids = 0
        self.patient = True  # False once a price war has made eps wider

    @property
    def shift(self) -> int:
        """Bits of a price after the point: 1 is below 1 / seekers of a score unit."""
        return self.prices.shift

    @property
    def top(self) -> int:
        """A price nobody would pay."""
        return (MAX_SCORE << self.shift) - int(self.prices.outside.min())

    def scarce(self) -> bool:
        """Whether seats, rather than seekers, are short: then opportunities should bid."""
        able = int(np.count_nonzero(np.diff(self.rows.indptr)))
        return self.seats.holder.size < able and self.rows.packed.size <= COLUMNS_MOST

    def start(self, eps: int, pause: Pause) -> None:
        """First phase, from nothing: the scarce side bids, because then few bids meet."""
        self.eps = eps
        if self.scarce():
            self.prices.price[:] = self.top
            self.run_reverse(pause, patient=False)
        else:
            self.close()
            self.run_forward(np.diff(self.rows.indptr) > 0, pause, patient=False)

    def close(self) -> None:
        """Prices opportunities without usable seats out of every choice; the bound stays."""
        self.prices.price[self.closed] = self.top

    def adopt(self, plan: Plan) -> None:
        """Takes over the prices and places of an earlier plan, as far as they fit."""
        n = min(self.instance.seekers, plan.assignment.size)
        m = min(self.instance.opportunities, plan.price.size)
        unit = 1 << self.shift
        if plan.worth.size == self.people.size:
            limit = (1 << TOP_BITS - 1) - self.top
            worth = np.clip(np.rint(plan.worth * unit), 0, limit)
            self.prices.outside[:] = -worth.astype(np.int64)
        self.prices.price[:m] = np.clip(np.rint(plan.price[:m] * unit), 0, self.top)
        self.close()
        self.seats.assigned[:n] = np.where(plan.assignment[:n] < m, plan.assignment[:n], -1)

    def refine(self, eps: int, pause: Pause, *, patient: bool = True) -> None:
        """Makes plan and prices eps-complementary: seekers bid anew, then spare prices fall.

        Unless `patient`, a price war makes eps wider.
        """
        self.eps = eps
        wants = np.zeros(self.instance.seekers, np.uint8)
        worth = np.zeros(self.instance.seekers, np.int64)
        view = (self.rows, self.seats, self.prices)
        self._for_blocks(lambda _, *part: rows.settle(*view, eps, worth, wants, *part))
        forward.keep(self.seats, self.prices, wants, worth)
        if self.run_forward(wants, pause, patient=patient):
            self.run_reverse(pause, patient=patient)

    def run_forward(self, wants: NDArray[Any], pause: Pause, *, patient: bool) -> bool:
        """Seekers marked in `wants` bid; False when `pause` stopped them."""
        queue = np.flatnonzero(wants).astype(np.int32)
        chains = np.full(forward.CHAINS, forward.IDLE, np.int64)
        cursor = np.array([0, forward.CHAINS], np.int64)
        step = max(1, STEP * self.instance.seekers // max(1, self.rows.packed.size))
        view = (self.rows, self.seats, self.prices)
        made, war, go = 0, FORWARD_WAR * queue.size, True
        while go and cursor[1] > 0:
            made += forward.forward(*view, self.eps, queue, chains, cursor, step)
            if made > war and not patient:
                war = 2 * made
                self._widen()
            go = not pause("forward")
        self.bids += made
        forward.seat_all(self.seats)
        return go

    def run_reverse(self, pause: Pause, *, patient: bool) -> bool:
        """Opportunities with spare seats and a price bid; False when `pause` stopped them."""
        ring = new_ring(self.instance.opportunities)
        if reverse.queue_spare(self.seats, self.prices, ring) == 0:
            return True
        most = int(np.diff(self.seats.start).max()) + 1
        scratch = (np.zeros(most, np.int64), np.zeros(most, np.int64))
        view = (self._columns(), self.seats, self.prices)
        profit = self._profits()
        looked, war, go = 0, REVERSE_WAR * self.rows.packed.size, True
        while go and ring.cursor[1] > 0:
            looked += reverse.reverse(*view, self.eps, profit, ring, *scratch, STEP)
            if looked > war and not patient:
                war = 2 * looked
                self._widen()
            go = not pause("reverse")
        return go

    def certificate(self) -> tuple[int, int]:
        """Value of the plan and, from the prices, the sum that bounds every plan (fixed point).

        The bound of `Plan.bound` without its counts term.
        """
        sums = np.zeros((2, -(-self.instance.seekers // rows.BLOCK)), np.int64)
        view = (self.rows, self.seats, self.prices)

        def add(block: int, first: int, last: int) -> None:
            sums[:, block] = rows.certify(*view, first, last)

        self._for_blocks(add)
        price, usable = self.prices.price.tolist(), np.diff(self.seats.start).tolist()
        paid = sum(seats * each for seats, each in zip(usable, price, strict=True))
        return sum(sums[0].tolist()), sum(sums[1].tolist()) + paid

    def _widen(self) -> None:
        self.patient = False
        self.eps = min(self.eps * WIDEN, max(self.eps, (MAX_SCORE << self.shift) // 20))

    def _columns(self) -> Columns:
        if self.columns is None:
            start = np.zeros(self.instance.opportunities + 1, np.int64)
            self.columns = Columns(start, np.empty(self.rows.packed.size, np.int64))
            reverse.transpose(self.rows, self.columns)
        return self.columns

    def _profits(self) -> Ints:
        profit = np.empty(self.instance.seekers, np.int64)
        view = (self.rows, self.seats, self.prices)
        self._for_blocks(lambda _, *part: rows.profits(*view, profit, *part))
        return profit

    def _for_blocks(self, work: Callable[[int, int, int], None]) -> None:
        rows.for_blocks(self.instance.seekers, self.threads, work)
