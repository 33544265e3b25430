"""A new person: who it is, and where at home. Everything else follows on the record's page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import attempt, by, for_officers, keys, now, show, today
from chunfeng.faces.workbench.lines import Shown, shown
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.people import operations, queries
from chunfeng.stages.people.identity import differing
from chunfeng.stages.people.refusals import AlreadyHere, Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies import queries as vacancies

FIRST = ("name", "id_number", "sex", "birth_date", "home", "household_no", "relation", "phone")
ALIKE = 5  # records shown that may be the same person


@require_http_methods(["GET", "POST"])
@for_officers
def add(request: HttpRequest) -> HttpResponse:
    """Adds a person, unless somebody who may be the same is here already."""
    fields = {name: forms.field_of(PEOPLE.column(name)) for name in FIRST}
    already: AlreadyHere | None = None
    alike: list[Shown] = []
    if request.method == "POST":
        values = _values(request, fields)
        if not errors([*fields.values()]):
            alike = [] if "sure" in request.POST else _alike(values)
            if not alike:
                try:
                    person = attempt(
                        lambda: operations.enrol(values, keys=keys(), by=by(request), at=now())
                    )
                except AlreadyHere as refused:
                    already = refused
                except Refused as refused:
                    fields["home"].error = refused.said
                else:
                    tell(request, text("Added. Now what docking needs to know."))
                    return HttpResponseRedirect(reverse("person", args=[person]))
    else:
        _of_household(request, fields)
        _of_interest(request, fields)
    wrong = errors([*fields.values()])
    told = {"fields": fields.values(), "errors": wrong, "already": already, "alike": alike}
    return show(request, "add.html", told, 422 if wrong or already or alike else 200)


def _values(request: HttpRequest, fields: Mapping[str, Field]) -> dict[str, Any]:
    county = by(request).lo // 10**6 * 10**6
    values = {
        name: forms.read(PEOPLE.column(name), field, request.POST, county)
        for name, field in fields.items()
    }
    home, field = values["home"], fields["home"]
    if home is not None and not by(request).covers(home):
        field.error = text("That village is outside the region of your post.")
    elif home is not None and places().get(home).level < 5:
        field.error = text("Name the village too: a township or county is not enough.")
    for name, problem, mend in differing(values):
        fields[name].error = text("{problem} {mend}", problem=problem, mend=mend)
    return values


def _alike(values: Mapping[str, Any]) -> list[Shown]:
    """Those in the region who may be the same: by phone, or by name, day of birth and village."""
    found = queries.like(values, keys=keys(), on=today())
    return [shown(line) for line in found[:ALIKE]]


def _of_household(request: HttpRequest, fields: Mapping[str, Field]) -> None:
    """The household's number and village, where somebody is added to it."""
    try:
        home = queries.household(UUID(request.GET.get("household", "")), on=today())
    except ValueError:
        home = None
    if home:
        fields["home"].values = (places().full_name(home.region),)
        fields["household_no"].values = (home.number,)


def _of_interest(request: HttpRequest, fields: Mapping[str, Field]) -> None:
    """The name and place that somebody interested left; the telephone is opened, not filled in."""
    try:
        row = vacancies.interest(UUID(request.GET.get("interest", "")))
    except ValueError:
        row = None
    if row:
        fields["name"].values = (row.name,)
        fields["home"].values = (places().full_name(row.region),)
