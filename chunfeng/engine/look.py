"""One look at some seekers against all opportunities: the eligible pairs and their scores."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.group import MAX_SCORE, Marks, Points, Sieve, View, points
from chunfeng.engine.limits import READS, RULES, Limit
from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools, Ints, Longs
from chunfeng.engine.terms import READS as TERM_READS
from chunfeng.engine.terms import TERMS
from chunfeng.engine.terms.some import Some

GROUP_PAIRS = 1 << 23  # pairs whose kinds are told apart together: bounds the memory
BLOCK_PAIRS = 1 << 18  # pairs looked at together: fits the cache
TOWNSHIP = 1
SCORE_BITS, COLUMN_BITS = 14, 24
OnProgress: TypeAlias = Callable[[int, int], object]


class Cancelled(Exception):
    """`on_progress` returned False."""


@dataclass(eq=False)
class Found:
    """What looking at some rows adds up to; the arrays are in the order of these rows."""

    counts: Longs
    eligible: Longs
    best_left_out: Ints
    has_option: Bools
    opportunity: list[Ints] = field(default_factory=list)
    score: list[Ints] = field(default_factory=list)
    excluded: dict[Limit, int] = field(default_factory=lambda: dict.fromkeys(Limit, 0))


def look(view: View, rows: Longs, on_progress: OnProgress | None = None) -> Found:
    """The eligible pairs of some rows."""
    numbers, flags = np.zeros((3, rows.size), np.int64), np.zeros(rows.size, np.bool_)
    found = Found(numbers[0], numbers[1], numbers[2].astype(np.int32), flags)
    for group in slices(rows.size, GROUP_PAIRS // max(1, view.columns.size)):
        sieve, marks = Sieve(view, rows[group]), Marks(view, rows[group])
        for limit, number in sieve.counts():
            found.excluded[limit] += number
        for part in slices(rows[group].size, BLOCK_PAIRS // max(1, view.columns.size)):
            at = slice(group.start + part.start, group.start + part.stop)
            block = view.block(rows[at])
            bad = block.none_of()
            sieve.exclude(part, bad)
            _exclude_by_place(block, bad, at, found)
            _collect(view, block, bad, marks.total(part), at, found)
        if on_progress and on_progress(group.stop, rows.size) is False:
            raise Cancelled
    return found


def _exclude_by_place(block: Block, bad: Bools, at: slice, found: Found) -> None:
    """The limits that need places, then the public-welfare posts of all who have other options."""
    for limit, excluded in of_places(block):
        found.excluded[limit] += int(np.count_nonzero(excluded))
        bad |= excluded
    public = block.market.opportunities.public_welfare[block.columns]
    found.has_option[at] = ~(bad | public).all(axis=1)
    first = found.has_option[at] & ~block.market.seekers.weak[block.rows]
    found.excluded[Limit.LAST_RESORT] += int(np.count_nonzero(first)) * int(public.sum())
    bad[np.ix_(first, public)] = True


def of_places(block: Block) -> Iterator[tuple[Limit, Bools]]:
    """The limits that depend on where the two sides are."""
    for limit, rule in RULES.items():
        if limit not in READS:
            yield limit, rule(block)


def _collect(view: View, block: Block, bad: Bools, marks: Points, at: slice, found: Found) -> None:
    """Scores what is left and keeps near pairs and the best far ones."""
    r, c = np.nonzero(~bad)
    i, j = block.rows[r], block.columns[c]
    some = Some(view.market, view.rules, i, j, block.km[r, c], block.scale[r, c])
    total = marks[r, c].astype(np.int32)
    for name, term in TERMS.items():
        if name not in TERM_READS:
            total += points(view, name, term(some), j)
    score = whole_score(total)
    near = (some.km <= view.rules.near_radius_km) | (some.scale <= TOWNSHIP)
    keep, found.best_left_out[at] = best_far(near, r, j, score, view.rules.far_options, len(bad))
    found.eligible[at] = np.bincount(r, minlength=len(bad))
    found.counts[at] = np.bincount(r[keep], minlength=len(bad))
    found.opportunity.append(j[keep].astype(np.int32))
    found.score.append(score[keep])


def best_far(
    near: Bools, row: Longs, j: Longs, score: Ints, options: int, rows: int
) -> tuple[Bools, Ints]:
    """True for near pairs and the best far ones of each row (ties: the first opportunity).

    With them the best score left out of each row, 0 where none is. Pairs are ordered by row.
    """
    best_left_out = np.zeros(rows, np.int32)
    far = np.bincount(row[~near], minlength=rows)
    over = np.flatnonzero(far > options)
    if over.size == 0:
        return np.ones(row.size, np.bool_), best_left_out
    # One number a pair, the better the smaller; sorted, the rows stand one after another.
    key = (((row << SCORE_BITS) + MAX_SCORE - score) << COLUMN_BITS) + j
    first_out = np.sort(key[~near])[np.cumsum(far)[over] - far[over] + options]
    worst = np.full(rows, np.iinfo(np.int64).max)
    worst[over] = first_out
    best_left_out[over] = MAX_SCORE - ((first_out >> COLUMN_BITS) & ((1 << SCORE_BITS) - 1))
    return near | (key < worst[row]), best_left_out


def whole_score(total: NDArray[np.integer[Any]]) -> Ints:
    """A sum of points as a score, 1..10000."""
    return np.asarray(np.clip(total, 1, MAX_SCORE), np.int32)


def slices(stop: int, step: int) -> Iterator[slice]:
    """0..stop in parts of at most step, which counts as 1 if it is less."""
    for first in range(0, stop, max(1, step)):
        yield slice(first, min(first + max(1, step), stop))


def together(parts: list[Ints]) -> Ints:
    """All parts as one array."""
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)
