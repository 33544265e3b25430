"""Distances by road, estimated: great circle times a road factor."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chunfeng.engine.tables import Bools, Bytes, Degrees, Floats, Longs, Market, Rules

EARTH_KM = 6371.0


def unit_vectors(lon: Degrees, lat: Degrees) -> Degrees:
    """Points on the unit sphere, float64[3, k], from degrees."""
    a, b = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)])


def arc_km(cosine: NDArray[Any]) -> Floats:
    """Great-circle km from the cosine of the angle.

    The arc is taken from the chord by its series; up to 5,000 km the error is below 0.02 %.
    """
    square = (2.0 - 2.0 * cosine).astype(np.float32)
    np.maximum(square, 0, out=square)
    km = square * np.float32(3 / 640)
    km += np.float32(1 / 24)
    km *= square
    km += 1
    km *= np.sqrt(square, out=square)
    km *= np.float32(EARTH_KM)
    return km


@dataclass(frozen=True, eq=False)
class Roads:
    """Road distances between the two sides of a market.

    Where a point is only its township's or county's, two places of the same township (county) are
    taken to be at least `Rules.same_township_km` (`same_county_km`) apart by road, two of the same
    village half the former.
    """

    home: Degrees
    work: Degrees
    home_approximate: Bools
    work_approximate: Bools
    factor: float
    floor: Floats

    @classmethod
    def of(cls, market: Market, rules: Rules) -> "Roads":
        """The roads of a market."""
        s, o = market.seekers, market.opportunities
        near, far = rules.same_township_km, rules.same_county_km
        return cls(
            unit_vectors(s.lon, s.lat),
            unit_vectors(o.lon, o.lat),
            s.approximate,
            o.approximate,
            rules.road_factor,
            np.array([near / 2, near, far, 0, 0, 0, 0], np.float32),
        )

    def block(self, rows: Longs, columns: Longs, scale: Bytes) -> Floats:
        """km of every pair of rows × columns; `scale` has the same shape."""
        return self.pairs(rows[:, None], columns[None, :], scale)

    def pairs(self, i: Longs, j: Longs, scale: Bytes) -> Floats:
        """km of the pairs (i, j), broadcast to the shape of `scale`."""
        # Written out: a product of matrices would round otherwise for a block than for a pair.
        (ax, ay, az), (bx, by, bz) = self.home[:, i], self.work[:, j]
        km = arc_km(ax * bx + ay * by + az * bz)
        km *= np.float32(self.factor)
        vague = self.home_approximate[i] | self.work_approximate[j]
        return np.maximum(km, np.where(vague, np.take(self.floor, scale), np.float32(0)))
