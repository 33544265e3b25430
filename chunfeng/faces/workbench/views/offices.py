"""The offices people turn to: what the public pages say of whom to call, and where."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.workbench import offices as lists
from chunfeng.faces.workbench import region_lists, tables
from chunfeng.faces.workbench.common import attempt, by, now, officer, show, show_form
from chunfeng.faces.workbench.places import place_of
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.access import DataClass, access
from chunfeng.foundation.places import Place
from chunfeng.foundation.places import offices as kept
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.offices import KEEPERS, VILLAGE, Office
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import Language, text

for_keepers = access(data_class=DataClass.D0, roles=KEEPERS)


@require_GET
@for_keepers
def offices(request: HttpRequest) -> HttpResponse:
    """The own region and the townships below it, with their offices; villages that have one."""
    lines = _lines(request)
    if tables.wanted(request):
        language: Language = "en" if officer(request).language == "en" else "zh"
        content = lists.workbook(lines, language)
        return tables.download(f"offices-{by(request).lo:012d}.xlsx", content)
    missing = [place for place, office in lines if office is None]
    told = {"lines": lines, "missing": len(missing), "csv": tables.address(request)}
    return show(request, "offices.html", told)


@require_http_methods(["GET", "POST"])
@for_keepers
def office(request: HttpRequest, region: str) -> HttpResponse:
    """The form of one region's office."""
    place = place_of(request, region)
    here = reverse("offices")
    fields = _fields(place, _own(place))
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        facts = {field.name: field.value for field in fields}
        try:
            attempt(lambda: kept.tell(place.code, facts, by=by(request), at=now()))
        except Refused as refused:
            fields[0].error = refused.said
        else:
            tell(request, text("Saved. The public pages say so within a minute."))
            return HttpResponseRedirect(here)
    heading = text("Whom people in {place} turn to", place=named.place(place.code))
    lead = text(
        "This stands on the public pages and on the notices that are put up. Enter what an office "
        "answers, never somebody's own telephone."
    )
    return show_form(request, heading, fields, ((text("Offices people turn to"), here),), lead)


@require_POST
@for_keepers
def forget(request: HttpRequest, region: str) -> HttpResponse:
    """Takes an office out: the one above answers."""
    place = place_of(request, region)
    kept.forget(place.code, by=by(request), at=now())
    gone = named.place(place.code)
    tell(request, text("Taken out. The office above answers for {place} now.", place=gone))
    return HttpResponseRedirect(reverse("offices"))


@require_POST
@for_keepers
def read(request: HttpRequest) -> HttpResponse:
    """Takes in a list of offices; what is wrong is said row by row."""
    return region_lists.take_in(
        request,
        partial(lists.read, by=by(request), at=now()),
        lambda n: text("{n} offices entered or changed.", n=n),
        text("Offices that were not read"),
        reverse("offices"),
    )


def _lines(request: HttpRequest) -> list[tuple[Place, Office | None]]:
    context = by(request)
    held = {one.region: one for one in kept.offices_in(context.lo, context.hi)}
    own = places().get(context.lo)
    below = [child for child in places().children(own.code) if child.level < VILLAGE]
    known = {place.code for place in (own, *below)}
    villages = [places().held(code) for code in held if code not in known]
    listed = sorted((own, *below, *villages), key=lambda place: place.code)
    return [(place, held.get(place.code)) for place in listed]


def _own(place: Place) -> Office | None:
    return next(iter(kept.offices_in(place.code, place.code)), None)


def _fields(place: Place, office: Office | None) -> list[Field]:
    held = lists.values(office)
    usual = text("For example: {place} employment service station", place=named.place(place.code))
    return [
        Field(name="name", label=text("Name of the office"), hint=usual, values=(held["name"],)),
        Field(
            name="phones", label=text("Telephone"), optional=True, inputmode="tel",
            hint=text("Up to {n}, with 、 between them, such as 0915-8421234、12333.",
                      n=kept.MOST_PHONES),
            values=(held["phones"],),
        ),
        Field(
            name="address", label=text("Address"), optional=True, values=(held["address"],),
            hint=text("So that somebody finds it: street, number, floor, window."),
        ),
        Field(
            name="hours", label=text("Opening hours"), optional=True, values=(held["hours"],),
            hint=text("In words, such as: Monday to Friday, 9:00–12:00 and 13:30–17:00."),
        ),
    ]  # fmt: skip
