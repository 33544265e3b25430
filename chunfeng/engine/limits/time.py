"""Limits of hours and dates."""

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools


def care_hours(block: Block) -> Bools:
    """A carer's free hours and time of day must hold the work, unless its hours are flexible."""
    s, o, rows, cols = block.market.seekers, block.market.opportunities, block.rows, block.columns
    long = o.hours[cols][None, :] > s.hours[rows][:, None]  # NaN, unknown, is never greater
    start, end = s.window_start[rows][:, None], s.window_end[rows][:, None]
    begins, ends = o.window_start[cols][None, :], o.window_end[cols][None, :]
    outside = (start >= 0) & (begins >= 0) & ((begins < start) | (ends > end))
    fixed = ~o.flexible[cols]
    blocked: Bools = s.carer[rows][:, None] & fixed[None, :] & (long | outside)
    return blocked


def dates(block: Block) -> Bools:
    """The person is free only after the last day to begin; unknown days pass."""
    free = block.market.seekers.available[block.rows][:, None]
    end = block.market.opportunities.end[block.columns][None, :]
    late: Bools = (end > 0) & (free > end)
    return late
