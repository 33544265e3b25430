"""Limits of distance and place: what ties a person to home, and how far a person would go."""

import numpy as np

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools, Floats


def commute_limit(block: Block) -> Floats:
    """Most km one way that a seeker accepts, float32[rows, columns]: more where a shuttle runs."""
    own = block.market.seekers.commute_km[block.rows][:, None]
    shuttle = block.market.opportunities.shuttle[block.columns][None, :]
    extra = shuttle.astype(np.float32) * np.float32(block.rules.shuttle_extra_km)
    most: Floats = own + extra
    return most


def care_distance(block: Block) -> Bools | None:
    """Who cares for a small child or a patient stays within the commute, housing or not."""
    carer = block.market.seekers.carer[block.rows]
    if not carer.any():
        return None
    return carer[:, None] & (block.km > commute_limit(block))


def commute(block: Block) -> Bools | None:
    """Work without housing must be within the daily commute."""
    carer = block.market.seekers.carer[block.rows]
    daily = block.daily[None, :] & ~carer[:, None]
    return daily & (block.km > commute_limit(block))


def wished_reach(block: Block) -> Bools | None:
    """Further out than wished, and not a place the person named."""
    s = block.market.seekers
    far = block.scale > s.reach[block.rows][:, None]
    named = s.named[block.rows]
    if (named > 0).any():
        work = block.market.opportunities.work[block.columns]
        far &= ~block.market.named[named[:, None], work[None, :]]
    return far


def agreement(block: Block) -> Bools | None:
    """The vacancy serves other regions of origin only."""
    asked = block.market.opportunities.agreement[block.columns]
    if not asked.any():
        return None
    home = block.market.seekers.home[block.rows]
    return ~block.market.agreed[home[:, None], asked[None, :]]
