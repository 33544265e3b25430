"""The lines of the plan: their reasons, the options others gain more from, the order of calling."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np

from chunfeng.engine.tables import Ints
from chunfeng.engine.terms import TERMS
from chunfeng.foundation.places import Scale
from chunfeng.stages.docking.areas import township_of
from chunfeng.stages.docking.facts import Facts
from chunfeng.stages.docking.reasons import WORDS
from chunfeng.stages.docking.result import OverAsked, Placement, Reason
from chunfeng.stages.docking.solved import Solved, best_few
from chunfeng.stages.docking.tiers import household_key

MOST_OVER_ASKED = 2
MOST_SCORE = 10_000  # a seat that goes to an earlier tier is out of reach by more than any score


def placements(solved: Solved) -> list[Placement]:
    """All lines, in contact order: township by township, in each those most at risk first."""
    facts = Facts(solved, solved.placed, solved.place)
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
    facts: Facts,
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


def _over_asked(solved: Solved) -> dict[int, tuple[OverAsked, ...]]:
    """For each seeker the best options that score more than the place held."""
    found: dict[int, list[OverAsked]] = {}
    price, gain, vacancy = solved.plan.price, solved.gain, solved.vacancy
    held = np.where(solved.score < 0, MOST_SCORE, solved.score)
    for _, rows, chosen, score in solved.instance.chunks():
        better = np.flatnonzero((score > held[rows]) & (price[chosen] > 0))
        i, j, value = rows[better], chosen[better], score[better]
        short = np.clip(price[j] - (value - gain[i]), 0, MOST_SCORE)
        for k in best_few(i, value, 2 * MOST_OVER_ASKED):
            option = OverAsked(
                vacancy=int(vacancy[j[k]]), score=int(value[k]), short_by=round(short[k])
            )
            found.setdefault(int(i[k]), []).append(option)
    return {i: _distinct(options) for i, options in found.items()}


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
