"""The reference file of codes, read-only, and the facts asked of it by region."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chunfeng.kit.reference import BUILT, connect

DATABASE = BUILT / "codes.sqlite"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list."""

    code: str
    zh: str
    en: str


class Codes:
    """Code lists and facts by region."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path = DATABASE) -> "Codes":
        """The built reference file; NotBuilt when it is not there."""
        return cls(connect(path))

    def get(self, name: str) -> tuple[Code, ...]:
        """A code list in its order; KeyError when there is none of this name."""
        query = "SELECT code, zh, en FROM code WHERE list=? ORDER BY place"
        found = tuple(Code(*row) for row in self._database.execute(query, (name,)))
        if not found:
            raise KeyError(name)
        return found

    def glossary(self, name: str) -> dict[str, str]:
        """The English of the Chinese words of a list; empty where there is none of this name."""
        return dict(self._database.execute("SELECT zh, en FROM gloss WHERE list=?", (name,)))

    def partners(self, region: int, on: date) -> tuple[int, ...]:
        """Eastern partners of a region on a day, those of the most specific level first.

        ``region`` is a 12-digit code. The pairs are not a complete register: at a level where none
        is in force, the last ones known are given.
        """
        found = [east for upper in _uppers(region) for east in self._paired(upper, on.year)]
        return tuple(dict.fromkeys(found))

    def _paired(self, west: int, year: int) -> list[int]:
        query = "SELECT east, start, end FROM pair WHERE west=? ORDER BY end DESC, start, east"
        pairs = self._database.execute(query, (west,)).fetchall()
        in_force = [east for east, start, end in pairs if start <= year <= end]
        return in_force or [east for east, _, end in pairs if end == pairs[0][2]]

    def busy_months(self, region: int) -> frozenset[int]:
        """Months in which main crops need hands; approximate, by prefecture or province."""
        for upper in _uppers(region):
            query = "SELECT first, last FROM crop WHERE area=?"
            windows = self._database.execute(query, (upper,)).fetchall()
            if windows:
                return frozenset(m for first, last in windows for m in _months(first, last))
        return frozenset()

    def county_lists(self, region: int) -> frozenset[str]:
        """National lists a region's county is on: poverty_counties_832, key_counties_160."""
        query = "SELECT list FROM county WHERE code=?"
        found = self._database.execute(query, (region // 10**6 * 10**6,))
        return frozenset(row[0] for row in found)


def _uppers(region: int) -> list[int]:
    """The codes of the county, the prefecture and the province a region lies in."""
    return [region // step * step for step in (10**6, 10**8, 10**10)]


def _months(first: int, last: int) -> list[int]:
    """Months from first to last, over New Year where last comes before first."""
    span = (last - first) % 12 + 1
    return [(first - 1 + step) % 12 + 1 for step in range(span)]
