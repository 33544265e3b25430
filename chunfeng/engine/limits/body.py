"""Limits of capacity and of what a person's body must not do."""

import numpy as np

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools

ALONE_TRAVEL_BIT = np.uint16(1 << 8)
COMPANY_ANY = np.uint16(3)
SAME_PREFECTURE = 3


def capacity(block: Block) -> Bools | None:
    """Weak or half capacity: light, flexible or public-welfare work only."""
    weak = block.market.seekers.weak[block.rows]
    if not weak.any():
        return None
    o, cols = block.market.opportunities, block.columns
    suited = (o.intensity[cols] <= block.rules.weak_intensity) | o.flexible[cols]
    suited |= o.public_welfare[cols]
    return weak[:, None] & ~suited[None, :]


def work_limit(block: Block, bit: int) -> Bools | None:
    """A person must not do what the vacancy demands."""
    mask = np.uint16(1 << bit)
    able = (block.market.seekers.limits[block.rows] & mask) > 0
    asked = (block.market.opportunities.demands[block.columns] & mask) > 0
    if not (able.any() and asked.any()):
        return None
    return able[:, None] & asked[None, :]


def alone_travel(block: Block) -> Bools | None:
    """Who cannot travel alone goes beyond the county only with an escort."""
    bound = (block.market.seekers.limits[block.rows] & ALONE_TRAVEL_BIT) > 0
    if not bound.any():
        return None
    unescorted = ~block.market.opportunities.escorted[block.columns]
    beyond = block.scale >= SAME_PREFECTURE
    return beyond & bound[:, None] & unescorted[None, :]


def disability(block: Block) -> Bools | None:
    """Kinds of disability the vacancy says it cannot accept; unsaid accepts all."""
    kinds = block.market.seekers.disabilities[block.rows][:, None]
    accepted = block.market.opportunities.disabilities[block.columns][None, :]
    if not (kinds.any() and accepted.any()):
        return None
    refused: Bools = (accepted > 0) & ((kinds & ~accepted) > 0)
    return refused
