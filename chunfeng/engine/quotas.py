"""Quotas: seats kept for people of one origin, and ceilings on seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from chunfeng.engine.types import Holders


@dataclass(frozen=True)
class Reserve:
    """`seats` of one opportunity serve only seekers of `origin`, or stay empty."""

    opportunity: int
    origin: int
    seats: int


@dataclass(frozen=True)
class Cap:
    """At most `seats` seekers of `origin` (None: of any origin) on these opportunities together."""

    opportunities: tuple[int, ...]
    origin: int | None
    seats: int

    def __init__(self, opportunities: Sequence[int], origin: int | None, seats: int) -> None:
        object.__setattr__(self, "opportunities", tuple(int(j) for j in opportunities))
        object.__setattr__(self, "origin", origin)
        object.__setattr__(self, "seats", seats)


Quota: TypeAlias = Reserve | Cap


def check_quotas(quotas: Sequence[Quota], headcount: Holders, origin: Holders | None) -> None:
    """Raises ValueError naming the first quota that does not fit the instance."""
    reserved: dict[int, int] = {}
    pairs: set[tuple[int, int]] = set()
    for number, quota in enumerate(quotas):
        _check_quota(number, quota, headcount.size, origin)
        if isinstance(quota, Reserve):
            j = quota.opportunity
            if (j, quota.origin) in pairs:
                raise ValueError(f"quota {number}: a second reserve for {quota}")
            pairs.add((j, quota.origin))
            reserved[j] = reserved.get(j, 0) + quota.seats
            if reserved[j] > headcount[j]:
                raise ValueError(
                    f"quota {number}: opportunity {j} has {headcount[j]} seats, "
                    f"{reserved[j]} of them reserved"
                )


def _check_quota(number: int, quota: Quota, opportunities: int, origin: Holders | None) -> None:
    if not isinstance(quota, Reserve | Cap):
        raise ValueError(f"quota {number}: {quota!r} is neither Reserve nor Cap")
    named = (quota.opportunity,) if isinstance(quota, Reserve) else quota.opportunities
    for j in named:
        if not 0 <= j < opportunities:
            raise ValueError(f"quota {number}: opportunity {j} is outside 0..{opportunities - 1}")
    if len(set(named)) < len(named):
        raise ValueError(f"quota {number}: the same opportunity twice in {quota}")
    if quota.seats < 0:
        raise ValueError(f"quota {number}: seats {quota.seats} is negative")
    if quota.origin is not None and origin is None:
        raise ValueError(f"quota {number}: origin {quota.origin}, but the instance has no origins")
