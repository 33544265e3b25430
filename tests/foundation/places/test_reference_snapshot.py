"""The built files against an independent snapshot beside the checkout, where there is one."""

import csv
import lzma
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.places import Places
from chunfeng.kit.reference import ROOT

SNAPSHOT = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SNAPSHOT.is_dir(), reason="no snapshot to compare with")


def snapshot(name: str) -> Iterator[dict[str, str]]:
    with (SNAPSHOT / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_the_build_holds_every_region_of_the_snapshot_under_the_same_parent(
    places: Places,
) -> None:
    counts: Counter[str] = Counter()
    for row in snapshot("cn_divisions.csv"):
        if row["code"][:2] in {"71", "81"} and row["level"] != "1":
            continue  # second-level units of Taiwan and Hong Kong bear no official code
        place = places.get(row["code"])
        counts[row["level"]] += row["official"] == "1"
        assert place.level == int(row["level"])
        assert place.parent == (int(row["parent_code"]) * 10**6 if row["parent_code"] else None)
        assert row["type"] == "virtual" or place.name == row["name"]
    assert counts == {"1": 34, "2": 333, "3": 2846}


def test_the_build_holds_every_township_and_village_of_the_snapshot(places: Places) -> None:
    (towns,), (villages,) = (
        places._database.execute("SELECT count(*) FROM place WHERE level=?", (level,)).fetchone()
        for level in (4, 5)
    )
    with lzma.open(SNAPSHOT / "cn_villages.csv.xz", "rt", encoding="utf-8") as file:
        listed = [row["code"] for row in csv.DictReader(file) if row["code"][-3:] != "000"]
    assert villages == len(listed) == 620_572  # all but one county without townships
    assert towns == 41_351
    for row in snapshot("cn_towns.csv"):
        if row["code"] != "350527000":
            assert places.get(row["code"]).name == row["name"]


def test_own_points_of_towns_lie_near_those_of_the_snapshot(places: Places) -> None:
    own, away = 0, []
    for row in snapshot("cn_towns.csv"):
        town = places.get(row["code"])
        own += not town.approximate
        if not town.approximate and row["coord_source"].startswith("amap"):
            lon, lat = float(row["lon"]), float(row["lat"])
            width = (town.lon - lon) * np.cos(np.radians(lat))
            away.append(np.hypot(width, town.lat - lat) * 111.2)
    assert own > 12_000
    assert np.median(away) < 0.6  # km
    assert np.percentile(away, 95) < 4
    assert np.percentile(away, 99) < 12


def test_the_occupations_are_those_of_the_snapshot() -> None:
    query = "SELECT code, name FROM occupation"
    built = dict(Occupations.open()._database.execute(query).fetchall())
    listed = {row["code"]: row for row in snapshot("occupations_csco2022.csv")}
    assert all(listed[code]["name"] == name for code, name in built.items())
    # Thirteen later occupations of another source and four groups are not in the package.
    missing = Counter(listed[code]["source"] for code in listed.keys() - built.keys())
    assert missing == {"B": 13, "A": 4}
