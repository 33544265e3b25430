"""Regions change: one is renamed, a new one begins, one closes and another takes its place."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.language import current
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import attempt, by, now, show_form, today
from chunfeng.faces.workbench.places import place_of, typed_region
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.foundation.access import DataClass, Role, access
from chunfeng.foundation.places import Place, operations
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.refusals import Refused
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import households, queries

for_county = access(data_class=DataClass.D0, roles=frozenset({Role.COUNTY}))
_STEP = {3: 1000, 4: 1}  # from one code to the next, below a region of this level
_LAST = 10**12 - 1


@require_http_methods(["GET", "POST"])
@for_county
def rename(request: HttpRequest, region: str) -> HttpResponse:
    """Another name from a day on."""
    place = place_of(request, region)
    name = Field(name="name", label=text("New name"), values=(place.name,))
    since = _since()
    heading = text("Rename {name}", name=place.name_in(current()))
    if _sent(request, name, since):
        return _act(request, place, heading, [name, since], lambda day: operations.rename(
            place.code, name.value, valid_from=day, by=by(request), at=now()))  # fmt: skip
    return _form(request, place, heading, [name, since])


@require_http_methods(["GET", "POST"])
@for_county
def add(request: HttpRequest, region: str) -> HttpResponse:
    """A new region below this one."""
    place = place_of(request, region)
    if place.level not in _STEP and not places().children(place.code):
        raise Http404
    name = Field(name="name", label=text("Name of the new region"))
    code = Field(
        name="code", label=text("Code"), size="short", inputmode="numeric",
        values=(f"{_free(place):012d}",),
        hint=text("The statistical code with 12 digits; the next free one until it is published."),
    )  # fmt: skip
    since, heading = _since(), text("A new region in {name}", name=place.name_in(current()))
    if _sent(request, name, code, since):
        typed = int(code.value) if code.value.isascii() and code.value.isdigit() else -1
        inside = place.code < typed <= place.span[1] and len(code.value) == 12
        if inside:
            return _act(request, place, heading, [code, name, since], lambda day: operations.add(
                typed, name.value, valid_from=day, by=by(request), at=now()))  # fmt: skip
        code.error = text("A code of 12 digits below {code}.", code=f"{place.code:012d}")
    return _form(request, place, heading, [name, code, since])


@require_http_methods(["GET", "POST"])
@for_county
def close(request: HttpRequest, region: str) -> HttpResponse:
    """The region ends; its people go over to another one."""
    place = place_of(request, region)
    living = queries.people_in(place.span)
    into = Field(
        name="into", label=text("Which region takes its place?"), optional=not living,
        hint=text("Type its name. It must exist; enter a new one first."),
    )  # fmt: skip
    since, heading = _since(), text("Close {name}", name=place.name_in(current()))
    lead = text("{n} people live there; they go over to the region that takes its place.", n=living)
    if _sent(request, into, since):
        typed = living or into.value.strip()
        follows = typed_region(into, by(request).lo) if typed else None
        if not into.error:
            return _act(request, place, heading, [into, since], lambda day: _close(
                request, place.code, follows, day), lead)  # fmt: skip
    return _form(request, place, heading, [into, since], lead)


@require_POST
@for_county
def reopen(request: HttpRequest, region: str) -> HttpResponse:
    """A region that was closed by mistake stands again."""
    if not region.isdigit() or int(region) > _LAST:
        raise Http404
    try:
        operations.reopen(int(region), valid_from=today(), by=by(request), at=now())
        tell(request, text("It stands again. Who has gone over to another region stays there."))
    except Refused as refused:
        warn(request, refused.said)
    return HttpResponseRedirect(reverse("regions"))


def _close(request: HttpRequest, region: int, follows: int | None, day: date) -> None:
    operations.close(region, follows, valid_from=day, by=by(request), at=now())
    if follows is not None and day <= today():
        households.follow_soon(by=by(request), at=now())


def _free(place: Place) -> int:
    """The next code that no region below bears."""
    step = _STEP.get(place.level, 1000)
    return max([place.code, *(child.code for child in places().children(place.code))]) + step


def _since() -> Field:
    return Field(
        name="since", label=text("From which day?"), size="short", values=(today().isoformat(),),
        hint=text("It may also be a day to come."),
    )  # fmt: skip


def _sent(request: HttpRequest, *fields: Field) -> bool:
    """Whether the form was sent; the fields then hold what was typed."""
    if request.method != "POST":
        return False
    for field in fields:
        field.typed(request.POST)
    return True


def _act(
    request: HttpRequest, place: Place, heading: Text, fields: list[Field],
    write: Callable[[date], None], lead: Text | str = "",
) -> HttpResponse:  # fmt: skip
    """Writes and goes back to the region; a refusal stands at the first field."""
    since = fields[-1]
    day = forms.day(since)
    if day is None:
        since.error = text("Give a day, for example 2026-03-01.")
    else:
        try:
            attempt(lambda: write(day))
        except Refused as refused:
            fields[0].error = refused.said
    if errors(fields):
        return _form(request, place, heading, fields, lead)
    tell(request, text("Saved."))
    return HttpResponseRedirect(_address(place))


def _form(
    request: HttpRequest, place: Place, heading: Text, fields: list[Field], lead: Text | str = ""
) -> HttpResponse:
    crumbs = ((text("Regions"), reverse("regions")), (place.name_in(current()), _address(place)))
    return show_form(request, heading, fields, crumbs, lead)


def _address(place: Place) -> str:
    return f"{reverse('regions')}?{urlencode({'code': f'{place.code:012d}'})}"
