"""The phases of the auction at ever smaller eps, until the certificate is good enough."""

from __future__ import annotations

import numpy as np

from chunfeng.engine.auction import COLUMNS_MOST, Auction
from chunfeng.engine.kernel import kernel
from chunfeng.engine.plan import Plan, Status, relative_gap
from chunfeng.engine.reverse import sit
from chunfeng.engine.tiers import FIRST_STEP, place_tiers, raise_worth
from chunfeng.engine.types import MASK, Holders, Ints, Rows, Seats, Tiers
from chunfeng.engine.watch import Watch

EPS_PER_GAP = 3.0  # first eps / (gap x mean score): certifies a quarter to a half of the gap
EPS_OF_HUGE = 8.0  # the same where only seekers bid, too many pairs to be kept by opportunity
FIRST_EPS = 0.003  # of the mean score, where the optimum is asked for
LEAST, MOST = 4, 30  # the next phase's eps is 4 to 30 times finer
AFTER_WAR = 8  # times finer, once a price war has shown that seekers can hardly tell places apart
SAMPLE = 1 << 16


class Best:
    """The best plan and the best bound so far; they may come from different phases."""

    def __init__(self, auction: Auction) -> None:
        self.value = -1
        self.assigned: Holders = auction.seats.assigned
        self.bound = -1  # fixed point; -1 = none yet
        self.price: Ints = auction.prices.price
        self.outside: Ints = auction.prices.outside

    def take(self, auction: Auction) -> None:
        """Certifies the present plan and prices and keeps what is better."""
        value, bound = auction.certificate()
        placed = _placed(auction, auction.seats.assigned)
        for worth, people, seated in zip(
            -auction.prices.outside, auction.people, placed, strict=True
        ):
            bound += int(worth) * int(people - seated)
        if value > self.value:
            self.value, self.assigned = value, auction.seats.assigned.copy()
        if self.bound < 0 or bound < self.bound:
            self.bound = bound
            self.price, self.outside = auction.prices.price.copy(), auction.prices.outside.copy()


def search(auction: Auction, gap: float, watch: Watch, warm: Plan | None) -> Plan:
    """Runs phases until the gap is met (0 = proven optimum) or the watch stops."""
    _first_phase(auction, _first_eps(auction, gap), watch, warm)
    best = Best(auction)
    step = FIRST_STEP
    while True:
        moved, level = _complete(auction, watch)
        best.take(auction)
        watch.value, watch.bound = best.value, float(best.bound >> auction.shift)
        met = watch.bound - best.value <= gap * best.value
        if met or watch.stopped or watch.pause("certificate"):
            break
        raised = moved > 0 and raise_worth(auction, level, step)
        if raised:
            step *= 2
        elif auction.eps == 1:
            break
        finest = MOST if auction.patient else AFTER_WAR
        ratio = min(finest, max(LEAST, relative_gap(best.value, watch.bound) / max(gap, 1e-12)))
        auction.refine(max(1, int(auction.eps / ratio)), watch.pause, patient=not raised)
    return _plan(auction, best, gap, watch)


def _first_phase(auction: Auction, eps: int, watch: Watch, warm: Plan | None) -> None:
    if warm is None:
        auction.start(eps, watch.pause)
    else:
        auction.adopt(warm)
        auction.refine(eps, watch.pause)


def _first_eps(auction: Auction, gap: float) -> int:
    """A step of about the size that the gap allows, from the mean of a sample of scores."""
    packed = auction.rows.packed
    if packed.size == 0:
        return 1
    sample = packed[:: max(1, packed.size // SAMPLE)] >> 32
    share = (
        min(0.1, (EPS_OF_HUGE if packed.size > COLUMNS_MOST else EPS_PER_GAP) * gap) or FIRST_EPS
    )
    return max(1, int(float(sample.mean()) * share * (1 << auction.shift)))


def _complete(auction: Auction, watch: Watch) -> tuple[int, Tiers]:
    """Brings tier counts to their maximum; a search that was stopped also fills the free seats."""
    if auction.instance.tier is not None:
        return place_tiers(auction)
    if watch.stopped:
        fill(auction.rows, auction.seats)
    return 0, np.zeros(0, np.int8)


@kernel
def fill(rows: Rows, seats: Seats) -> None:
    """Gives each unplaced seeker the best free seat, in the order of the rows."""
    indptr, packed, _ = rows
    start, taken, holder, _, slot, assigned = seats
    for i in range(assigned.size):
        if assigned[i] >= 0:
            continue
        best = -1
        for e in range(indptr[i], indptr[i + 1]):
            j = packed[e] & MASK
            if taken[j] < start[j + 1] - start[j]:
                best = max(best, packed[e])
        if best >= 0:
            sit(start, taken, holder, slot, assigned, i, best & MASK)


def _placed(auction: Auction, assigned: Holders) -> np.ndarray:
    return np.bincount(auction.rows.tier[assigned >= 0], minlength=auction.people.size)


def _plan(auction: Auction, best: Best, gap: float, watch: Watch) -> Plan:
    bound = best.bound >> auction.shift  # the optimum is a whole number
    status: Status = "gap"
    if bound == best.value:
        status = "optimal"
    elif bound - best.value > gap * best.value:
        status = "time_limit"
    unit = float(1 << auction.shift)
    return Plan(
        assignment=best.assigned,
        price=best.price / unit,
        toll=np.zeros(0),
        value=best.value,
        bound=float(bound),
        gap=relative_gap(best.value, float(bound)),
        status=status,
        counts=tuple(_placed(auction, best.assigned).tolist()),
        worth=-best.outside / unit + 0.0,
        seconds=watch.seconds(),
        bids=auction.bids,
    )
