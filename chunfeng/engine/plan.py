"""What comes out: who goes where, and the prices that prove how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from chunfeng.engine.types import Floats, Holders

Status: TypeAlias = Literal["optimal", "gap", "time_limit"]


class PlanError(ValueError):
    """A plan says something that is not so."""


@dataclass(frozen=True)
class Progress:
    """One report to `on_progress`; money-like figures are in score units.

    value and gap are those of the best plan so far (gap inf before there is one).
    """

    phase: str
    seconds: float
    value: int
    bound: float
    gap: float


@dataclass(frozen=True, eq=False)
class Plan:
    """A feasible plan and its certificate.

    assignment int32[n] (-1: not placed); price float64[m] and toll float64[quotas], score units;
    value, the sum of placed scores; bound, what no plan (with the same tier counts) can exceed;
    gap = (bound - value) / value. counts are the people placed per tier, and worth float64[tiers]
    what a place is worth beside its score in the bound. status: 'optimal' proven, 'gap' within the
    gap asked for, 'time_limit' stopped before (by time or by on_progress).

    bound = sum seats_j price_j + sum_q sign_q seats_q toll_q + sum_t worth_t (people_t - counts_t)
            + sum_i max(-worth_i, max_j (score_ij - price_j - sum_q sign_q toll_q)),
    rounded down; sign_q is +1 for a Cap and -1 for a Reserve; seats_j is `Instance.seats`.
    """

    assignment: Holders
    price: Floats
    toll: Floats
    value: int
    bound: float
    gap: float
    status: Status
    counts: tuple[int, ...]
    worth: Floats
    seconds: float
    bids: int


def relative_gap(value: int, bound: float) -> float:
    """(bound - value) / value; 0 when both are 0, infinite when only the value is."""
    if bound <= value:
        return 0.0
    return (bound - value) / value if value else float("inf")
