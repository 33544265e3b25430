"""Limits of capacity and of what a person's body must not do."""

import numpy as np

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools

ALONE_TRAVEL_BIT = np.uint16(1 << 8)
COMPANY_BITS = np.uint16(1 << 1 | 1 << 2)  # a spouse or fellow villagers
BEYOND_COUNTY = 3
COUPLE = 2


def capacity(block: Block) -> Bools:
    """Weak or half capacity: light, flexible or public-welfare work only; unstated load passes."""
    weak = block.market.seekers.weak[block.rows]
    o, cols = block.market.opportunities, block.columns
    suited = (o.intensity[cols] <= block.rules.weak_intensity) | o.flexible[cols]
    suited |= o.public_welfare[cols]
    return weak[:, None] & ~suited[None, :]


def work_limit(block: Block, bit: int) -> Bools:
    """A person must not do what the vacancy demands."""
    mask = np.uint16(1 << bit)
    barred = (block.market.seekers.limits[block.rows] & mask) > 0
    asked = (block.market.opportunities.demands[block.columns] & mask) > 0
    return barred[:, None] & asked[None, :]


def alone_travel(block: Block) -> Bools:
    """Who cannot travel alone goes beyond the county only with an escort or company.

    Company is a spouse or fellow villagers where the employer has seats for two.
    """
    s, o = block.market.seekers, block.market.opportunities
    bound = (s.limits[block.rows] & ALONE_TRAVEL_BIT) > 0
    if not bound.any():
        return block.none_of()
    led = o.escorted[block.columns][None, :]
    with_others = (s.company[block.rows] & COMPANY_BITS) > 0
    room = o.employer_seats[block.columns] >= COUPLE
    alone = ~(led | (with_others[:, None] & room[None, :]))
    return (block.scale >= BEYOND_COUNTY) & bound[:, None] & alone


def disability(block: Block) -> Bools:
    """Kinds of disability the vacancy says it cannot accept; unsaid accepts all."""
    kinds = block.market.seekers.disabilities[block.rows][:, None]
    accepted = block.market.opportunities.disabilities[block.columns][None, :]
    refused: Bools = (accepted > 0) & ((kinds & ~accepted) > 0)
    return refused
