"""Doubts: what two facts disagree, whom to ask, and exceptions that somebody signs."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms, tables
from chunfeng.faces.workbench.common import by, for_officers, now, show, today
from chunfeng.faces.workbench.filters import page_of, pages, region_of, towns
from chunfeng.faces.workbench.places import place_in
from chunfeng.faces.workbench.shell import tell
from chunfeng.kit.texts import text
from chunfeng.stages.doubts import operations, queries
from chunfeng.stages.people.vocabulary import heading

PAGE = queries.PAGE
USUAL = timedelta(days=180)
HEADS = (
    heading("household_no"), heading("name"), heading("home"), text("How sure"),
    text("What disagrees"), text("How to mend it"), text("Ask"), text("Found on"),
    text("Accepted until"), text("Reason"),
)  # fmt: skip


@require_GET
@for_officers
def doubts(request: HttpRequest) -> HttpResponse:
    """The doubts that stand, by village."""
    asked, on = request.GET, today()
    region = region_of(asked)
    wanted = partial(
        queries.lines,
        by=by(request),
        on=on,
        region=region.span if region else None,
        rule=asked.get("rule", "")[:20],
        accepted=asked.get("state") == "accepted",
    )
    if tables.wanted(request):
        return tables.named(request, "doubts", HEADS, *_table(request, wanted))
    rows, total = wanted(offset=(page_of(asked) - 1) * PAGE)
    told = {
        "rows": [(row, place_in(row.region, by(request).lo)) for row in rows],
        "total": total,
        "asked": asked,
        "towns": towns(request),
        "pages": pages(asked, len(rows), total),
        "summary": queries.summary(by=by(request), on=on),
        "csv": tables.named_address(request),
    }
    return show(request, "doubts.html", told)


def _table(request: HttpRequest, wanted: Callable[..., Any]) -> tuple[list[tables.Row], int]:
    """The lines that may leave, and how many there are."""
    rows, total = wanted(sealed=False, limit=by(request).rights.export_rows)
    return [
        (row.household_no, row.name, place_in(row.region, by(request).lo), row.severity.label,
         row.said, row.mend, row.ask, row.found_on, row.accepted_until, row.reason)
        for row in rows
    ], total  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_officers
def accept(request: HttpRequest, doubt: UUID) -> HttpResponse:
    """Signs an exception: why it is right as it stands, and until when."""
    reason = Field(name="reason", label=text("Why is it right as it stands?"))
    until = Field(
        name="until",
        label=text("Until when?"),
        kind="date",
        size="short",
        values=((today() + USUAL).isoformat(),),
    )
    if request.method == "POST":
        reason.typed(request.POST)
        until.typed(request.POST)
        day = forms.day(until)
        if day is None:
            until.error = text("Give a day.")
        else:
            try:
                operations.accept(doubt, reason=reason.value, until=day, by=by(request), at=now())
            except operations.Refused as refused:
                reason.error = refused.said
            else:
                tell(request, text("Accepted, with your name and the end."))
                return HttpResponseRedirect(reverse("doubts"))
    fields = [reason, until]
    told = {"fields": fields, "errors": errors(fields)}
    return show(request, "accept.html", told, 422 if errors(fields) else 200)
