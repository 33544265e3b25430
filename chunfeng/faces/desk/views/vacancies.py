"""Our vacancies: the list, one as it will be shown, and what can be done about it."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chunfeng.faces.desk import steps, telling
from chunfeng.faces.desk.common import attempt, by, for_members, keys, now, own, show, today
from chunfeng.faces.desk.views.publishing import held_of
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Tab
from chunfeng.faces.ui.shown import tell
from chunfeng.foundation.intake.one_cell import read_cell
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.employers import workplaces
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import PAGE, Facts, Line
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.sheets import VACANCIES
from chunfeng.stages.vacancies.states import State

LISTS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "open": (text("Current ones"), ("draft", "review", "published", "paused")),
    "closed": (text("No longer offered"), ("closed",)),
}
SAID: Mapping[str, Text] = {
    "submit": text("Handed in. An officer looks at it; you see here when it is shown."),
    "pause": text("Paused: nobody sees it until you show it again."),
    "resume": text("It is shown again."),
    "close": text("Closed. Thank you for telling."),
}
ACTS: Mapping[str, Callable[..., Any]] = {
    "submit": operations.submit,
    "pause": operations.pause,
    "resume": operations.resume,
    "close": operations.close,
}


@require_safe
@for_members
def vacancies(request: HttpRequest) -> HttpResponse:
    """The list, those changed last first."""
    which = request.GET.get("list", "open")
    if which not in LISTS:
        raise Http404
    number = _number(request.GET.get("page", ""))
    rows, total = queries.of_employer(
        own(request), on=today(), state=LISTS[which][1], number=number
    )
    here = reverse("desk-vacancies")
    tabs = [
        Tab(called, f"{here}?list={code}", code == which, total if code == which else None)
        for code, (called, _) in LISTS.items()
    ]
    told = {
        "rows": [_row(row) for row in rows],
        "tabs": tabs,
        "which": which,
        "total": total,
        "before": _page_url(here, which, number - 1) if number > 1 else "",
        "after": _page_url(here, which, number + 1) if number * PAGE < total else "",
    }
    return show(request, "vacancies.html", told)


@require_safe
@for_members
def vacancy(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """One as the portal will show it, what is marked in it, and what comes next."""
    return _page(request, held_of(vacancy))


@require_POST
@for_members
def act(request: HttpRequest, vacancy: UUID, act: str) -> HttpResponse:
    """Hand in, pause, show again, close; or copy, which leads to the copy."""
    held = held_of(vacancy)
    if act == "copy":
        return _copied(request, held)
    if act not in ACTS:
        raise Http404
    try:
        attempt(lambda: ACTS[act](vacancy, by=by(request), at=now()))
    except Refused as refused:
        return _page(request, held_of(vacancy), refused.said)
    tell(request, SAID[act])
    return HttpResponseRedirect(reverse("desk-vacancy", args=[vacancy]))


@require_http_methods(["GET", "POST"])
@for_members
def seats(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """Confirms or changes how many people are wanted."""
    held = held_of(vacancy)
    wanted = Field(
        name="headcount", label=text("How many people do you want in all?"), size="short",
        inputmode="numeric", unit=text("people"), values=(str(held.values["headcount"]),),
        hint=text("{n} of them have a seat already.", n=held.taken),
    )  # fmt: skip
    if request.method == "POST":
        number, doubt = read_cell(VACANCIES.column("headcount"), wanted.typed(request.POST).value)
        if number is None or doubt:
            wanted.error = text("Say how many people are wanted.")
        elif _confirmed(request, vacancy, number, wanted):
            tell(request, text("Thank you. The number is up to date."))
            return HttpResponseRedirect(reverse("desk-vacancy", args=[vacancy]))
    told = {"held": held, "fields": [wanted], "errors": errors([wanted])}
    return show(request, "seats.html", told, 422 if wanted.error else 200)


def _row(row: Line) -> tuple[Line, Text, Any, str]:
    return row, *telling.state_of(row, today()), telling.where(row.place)


def _page(request: HttpRequest, held: Facts, refused: Text | None = None) -> HttpResponse:
    values, found = held.values, telling.marked(held.findings, steps.ASKED)
    state, tone = telling.state_of(held, today())
    told = {
        "held": held,
        "why": workplaces.said(held.state_reason),
        "values": values,
        "employer": employers.name_of(held.employer),
        "state": state,
        "tone": tone,
        "refused": refused,
        "marked": found,
        "unlawful": any(one.refused for one in found),
        "asked": any(one.asked for one in found),
        "pay": telling.pay(values, held.month_pay, held.hour_pay),
        "hours": telling.hours(values),
        "where": telling.where(values["place"]),
        "cover": telling.cover(values),
        "demands": telling.demands(values),
        **{
            f"{name}_pieces": telling.pieces(name, values[name], held.findings, found)
            for name in ("title", "description", "address", "age_reason")
        },
        "steps": steps.steps(held, "", lambda name: reverse("desk-step", args=[held.id, name])),
        "parts": [
            (called, reverse("desk-step", args=[held.id, name]))
            for name, called in steps.NAMES.items()
        ],
        "may": _may(held),
        "names": queries.shared_names(held.id),
    }
    return show(request, "vacancy.html", told, 409 if refused else 200)


def _may(held: Facts) -> frozenset[str]:
    """What can be done now."""
    may = {
        State.DRAFT: {"submit", "close", "edit"},
        State.REVIEW: {"close", "edit"},
        State.PUBLISHED: {"pause", "close", "seats", "edit"},
        State.PAUSED: {"close", "seats", "edit", "submit"},
        State.CLOSED: {"submit"},
    }[State(held.state)]
    if held.state == State.PAUSED and held.reviewed and held.paused_at_desk:
        may = may - {"submit"} | {"resume"}
    return frozenset(may)


def _copied(request: HttpRequest, held: Facts) -> HttpResponse:
    try:
        made = attempt(lambda: operations.copy(held.id, keys=keys(), by=by(request), at=now()))
    except Refused as refused:
        return _page(request, held_of(held.id), refused.said)
    tell(request, text("This is the copy, its dates a month later. Look at it and hand it in."))
    return HttpResponseRedirect(reverse("desk-vacancy", args=[made]))


def _confirmed(request: HttpRequest, vacancy: UUID, number: int, field: Field) -> bool:
    try:
        attempt(
            lambda: operations.set_headcount(vacancy, headcount=number, by=by(request), at=now())
        )
    except Refused as refused:
        field.error = refused.said
    return field.error is None


def _number(said: str) -> int:
    return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1


def _page_url(here: str, which: str, number: int) -> str:
    return f"{here}?{urlencode({'list': which, 'page': number})}"
