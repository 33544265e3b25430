"""The terms: each says from 0 to 1 how well a pair fits in one respect.

A term is a function of `Some` (pairs picked out of a market) that gives float32, one a pair.
Weighted and in whole points they add up to the score (`chunfeng.engine.group.points`).
"""

from collections.abc import Callable
from typing import TypeAlias

from chunfeng.engine.tables import Floats
from chunfeng.engine.terms import board, commute, company, hours, occupation, pay, place, stability
from chunfeng.engine.terms.some import Some

Term: TypeAlias = Callable[[Some], Floats]
Columns: TypeAlias = tuple[str, ...]

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

READS: dict[str, tuple[Columns, Columns]] = {
    "pay": (("pay_min",), ("pay",)),
    "occupation": (("occupations",), ("occupation", "skilled")),
    "hours": (
        ("forms", "hours", "window_start", "window_end", "busy"),
        ("forms", "hours", "window_start", "window_end", "flexible"),
    ),
    "board": (("board",), ("meals", "housing", "shuttle")),
    "company": (("company",), ("employer_seats",)),
    "stability": ((), ("stay", "channel")),
}
"""The columns of seekers and opportunities that decide a term: it is worked out once for all that
are equal in them. The terms not named here depend on where the two sides are."""
