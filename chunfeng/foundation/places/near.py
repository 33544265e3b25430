"""What lies around a point: the villages of its county, or the townships where villages have no
points of their own."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.place import STEPS, Place

EARTH_KM = 6371.0
COUNTY, TOWNSHIP, VILLAGE = 3, 4, 5
REACH, MOST = 10.0, 12  # km; regions that are listed


@dataclass(frozen=True, slots=True)
class Near:
    """A region and how far it is, km as the crow flies."""

    place: Place
    km: float


@dataclass(frozen=True, slots=True)
class Around:
    """Regions around a point, the nearest first. unplaced: how many of ``of`` have no point."""

    found: tuple[Near, ...]
    villages: bool
    unplaced: int
    of: int


def kilometres(lon: float, lat: float, lon2: float, lat2: float) -> float:
    """How far two points (degrees WGS84) are apart as the crow flies, in km."""
    up, across = radians(lat2 - lat) / 2, radians(lon2 - lon) / 2
    bow = sin(up) ** 2 + cos(radians(lat2)) * cos(radians(lat)) * sin(across) ** 2
    return 2 * EARTH_KM * asin(sqrt(bow))


def around(
    lon: float | None, lat: float | None, code: int, *, km: float = REACH, most: int = MOST
) -> Around | None:
    """What lies within some km of a point in the county of a region; None without a point."""
    if lon is None or lat is None:
        return None
    county = code // STEPS[COUNTY] * STEPS[COUNTY]
    villages = places().under(county, VILLAGE)
    known = any(not one.approximate for one in villages)
    asked = villages if known else places().under(county, TOWNSHIP)
    placed = [one for one in asked if not one.approximate]
    ways = [Near(one, kilometres(lon, lat, one.lon, one.lat)) for one in placed]
    found = sorted((one for one in ways if one.km <= km), key=lambda one: one.km)[:most]
    return Around(tuple(found), known, len(asked) - len(placed), len(asked))
