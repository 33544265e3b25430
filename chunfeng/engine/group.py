"""A group of seekers against all opportunities: rules worked out once for each kind of pair."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine import limits, terms
from chunfeng.engine.distance import Roads
from chunfeng.engine.kinds import kinds
from chunfeng.engine.limits import Limit
from chunfeng.engine.limits.block import Block
from chunfeng.engine.tables import Bools, Floats, Longs, Market, Rules
from chunfeng.engine.terms.some import Some

MAX_SCORE = 10_000
Columns: TypeAlias = tuple[str, ...]
Points: TypeAlias = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class View:
    """A market seen from some opportunities, and which of these are alike for each rule."""

    market: Market
    rules: Rules
    roads: Roads
    columns: Longs

    @classmethod
    def of(cls, market: Market, rules: Rules, columns: Longs | None = None) -> "View":
        """A view of some opportunities, or of all."""
        seen = np.arange(len(market.opportunities)) if columns is None else columns
        return cls(market, rules, Roads.of(market, rules), seen)

    def block(self, rows: Longs) -> Block:
        """Some seekers against the opportunities of the view."""
        return Block(self.market, self.rules, self.roads, rows, self.columns)

    @cached_property
    def alike(self) -> dict[Columns, tuple[Longs, Longs]]:
        """By the columns that decide a rule: an opportunity of each kind, the kind of each."""
        rules = [*limits.READS.values(), *map(with_public_welfare, terms.READS.values())]
        found: dict[Columns, tuple[Longs, Longs]] = {}
        for names in {names: None for _, names in rules}:
            values = [getattr(self.market.opportunities, name)[self.columns] for name in names]
            first, kind = kinds(values, self.columns.size)
            found[names] = self.columns[first], kind
        return found

    def rows_alike(self, rows: Longs, names: Iterable[str]) -> tuple[Longs, Longs]:
        """By the columns that decide a rule: a row of each kind, the kind of each of the rows."""
        values = [getattr(self.market.seekers, name)[rows] for name in names]
        first, kind = kinds(values, rows.size)
        return rows[first], kind


def with_public_welfare(reads: tuple[Columns, Columns]) -> tuple[Columns, Columns]:
    """What decides a term's points: its columns, and whether the post is a public-welfare one."""
    seeker, opportunity = reads
    return seeker, (*opportunity, "public_welfare")


@dataclass(frozen=True, eq=False)
class Table:
    """What a rule says of a group: row kind[r] of `says` holds for row r."""

    says: NDArray[Any]
    kind: Longs

    @cached_property
    def excluding(self) -> Bools:
        """Which kinds a limit excludes from anything."""
        return np.asarray(self.says.any(axis=1), np.bool_)


class Sieve:
    """The limits that people's and vacancies' own traits decide, for a group of rows."""

    def __init__(self, view: View, rows: Longs) -> None:
        self.tables: dict[Limit, Table] = {}
        for limit, (seeker, opportunity) in limits.READS.items():
            row, kind = view.rows_alike(rows, seeker)
            column, column_kind = view.alike[opportunity]
            block = Block(view.market, view.rules, view.roads, row, column)
            excluded = limits.RULES[limit](block)
            if excluded.any():
                self.tables[limit] = Table(np.take(excluded, column_kind, axis=1), kind)

    def counts(self) -> Iterator[tuple[Limit, int]]:
        """How many pairs each limit excludes."""
        for limit, table in self.tables.items():
            per_kind = np.count_nonzero(table.says, axis=1)
            yield limit, int(per_kind[table.kind].sum())

    def exclude(self, part: slice, bad: Bools) -> None:
        """Marks what these limits exclude among some rows of the group."""
        for table in self.tables.values():
            kind = table.kind[part]
            hit = np.flatnonzero(table.excluding[kind])
            bad[hit] |= table.says[kind[hit]]


class Marks:
    """The points that people's and vacancies' own traits decide, for a group of rows."""

    def __init__(self, view: View, rows: Longs) -> None:
        self.tables = [_points_table(view, rows, name) for name in terms.READS]

    def total(self, part: slice) -> Points:
        """The points of some rows of the group, all these terms together."""
        first, *others = self.tables
        out: Points = first.says[first.kind[part]]
        for table in others:
            out += table.says[table.kind[part]]
        return out


def _points_table(view: View, rows: Longs, name: str) -> Table:
    seeker, opportunity = with_public_welfare(terms.READS[name])
    row, kind = view.rows_alike(rows, seeker)
    column, column_kind = view.alike[opportunity]
    i, j = row[:, None], column[None, :]
    nowhere = np.zeros((), np.int8)  # these terms do not look at places
    some = Some(view.market, view.rules, i, j, nowhere.astype(np.float32), nowhere)
    says = points(view, name, terms.TERMS[name](some), j)
    return Table(np.take(says, column_kind, axis=1), kind)


def points(view: View, name: str, value: Floats, j: Longs) -> Points:
    """What a term's values 0..1 on opportunities j add to the score, each rounded to whole points.

    10,000 x weight at most; on a public-welfare post all points are lowered by the policy's factor.
    """
    public = view.market.opportunities.public_welfare[j]
    factor = np.where(public, view.rules.public_welfare_factor, 1.0)
    return np.rint(value * (factor * (MAX_SCORE * view.rules.weights[name]))).astype(np.int16)
