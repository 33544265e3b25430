"""Regions: the tree, searched by name, pinyin or code, with points on a map."""

from functools import partial
from urllib.parse import urlencode

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.ui import named
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Point
from chunfeng.faces.workbench import points, region_lists, tables
from chunfeng.faces.workbench.common import by, for_posts, now, officer, show
from chunfeng.faces.workbench.places import place_in
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.foundation.access import OFFICERS, DataClass, Role, access
from chunfeng.foundation.places import Place, PlaceError, operations, queries
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.queries import Change
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import text

MOST_POINTS = 400
COUNTY = 3  # level: the last with an outline of its own
PRECISION = 4  # digits of a degree in outlines: some ten metres
TOWN = 4  # level of a township: its villages are listed with it


@require_GET
@for_posts
def regions(request: HttpRequest) -> HttpResponse:
    """A region, what lies in it, and where."""
    context, asked = by(request), request.GET
    start = context.lo or 11 * 10**10
    code = asked.get("code", "")
    try:
        at = places().get(code if code.isdigit() and len(code) == 12 else start)
    except PlaceError:
        at = places().get(start)
    if tables.wanted(request):
        return _table(request, at)
    words = asked.get("words", "").strip()
    found = _search(words, context.lo) if words else ()
    children = places().children(at.code)
    told = {
        "at": at,
        "path": places().path(at.code),
        "children": children,
        "found": [(place, named.full_place(place.code)) for place in found],
        "words": words,
        "csv": tables.address(request),
        "points": [_point(place) for place in (at, *children[:MOST_POINTS])],
        "approximate": sum(place.approximate for place in children),
        "movable": context.role in OFFICERS and context.covers(at.code),
        "changing": context.role is Role.COUNTY and context.covers(at.code),
        "closing": at.code != context.lo,
        "changes": _changes(at),
    }
    return show(request, "regions.html", told)


def _changes(at: Place) -> list[tuple[Change, str, str, bool]]:
    """(change, name, what follows, whether it stands closed) of a region and all below it."""
    made = queries.changes(*at.span)
    latest: dict[int, Change] = {}
    for one in made:
        if one.kind in ("closed", "reopened"):
            latest.setdefault(one.region, one)
    return [
        (one, one.name or named.place(one.region),
         place_in(one.successor, at.code) if one.successor else "",
         one.kind == "closed" and latest[one.region] is one)
        for one in made
    ]  # fmt: skip


def _table(request: HttpRequest, at: Place) -> HttpResponse:
    """All below a region, with their points."""
    found = [one for child in places().children(at.code) for one in (child, *_below(child))]
    content = points.workbook(found, "en" if officer(request).language == "en" else "zh")
    return tables.download(f"points-{at.code:012d}.xlsx", content)


def _below(town: Place) -> tuple[Place, ...]:
    return places().children(town.code) if town.level == TOWN else ()


@require_POST
@access(data_class=DataClass.D0, roles=OFFICERS)
def read_points(request: HttpRequest) -> HttpResponse:
    """Takes in a list of points; what is wrong is said row by row."""
    back = f"{reverse('regions')}?{urlencode({'code': request.POST.get('code', '')})}"
    return region_lists.take_in(
        request,
        partial(points.read, by=by(request), at=now()),
        lambda n: text("{n} points moved.", n=n),
        text("Points that were not read"),
        back,
    )


@require_POST
@access(data_class=DataClass.D0, roles=OFFICERS)
def move_point(request: HttpRequest, region: str) -> HttpResponse:
    """Says where a region lies: typed, or taken from the map."""
    try:
        lon, lat = (float(request.POST.get(name, "")) for name in ("lon", "lat"))
    except ValueError:
        warn(request, text("Give the point in degrees: longitude, then latitude."))
    else:
        try:
            operations.move_point(int(region), lon=lon, lat=lat, by=by(request), at=now())
        except Refused as refused:
            warn(request, refused.said)
        else:
            tell(request, text("The point is moved. Distances count from here now."))
    return HttpResponseRedirect(f"{reverse('regions')}?code={region}")


def _search(words: str, within: int) -> tuple[Place, ...]:
    if words.isdigit():
        try:
            return (places().get(words),)
        except PlaceError:
            return ()
    return places().search(words, within=within or None, limit=30)


def _point(place: Place) -> Point:
    return Point(
        name=place.name_in(current()),
        lon=place.lon,
        lat=place.lat,
        own=not place.approximate,
        url=_page(place),
    )


def _page(place: Place) -> str:
    return f"{reverse('regions')}?{urlencode({'code': f'{place.code:012d}'})}"


@require_GET
@for_posts
def outlines(request: HttpRequest, region: str) -> HttpResponse:
    """GeoJSON: the regions right below a province or prefecture, or the county one lies in."""
    try:
        at = places().get(region if region.isdigit() and len(region) == 12 else "")
    except PlaceError:
        raise Http404 from None
    below = places().children(at.code) if at.level < COUNTY else ()
    above = [place for place in places().path(at.code) if place.level <= COUNTY][-1:]
    shown = [place for place in below if places().outline(place.code)] or above
    found = [drawn(place, url=_page(place) if place in below else "") for place in shown]
    response = JsonResponse({"type": "FeatureCollection", "features": found})
    response["Cache-Control"] = "private, max-age=86400"
    return response


def drawn(place: Place, **properties: object) -> dict[str, object]:
    """A region's outline as a GeoJSON feature. properties: url of a click, share from 0 to 1."""
    return {
        "type": "Feature",
        "properties": {"name": place.name_in(current()), **properties},
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [
                [np.round(ring, PRECISION).tolist() for ring in rings]
                for rings in places().outline(place.code)
            ],
        },
    }
