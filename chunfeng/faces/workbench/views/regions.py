"""Regions: the tree, searched by name, pinyin or code, with points on a map."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from chunfeng.faces.workbench.common import by, for_posts, show
from chunfeng.foundation.places import Place, PlaceError
from chunfeng.foundation.places.current import places

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
    }
    return show(request, "regions.html", told)


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
