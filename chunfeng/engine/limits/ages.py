"""Limits of age. Under 16 never reaches docking; source: Labour Law arts. 15, 64 and 65."""

import numpy as np

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools

ADULT = 18
NIGHT_BIT = np.uint16(1 << 4)
HEIGHTS_BIT = np.uint16(1 << 3)
HEAVY = 2


def young(block: Block) -> Bools | None:
    """16 and 17: no heavy, hazardous, high or night work."""
    o, age = block.market.opportunities, block.market.seekers.age[block.rows]
    minor = (age >= 0) & (age < ADULT)
    if not minor.any():
        return None
    cols = block.columns
    barred = (o.intensity[cols] >= HEAVY) | o.hazardous[cols]
    barred |= (o.demands[cols] & (NIGHT_BIT | HEIGHTS_BIT)) > 0
    return minor[:, None] & barred[None, :]


def over_age(block: Block) -> Bools | None:
    """Past the statutory age: casual and temporary work only."""
    over = block.market.seekers.over_age[block.rows]
    if not over.any():
        return None
    return over[:, None] & ~block.market.opportunities.casual[block.columns][None, :]


def age_asked(block: Block) -> Bools | None:
    """Outside the ages the vacancy may lawfully ask for; an unknown age passes."""
    o, age = block.market.opportunities, block.market.seekers.age[block.rows][:, None]
    low, high = o.age_min[block.columns][None, :], o.age_max[block.columns][None, :]
    if (low < 0).all() and (high < 0).all():
        return None
    outside: Bools = (age >= 0) & ((age < low) | ((high >= 0) & (age > high)))
    return outside
