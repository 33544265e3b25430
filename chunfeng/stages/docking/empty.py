"""Why seats stay empty: nobody eligible, too few, or the eligible do better elsewhere."""

from dataclasses import dataclass

import numpy as np

from chunfeng.engine.limits import Limit
from chunfeng.engine.tables import Ints, Longs
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.labels import LIMIT
from chunfeng.stages.docking.opportunities import NotUsed
from chunfeng.stages.docking.result import Empty, EmptySeats
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.unplaced import BLOCK_PAIRS, against, by_limit
from chunfeng.stages.docking.words import limit_counts


@dataclass(frozen=True, eq=False)
class _Vacancies:
    """Vacancies with seats left, one row each; counts int64[k, limits] are of people excluded."""

    row: Ints
    headcount: Longs
    filled: Longs
    eligible: Longs
    counts: Longs


def empty_seats(solved: Solved) -> list[EmptySeats]:
    """Every vacancy with seats left, in ledger order."""
    found = _survey(solved)
    lines = [_line(solved, found, k) for k in range(found.row.size)]
    lines += [_not_used(solved, left) for left in solved.snapshot.not_used]
    return sorted(lines, key=lambda line: line.vacancy)


def _survey(solved: Solved) -> _Vacancies:
    row, first, part = np.unique(solved.vacancy, return_index=True, return_inverse=True)
    seats = np.bincount(part, solved.instance.headcount, row.size).astype(np.int64)
    free = np.bincount(part, solved.free, row.size).astype(np.int64)
    # The open and the reserved seats of a vacancy: those are looked at that are still free.
    kept = np.flatnonzero(solved.free > 0)
    first[part[kept[::-1]]] = kept[::-1]
    some = np.flatnonzero(free > 0)
    eligible, counts = _excluded(solved, first[some])
    return _Vacancies(row[some], seats[some], (seats - free)[some], eligible, counts)


def _excluded(solved: Solved, columns: Longs) -> tuple[Longs, Longs]:
    """By opportunity, how many people are eligible and how many each limit excludes."""
    eligible = np.zeros(columns.size, np.int64)
    counts = np.zeros((columns.size, len(Limit)), np.int64)
    pairs, people = against(solved.pairs, columns), solved.plan.assignment.size
    step = max(1, BLOCK_PAIRS // max(1, columns.size))
    for start in range(0, people, step):
        failures = pairs.failures(np.arange(start, min(start + step, people)))
        eligible += np.count_nonzero(failures == 0, axis=0)
        counts += by_limit(failures, axis=0)
    return eligible, counts


def _line(solved: Solved, found: _Vacancies, k: int) -> EmptySeats:
    why, reason = _why(solved, found, k)
    return EmptySeats(
        vacancy=int(found.row[k]),
        headcount=int(found.headcount[k]),
        filled=int(found.filled[k]),
        why=why,
        reason=reason,
        excluded=limit_counts(found.counts[k]),
    )


def _why(solved: Solved, found: _Vacancies, k: int) -> tuple[Empty, Text]:
    eligible, filled = int(found.eligible[k]), int(found.filled[k])
    if eligible == 0:
        return Empty.NOBODY_ELIGIBLE, _nobody(solved.plan.assignment.size, found.counts[k])
    if eligible < found.headcount[k]:
        return Empty.FEWER_THAN_SEATS, text(
            "Eligible: {eligible:,}, for {seats:,} seats; placed here: {filled:,}",
            eligible=eligible,
            seats=int(found.headcount[k]),
            filled=filled,
        )
    return Empty.DID_BETTER, text(
        "Eligible: {eligible:,}; placed here: {filled:,}; better places for the others",
        eligible=eligible,
        filled=filled,
    )


def _nobody(people: int, counts: Longs) -> Text:
    most = int(np.argmax(counts))
    return text(
        "Eligible: none of {people:,}. {limit} excludes {number:,}",
        people=people,
        limit=LIMIT[Limit(most).name.lower()],
        number=int(counts[most]),
    )


def _not_used(solved: Solved, left: NotUsed) -> EmptySeats:
    return EmptySeats(
        vacancy=left.row,
        headcount=int(solved.snapshot.vacancies["headcount"][left.row]),
        filled=0,
        why=Empty.NOT_USED,
        reason=left.reason,
        excluded=(),
    )
