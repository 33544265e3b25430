"""Limits of age. Under 16 never reaches docking; source: Labour Law arts. 15, 64 and 65."""

import numpy as np

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools

ADULT = 18
NIGHT_BIT = np.uint16(1 << 4)
HEIGHTS_BIT = np.uint16(1 << 3)
HEAVY, NOT_SAID = 2, -1


def young(block: Block) -> Bools:
    """16 and 17: no heavy, hazardous, high or night work, nor work whose load nobody stated.

    An unknown age is kept from known dangers too: the law protects who may be that young.
    """
    o, age = block.market.opportunities, block.market.seekers.age[block.rows]
    cols = block.columns
    load = o.intensity[cols]
    barred = (load >= HEAVY) | o.hazardous[cols]
    barred |= (o.demands[cols] & (NIGHT_BIT | HEIGHTS_BIT)) > 0
    minor = (age >= 0) & (age < ADULT)
    excluded = (age < ADULT)[:, None] & barred[None, :]
    excluded |= minor[:, None] & (load == NOT_SAID)[None, :]
    return excluded


def over_age(block: Block) -> Bools:
    """Past the statutory age: casual and temporary work only."""
    over = block.market.seekers.over_age[block.rows]
    return over[:, None] & ~block.market.opportunities.casual[block.columns][None, :]


def age_asked(block: Block) -> Bools:
    """Outside the ages the vacancy may lawfully ask for; an unknown age passes."""
    o, age = block.market.opportunities, block.market.seekers.age[block.rows][:, None]
    low, high = o.age_min[block.columns][None, :], o.age_max[block.columns][None, :]
    outside: Bools = (age >= 0) & ((age < low) | ((high >= 0) & (age > high)))
    return outside
