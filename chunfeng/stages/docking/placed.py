"""The lines of the plan: their reasons, the options others gain more from, the order of calling."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from chunfeng.engine.tables import Ints, Longs
from chunfeng.engine.terms import TERMS
from chunfeng.foundation.places import Scale
from chunfeng.stages.docking.areas import township_of
from chunfeng.stages.docking.reasons import WORDS, WORK_FIELDS, Line
from chunfeng.stages.docking.result import OverAsked, Placement, Reason
from chunfeng.stages.docking.solved import Solved, best_of_rows
from chunfeng.stages.docking.tiers import household_key
from chunfeng.stages.docking.work_words import Asked

MOST_OVER_ASKED = 2
MOST_SCORE = 10_000  # a seat that goes to an earlier tier is out of reach by more than any score


def placements(solved: Solved) -> list[Placement]:
    """All lines, in contact order: township by township, in each those most at risk first."""
    facts = _Facts(solved)
    points = shares(solved)
    over_asked = _over_asked(solved)
    order = _contact_order(solved)
    lines = [
        _placement(solved, facts, k, points[k], over_asked.get(int(i), ()), order[int(i)][1])
        for k, i in enumerate(solved.placed.tolist())
    ]
    place_in_list = {i: order[i][0] for i in order}
    return [lines[k] for k in np.argsort([place_in_list[int(i)] for i in solved.placed])]


def _placement(
    solved: Solved,
    facts: "_Facts",
    k: int,
    points: Ints,
    over_asked: Sequence[OverAsked],
    contact_order: int,
) -> Placement:
    line = facts.line(k)
    i, j = int(facts.i[k]), int(facts.j[k])
    parts = [
        Reason(term=term, text=WORDS[term](line), points=share)
        for term, share in zip(TERMS, points.tolist(), strict=True)
    ]
    return Placement(
        person=int(solved.snapshot.seeker_rows[i]),
        vacancy=int(solved.vacancy[j]),
        tier=int(solved.pairs.market.seekers.tier[i]),
        score=int(solved.score[i]),
        distance_km=round(line.km, 1),
        distance_approximate=line.approximate,
        scale=Scale(line.scale),
        pay_month=None if line.pay is None else round(line.pay, 2),
        reasons=tuple(sorted(parts, key=lambda reason: -reason.points)),
        over_asked=over_asked,
        contact_order=contact_order,
    )


def shares(solved: Solved) -> Ints:
    """The points of every term of every placement, int32[placed, terms]; rows add to scores."""
    i, j = solved.placed, solved.place
    points = solved.pairs.points(i, j)
    # A score is at least 1 and at most 10,000: what that changes goes to the largest part.
    rest = solved.score[i] - points.sum(axis=1)
    points[np.arange(i.size), points.argmax(axis=1)] += rest.astype(np.int32)
    return points


class _Facts:
    """The facts of all placements, column by column; k counts placements."""

    def __init__(self, solved: Solved) -> None:
        self.solved = solved
        self.i: Longs = solved.placed
        self.j: Longs = solved.place
        self.rows = solved.snapshot.seeker_rows[self.i].tolist()
        registers = solved.snapshot.registers
        self._asked: list[Asked] = list(registers.occupations)
        self._columns = self._of_pairs() | self._of_seekers() | self._of_opportunities()

    def line(self, k: int) -> Line:
        """The facts of one placement."""
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
        market = self.solved.pairs.market
        employers = market.opportunities.employer[self.j].tolist()
        people = self.solved.snapshot.people
        keys = {
            "household": [household_key(people, row) for row in self.rows],
            "village": market.seekers.village[self.i].tolist(),
        }
        return {name: _others(zip(groups, employers, strict=True)) for name, groups in keys.items()}


def _others(keys: Iterable[tuple[object, int]]) -> list[int]:
    """For each, how many others share its key."""
    listed = list(keys)
    counts = Counter(listed)
    return [counts[key] - 1 for key in listed]


def _known(values: Any) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _windows(start: Ints, end: Ints) -> list[tuple[int, int] | None]:
    return [w if w[0] >= 0 else None for w in zip(start.tolist(), end.tolist(), strict=True)]


def _over_asked(solved: Solved) -> dict[int, tuple[OverAsked, ...]]:
    """For each seeker the best options that score more than the place held."""
    found: dict[int, list[OverAsked]] = {}
    price, gain, vacancy = solved.plan.price, solved.gain, solved.vacancy
    held = np.where(solved.score < 0, MOST_SCORE, solved.score)
    for _, rows, chosen, score in solved.instance.chunks():
        better = np.flatnonzero((score > held[rows]) & (price[chosen] > 0))
        i, j, value = rows[better], chosen[better], score[better]
        short = np.clip(price[j] - (value - gain[i]), 0, MOST_SCORE)
        for k in _best(i, value):
            option = OverAsked(
                vacancy=int(vacancy[j[k]]), score=int(value[k]), short_by=round(short[k])
            )
            found.setdefault(int(i[k]), []).append(option)
    return {i: _distinct(options) for i, options in found.items()}


def _best(rows: Longs, score: Longs) -> Iterator[int]:
    """The few best pairs of every row, best first; twice as many as shown.

    A vacancy may stand there twice, with its open and its reserved seats.
    """
    left = np.arange(rows.size)
    for _ in range(2 * MOST_OVER_ASKED):
        best = best_of_rows(rows[left], score[left])
        yield from left[best].tolist()
        left = np.delete(left, best)


def _distinct(options: Iterable[OverAsked]) -> tuple[OverAsked, ...]:
    """One option a vacancy: its open and its reserved seats score the same."""
    first: dict[int, OverAsked] = {}
    for option in options:
        first.setdefault(option.vacancy, option)
    return tuple(first.values())[:MOST_OVER_ASKED]


def _contact_order(solved: Solved) -> dict[int, tuple[int, int]]:
    """Placed seeker → (place in the whole list, place in the township's list).

    Townships by code; in each, whole households, those with the lowest tier and then with the
    fewest alternatives first; so too the members of a household.
    """
    people, rows = solved.snapshot.people, solved.snapshot.seeker_rows
    tier = solved.pairs.market.seekers.tier
    urgency = {i: (int(tier[i]), int(solved.options[i]), i) for i in solved.placed.tolist()}
    first: dict[object, tuple[int, int, int]] = {}
    keys = {}
    for i, own in urgency.items():
        township = township_of(people["home"][rows[i]])
        keys[i] = (township, household_key(people, int(rows[i])))
        first[keys[i]] = min(first.get(keys[i], own), own)
    listed = sorted(urgency, key=lambda i: (keys[i][0], first[keys[i]], urgency[i]))
    order: dict[int, tuple[int, int]] = {}
    for _, members in groupby(enumerate(listed), key=lambda item: keys[item[1]][0]):
        order |= {i: (place, number) for number, (place, i) in enumerate(members, 1)}
    return order
