"""The terms: each says from 0 to 1 how well a pair fits in one respect.

Their weighted sum, times 10,000, is the score.

A term is a function of `Some` (pairs picked out of a market) that gives float32, one per pair.
"""

from collections.abc import Callable
from typing import TypeAlias

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms import (
    board,
    commute,
    company,
    hours,
    occupation,
    pay,
    place,
    stability,
)
from chunfeng.engine.terms.some import Some

Term: TypeAlias = Callable[[Some], Floats]

TERMS: dict[str, Term] = {
    "pay": pay.pay,
    "commute": commute.commute,
    "occupation": occupation.occupation,
    "hours": hours.hours,
    "place": place.place,
    "board": board.board,
    "company": company.company,
    "stability": stability.stability,
}
