"""What else there is for everybody, and why it is not proposed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from chunfeng.engine.limits import Limit
from chunfeng.engine.tables import Longs
from chunfeng.engine.terms import TERMS
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.changes import changes
from chunfeng.stages.docking.facts import Facts
from chunfeng.stages.docking.labels import LIMIT
from chunfeng.stages.docking.reasons import WORDS
from chunfeng.stages.docking.result import Option
from chunfeng.stages.docking.solved import Solved, best_few
from chunfeng.stages.docking.unplaced import BLOCK_PAIRS, KM_COST, MOST_SCORE, against, lifted

BESIDE = 2  # options of somebody with a place
INSTEAD = 3  # of somebody without one
REASONS = 3
TERM_NAMES = tuple(TERMS)
Options: TypeAlias = Mapping[int, Sequence[Option]]  # by row of the people's ledger


def options(solved: Solved) -> Options:
    """The best options of everybody docked that are not proposed, best first."""
    found: dict[int, list[Option]] = {}
    for i, option in (*_open(solved), *_closed(solved)):
        found.setdefault(int(solved.snapshot.seeker_rows[i]), []).append(option)
    return found


def _open(solved: Solved) -> Iterator[tuple[int, Option]]:
    """Of those no limit excludes, the ones that score most."""
    i, j, score = _best_others(solved)
    facts = Facts(solved, i, j)
    points = solved.pairs.points(i, j)
    weightiest = np.argsort(-points, axis=1, kind="stable")[:, :REASONS].tolist()
    for k in range(i.size):
        line = facts.line(k)
        names = [TERM_NAMES[t] for t in weightiest[k] if points[k, t] > 0]
        yield (
            int(i[k]),
            Option(
                vacancy=int(solved.vacancy[j[k]]),
                score=int(score[k]),
                distance_km=round(line.km, 1),
                reasons=tuple(WORDS[name](line) for name in names),
                why=_why_not(solved, int(i[k]), int(j[k]), int(score[k])),
            ),
        )


def _best_others(solved: Solved) -> tuple[Longs, Longs, Longs]:
    """(i, j, score) of the best options beside the place held, by seeker, best first."""
    vacancy, held = solved.vacancy, np.full(solved.plan.assignment.size, -1)
    held[solved.placed] = vacancy[solved.place]
    most = np.where(held < 0, INSTEAD, BESIDE).tolist()
    twice = 1 if solved.open.size == vacancy.size else 2  # with open and with reserved seats
    kept: dict[int, dict[int, tuple[int, int]]] = {}
    for _, rows, chosen, score in solved.instance.chunks():
        others = np.flatnonzero(vacancy[chosen] != held[rows])
        i, j, value = rows[others], chosen[others], score[others]
        for k in best_few(i, value, twice * INSTEAD):
            own = kept.setdefault(int(i[k]), {})
            if len(own) < most[int(i[k])]:
                own.setdefault(int(vacancy[j[k]]), (int(j[k]), int(value[k])))
    lines = [(i, j, value) for i in sorted(kept) for j, value in kept[i].values()]
    found = np.array(lines, np.int64).reshape(-1, 3)
    return found[:, 0], found[:, 1], found[:, 2]


def _why_not(solved: Solved, i: int, j: int, score: int) -> Text:
    """Why an option that suits is not proposed."""
    held = int(solved.score[i])
    if held >= 0 and score <= held:
        if score == held:
            return text("Fits as well as the place proposed")
        return text(
            "Fits less well than the place proposed: {points:,} points", points=held - score
        )
    short = float(solved.plan.price[j]) - (score - float(solved.gain[i]))
    if solved.free[j] > 0 and short <= 0:
        return text("Has a free seat; dock again with more time")
    if short >= MOST_SCORE:
        return text("Its seats go to people who are served first")
    if short < 1:
        return text("Its seats go to people who gain as much from them")
    return text(
        "Its seats go to people who gain more from them: {points:,} points short",
        points=round(short),
    )


def _closed(solved: Solved) -> Iterator[tuple[int, Option]]:
    """For those whom limits exclude from everything, what the smallest changes would open."""
    rows = np.flatnonzero((solved.plan.assignment < 0) & (solved.pairs.eligible == 0))
    columns = solved.open
    pairs = against(solved.pairs, columns)
    step = max(1, BLOCK_PAIRS // max(1, columns.size))
    for first in range(0, rows.size, step):
        some = rows[first : first + step]
        failures, cost, km = lifted(solved, pairs, columns, some)
        least = np.argsort(cost + km * KM_COST, axis=1, kind="stable")[:, :INSTEAD]
        for k, c in np.ndindex(least.shape):
            at = (k, least[k, c])
            i, j = int(some[k]), int(columns[least[k, c]])
            possible = bool(np.isfinite(cost[at]))
            yield (
                i,
                Option(
                    vacancy=int(solved.vacancy[j]),
                    score=None,
                    distance_km=round(float(km[at]), 1),
                    reasons=(),
                    why=_excluded(solved, i, j, int(failures[at]), possible=possible),
                ),
            )


def _excluded(solved: Solved, i: int, j: int, failures: int, *, possible: bool) -> Text:
    if not possible:
        names = [LIMIT[limit.name.lower()] for limit in Limit if failures >> limit & 1]
        return text("Excluded: {limits}", limits=names)
    steps = changes(solved, i, j, failures)
    if solved.free[j] > 0:
        return text("Possible if {changes}", changes=steps)
    return text("Possible if {changes}, and a seat were added", changes=steps)
