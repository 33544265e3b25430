"""Who has no placement: what excludes them, and the smallest change that would help."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.limits import Limit
from chunfeng.engine.pairs import Pairs
from chunfeng.engine.tables import Degrees, Floats, Longs, Market
from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.changes import FULL, REACH, changes, costs, if_changed, ways
from chunfeng.stages.docking.labels import LIMIT
from chunfeng.stages.docking.result import Unplaced, Why
from chunfeng.stages.docking.solved import Solved, best_of_rows
from chunfeng.stages.docking.words import limit_counts, vacancy_name

BLOCK_PAIRS = 1 << 20  # pairs looked at together: bounds the memory
MOST_SCORE = 10_000
KM_COST = np.float32(1e-3)  # of changes that cost the same, the nearest
OUT_OF_REACH = np.float32(1e6)  # km: after everything within reach


def unplaced(solved: Solved) -> list[Unplaced]:
    """Everybody without a placement, in ledger order; repeated rows are nobody."""
    people = [
        *(
            _not_docked(left.row, left.reason, left.next_step)
            for left in solved.snapshot.not_docked
        ),
        *_no_option(solved),
        *_over_asked(solved),
        *_all_closed(solved),
    ]
    return sorted(people, key=lambda person: person.person)


def _not_docked(row: int, reason: Text, next_step: Text) -> Unplaced:
    return Unplaced(
        person=row,
        tier=None,
        why=Why.NOT_DOCKED,
        reason=reason,
        excluded=(),
        change=next_step,
        nearest=None,
        nearest_km=None,
    )


def _all_closed(solved: Solved) -> Iterator[Unplaced]:
    """Those who were offered or have answered everything that suits them."""
    waiting = (solved.plan.assignment < 0) & (solved.options == 0) & (solved.pairs.eligible > 0)
    for i in np.flatnonzero(waiting).tolist():
        yield Unplaced(
            person=int(solved.snapshot.seeker_rows[i]),
            tier=int(solved.pairs.market.seekers.tier[i]),
            why=Why.ANSWERED,
            reason=text(
                "Suitable: {options:,}; a place is already offered, or each was answered lately",
                options=int(solved.pairs.eligible[i]),
            ),
            excluded=(),
            change=None,
            nearest=None,
            nearest_km=None,
        )


@dataclass(frozen=True, eq=False)
class Survey:
    """What excludes some seekers from all vacancies; arrays have one row a seeker.

    counts, alone int64[k, limits]: vacancies a limit excludes, and excludes alone; change: the
    opportunity with the smallest change, its cost and failures; nearest: within reach, with its km.
    """

    i: Longs
    counts: Longs
    alone: Longs
    change: Longs
    cost: Floats
    failures: NDArray[np.uint32]
    nearest: Longs
    nearest_km: Floats


def _no_option(solved: Solved) -> Iterator[Unplaced]:
    waiting = (solved.plan.assignment < 0) & (solved.pairs.eligible == 0)
    for survey in surveys(solved, np.flatnonzero(waiting)):
        for k in range(survey.i.size):
            yield _without_option(solved, survey, k)


def surveys(solved: Solved, rows: Longs) -> Iterator[Survey]:
    """Looks at some seekers against every vacancy, block by block."""
    columns = solved.open
    pairs = against(solved.pairs, columns)
    step = max(1, BLOCK_PAIRS // max(1, columns.size))
    for first in range(0, rows.size, step):
        yield _survey(solved, pairs, columns, rows[first : first + step])


def against(pairs: Pairs, columns: Longs, market: Market | None = None) -> Pairs:
    """Everybody against some opportunities, to ask for failures and km; has no pairs of its own."""
    market = market or pairs.market
    return replace(pairs, market=market.take(np.arange(len(market.seekers)), columns))


def _survey(solved: Solved, pairs: Pairs, columns: Longs, rows: Longs) -> Survey:
    failures, cost, km = lifted(solved, pairs, columns, rows)
    best = np.argmin(cost + km * KM_COST, axis=1)
    within = np.where(failures & REACH, km + OUT_OF_REACH, km)
    nearest, k = np.argmin(within, axis=1), np.arange(rows.size)
    return Survey(
        i=rows,
        counts=by_limit(failures, axis=1),
        alone=_alone(failures),
        change=columns[best],
        cost=cost[k, best],
        failures=failures[k, best],
        nearest=columns[nearest],
        nearest_km=km[k, nearest],
    )


def lifted(
    solved: Solved, pairs: Pairs, columns: Longs, rows: Longs
) -> tuple[NDArray[np.uint32], Floats, Floats]:
    """What excludes some seekers from some opportunities, what lifting it costs, and the km."""
    failures = pairs.failures(rows)
    block, reach = pairs.view.block(rows), pairs.market.seekers.reach[rows]
    km, steps = block.km, block.scale - reach[:, None]
    cost = costs(failures, _way_cost(solved, pairs, rows, km), steps)
    cost += np.where(solved.free[columns] > 0, 0, FULL).astype(np.float32)
    return failures, cost, km


def _way_cost(solved: Solved, pairs: Pairs, rows: Longs, km: Floats) -> Floats:
    s, o = pairs.market.seekers, pairs.market.opportunities
    housing = ~s.carer[rows][:, None] & ~o.housing[None, :]
    step = ways(km, s.commute_km[rows][:, None], o.shuttle[None, :], housing, solved)
    return np.minimum(np.minimum(step[0], step[1]), step[2])


def by_limit(failures: NDArray[np.uint32], axis: int) -> Longs:
    """How many pairs each limit excludes along an axis, int64[k, limits]."""
    counts = np.zeros((failures.shape[1 - axis], len(Limit)), np.int64)
    present = int(np.bitwise_or.reduce(failures, axis=None)) if failures.size else 0
    for limit in Limit:
        if present >> limit & 1:
            counts[:, limit] = np.count_nonzero(failures & np.uint32(1 << limit), axis=axis)
    return counts


def _alone(failures: NDArray[np.uint32]) -> Longs:
    """By row, how many pairs each limit alone excludes."""
    r, c = np.nonzero(np.bitwise_count(failures) == 1)
    limit = np.bitwise_count(failures[r, c] - np.uint32(1)).astype(np.int64)
    key = r * len(Limit) + limit
    counts = np.bincount(key, minlength=failures.shape[0] * len(Limit))
    return counts.reshape(failures.shape[0], len(Limit))


def _without_option(solved: Solved, survey: Survey, k: int) -> Unplaced:
    i, j = int(survey.i[k]), int(survey.change[k])
    change = None
    if np.isfinite(survey.cost[k]):
        change = if_changed(solved, changes(solved, i, j, int(survey.failures[k])), j)
    return Unplaced(
        person=int(solved.snapshot.seeker_rows[i]),
        tier=int(solved.pairs.market.seekers.tier[i]),
        why=Why.NO_OPTION,
        reason=_no_option_reason(solved.open.size, survey.counts[k], survey.alone[k]),
        excluded=limit_counts(survey.counts[k]),
        change=change,
        nearest=int(solved.vacancy[survey.nearest[k]]),
        nearest_km=round(float(survey.nearest_km[k]), 1),
    )


def _no_option_reason(vacancies: int, counts: Longs, alone: Longs) -> Text:
    """Which limit excludes most, and which one stands alone in the way most often."""
    most, sole = int(np.argmax(counts)), int(np.argmax(alone))
    first = text(
        "No vacancy passes every requirement. {limit} excludes {number:,} of {vacancies:,}",
        limit=_name(most),
        number=int(counts[most]),
        vacancies=vacancies,
    )
    if alone[sole] == 0:
        return first
    second = text(
        "{limit} is all that stands in the way of {number:,}",
        limit=_name(sole),
        number=int(alone[sole]),
    )
    return text("{first}; {second}", first=first, second=second)


def _name(limit: int) -> Text:
    return LIMIT[Limit(limit).name.lower()]


@dataclass(frozen=True, eq=False)
class Closest:
    """Of some seekers with options, the one least out of reach and the nearest."""

    i: Longs
    j: Longs
    short: Degrees
    score: Longs
    nearest: Longs
    nearest_km: Floats


def _over_asked(solved: Solved) -> Iterator[Unplaced]:
    closest = _closest(solved)
    ahead = _ahead(solved, closest)
    first = _served_first(solved, closest)
    for k in range(closest.i.size):
        yield _waiting(solved, closest, k, int(ahead[k]), bool(first[k]))


def _closest(solved: Solved) -> Closest:
    """One row for each seeker without a place who has options."""
    waiting = (solved.plan.assignment < 0) & (solved.options > 0)
    nobody = np.zeros(0, np.int64)
    found: list[tuple[NDArray[Any], ...]] = [(nobody,) * 6]
    for _, rows, chosen, score in solved.instance.chunks():
        mine = np.flatnonzero(waiting[rows])
        i, j, value = rows[mine], chosen[mine].astype(np.int64), score[mine]
        short = solved.plan.price[j] - value + solved.gain[i]
        km = solved.pairs.km(i, j)
        best, near = best_of_rows(i, -short), best_of_rows(i, -km)
        found.append((i[best], j[best], short[best], value[best], j[near], km[near]))
    return Closest(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _ahead(solved: Solved, closest: Closest) -> Longs:
    """How many others wait for the same vacancy and come first: by tier, then by score."""
    tier = solved.pairs.market.seekers.tier[closest.i]
    vacancy = solved.vacancy[closest.j]
    order = np.lexsort((closest.i, -closest.score, tier, vacancy))
    ahead = np.zeros(closest.i.size, np.int64)
    queue = vacancy[order]
    ahead[order] = np.arange(queue.size) - np.searchsorted(queue, queue, "left")
    return ahead


def _served_first(solved: Solved, closest: Closest) -> NDArray[np.bool_]:
    """Whether all who hold the seats are of an earlier tier."""
    tier = solved.pairs.market.seekers.tier
    last = np.full(solved.vacancy.size, -1, np.int64)
    np.maximum.at(last, solved.place, tier[solved.placed])
    first: NDArray[np.bool_] = last[closest.j] < tier[closest.i]
    return first


def _waiting(solved: Solved, closest: Closest, k: int, ahead: int, first: bool) -> Unplaced:
    i, j = int(closest.i[k]), int(closest.j[k])
    vacancy = vacancy_name(solved.snapshot.vacancies, int(solved.vacancy[j]))
    seats = text("Seats to add: {seats:,} ({vacancy})", seats=ahead + 1, vacancy=vacancy)
    return Unplaced(
        person=int(solved.snapshot.seeker_rows[i]),
        tier=int(solved.pairs.market.seekers.tier[i]),
        why=Why.OVER_ASKED,
        reason=_over_asked_reason(solved, closest, k, first),
        excluded=(),
        change=None if solved.free[j] > 0 else seats,
        nearest=int(solved.vacancy[closest.nearest[k]]),
        nearest_km=round(float(closest.nearest_km[k]), 1),
    )


def _over_asked_reason(solved: Solved, closest: Closest, k: int, first: bool) -> Text:
    j = int(closest.j[k])
    facts = {
        "options": int(solved.suitable[closest.i[k]]),
        "vacancy": vacancy_name(solved.snapshot.vacancies, int(solved.vacancy[j])),
    }
    if solved.free[j] > 0:
        return text("{vacancy} would suit and has a free seat; dock again with more time", **facts)
    if first:
        return text(
            "Suitable: {options:,}, all taken. Closest: {vacancy}, where others are served first",
            **facts,
        )
    short = min(round(float(closest.short[k])), MOST_SCORE)
    if short <= 0:
        return text(
            "Suitable: {options:,}, all taken by people who gain as much from them. "
            "Closest: {vacancy}",
            **facts,
        )
    return text(
        "Suitable: {options:,}, all taken by people who gain more from them. "
        "Closest: {vacancy}, at least {points:,} points short",
        points=short,
        **facts,
    )
