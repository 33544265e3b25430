"""Finding a region: by code, by full path, by the usual short names."""

import sqlite3
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chunfeng.foundation.places.names import plain
from chunfeng.foundation.places.place import LEVEL_DIGITS, Place, level_of
from chunfeng.kit.texts import Text, text

DATABASE = Path(__file__).resolve().parents[3] / "build/reference/places.sqlite"
SHOWN = 10  # candidates named in a message
LONGEST_NAME = 30
Spans = tuple[tuple[int, int], ...]


class PlacesNotBuilt(RuntimeError):
    """The reference data is missing: run ./run setup."""


class PlaceError(LookupError):
    """A text that names no single place; ``text`` says why, ready to show."""

    def __init__(self, message: Text, written: str, candidates: Iterable[str]) -> None:
        super().__init__(message.to("en"))
        self.text = message
        self.written = written
        self.candidates = tuple(candidates)


class UnknownPlace(PlaceError):
    """No region goes by this name or code; ``candidates`` are the nearest names."""


class AmbiguousPlace(PlaceError):
    """Several regions go by this name; ``candidates`` are their full names."""


class Places:
    """The regions of the reference file, read-only. One per process is enough."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.get = lru_cache(200_000)(self._get)
        self._named = lru_cache(200_000)(self._named_uncached)
        self._resolved = lru_cache(200_000)(self._resolve)

    @classmethod
    def open(cls, path: Path = DATABASE) -> "Places":
        """The built reference file; PlacesNotBuilt when it is not there."""
        if not path.is_file():
            raise PlacesNotBuilt("The region data is missing: run ./run setup")
        return cls(sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False))

    def _get(self, code: int | str) -> Place:
        full = _twelve_digits(code)
        for known in (full, self._successor(full)):
            row = self._database.execute("SELECT * FROM place WHERE code=?", (known,)).fetchone()
            if row:
                return Place(*row)
        raise UnknownPlace(text("No region has the code {code}.", code=str(code)), str(code), ())

    def _successor(self, code: int) -> int:
        """The code that follows a retired one; the new county where nothing below it matches."""
        county = code // 10**6 * 10**6
        row = self._database.execute("SELECT new FROM successor WHERE old=?", (county,)).fetchone()
        if row is None:
            return code
        moved: int = row[0] + code % 10**6
        known = self._database.execute("SELECT 1 FROM place WHERE code=?", (moved,)).fetchone()
        return moved if known else int(row[0])

    def resolve(self, written: str, within: int | None = None) -> Place:
        """The one region a text means.

        A code, a full path with or without the levels between, or a customary name. Names inside
        ``within`` (a 12-digit code) come first. UnknownPlace and AmbiguousPlace otherwise.
        """
        return self._resolved(written, within)

    def _resolve(self, written: str, within: int | None) -> Place:
        key = plain(written)
        if key.isascii() and key.isdigit():
            return self.get(key)
        spans: list[Spans] = [(self.get(within).span,)] if within else []
        for span in [*spans, ()]:
            found = self._best(self._walk(key, span))
            if len(found) == 1:
                return self.get(found[0])
            if found:
                raise self._ambiguous(written, found)
        raise self._unknown(written, key, within)

    def _walk(self, key: str, spans: Spans) -> list[tuple[int, int]]:
        """(code, how short the last name is) of all chains of names that spell the key."""
        found: dict[int, int] = {}
        for length in range(min(len(key), LONGEST_NAME), 0, -1):
            named = [n for n in self._named(key[:length]) if _inside(n[0], spans)]
            if not named:
                continue
            if length == len(key):
                found.update(named)
                continue
            below = tuple(self.get(code).span for code, _ in named if level_of(code) < 5)
            if below:
                found.update({c: s for c, s in self._walk(key[length:], below) if c not in found})
        return list(found.items())

    def _best(self, found: list[tuple[int, int]]) -> list[int]:
        """Counties and above before townships before villages; official names before short ones."""
        if not found:
            return []
        levels = {code: self.get(code).level for code, _ in found}
        ranks = {code: (max(3, levels[code]), brief, levels[code]) for code, brief in found}
        best = min(ranks.values())
        return sorted(code for code, rank in ranks.items() if rank == best)

    def _named_uncached(self, key: str) -> list[tuple[int, int]]:
        query = "SELECT code, short FROM name WHERE key=?"
        return self._database.execute(query, (key,)).fetchall()

    def _ambiguous(self, written: str, codes: list[int]) -> AmbiguousPlace:
        names = [self.full_name(code) for code in codes]
        message = text(
            "“{name}” could be any of {number} places: {places}.",
            name=written,
            number=len(names),
            places="；".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else ""),
        )
        return AmbiguousPlace(message, written, names)

    def _unknown(self, written: str, key: str, within: int | None) -> UnknownPlace:
        close = self._similar(key, within)
        if not close:
            return UnknownPlace(text("No place is called “{name}”.", name=written), written, ())
        message = text(
            "No place is called “{name}”; the nearest names are {places}.",
            name=written,
            places="；".join(close),
        )
        return UnknownPlace(message, written, close)

    def _similar(self, key: str, within: int | None) -> list[str]:
        low, high = self.get(within).span if within else (0, 10**12)
        deepest = 5 if within else 3
        rows = self._database.execute(
            "SELECT name, code FROM place WHERE code BETWEEN ? AND ? AND level<=?",
            (low, high, deepest),
        ).fetchall()
        names = {plain(name): code for name, code in rows}
        tail = key[-8:]
        return [self.full_name(names[n]) for n in get_close_matches(tail, names, 3, 0.6)]

    def path(self, code: int | str) -> tuple[Place, ...]:
        """The region and all above it, province first."""
        chain = [self.get(code)]
        while chain[-1].parent:
            chain.append(self.get(chain[-1].parent))
        return tuple(reversed(chain))

    def full_name(self, code: int | str) -> str:
        """陕西省安康市平利县城关镇 …; a municipality's virtual prefecture is left out."""
        names: list[str] = []
        for place in self.path(code):
            virtual = place.level == 2 and (place.name in names or place.name.endswith("行政区划"))
            if not virtual and place.name != "县":
                names.append(place.name)
        return "".join(names)

    def children(self, code: int | str) -> tuple[Place, ...]:
        """The regions right below, in the order of their codes."""
        query = "SELECT * FROM place WHERE parent=? ORDER BY code"
        found = self._database.execute(query, (self.get(code).code,))
        return tuple(Place(*row) for row in found)

    def under(self, code: int | str, level: int) -> tuple[Place, ...]:
        """All regions of a level in a region."""
        low, high = self.get(code).span
        query = "SELECT * FROM place WHERE code BETWEEN ? AND ? AND level=? ORDER BY code"
        return tuple(Place(*row) for row in self._database.execute(query, (low, high, level)))

    def search(self, typed: str, within: int | None = None, limit: int = 10) -> tuple[Place, ...]:
        """Regions whose name, or pinyin (down to townships), begins with a text."""
        low, high = self.get(within).span if within else (0, 10**12)
        key = plain(typed)
        column = "pinyin" if key.isascii() else "name"
        found = self._database.execute(
            f"SELECT * FROM place WHERE {column} >= ? AND {column} < ?"  # noqa: S608 two fixed names
            " AND code BETWEEN ? AND ? AND (level < 5 OR ?) ORDER BY level, code LIMIT ?",
            (key, key + "\U0010ffff", low, high, within is not None, limit),
        )
        return tuple(Place(*row) for row in found)

    def points(
        self, codes: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """lon, lat (degrees, WGS84) and whether approximate, for an array of codes."""
        unique, back = np.unique(np.asarray(codes, np.int64), return_inverse=True)
        found = [self.get(int(code)) for code in unique]
        lon = np.array([place.lon for place in found], np.float64)[back]
        lat = np.array([place.lat for place in found], np.float64)[back]
        return lon, lat, np.array([place.approximate for place in found], np.bool_)[back]


def _inside(code: int, spans: Spans) -> bool:
    return not spans or any(low <= code <= high for low, high in spans)


def _twelve_digits(code: int | str) -> int:
    digits = str(code)
    if not (digits.isascii() and digits.isdigit() and len(digits) in LEVEL_DIGITS.values()):
        raise UnknownPlace(
            text("{code} is not a region code: it needs 2, 4, 6, 9 or 12 digits.", code=digits),
            digits,
            (),
        )
    return int(digits.ljust(12, "0"))
