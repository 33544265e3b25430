"""What a pair's reasons are made from, for many pairs at once."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from chunfeng.engine.tables import Ints, Longs
from chunfeng.stages.docking.reasons import WORK_FIELDS, Line
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.tiers import household_key
from chunfeng.stages.docking.work_words import Asked


class Facts:
    """The facts of pairs of seekers i and opportunities j, column by column; k counts pairs."""

    def __init__(self, solved: Solved, i: Longs, j: Longs) -> None:
        self.solved = solved
        self.i, self.j = i, j
        self.rows = solved.snapshot.seeker_rows[self.i].tolist()
        registers = solved.snapshot.registers
        self._asked: list[Asked] = list(registers.occupations)
        self._columns = self._of_pairs() | self._of_seekers() | self._of_opportunities()

    def line(self, k: int) -> Line:
        """The facts of one pair."""
        cell, row = self.solved.snapshot.people, self.rows[k]
        return Line(
            **{name: column[k] for name, column in self._columns.items()},
            busy=tuple(cell["busy_months"][row] or ()),
            care=tuple(cell["care"][row] or ()),
            work=tuple(cell[field][row] for field in WORK_FIELDS),
            household=self._along["household"][k],
            village=self._along["village"][k],
        )

    def _of_pairs(self) -> dict[str, list[Any]]:
        pairs, market = self.solved.pairs, self.solved.pairs.market
        s, o = market.seekers, market.opportunities
        scale = pairs.scale(self.i, self.j)
        usual = np.asarray(pairs.rules.stay_by_channel)[o.channel[self.j]]
        return {
            "km": pairs.km(self.i, self.j).astype(np.float64).tolist(),
            "approximate": (s.approximate[self.i] | o.approximate[self.j]).tolist(),
            "scale": scale.tolist(),
            "named": market.named[s.named[self.i], o.work[self.j]].tolist(),
            "usual_stay": usual.tolist(),
            "asked": [self._asked[number] for number in o.occupation[self.j]],
        }

    def _of_seekers(self) -> dict[str, list[Any]]:
        s, i = self.solved.pairs.market.seekers, self.i
        return {
            "wish": _known(s.pay_min[i]),
            "commute_km": s.commute_km[i].tolist(),
            "wished": s.wished[i].tolist(),
            "free_hours": _known(s.hours[i]),
            "free_window": _windows(s.window_start[i], s.window_end[i]),
            "wish_forms": s.forms[i].tolist(),
            "board": s.board[i].tolist(),
            "company": s.company[i].tolist(),
            "escort": s.escort[i].tolist(),
        }

    def _of_opportunities(self) -> dict[str, list[Any]]:
        o, j = self.solved.pairs.market.opportunities, self.j
        flags = ("housing", "meals", "shuttle", "escorted", "flexible", "skilled")
        return {name: getattr(o, name)[j].tolist() for name in flags} | {
            "pay": _known(o.pay[j]),
            "employer_seats": o.employer_seats[j].tolist(),
            "stay": _known(o.stay[j]),
            "hours": _known(o.hours[j]),
            "window": _windows(o.window_start[j], o.window_end[j]),
            "forms": o.forms[j].tolist(),
        }

    @cached_property
    def _along(self) -> dict[str, list[int]]:
        """How many others of the same household, the same village, go to the same employer."""
        solved, people = self.solved, self.solved.snapshot.people
        employers = solved.pairs.market.opportunities.employer
        asked = employers[self.j]
        own = solved.plan.assignment[self.i]
        along = np.where(own < 0, False, employers[own] == asked)  # who goes there counts as well
        villages = solved.pairs.market.seekers.village
        rows = solved.snapshot.seeker_rows

        def others(key: Callable[[int], object]) -> list[int]:
            gone = zip(solved.placed.tolist(), employers[solved.place].tolist(), strict=True)
            counts = Counter((key(i), employer) for i, employer in gone)
            here = zip(self.i.tolist(), asked.tolist(), along.tolist(), strict=True)
            return [counts[key(i), employer] - self_ for i, employer, self_ in here]

        return {
            "household": others(lambda i: household_key(people, int(rows[i]))),
            "village": others(lambda i: int(villages[i])),
        }


def _known(values: Any) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _windows(start: Ints, end: Ints) -> list[tuple[int, int] | None]:
    return [w if w[0] >= 0 else None for w in zip(start.tolist(), end.tolist(), strict=True)]
