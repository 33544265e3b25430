"""Regions: the tree, searched by name, pinyin or code, with points on a map."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.workbench.common import by, for_posts, now, show
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.access import OFFICERS, DataClass, access
from chunfeng.foundation.places import Place, PlaceError, operations
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import text

MOST_POINTS = 400


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
    words = asked.get("words", "").strip()
    found = _search(words, context.lo) if words else ()
    children = places().children(at.code)
    told = {
        "at": at,
        "path": places().path(at.code),
        "children": children,
        "found": [(place, places().full_name(place.code)) for place in found],
        "words": words,
        "points": orjson.dumps([_point(place) for place in (at, *children[:MOST_POINTS])]).decode(),
        "approximate": sum(place.approximate for place in children),
        "movable": context.role in OFFICERS and context.covers(at.code),
    }
    return show(request, "regions.html", told)


@require_POST
@access(data_class=DataClass.D0, roles=OFFICERS)
def move_point(request: HttpRequest, region: str) -> HttpResponse:
    """Says where a region lies: typed, or taken from the map."""
    try:
        lon, lat = (float(request.POST.get(name, "")) for name in ("lon", "lat"))
    except ValueError:
        tell(request, text("Give the point in degrees: longitude, then latitude."))
    else:
        try:
            operations.move_point(int(region), lon=lon, lat=lat, by=by(request), at=now())
        except Refused as refused:
            tell(request, refused.said)
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


def _point(place: Place) -> dict[str, Any]:
    return {
        "code": f"{place.code:012d}",
        "name": place.name,
        "lon": place.lon,
        "lat": place.lat,
        "own": not place.approximate,
    }
