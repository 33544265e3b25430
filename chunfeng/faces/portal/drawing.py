"""A county with its workshops as one small drawing: the table beside it says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import cos, radians

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from chunfeng.foundation.places.current import places

WIDE = 340.0  # units of the drawing
HIGHEST = 440.0  # units: a long county is drawn narrower, so that a phone need not shrink its names
EDGE = 14.0
COARSE = 1.2  # units: corners nearer to each other are left out
MOST_NAMES = 24
LETTER = 13  # units
Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A township on the map. number: its workshops; none makes it hollow."""

    name: str
    lon: float
    lat: float
    number: int
    url: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """From degrees to units: west and north edge, units a degree east and north; its height."""

    west: float
    north: float
    east_scale: float
    north_scale: float
    high: float
    left: float  # units beside the westernmost corner

    def at(self, lon: float, lat: float) -> Corner:
        return (
            self.left + (lon - self.west) * self.east_scale,
            EDGE + (self.north - lat) * self.north_scale,
        )


def county(code: int, dots: Sequence[Dot], label: str) -> SafeString:
    """The drawing of a county; empty where nobody knows its outline."""
    outline = _outline(code)
    if outline is None:
        return mark_safe("")
    frame, path = outline
    drawn = "".join(_dots(frame, dots))
    return mark_safe(  # noqa: S308 names are escaped, the rest are numbers
        f'<svg class="county" viewBox="0 0 {WIDE:.0f} {frame.high:.0f}" role="group"'
        f' aria-label="{escape(label)}"><path class="county-shape" d="{path}"/>{drawn}</svg>'
    )


@lru_cache(64)
def _outline(code: int) -> tuple[_Frame, str] | None:
    rings = [ring for polygon in places().outline(code) for ring in polygon]
    if not rings:
        return None
    corners = np.vstack(rings)
    (west, south), (east, north) = corners.min(0), corners.max(0)
    shrunk = cos(radians((south + north) / 2))  # a degree east against one north
    wide, high = (WIDE - 2 * EDGE) / (east - west), (HIGHEST - 2 * EDGE) / (north - south) * shrunk
    east_scale = min(wide, high)
    left = (WIDE - (east - west) * east_scale) / 2
    north_scale = east_scale / shrunk
    tall = (north - south) * north_scale + 2 * EDGE
    frame = _Frame(west, north, east_scale, north_scale, tall, left)
    return frame, "".join(_ring(frame, ring) for ring in rings)


def _ring(frame: _Frame, ring: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> str:
    kept: list[Corner] = []
    for lon, lat in ring.tolist():
        x, y = frame.at(lon, lat)
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= COARSE:
            kept.append((x, y))
    return f"M{' '.join(f'{x:.0f} {y:.0f}' for x, y in kept)}z" if len(kept) > 3 else ""


def _dots(frame: _Frame, dots: Sequence[Dot]) -> Iterable[str]:
    """Dots first, names above them where they find room."""
    taken: list[tuple[float, float, float, float]] = []
    names: list[str] = []
    for dot in sorted(dots, key=lambda one: (not one.mine, -one.number, one.name)):
        x, y = frame.at(dot.lon, dot.lat)
        size = 3.2 + min(dot.number, 6) ** 0.5 * 1.6 if dot.number else 3.2
        kind = " dot-none" * (not dot.number) + " dot-mine" * dot.mine
        shape = f'<circle class="dot{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
        link = f'<a href="{escape(dot.url)}" tabindex="-1" aria-label="{escape(dot.name)}">'
        yield f"{link}{shape}</a>" if dot.url else shape
        wide = len(dot.name) * (LETTER if not dot.name.isascii() else LETTER * 0.6)
        left = x - wide - size - 2 if x + size + 2 + wide > WIDE else x + size + 2
        box = (left, y - LETTER / 2, left + wide, y + LETTER / 2)
        if len(names) < MOST_NAMES and not any(_meet(box, other) for other in taken):
            taken.append(box)
            names.append(
                f'<text class="dot-name" x="{left:.0f}" y="{y + 4:.0f}">{escape(dot.name)}</text>'
            )
    yield from names


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
