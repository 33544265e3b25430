"""Workshops of a county: a small map, and the same as a list by township."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import drawing, living, marks
from chunfeng.faces.portal.answers import page, visitor
from chunfeng.faces.portal.counting import busiest, counts
from chunfeng.faces.portal.drawing import Dot
from chunfeng.faces.ui import named
from chunfeng.faces.ui.language import current
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.errors import UnknownPlace
from chunfeng.foundation.places.place import STEPS, Place
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import workshops as stage
from chunfeng.stages.employers.workshops import Workshop


@dataclass(frozen=True, slots=True)
class Shown:
    """A workshop as a line."""

    url: str
    name: str
    kind: Text
    way: str
    address: str
    away: Text | None
    facts: Sequence[Text | str]
    work: str


@dataclass(frozen=True, slots=True)
class Township:
    """A township and its workshops."""

    place: Place
    mine: bool
    workshops: Sequence[Shown]
    seats: int
    point: tuple[float, float] | None


@require_safe
@visitor
def workshops(request: HttpRequest) -> HttpResponse:
    """The county somebody lives in or asks for; else the one with most workshops."""
    on = timezone.localdate()
    mine = living.chosen(request)
    counted = counts.workshops(on)
    county = _county(request.GET.get("region", ""), mine, busiest(counted))
    if county is None:
        return page(request, "workshops", {"tab": "workshops", "county": None})
    found = stage.within(*county.span, on=on)
    towns = _townships(county, found, mine)
    have = [one for one in towns if one.workshops and one.place.level == 4]
    told = {
        "tab": "workshops",
        "county": county,
        "towns": [one for one in towns if one.workshops],
        "without": [one.place for one in towns if not one.workshops],
        "have": len(have),
        "all": sum(1 for one in towns if one.place.level == 4),
        "seats": sum(one.seats for one in towns),
        "number": len(found),
        "map": _map(county, towns),
        "others": _others(counted, county.code),
    }
    return page(request, "workshops", told)


def _county(asked: str, mine: Place | None, usual: int | None) -> Place | None:
    for code in (asked, mine.code if mine else "", usual or ""):
        try:
            place = places().get(code) if code else None
        except UnknownPlace:
            continue
        if place and place.level >= living.COUNTY:
            return places().get(living.county_of(place.code))
    return None


def _townships(county: Place, found: list[Workshop], mine: Place | None) -> list[Township]:
    """Every township of a county, where somebody lives first; last what is in none of them."""
    by_town: dict[int, list[Workshop]] = {}
    for one in found:
        by_town.setdefault(one.place // STEPS[4] * STEPS[4], []).append(one)
    home = mine.code // STEPS[4] * STEPS[4] if mine else None
    here = living.here_of(mine)
    below = [one for one in places().under(county.code, 4) if not one.name.endswith("行政区划")]
    towns = [_township(one, by_town.pop(one.code, []), home, here) for one in below]
    rest = [one for lot in by_town.values() for one in lot]
    if rest:
        towns.append(_township(county, rest, home, here))
    return sorted(towns, key=lambda one: (not one.mine, one.place.level < 4, one.place.code))


def _township(
    place: Place, found: Sequence[Workshop], home: int | None, here: living.Here | None
) -> Township:
    return Township(
        place,
        place.code == home,
        [_shown(one, here) for one in found],
        sum(one.seats or 0 for one in found),
        _point(place, found) if place.level == 4 else None,
    )


def _shown(one: Workshop, here: living.Here | None) -> Shown:
    facts: list[Text | str] = []
    if one.seats:
        facts.append(text("{n} seats", n=one.seats))
    if one.opens:
        facts.append(one.opens)
    if one.care_friendly:
        facts.append(text("hours that fit care"))
    if one.farm_friendly:
        facts.append(text("room for busy farm weeks"))
    return Shown(
        url=f"/employers/{one.employer}",
        name=one.name or one.employer_name,
        kind=marks.form_of(one.kind),
        way=named.place(one.place),
        address=one.address,
        away=living.distance(here, one.place, one.lon, one.lat),
        facts=facts,
        work=f"/vacancies?employer={one.employer}",
    )


def _map(county: Place, towns: Sequence[Township]) -> str:
    """Townships whose point somebody knows: their own, or that of their workshops."""
    dots = [dot for one in towns if one.point and (dot := _dot(one, one.point))]
    said = text(
        "Map of {county}: {have} of {all} townships have a workshop. The list below says the same.",
        county=county.name_in(current()),
        have=sum(1 for one in towns if one.workshops and one.place.level == 4),
        all=sum(1 for one in towns if one.place.level == 4),
    )
    return drawing.county(county.code, dots, said.to(current())) if dots else ""


def _dot(one: Township, point: tuple[float, float]) -> Dot:
    name = one.place.short_name_in(current())
    url = f"#t{one.place.code}" if one.workshops else ""
    return Dot(name, *point, len(one.workshops), url, one.mine)


def _point(place: Place, found: Sequence[Workshop]) -> tuple[float, float] | None:
    if not place.approximate:
        return place.lon, place.lat
    known = [
        (one.lon, one.lat)
        for one in found
        if one.lon is not None
        and one.lat is not None
        and (one.lon, one.lat) != (place.lon, place.lat)
    ]
    if not known:
        return None
    return sum(lon for lon, _ in known) / len(known), sum(lat for _, lat in known) / len(known)


def _others(counted: dict[int, int], county: int) -> list[tuple[str, int, int]]:
    """(name, code, workshops) of other counties, those with most first."""
    most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(named.place(code), code, number) for code, number in most if code != county][:8]
