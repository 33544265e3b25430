"""Where somebody lives: found by name, pinyin or code, or through the lists from the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import living
from chunfeng.faces.portal.answers import back, choose, go, page, visitor
from chunfeng.faces.portal.counting import counts
from chunfeng.faces.ui.language import COOKIE as LANGUAGE
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.shown import LARGE
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import PlaceError, UnknownPlace
from chunfeng.foundation.places.place import Place

FOUND = 20
COMMON = 6
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A region to choose, or to open."""

    name: str
    above: str
    url: str
    last: bool  # a township: choosing it is all


@require_safe
@visitor
def place(request: HttpRequest) -> HttpResponse:
    """The lists; ``set`` keeps a township and goes back, an empty one forgets it."""
    if "set" in request.GET:
        return _set(request)
    typed = request.GET.get("typed", "").replace("\0", "").strip()[:LONGEST]
    upper = _upper(request.GET.get("in", ""))
    told = {
        "typed": typed,
        "next": back(request),
        "upper": upper,
        "path": [_line(request, one) for one in places().path(upper.code)] if upper else [],
        "found": [_line(request, one, full=True) for one in _found(typed)],
        "below": [_line(request, one) for one in _below(upper)] if not typed else [],
        "common": [] if typed or upper else _common(request),
        "forget": _address(request, set=""),
    }
    return page(request, "place", told)


@require_safe
@visitor
def look(request: HttpRequest) -> HttpResponse:
    """Large or normal text, or the language, kept in this browser; then back."""
    response = go(back(request))
    for name, values in ((LARGE, ("0", "1")), (LANGUAGE, ("zh", "en"))):
        value = request.GET.get(name, "")
        if value in values:
            choose(response, name, value)
    return response


def _set(request: HttpRequest) -> HttpResponse:
    code = request.GET["set"]
    response = go(back(request))
    if not code or living.township(code):
        choose(response, living.COOKIE, code)
    return response


def _upper(code: str) -> Place | None:
    try:
        found = places().get(code) if code else None
    except UnknownPlace:
        return None
    return found if found and found.level < living.TOWNSHIP else None


def _below(upper: Place | None) -> Sequence[Place]:
    """The regions right below, those that exist on paper only passed over."""
    if upper is None:
        return [one for one in _provinces() if one.level == 1]
    out: list[Place] = []
    for one in places().children(upper.code):
        on_paper = one.level == 2 and (one.name == "市辖区" or one.name in (upper.name, "县"))
        out += places().children(one.code) if on_paper else [one]
    return [one for one in out if not one.name.endswith("行政区划")]


def _provinces() -> list[Place]:
    found = []
    for code in range(11, 66):
        try:
            found.append(places().get(f"{code}"))
        except UnknownPlace:
            continue
    return found


def _found(typed: str) -> list[Place]:
    """What a name, the beginning of a name or pinyin, or a code may mean."""
    if not typed:
        return []
    found = list(places().search(typed, limit=FOUND))
    if not found:
        try:
            found = [places().resolve(typed)]
        except PlaceError:
            return []
    return [one for one in found if one.level <= living.TOWNSHIP or one.level == 5][:FOUND]


def _common(request: HttpRequest) -> list[Line]:
    """Counties in which there is work, those with most first."""
    counted = counts.vacancies(timezone.localdate())
    most = sorted(counted, key=lambda code: (-counted[code], code))[:COMMON]
    return [_line(request, places().held(code), full=True) for code in most]


def _line(request: HttpRequest, one: Place, *, full: bool = False) -> Line:
    last = one.level >= living.TOWNSHIP
    above = places().full_name(one.parent, current()) if full and one.parent else ""
    code = str(one.code)
    url = _address(request, set=code) if last else _address(request, **{"in": code})
    return Line(one.name_in(current()), above, url, last)


def _address(request: HttpRequest, **query: str) -> str:
    kept = {"next": back(request)} if back(request) != "/" else {}
    return f"/place?{urlencode({**query, **kept})}"
