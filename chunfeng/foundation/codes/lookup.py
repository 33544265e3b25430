"""The reference file of codes, read-only, and the facts asked of it by region."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATABASE = Path(__file__).resolve().parents[3] / "build/reference/codes.sqlite"


class CodesNotBuilt(RuntimeError):
    """The reference data is missing: run ./run setup."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list."""

    code: str
    zh: str
    en: str


def connect(path: Path = DATABASE) -> sqlite3.Connection:
    """A read-only connection; CodesNotBuilt when the file is not there."""
    if not path.is_file():
        raise CodesNotBuilt("The reference codes are missing: run ./run setup")
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)


class Codes:
    """Code lists and facts by region."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path = DATABASE) -> "Codes":
        """The built reference file."""
        return cls(connect(path))

    def list(self, name: str) -> tuple[Code, ...]:
        """A code list in its order; KeyError when there is none of this name."""
        query = "SELECT code, zh, en FROM code WHERE list=? ORDER BY place"
        found = tuple(Code(*row) for row in self._database.execute(query, (name,)))
        if not found:
            raise KeyError(name)
        return found

    def partners(self, region: int, on: date) -> tuple[int, ...]:
        """Eastern partners of a region on a day, the most specific level first.

        ``region`` is a 12-digit code. The pairs are not a complete register: where none is in
        force, the last ones known are given.
        """
        for upper in (region, region // 10**8 * 10**8, region // 10**10 * 10**10):
            pairs = self._database.execute(
                "SELECT east, start, end FROM pair WHERE west=? ORDER BY end DESC, east", (upper,)
            ).fetchall()
            in_force = [east for east, start, end in pairs if start <= on.year <= end]
            latest = [east for east, _, end in pairs if end == pairs[0][2]]
            if pairs:
                return tuple(dict.fromkeys(in_force or latest))
        return ()

    def busy_months(self, region: int) -> frozenset[int]:
        """Months in which main crops need hands; approximate, by prefecture or province."""
        for upper in (region // 10**8 * 10**8, region // 10**10 * 10**10):
            query = "SELECT first, last FROM crop WHERE area=?"
            windows = self._database.execute(query, (upper,)).fetchall()
            if windows:
                return frozenset(m for first, last in windows for m in _months(first, last))
        return frozenset()

    def county_lists(self, county: int) -> frozenset[str]:
        """The national lists a county stands on."""
        query = "SELECT list FROM county WHERE code=?"
        return frozenset(row[0] for row in self._database.execute(query, (county,)))


def _months(first: int, last: int) -> list[int]:
    """Months from first to last, over New Year where last comes before first."""
    span = (last - first) % 12 + 1
    return [(first - 1 + step) % 12 + 1 for step in range(span)]
