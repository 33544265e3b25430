"""People proposed to us: who agreed, taken or turned down; who arrived; who is still there."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chunfeng.faces.desk.asking import Asking, known
from chunfeng.faces.desk.common import attempt, by, for_names, now, office, show, today
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.shown import tell, warn
from chunfeng.kit.texts import Text, text
from chunfeng.stages.placements import desk_list, operations
from chunfeng.stages.placements.desk_list import Proposed
from chunfeng.stages.placements.operations import Left, Said
from chunfeng.stages.placements.refusals import Refused
from chunfeng.stages.placements.vocabulary import (
    EMPLOYER_REASONS,
    END_REASONS,
    EmployerReason,
    EndReason,
    How,
    Whose,
)

LIST = text("Proposed to us")
YES, NO = "yes", "no"


@require_safe
@for_names
def proposed(request: HttpRequest) -> HttpResponse:
    """Who waits for our answer, whom we expect, who works for us."""
    expected, at_work = desk_list.expected(), desk_list.at_work()
    withheld = not all(one.shown_phone for one in (*expected, *at_work))
    told = {
        "waiting": desk_list.proposed(),
        "expected": expected,
        "arrivals": desk_list.arrivals(),
        "at_work": at_work,
        "months": [(month, f"{month:%Y-%m}") for month in desk_list.months_open(today())],
        "office": office(request) if withheld else "",
    }
    return show(request, "proposed.html", told)


@require_http_methods(["GET", "POST"])
@for_names
def accept(request: HttpRequest, offer: UUID) -> HttpResponse:
    """We take somebody, perhaps with the first day."""
    one = _found(offer)
    day = _day_field(text("First day of work"), one.start_on)
    day.optional = True
    asking = _asking(
        request, text("Take {name} on", name=one.name), [day], text("Take them on"),
        text("The office tells them. Later you confirm here that they arrived."),
    )  # fmt: skip
    if not asking.sent():
        return asking.show()
    on, said = _day(day), Said(how=How.DESK)
    return asking.act(
        lambda: operations.confirm(offer, said, start_on=on, by=by(request), at=now()),
        text("Thank you. The office tells {name}.", name=one.name),
    )


@require_http_methods(["GET", "POST"])
@for_names
def turn_down(request: HttpRequest, offer: UUID) -> HttpResponse:
    """We do not take somebody, and say why."""
    one, reason = _found(offer), _reason_field(EMPLOYER_REASONS)
    note = Field(name="note", label=text("Remark for the office"), kind="textarea", rows=2,
                 optional=True)  # fmt: skip
    asking = _asking(
        request, text("Turn {name} down", name=one.name), [reason, note], text("Turn down"),
        text("The seat is free again, and the name no longer stands here."),
    )  # fmt: skip
    if not asking.sent():
        return asking.show()
    code, said = known(reason), Said(how=How.DESK, note=note.value)
    return asking.act(
        lambda: operations.turn_down(offer, EmployerReason(code), said, by=by(request), at=now()),
        text("Thank you. The office knows."),
    )


@require_http_methods(["GET", "POST"])
@for_names
def left(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Somebody no longer works for us: since when, and why. The office looks into it."""
    one, reason = _found(offer), _reason_field(END_REASONS)
    day = _day_field(text("Last day of work"))
    asking = _asking(
        request, text("{name} no longer works for us", name=one.name), [day, reason],
        text("Tell it"), text("The office asks the person too, and closes the record then."),
    )  # fmt: skip
    if not asking.sent():
        return asking.show()
    on, code = _day(day), known(reason)
    if on is None:
        day.error = text("Give a day, for example 2026-12-31.")
        return asking.show()
    return asking.act(
        lambda: _attest(request, one, there=False, left=Left(on=on, reason=EndReason(code))),
        text("Thank you. The office knows."),
    )


@require_http_methods(["GET", "POST"])
@for_names
def arrivals(request: HttpRequest) -> HttpResponse:
    """Who arrived and who did not, all in one form; whoever is left open stays so."""
    rows = desk_list.arrivals()
    heading = text("Who has arrived?")
    return _attested(request, rows, None, heading, {})


@require_http_methods(["GET", "POST"])
@for_names
def month(request: HttpRequest, month: str) -> HttpResponse:
    """Who was there in a month, all in one form."""
    first = next((one for one in desk_list.months_open(today()) if f"{one:%Y-%m}" == month), None)
    if first is None:
        raise Http404
    rows, said = desk_list.in_month(first)
    return _attested(request, rows, first, text("Who was there in {month}?", month=month), said)


def _attested(
    request: HttpRequest, rows: list[Proposed], of: date | None, heading: Text,
    said: dict[UUID, bool],
) -> HttpResponse:  # fmt: skip
    if request.method == "POST":
        told = [(one, request.POST.get(f"there-{one.id}", "")) for one in rows]
        new = [
            (one, word == YES)
            for one, word in told
            if word in (YES, NO) and said.get(one.id) is not (word == YES)
        ]
        done = sum(
            _told(request, partial(_attest, request, one, there=there, month=of))
            for one, there in new
        )
        if done == len(new):
            tell(request, text("Thank you: {n} confirmed.", n=done))
        return HttpResponseRedirect(reverse("desk-proposed"))
    words = {True: YES, False: NO}
    shown = [(one, words[said[one.id]] if one.id in said else "") for one in rows]
    return show(request, "attest.html", {"rows": shown, "heading": heading})


def _attest(
    request: HttpRequest, one: Proposed, *, there: bool, month: date | None = None,
    left: Left | None = None,
) -> None:  # fmt: skip
    operations.attest(one.id, whose=Whose.EMPLOYER, there=there, how=How.DESK, month=month,
                      left=left, by=by(request), at=now())  # fmt: skip


def _found(offer: UUID) -> Proposed:
    one = desk_list.one(offer)
    if one is None:
        raise Http404
    return one


def _told(request: HttpRequest, write: Callable[[], None]) -> bool:
    """Whether it was written; else the page says why not."""
    try:
        attempt(write)
    except Refused as refused:
        warn(request, refused.said)
        return False
    return True


def _day_field(label: Text, held: date | None = None) -> Field:
    values = (held.isoformat(),) if held else ()
    return Field(name="on", label=label, kind="date", size="short", values=values)


def _reason_field(words: Mapping[Any, Text]) -> Field:
    options = [(str(code), said) for code, said in words.items()]
    return Field(name="reason", label=text("Why?"), kind="radios", options=options)


def _day(field: Field) -> date | None:
    """The day typed; None for none, and the field says so where it is no day."""
    try:
        return date.fromisoformat(field.value.strip()) if field.value.strip() else None
    except ValueError:
        field.error = text("Give a day, for example 2026-12-31.")
        return None


def _asking(
    request: HttpRequest, heading: Text, fields: list[Field], button: Text, lead: Text
) -> Asking:
    back = (LIST, reverse("desk-proposed"))
    return Asking(
        request=request, heading=heading, fields=fields, back=back, button=button, lead=lead
    )
