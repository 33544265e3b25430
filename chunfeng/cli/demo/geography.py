"""Where the demo county's people live and work: real regions, invented homes.

A village's point is its township's point with an invented shift, and a home's point lies around it:
good enough to give realistic distances, no trace of anybody's house. A township without a point of
its own gets an invented one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from chunfeng.cli.demo.draw import Dice, Floats, Ints, Words, objects, words
from chunfeng.foundation.places import Place, Places

PARTNER_BOOST = 3.0  # how much likelier workers go to a partner region than elsewhere
VILLAGE_KM = 6.0  # from the township, for about two villages in three
TOWN_KM = 22.0  # from the county's point, of the farthest invented township
COUNTY_OR_PREFECTURE = (2, 3)
GOLDEN_ANGLE = 2.399963
KM_PER_DEGREE = 111.2


class NotACounty(ValueError):
    """The region is no county or prefecture, or has no villages in the reference data."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A city workers go to, and its districts where the jobs are."""

    city: int
    name: str
    work: tuple[int, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Sites:
    """Regions of one level; ``within`` is the index of the region above."""

    code: Ints
    name: Words
    within: Ints
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.code)

    def shifted(self, rng: np.random.Generator, rows: Ints, km: float) -> tuple[Floats, Floats]:
        """Points scattered around some of the regions: lon, lat, rounded to 10 m."""
        east, north = rng.normal(0, km / 2, (2, len(rows)))
        return _moved(self.lon[rows], self.lat[rows], east, north)


@dataclass(frozen=True, slots=True)
class Geography:
    """The county (or all counties of a prefecture) and the places its people leave for."""

    code: int
    counties: Sites
    towns: Sites
    villages: Sites
    prefecture: Ints  # other counties of the prefecture; its own where there are no others
    prefecture_names: Words
    capital: Destination  # of the province
    destinations: tuple[Destination, ...]


def survey(dice: Dice, places: Places, code: int, partners: Iterable[int]) -> Geography:
    """The geography of a county or prefecture; NotACounty where nobody could live.

    ``partners`` are the regions its people are sent to first, such as those of an east-west pair.
    """
    own = places.get(code)
    counties = _sites(places.under(own.code, 3) or [own], [])
    towns = _spread(_sites(places.under(own.code, 4), counties.code), counties, places)
    villages = _sites(places.under(own.code, 5), towns.code)
    if own.level not in COUNTY_OR_PREFECTURE or not len(villages):
        raise NotACounty(own.name)
    lon, lat = towns.shifted(dice("villages"), villages.within, VILLAGE_KM)
    above = places.path(own.code)
    near = places.under(above[1].code, 3) or [own]
    around = [place for place in near if place.code not in set(counties.code)] or near
    return Geography(
        code=own.code,
        counties=counties,
        towns=towns,
        villages=Sites(villages.code, villages.name, villages.within, lon, lat),
        prefecture=np.array([place.code for place in around], np.int64),
        prefecture_names=objects([place.name for place in around]),
        capital=_capital(places, above[0]),
        destinations=_destinations(places, above[0], list(partners)),
    )


def invented_points(places: Places, code: int) -> list[tuple[int, float, float]]:
    """(code, lon, lat) of a county's townships that have no point of their own: where the demo's
    people take them to lie.
    """
    county = _sites([places.get(code)], [])
    towns = _spread(_sites(places.under(code, 4), county.code), county, places)
    points = zip(towns.code.tolist(), towns.lon.tolist(), towns.lat.tolist(), strict=True)
    approximate = places.points(towns.code)[2]
    return [point for point, guessed in zip(points, approximate, strict=True) if guessed]


def _sites(found: Sequence[Place], above: Iterable[int]) -> Sites:
    index = {int(code): number for number, code in enumerate(above)}
    return Sites(
        np.array([place.code for place in found], np.int64),
        objects([place.name for place in found]),
        np.array([index.get(place.parent or 0, 0) for place in found], np.int64),
        np.array([place.lon for place in found]),
        np.array([place.lat for place in found]),
    )


def _spread(towns: Sites, counties: Sites, places: Places) -> Sites:
    """Townships that only have their county's point, laid out around it; the first stays there."""
    approximate = places.points(towns.code)[2]
    first = np.r_[True, towns.within[1:] != towns.within[:-1]] if len(towns) else approximate
    number = np.arange(len(towns)) - np.flatnonzero(first)[np.cumsum(first) - 1]
    count = np.bincount(towns.within, minlength=len(counties))[towns.within]
    away = TOWN_KM * np.sqrt(number / count) * approximate
    angle = number * GOLDEN_ANGLE
    lon, lat = _moved(towns.lon, towns.lat, away * np.cos(angle), away * np.sin(angle))
    return Sites(towns.code, towns.name, towns.within, lon, lat)


def _moved(lon: Floats, lat: Floats, east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Points moved by kilometres, rounded to 10 m."""
    up = lat + north / KM_PER_DEGREE
    return np.round(lon + east / KM_PER_DEGREE / np.cos(np.radians(up)), 4), np.round(up, 4)


def _capital(places: Places, province: Place) -> Destination:
    """A province's first prefecture, which is its capital, and its districts."""
    city = places.children(province.code)[0]
    work = tuple(place.code for place in places.under(city.code, 3)) or (city.code,)
    return Destination(city.code, city.name, work, 1.0)


def _destinations(places: Places, home: Place, partners: Sequence[int]) -> tuple[Destination, ...]:
    """Cities of other provinces, those in a partner region first."""
    spans = [places.get(code).span for code in partners]
    found = []
    for item in words("destinations"):
        city = places.get(item["city"])
        if home.span[0] <= city.code <= home.span[1]:
            continue
        partner = any(low <= city.code <= high for low, high in spans)
        share = item["share"] * (PARTNER_BOOST if partner else 1)
        found.append(Destination(city.code, city.name, tuple(item["work"]), share))
    return tuple(found)
