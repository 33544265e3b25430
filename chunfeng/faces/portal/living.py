"""Where somebody lives: a township they chose, kept in a cookie; distances from there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from chunfeng.faces.ui import named
from chunfeng.faces.ui.language import current
from chunfeng.foundation.places import near
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import UnknownPlace
from chunfeng.foundation.places.names import official
from chunfeng.foundation.places.place import STEPS, Place, level_of
from chunfeng.kit.texts import Language, Text, text

COOKIE = "place"
COUNTY, TOWNSHIP = 3, 4
NEAREST, ROUGH_KM = 0.95, 10  # km


@dataclass(frozen=True, slots=True)
class Here:
    """From where distances count. name, code: of the township; none for a phone's own position."""

    lon: float
    lat: float
    name: str
    code: int | None = None
    rough: bool = False  # the county's point: of the township nobody knows any

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude, degrees."""
        return self.lon, self.lat


def chosen(request: HttpRequest) -> Place | None:
    """The township (or village) of the cookie; None where there is none, or it is no such place."""
    return township(request.COOKIES.get(COOKIE, ""))


def township(code: str) -> Place | None:
    """A region of a township's level or below, by its code."""
    try:
        place = places().get(code)
    except UnknownPlace:
        return None
    return place if place.level >= TOWNSHIP else None


def here_of(place: Place | None) -> Here | None:
    """A place as the point distances count from."""
    if place is None:
        return None
    return Here(place.lon, place.lat, place.short_name_in(current()), place.code, place.approximate)


def county_of(code: int) -> int:
    """The county a region lies in."""
    step: int = STEPS[COUNTY]
    return code // step * step


def brief(code: int) -> str:
    """平利县广佛镇秋河村: county and what is below, as a sign beside a road would say it.

    Pingli County, Guangfo Town, Qiuhe Village in English.
    """
    return _brief(code, current())


def briefer(code: int, here: Here | None) -> str:
    """广佛镇秋河村 for who lives in the county, 平利县广佛镇 for everybody else."""
    if level_of(code) <= COUNTY:
        return named.place(code)
    if here and here.code and county_of(here.code) == county_of(code):
        return _within_county(code, current())
    town = code // STEPS[TOWNSHIP] * STEPS[TOWNSHIP]
    return _joined([named.place(county_of(code)), named.place(town)], current())


def in_chinese(code: int) -> str:
    """What ``brief`` says, in Chinese: to be shown to a driver."""
    return _brief(code, "zh")


def _brief(code: int, language: Language) -> str:
    if level_of(code) <= COUNTY:
        return places().held(code).name_in(language)
    county = places().held(county_of(code)).name_in(language)
    return _joined([county, _within_county(code, language)], language)


def _within_county(code: int, language: Language) -> str:
    town = code // STEPS[TOWNSHIP] * STEPS[TOWNSHIP]
    names = [places().held(one).name_in(language) for one in dict.fromkeys((town, code))]
    return _joined([official(name) for name in names], language)


def _joined(names: Sequence[str], language: Language) -> str:
    """Names of regions from the upper one down."""
    return ("" if language == "zh" else ", ").join(names)


def kilometres(here: Here | None, lon: float | None, lat: float | None) -> float | None:
    """How far something is as the crow flies, in km; None where one of the two is nowhere."""
    if here is None or lon is None or lat is None:
        return None
    return near.kilometres(here.lon, here.lat, lon, lat)


def distance(here: Here | None, place: int, lon: float | None, lat: float | None) -> Text | None:
    """How far work or a workshop is, in words: no figure where it would not be true.

    Within one township, or where only the county's point is known of one of the two in one county.
    """
    km = kilometres(here, lon, lat)
    if here is None or km is None:
        return None
    if near_enough(here, place):
        return text("in your township")
    rough = here.rough or stands_in(place, lon, lat)
    if rough and here.code and county_of(here.code) == county_of(place):
        return text("in your county")
    if km < NEAREST:
        return text("less than 1 km away")
    figure = f"{km:.1f}" if km < ROUGH_KM and not rough else f"{km:,.0f}"
    return text("about {km} km away", km=figure) if rough else text("{km} km away", km=figure)


def near_enough(here: Here, place: int) -> bool:
    """Whether a place lies in somebody's own township."""
    return here.code is not None and here.code // STEPS[TOWNSHIP] == place // STEPS[TOWNSHIP]


def stands_in(place: int, lon: float | None, lat: float | None) -> bool:
    """Whether a point is that of a region above the place."""
    held = places().held(place)
    return held.approximate and (lon, lat) == (held.lon, held.lat)
