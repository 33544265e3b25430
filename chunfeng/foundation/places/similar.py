"""The regions whose names look or sound most like a misspelt one."""

import sqlite3
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from chunfeng.foundation.places.names import plain, spoken
from chunfeng.foundation.places.place import Place

NEAR = 0.6  # least likeness, 1 = the same
SHOWN = 3


class _Name(NamedTuple):
    key: str
    signs: frozenset[str]
    sounds: tuple[str, ...]  # of the first so many signs
    code: int


class Similar:
    """Searches the names below a region; the names of a region are read once."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._names = lru_cache(64)(self._read)

    def to(self, written: str, region: Place | None) -> list[int]:
        """Codes of up to three regions that the text may begin with, the likest first."""
        if len(written) < 2:
            return []
        sounds = [spoken(written, length) for length in range(len(written) + 1)]
        signs, found = set(written), dict[int, float]()
        for name in self._names(region):
            length = min(len(name.key), len(written))
            likeness = 0.0
            if name.sounds[length] == sounds[length]:
                likeness = 1.0
            elif 2 * len(name.signs & signs) >= len(name.signs):
                begin = written[:length]
                likeness = SequenceMatcher(None, name.key, begin, autojunk=False).ratio()
            if likeness >= NEAR:
                found[name.code] = max(likeness, found.get(name.code, 0))
        return sorted(found, key=lambda code: (-found[code], code))[:SHOWN]

    def _read(self, region: Place | None) -> list[_Name]:
        """Names down to the county in the country, the township in a prefecture, else all."""
        low, high = region.span if region else (0, 10**12)
        deepest = min(5, region.level + 2) if region else 3
        query = (
            "SELECT name, short_name, code FROM place"
            " WHERE code BETWEEN ? AND ? AND level <= ? AND code <> ? ORDER BY code"
        )
        rows = self._database.execute(query, (low, high, deepest, low)).fetchall()
        return [_name(name, code) for *names, code in rows for name in names if len(name) > 1]


def _name(name: str, code: int) -> _Name:
    key = plain(name)
    return _Name(key, frozenset(key), tuple(spoken(key, n) for n in range(len(key) + 1)), code)
