"""Limits of distance and place: what ties a person to home, and how far a person would go."""

import numpy as np

from chunfeng.engine.kinds import kinds
from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools


def care_distance(block: Block) -> Bools:
    """Who cares for a small child or a patient stays within the commute, housing or not."""
    carer = block.market.seekers.carer[block.rows]
    return carer[:, None] & block.too_far if carer.any() else block.none_of()


def commute(block: Block) -> Bools:
    """Work without housing must be within the daily commute (of carers: `care_distance`)."""
    carer = block.market.seekers.carer[block.rows]
    daily = ~block.market.opportunities.housing[block.columns]
    return (daily[None, :] & ~carer[:, None]) & block.too_far


def wished_reach(block: Block) -> Bools:
    """Further out than wished, and not a place the person named."""
    s = block.market.seekers
    far: Bools = block.scale > s.reach[block.rows][:, None]
    first, same = kinds([s.named[block.rows]], block.rows.size)
    named = s.named[block.rows[first]]
    if (named > 0).any():
        work = block.market.opportunities.work[block.columns]
        far &= ~np.take(block.market.named[named], work, axis=1)[same]
    return far


def agreement(block: Block) -> Bools:
    """The vacancy serves people from other regions only."""
    asked = block.market.opportunities.agreement[block.columns]
    origin = block.market.seekers.origin[block.rows]
    return ~block.market.agreed[origin[:, None], asked[None, :]]
