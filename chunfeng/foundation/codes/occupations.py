"""Occupations of the 2022 classification (职业分类大典), found by code, name or everyday word."""

import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chunfeng.foundation.codes.lookup import DATABASE
from chunfeng.foundation.codes.names import plain
from chunfeng.foundation.codes.stems import stems
from chunfeng.kit.reference import connect
from chunfeng.kit.texts import Language

_CODE = re.compile(r"([1-8])(\d\d)(\d\d)(\d\d)")
# English keys that are written so far, or whose words are the same but for their endings.
_SEARCH = """
WITH found AS (
    SELECT code, 0 AS place, length(key) AS size, key FROM word
    WHERE pinyin <> '' AND (instr(key, ?1) > 0 OR substr(pinyin, 1, ?2) = ?1
        OR substr(initials, 1, ?2) = ?1 AND ?2 > 1)
    UNION ALL
    SELECT code, place, size, key FROM english
    WHERE key >= ?1 AND key < ?1 || '~' OR key = ?4 OR key > ?4 || ' ' AND key < ?4 || '!')
SELECT code FROM found GROUP BY code
    ORDER BY min(place > 0), min(size), min(key) LIMIT ?3"""
SAME, SMALL_GROUP, MIDDLE_GROUP = 1.0, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation: its code like 6-05-01-03, level 1 to 4, name and definition (Chinese).

    name_en: its English name.
    """

    code: str
    level: int
    name: str
    definition: str
    name_en: str

    def name_in(self, language: Language) -> str:
        """缝纫工 or Sewing machine operator."""
        return self.name if language == "zh" else self.name_en


def fit(a: str, b: str) -> float:
    """How near two occupations are: same 1, same small group .8, same middle group .5, else 0."""
    first, second = a.split("-"), b.split("-")
    if first == second:
        return SAME
    if first[:3] == second[:3] and first[2] != "00":
        return SMALL_GROUP
    return MIDDLE_GROUP if first[:2] == second[:2] and first[1] != "00" else 0.0


class Occupations:
    """The occupations of the reference file, read-only."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._matched = lru_cache(50_000)(self._match)

    @classmethod
    def open(cls, path: Path = DATABASE) -> "Occupations":
        """The built reference file; NotBuilt when it is not there."""
        return cls(connect(path))

    def get(self, code: str) -> Occupation:
        """The occupation with a code; KeyError when there is none."""
        query = "SELECT * FROM occupation WHERE code=?"
        row = self._database.execute(query, (code,)).fetchone()
        if row is None:
            raise KeyError(code)
        return Occupation(*row)

    def every(self) -> tuple[Occupation, ...]:
        """All of them and their groups, by code."""
        rows = self._database.execute("SELECT * FROM occupation ORDER BY code")
        return tuple(Occupation(*row) for row in rows)

    def words(self) -> tuple[str, ...]:
        """Every word that means an occupation: names, and what people say."""
        found = self._database.execute("SELECT key FROM word ORDER BY key")
        return tuple(word for (word,) in found)

    def meanings(self) -> dict[str, str]:
        """The code each word means, the words as they are compared."""
        return dict(self._database.execute("SELECT key, code FROM word"))

    def match(self, word: str) -> Occupation | None:
        """The occupation a code, an official name or an everyday word means; None when unknown."""
        return self._matched(word)

    def search(self, typed: str, limit: int = 10) -> tuple[Occupation, ...]:
        """Occupations one of whose words contains a text, the shortest word first.

        Latin letters may also be the beginning of a word's pinyin, whole or by initials, or of a
        word of an English name; the names that begin so come first.
        """
        key = plain(typed)
        if not key:
            return ()
        values = (key, len(key), limit, stems(typed) or key)
        found = self._database.execute(_SEARCH, values).fetchall()
        return tuple(self.get(row[0]) for row in found)

    def _match(self, word: str) -> Occupation | None:
        key = plain(word)
        digits = _CODE.fullmatch(key)
        code = "-".join(digits.groups()) if digits else ""
        query = "SELECT * FROM occupation WHERE code IN (?, (SELECT code FROM word WHERE key=?))"
        row = self._database.execute(query, (code, key)).fetchone()
        return row and Occupation(*row)
