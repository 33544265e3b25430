"""Limits of papers and schooling. Certificates are those the law requires for the work."""

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools


def certificate(block: Block) -> Bools:
    """A certificate the law requires is missing; none recorded counts as none held."""
    asked = block.market.opportunities.certificates[block.columns][None, :]
    lacking: Bools = (asked & ~block.market.seekers.certificates[block.rows][:, None]) > 0
    return lacking


def education(block: Block) -> Bools:
    """Less schooling than asked; unknown schooling passes."""
    asked = block.market.opportunities.education[block.columns][None, :]
    has = block.market.seekers.education[block.rows][:, None]
    short: Bools = (has >= 0) & (has < asked)
    return short


def putonghua(block: Block) -> Bools:
    """Putonghua is needed and the person is known not to speak it."""
    asked = block.market.opportunities.putonghua[block.columns]
    silent = block.market.seekers.putonghua[block.rows] == 0
    barred: Bools = silent[:, None] & asked[None, :]
    return barred
