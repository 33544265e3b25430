"""One household: who can work, who does, who needs care, and what is known of it as a whole."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Figure
from chunfeng.faces.workbench import caring, forms
from chunfeng.faces.workbench import facts as shown_facts
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show, today
from chunfeng.faces.workbench.lines import Shown, shown
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework import policy
from chunfeng.stages.casework import queries as casework
from chunfeng.stages.people import households, queries
from chunfeng.stages.people.fields import HOUSEHOLD
from chunfeng.stages.people.queries import Home, Line
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import PAID_WORK, STATUS_OF_KIND
from chunfeng.stages.people.vocabulary import label

_AT_WORK = frozenset(STATUS_OF_KIND[kind] for kind in PAID_WORK)
_ABLE = frozenset({"ordinary", "skilled", "weak"})


def found(household: UUID) -> Home:
    """The household; 404 outside the region, as for none."""
    home = queries.household(household, on=today())
    if home is None:
        raise Http404
    return home


def living(home: Home) -> list[Line]:
    """The members who are still here."""
    return [line for line in home.members if line.left_on is None]


@require_GET
@for_officers
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """The page of a household."""
    home = found(household)
    events = timeline(by=by(request), household=household)
    told = {
        "home": home,
        "place": named.full_place(home.region),
        "categories": [label("categories", code) for code in home.categories],
        "members": _members(home),
        "ones": caring.five_ones(household),
        "income": _income(household),
        "figures": _figures(living(home)),
        "timeline": shown_facts.timeline(events, {m.id: m.name for m in home.members}),
        "members_living": len(living(home)),
        "day": today(),
    }
    return show(request, "household.html", told)


def _figures(here: Sequence[Line]) -> list[Figure]:
    """Who can work, who does, who looks after somebody, who studies."""
    able = [line for line in here if line.work_capacity in _ABLE]
    caring = [line for line in here if set(line.care) - {"none"}]
    return [
        Figure(name=text("members"), value=len(here)),
        Figure(name=text("can work"), value=len(able)),
        Figure(name=text("in paid work"), value=sum(line.status in _AT_WORK for line in here)),
        Figure(name=text("look after somebody"), value=len(caring)),
        Figure(name=text("at school"), value=sum(line.status == "studying" for line in here)),
    ]


def _members(home: Home) -> list[tuple[Shown, str]]:
    """The members, and where the next step of each is done."""
    steps = casework.next_steps(living(home), on=today())
    found = [(line, steps.get(line.id)) for line in home.members]
    return [
        (
            shown(line, next=step.said if step else ""),
            caring.step_url(line.id, step) if step else "",
        )
        for line, step in found
    ]


def _income(household: UUID) -> dict[str, Any]:
    """Year by year with the line of each, and the first beside the last."""
    years = casework.incomes_of(household)
    lines = [(one, policy.on(date(one.year, 12, 31)).line) for one in years]
    first, last = (years[0], years[-1]) if len(years) > 1 else (None, None)
    change = last.per_head - first.per_head if first and last else None
    return {"years": lines, "first": first, "last": last, "change": change}


@require_http_methods(["GET", "POST"])
@for_officers
def household_edit(request: HttpRequest, household: UUID) -> HttpResponse:
    """What is known of the household as a whole: number, categories, settlement, point."""
    home = found(household)
    columns = [PEOPLE.column(name) for name in HOUSEHOLD]
    lon, lat = home.point or (None, None)
    held = dict(zip(HOUSEHOLD, (home.number, home.categories, home.settlement, lon, lat),
                    strict=True))  # fmt: skip
    fields = [forms.field_of(column, held[column.field]) for column in columns]
    reason = forms.reason_field(needed=True)
    heading = text("About the household")
    if request.method == "POST":
        values = {
            column.field: forms.read(column, field, request.POST)
            for column, field in zip(columns, fields, strict=True)
        }
        if reasoned(request, reason) and not errors(fields):
            return act(request, home, heading, [*fields, reason], lambda: households.correct(
                household, values, reason=reason.value, by=by(request), at=now()))  # fmt: skip
    return form(request, home, heading, [*fields, reason])


@require_http_methods(["GET", "POST"])
@for_officers
def move(request: HttpRequest, household: UUID) -> HttpResponse:
    """The household moves to another village of the region."""
    home = found(household)
    column = PEOPLE.column("home")
    field, reason = forms.field_of(column), forms.reason_field(needed=True)
    heading = text("Move the household")
    if request.method == "POST":
        region = forms.read(column, field, request.POST, by(request).lo // 10**6 * 10**6)
        if region is not None and places().get(region).level < 5:
            field.error = text("Name the village too: a township or county is not enough.")
        if reasoned(request, reason) and not field.error:
            return act(request, home, heading, [field, reason], lambda: households.move(
                household, region, reason=reason.value, by=by(request), at=now()))  # fmt: skip
    return form(request, home, heading, [field, reason])


def reasoned(request: HttpRequest, reason: Field) -> bool:
    """Whether a reason was given; else its field says so."""
    reason.typed(request.POST)
    reason.values = (reason.value.strip()[:200],)
    if not reason.value:
        reason.error = text("Say why: it stays in the history.")
    return not reason.error


def act(
    request: HttpRequest,
    home: Home,
    heading: Text,
    fields: list[Field],
    write: Callable[[], Any],
    **told: Any,
) -> HttpResponse:
    """Writes and goes back to the household; a refusal stands at the first field."""
    try:
        attempt(write)
    except Refused as refused:
        fields[0].error = refused.said
        return form(request, home, heading, fields, **told)
    tell(request, text("Saved."))
    return HttpResponseRedirect(reverse("household", args=[home.id]))


def form(
    request: HttpRequest, home: Home, heading: Text, fields: list[Field], **told: Any
) -> HttpResponse:
    """A page of a guided task about a household."""
    wrong = errors(fields)
    page = {"home": home, "heading": heading, "fields": fields, "errors": wrong} | told
    return show(request, "form_household.html", page, 422 if wrong else 200)
