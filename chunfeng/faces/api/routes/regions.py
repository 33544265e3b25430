"""Regions from the province down to the village, with points."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from chunfeng.faces.api import opened
from chunfeng.faces.api.problems import absent
from chunfeng.faces.api.shapes import Code, Words, region
from chunfeng.foundation.places import Place, PlaceError
from chunfeng.foundation.places.current import places

router = Router()
PROVINCES = range(11, 100)


class RegionOut(Schema):
    """A region; ``point`` says whose point lon and lat are: its own, or an upper region's."""

    code: str
    name: str
    short_name: str
    full_name: str
    pinyin: str | None
    level: int
    parent: str | None
    lon: float
    lat: float
    point: str


class RegionTree(RegionOut):
    """A region between those above and those right below it."""

    path: list[RegionOut]
    children: list[RegionOut]


class RegionList(Schema):
    """Regions that were found."""

    items: list[RegionOut]


class Search(Schema):
    """What is looked for; without words the provinces come."""

    words: Words = ""
    within: Code | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


@router.get("", response=RegionList, operation_id="regions", url_name="api-regions")
def regions(request: HttpRequest, search: Query[Search]) -> HttpResponse:
    """Answers the provinces, or what begins with a name, pinyin or code."""
    try:
        found = _found(search)
    except PlaceError:
        raise absent() from None
    return opened.told({"items": [_shaped(one) for one in found]})


@router.get("/{code}", response=RegionTree, operation_id="region", url_name="api-region")
def one_region(request: HttpRequest, code: Code) -> HttpResponse:
    """Answers one region with its place in the tree."""
    try:
        found, path = places().get(code), places().path(code)
    except PlaceError:
        raise absent() from None
    children = places().children(found.code)
    return opened.told(
        {
            **_shaped(found),
            "path": [_shaped(one) for one in path[:-1]],
            "children": [_shaped(one) for one in children],
        }
    )


def _found(search: Search) -> list[Place]:
    within = int(search.within.ljust(12, "0")) if search.within else None
    if not search.words:
        if within:
            return list(places().children(within))
        return _provinces()
    if search.words.isascii() and search.words.isdigit():
        return _coded(search.words)
    return list(places().search(search.words, within, search.limit))


def _provinces() -> list[Place]:
    found = []
    for number in PROVINCES:
        try:
            found.append(places().get(str(number)))
        except PlaceError:
            continue
    return found


def _coded(code: str) -> list[Place]:
    try:
        return [places().get(code)]
    except PlaceError:
        return []


def _shaped(place: Place) -> dict[str, Any]:
    return {
        "code": f"{place.code:012d}",
        "name": place.name,
        "short_name": place.short_name,
        "full_name": places().full_name(place.code),
        "pinyin": place.pinyin or None,
        "level": place.level,
        "parent": region(place.parent),
        "lon": place.lon,
        "lat": place.lat,
        "point": place.point,
    }
