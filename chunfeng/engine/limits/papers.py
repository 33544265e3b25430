"""Limits of papers and schooling. Certificates are those the law requires for the work."""

from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools


def certificate(block: Block) -> Bools | None:
    """A certificate the law requires is missing."""
    asked = block.market.opportunities.certificates[block.columns][None, :]
    if not asked.any():
        return None
    lacking: Bools = (asked & ~block.market.seekers.certificates[block.rows][:, None]) > 0
    return lacking


def education(block: Block) -> Bools | None:
    """Less schooling than asked; unknown schooling passes."""
    asked = block.market.opportunities.education[block.columns][None, :]
    if (asked <= 0).all():
        return None
    has = block.market.seekers.education[block.rows][:, None]
    short: Bools = (has >= 0) & (has < asked)
    return short


def putonghua(block: Block) -> Bools | None:
    """Putonghua is needed and the person is known not to speak it."""
    asked = block.market.opportunities.putonghua[block.columns]
    silent = block.market.seekers.putonghua[block.rows] == 0
    if not (asked.any() and silent.any()):
        return None
    mute: Bools = silent[:, None] & asked[None, :]
    return mute
