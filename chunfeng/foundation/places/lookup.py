"""Finding a region: by code, by full path, by the usual short names."""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chunfeng.foundation.places.errors import AmbiguousPlace, UnknownPlace, cut
from chunfeng.foundation.places.names import CUSTOMARY, SPOKEN, plain, readings, short
from chunfeng.foundation.places.place import (
    LEVEL_DIGITS,
    LEVEL_WORDS,
    STEPS,
    Place,
    level_of,
    uppers,
)
from chunfeng.foundation.places.points import Ring, read_shape
from chunfeng.foundation.places.similar import Similar
from chunfeng.kit.reference import BUILT, connect
from chunfeng.kit.texts import Language, text

DATABASE = BUILT / "places.sqlite"
LONGEST_NAME = 40  # signs
LONGEST_ADDRESS = 80
Ends = list[dict[int, int]]


class Places:
    """The regions of the reference file, read-only. One per process is enough."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        # Ledgers repeat the same names thousands of times: what was found once is kept.
        self._similar = Similar(database)
        self._got = lru_cache(200_000)(self._get)
        self._named = lru_cache(50_000)(self._names)
        self._meant = lru_cache(200_000)(self._means)
        self._full_name = lru_cache(200_000)(self._names_joined)

    @classmethod
    def open(cls, path: Path = DATABASE) -> "Places":
        """The built reference file; NotBuilt when it is not there."""
        return cls(connect(path))

    def get(self, code: int | str) -> Place:
        """The region with a code of 2, 4, 6, 9 or 12 digits; UnknownPlace when there is none.

        A retired county code, alone or inside a longer code, gives the region that followed.
        """
        return self._got(code)

    def held(self, code: int | str) -> Place:
        """The region of a code in a record; one that nobody knows any more goes by its code."""
        try:
            return self.get(code)
        except UnknownPlace:
            return self._inside(_twelve_digits(str(code)), str(code))

    def resolve(self, written: str, within: int | None = None) -> Place:
        """The one region a text means; UnknownPlace or AmbiguousPlace otherwise.

        A code; or names from the top down, levels left out at will, with or without separators,
        official or customary. Names inside ``within`` (a 12-digit code) come first.
        """
        found, near = self._meant(written, within)
        if len(found) == 1:
            return self.get(found[0])
        names = [self.full_name(code) for code in found or near]
        raise AmbiguousPlace(written, names) if found else UnknownPlace.named(written, names)

    def path(self, code: int | str) -> tuple[Place, ...]:
        """The region and all above it, province first."""
        chain = [self.held(code)]
        while chain[-1].parent:
            chain.append(self.get(chain[-1].parent))
        return tuple(reversed(chain))

    def full_name(self, code: int | str, language: Language = "zh") -> str:
        """陕西省安康市平利县 …, or Shaanxi, Ankang City, Pingli County …

        Without the prefectures that exist on paper only.
        """
        return self._full_name(code, language)

    def children(self, code: int | str) -> tuple[Place, ...]:
        """The regions right below, in the order of their codes."""
        place = self.get(code)
        return self._places("code BETWEEN ? AND ? AND parent=?", *place.span, place.code)

    def outline(self, code: int) -> list[list[Ring]]:
        """The region's polygons as rings (n, 2) in degrees; none below the county."""
        found = self._database.execute("SELECT shape FROM outline WHERE code=?", [code]).fetchone()
        return read_shape(found[0]) if found else []

    def under(self, code: int | str, level: int) -> tuple[Place, ...]:
        """All regions of a level in a region, in the order of their codes."""
        return self._places("code BETWEEN ? AND ? AND level=?", *self.get(code).span, level)

    def names(self, levels: Sequence[int]) -> tuple[str, ...]:
        """The full names of all regions of some levels, each once."""
        marks = ", ".join("?" * len(levels))
        query = f"SELECT DISTINCT name FROM place WHERE level IN ({marks}) ORDER BY name"  # noqa: S608 our own
        return tuple(name for (name,) in self._database.execute(query, list(levels)))

    def search(self, typed: str, within: int | None = None, limit: int = 10) -> tuple[Place, ...]:
        """Regions with a name or pinyin that begins so; villages only with ``within``."""
        low, high = self.get(within).span if within else (0, 10**12)
        key = plain(typed).replace("'", "")
        if not key:
            return ()
        found = self._database.execute(
            "SELECT DISTINCT place.* FROM name JOIN place USING (code) WHERE key >= ? AND key < ?"
            " AND code BETWEEN ? AND ? AND (level < 5 OR ?) ORDER BY level, code LIMIT ?",
            (key, key + "\U0010ffff", low, high, within is not None, limit),
        )
        return tuple(Place(*row) for row in found)

    def points(
        self, codes: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """lon, lat (degrees, WGS84) and whether approximate, for an array of codes."""
        unique, back = np.unique(np.asarray(codes, np.int64), return_inverse=True)
        found = [self.held(int(code)) for code in unique]
        lon = np.array([place.lon for place in found], np.float64)[back]
        lat = np.array([place.lat for place in found], np.float64)[back]
        return lon, lat, np.array([place.approximate for place in found], np.bool_)[back]

    def _places(self, where: str, *values: int) -> tuple[Place, ...]:
        query = f"SELECT * FROM place WHERE {where} ORDER BY code"  # noqa: S608 our own texts
        return tuple(Place(*row) for row in self._database.execute(query, values))

    def _get(self, code: int | str) -> Place:
        for known in self._successors(_twelve_digits(str(code))):
            found = self._places("code=?", known)
            if found:
                return found[0]
        raise UnknownPlace(text("No region has the code {code}.", code=code), str(code))

    def _inside(self, code: int, name: str) -> Place:
        """A region the file lacks; without a point of its own it lies where the upper one does."""
        for upper in uppers(code):
            try:
                above = self.get(upper)
            except UnknownPlace:
                continue
            word = above.point if above.approximate else LEVEL_WORDS[above.level]
            level = level_of(code)
            return Place(
                code, name, short(name, level), "", level, above.code, above.lon, above.lat, word
            )
        raise UnknownPlace.named(f"{code:012d}", [])

    def _successors(self, code: int) -> Iterator[int]:
        """The code, then what it may be called by now."""
        yield code
        county = code // STEPS[3] * STEPS[3]
        query = "SELECT new FROM successor WHERE old=?"
        for (new,) in self._database.execute(query, (county,)).fetchall():
            yield new + code - county
            # A county that still exists has lost a part: a code it lacks may be anywhere.
            if not self._places("code=?", county):
                yield new

    def _names_joined(self, code: int | str, language: Language) -> str:
        place = self.held(code)
        path = (*self.path(place.parent), place) if place.parent else (place,)
        paper = {p for p in path if p.level == 2 and (p.name in (path[0].name, "县"))}
        known = [p for p in path if p not in paper and not p.name.endswith("行政区划")]
        return ("" if language == "zh" else ", ").join(p.name_in(language) for p in known)

    def _means(self, written: str, within: int | None) -> tuple[list[int], list[int]]:
        """The codes a text may mean equally well and, where there are none, the nearest ones."""
        key = plain(written)
        if key.isascii() and key.isdigit():
            return [self.get(key).code], []
        if not 2 <= len(key) <= LONGEST_ADDRESS:
            return [], []
        for reading, top in readings(written):
            best = self._best(self._read(reading, top, within), within)
            if best:
                return best, []
        return [], self._near(key, within)

    def _read(self, reading: str, top: int, within: int | None) -> dict[int, int]:
        """The regions (code: kind of name) a reading means; a loose one must be anchored."""
        found = self._ends(reading)[-1]
        sure = set(found) if top == 1 else self._anchored(reading, found, within)
        return {code: found[code] for code in sure if level_of(code) >= top}

    def _anchored(self, key: str, found: Iterable[int], within: int | None) -> set[int]:
        """Of the regions a text spells those named after an upper one, or lying within."""
        low, high = self.get(within).span if within else (0, -1)
        bare = dict(self._named(key, True))
        return {code for code in found if code not in bare or low <= code <= high}

    def _ends(self, key: str) -> Ends:
        """For every length of the text: the regions (code: kind of name) whose path it spells."""
        ends: Ends = [{} for _ in range(len(key) + 1)]
        for start in range(len(key)):
            above = [_below(code) for code in ends[start]] if start else [(0, 10**12)]
            if not above:
                continue
            for end in range(start + 1, min(start + LONGEST_NAME, len(key)) + 1):
                named = self._named(key[start:end], end == len(key))
                for low, high in above:
                    first, last = bisect_left(named, (low,)), bisect_left(named, (high,))
                    for code, kind in named[first:last]:
                        ends[end][code] = min(kind, ends[end].get(code, kind))
        return ends

    def _names(self, key: str, villages: bool) -> list[tuple[int, int]]:
        query = (
            "SELECT code, kind FROM name"
            " WHERE key=? AND kind < ? AND (code % 1000 = 0 OR ?) ORDER BY code"
        )
        return self._database.execute(query, (key, SPOKEN, villages)).fetchall()

    def _best(self, found: Mapping[int, int], within: int | None) -> list[int]:
        """Of the regions (code: kind of name) those that come first, by code.

        What lies within; a province or prefecture before a village's short name (many a village is
        called 河南); then counties and above, townships, villages; then the surest kind of name.
        """
        low, high = self.get(within).span if within else (0, 10**12)

        def rank(code: int) -> tuple[int, int, int, int]:
            level, kind = level_of(code), found[code]
            inside = low <= code <= high
            nickname = level == 5 and kind >= CUSTOMARY
            group = 0 if inside and not nickname else 1 if level <= 2 else 2 if inside else 3
            return group, max(3, level), kind, level

        ranks = {code: rank(code) for code in found}
        first = min(ranks.values(), default=None)
        return sorted(code for code in found if ranks[code] == first)

    def _near(self, key: str, within: int | None) -> list[int]:
        """The nearest regions below what was understood of a text, else what was understood."""
        region, rest = within, key
        for end, found in enumerate(self._ends(key)):
            # A township's name alone may be anywhere.
            known = self._anchored(key[:end], found, within) | {c for c in found if level_of(c) < 4}
            if known:
                region, rest = self._best({c: found[c] for c in known}, within)[0], key[end:]
        near = self._similar.to(rest, self.get(region) if region else None)
        return near or ([region] if region and rest != key else [])


def _below(code: int) -> tuple[int, int]:
    """The codes of everything below a region, the upper end excluded."""
    return code + 1, code + STEPS[level_of(code)]


def _twelve_digits(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) in LEVEL_DIGITS.values()):
        message = text(
            "{code} is not a region code: it needs 2, 4, 6, 9 or 12 digits.", code=cut(digits)
        )
        raise UnknownPlace(message, digits)
    return int(digits.ljust(12, "0"))
