"""Coverage: which townships have a workshop, against those who seek work near home only."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Figure, Point
from chunfeng.faces.workbench import filters, tables
from chunfeng.faces.workbench.common import by, show, today
from chunfeng.faces.workbench.places import place_in
from chunfeng.faces.workbench.views.regions import drawn
from chunfeng.foundation.access import OFFICERS, DataClass, Right, Role, access
from chunfeng.foundation.places import Place
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.place import STEPS
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import coverage as stage
from chunfeng.stages.employers import policy
from chunfeng.stages.employers.coverage import COUNTY, TOWN, Row, Table, Workshop
from chunfeng.stages.employers.vocabulary import Recognised
from chunfeng.stages.vacancies import near_home

MAY = frozenset({Role.TOWNSHIP, Role.COUNTY, Role.SUPERVISOR})
for_coverage = access(data_class=DataClass.D1, roles=MAY)
NONE = near_home.Counted(0, 0)
HEADS = (
    text("Region name"), text("Townships"), text("With a workshop"), text("Workshops"),
    text("Workshop seats"), text("Seekers near home"), text("Seats per 100"),
    text("Workers paid"), text("Of registered households"), text("Vacancies near home"),
)  # fmt: skip


class Near:
    """Vacancies near home by row of a table; what lies in no row is the place not stated."""

    def __init__(self, made: Table, at: Place) -> None:
        known = {row.place.code: row.place.level for row in made.rows if row.place}
        step = STEPS[next(iter(known.values()), TOWN)]
        self._found = near_home.by_region(at.span, step=step)
        self._rest = [one for code, one in self._found.items() if code not in known]

    def of(self, row: Row) -> near_home.Counted:
        """Those of a row."""
        return self._found.get(row.place.code, NONE) if row.place else _sum(self._rest)

    @property
    def total(self) -> near_home.Counted:
        """All of them."""
        return _sum([*self._found.values()])


def _sum(found: Sequence[near_home.Counted]) -> near_home.Counted:
    return near_home.Counted(sum(n.vacancies for n in found), sum(n.seats for n in found))


_SORTS: dict[str, Callable[[Row, Near], Any]] = {
    "workshops": lambda row, near: row.workshops,
    "seats": lambda row, near: row.seats,
    "seekers": lambda row, near: row.seekers or 0,
    "rate": lambda row, near: row.rate if row.rate is not None else float("inf"),
    "workers": lambda row, near: row.workers or 0,
    "vacancies": lambda row, near: near.of(row).vacancies,
    "place": lambda row, near: row.place.code if row.place else 0,
}


@require_GET
@for_coverage
def coverage(request: HttpRequest) -> HttpResponse:
    """A prefecture's counties, a county's townships, or one township; the lists behind them."""
    at, asked = _at(request), request.GET
    upper = places().get(at.parent or at.code) if at.level == TOWN else at
    made = stage.table(upper, by=by(request), on=today())
    near = Near(made, upper)
    rows = _sorted(made.rows, near, asked.get("sort", ""))
    if at.level < TOWN and tables.wanted(request):
        return tables.file(request, "coverage", _heads(), _lines(rows, made, near))
    own = next((row for row in rows if row.place and row.place.code == at.code), None)
    total, counted = (own, near.of(own)) if own else (made.total, near.total)
    told = {
        "rows": [(row, near.of(row), _page(row)) for row in rows] if own is None else (),
        "total": total,
        "near": counted,
        "listed": at.level >= COUNTY,  # the lists stand on the same page
        "sorts": {name: filters.sort(asked, name, "") for name in _SORTS},
        "counties": at.level < COUNTY,
        "csv": tables.address(request) if own is None else "",
        "areas": _areas(at),
    }
    lists = _lists(at) if at.level >= COUNTY else {}
    drawn_rows = [own] if own else rows
    told |= _map(drawn_rows, lists.get("shops", ())) | lists | _common(request, at, total, counted)
    return show(request, "coverage.html", told)


def _lists(at: Place) -> dict[str, Any]:
    """What stands behind the figures: the workshops, and the vacancies near home."""
    workshops = stage.workshops(at.span, on=today())
    return {
        "shops": workshops,
        "workshops": [(one, _called(one), place_in(one.place, at.code)) for one in workshops],
        "vacancies": [(one, place_in(one.place, at.code)) for one in near_home.lines(at.span)],
        "most": near_home.MOST,
    }


@require_GET
@for_coverage
def coverage_areas(request: HttpRequest, region: str) -> HttpResponse:
    """GeoJSON: the counties of a region, shaded by the share of townships with a workshop."""
    at = filters.region_of({"region": region})
    if at is None or not by(request).covers(at.code) or at.level >= COUNTY:
        raise Http404
    rows = stage.table(at, by=by(request), on=today()).rows
    found = [
        drawn(row.place, url=_page(row), share=row.covered / max(1, row.towns))
        for row in rows
        if row.place
    ]
    response = JsonResponse({"type": "FeatureCollection", "features": found})
    response["Cache-Control"] = "no-store"
    return response


def _at(request: HttpRequest) -> Place:
    """The region asked for, inside the post's; else the post's own."""
    asked, context = filters.region_of(request.GET), by(request)
    at = asked if asked and context.covers(asked.code) else places().get(context.lo)
    return at if at.level <= TOWN else places().get(at.parent or at.code)


def _common(
    request: HttpRequest, at: Place, total: Row, counted: near_home.Counted
) -> dict[str, Any]:
    context = by(request)
    above = [place for place in places().path(at.code) if context.covers(place.code)]
    named = context.role in OFFICERS  # may open lists of people
    here = urlencode({"region": filters.code_of(at), "tied": "1"})
    people = f"{reverse('people')}?{here}" if named else ""
    return {
        "at": at,
        "path": [(place, _address(place)) for place in above[:-1]],
        "named": named,
        "hides": context.rights.d1 is Right.AGGREGATE,
        "people": people,
        "figures": _figures(total, counted, people, at.level >= COUNTY),
    }


def _figures(row: Row, counted: near_home.Counted, people: str, listed: bool) -> list[Figure]:
    """The figures above the table; each opens into its list."""
    shops, vacancies = ("#workshops", "#vacancies") if listed else ("", "")
    found = [
        Figure(name=text("Workshops"), value=row.workshops, url=shops),
        Figure(name=text("Workshop seats"), value=row.seats, url=shops),
        Figure(name=text("Vacancies near home"), value=counted.vacancies, url=vacancies),
    ]
    if row.seekers is not None:
        found.append(Figure(name=text("Seek work near home only"), value=row.seekers, url=people))
    if row.rate is not None:
        found.append(Figure(name=text("Seats per 100"), value=round(row.rate)))
    return found


def _map(rows: Sequence[Row], workshops: Sequence[Workshop]) -> dict[str, Any]:
    """Every workshop where it is, and upon them the townships without one."""
    points = []
    for one in workshops:
        stands_in = places().get(one.place)
        lon, lat = one.point or (stands_in.lon, stands_in.lat)
        called = one.site or one.name
        points.append(Point(name=called, lon=lon, lat=lat, own=one.point is not None))
    bare = [row.place for row in rows if row.place and row.place.level == TOWN and not row.covered]
    for place in bare:
        said = text("{place}: no workshop yet", place=place.name_in(current()))
        page = _address(place)
        points.append(Point(name=said, lon=place.lon, lat=place.lat, due=True, url=page))
    return {"points": points, "approximate": sum(place.approximate for place in bare)}


def _areas(at: Place) -> str:
    return reverse(
        "coverage-areas" if at.level < COUNTY else "outlines", args=[filters.code_of(at)]
    )


def _sorted(rows: Sequence[Row], near: Near, asked: str) -> list[Row]:
    """By a column; unless one is asked for, where a workshop is missing and most wait for it."""
    key = _SORTS.get(asked.removeprefix("-"))
    if key is None:
        return sorted(rows, key=lambda row: (row.covered >= row.towns, -(row.seekers or 0)))
    return sorted(rows, key=lambda row: key(row, near), reverse=asked.startswith("-"))


def _heads() -> list[Text]:
    return [*HEADS, *policy.national().variants(Recognised.WORKSHOP).values()]


def _lines(rows: Sequence[Row], made: Table, near: Near) -> list[tables.Row]:
    """The table whole, with a column for each form of workshop."""
    unstated, together = text("Township not stated"), text("Together")
    lines = [_cells(row.place.name if row.place else unstated, row, near.of(row)) for row in rows]
    return [*lines, _cells(together, made.total, near.total)]


def _cells(name: Text | str, row: Row, counted: near_home.Counted) -> tables.Row:
    rate = None if row.rate is None else round(row.rate, 1)
    forms = policy.national().variants(Recognised.WORKSHOP)
    return (
        name, row.towns, row.covered, row.workshops, row.seats, row.seekers, rate, row.workers,
        row.target, counted.vacancies, *(row.by_kind.get(form, 0) for form in forms),
    )  # fmt: skip


def _called(one: Workshop) -> Text:
    return policy.national().called(Recognised.WORKSHOP, one.sub_kind)


def _page(row: Row) -> str:
    return _address(row.place) if row.place else ""


def _address(place: Place) -> str:
    return f"{reverse('coverage')}?{urlencode({'region': filters.code_of(place)})}"
