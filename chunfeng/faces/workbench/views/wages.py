"""The lowest lawful pay: the lines of regions as notices set them, entered and taken back."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Tone
from chunfeng.faces.workbench import filters, forms, region_lists, tables, wage_list
from chunfeng.faces.workbench.common import attempt, by, for_posts, now, show, show_form, today
from chunfeng.faces.workbench.places import place_in, typed_region
from chunfeng.faces.workbench.shell import tell
from chunfeng.foundation.access import DataClass, Role, access
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import wage_lines
from chunfeng.stages.employers.refusals import Refused, Wrong
from chunfeng.stages.employers.wage_lines import Standing, Told
from chunfeng.stages.employers.wages import FULL_MONTH, national

for_county = access(data_class=DataClass.D0, roles=frozenset({Role.COUNTY}))
LIST = text("Lowest lawful pay")
STANDINGS: dict[Standing, tuple[Text, Tone]] = {
    Standing.NOW: (text("Holds"), "good"),
    Standing.TO_COME: (text("Begins later"), "note"),
    Standing.OVER: (text("A newer line holds"), "plain"),
    Standing.WITHDRAWN: (text("Taken back"), "plain"),
}
HEADS = (text("Region"), text("From"), text("Yuan a month"), text("Yuan an hour"), text("Set by"),
         text("State"), text("Entered by"), text("Entered"), text("Why taken back"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in words. full_time: yuan an hour of full-time work."""

    row: Any
    place: str
    who: str
    said: Text
    tone: Tone
    full_time: float
    may_withdraw: bool


@require_GET
@for_posts
def wages(request: HttpRequest) -> HttpResponse:
    """The lines that concern the post's region, with their history."""
    if tables.wanted(request):
        every, _ = wage_lines.page(by=by(request), on=today(), size=wage_lines.MOST)
        return tables.file(request, "wages", HEADS, [_cells(one) for one in _shown(request, every)])
    number = filters.page_of(request.GET)
    rows, total = wage_lines.page(by=by(request), on=today(), number=number)
    told = {
        "rows": _shown(request, rows),
        "total": total,
        "nation": national().on(today(), 0),
        "may": wage_lines.may_write(by(request)),
        "csv": tables.address(request),
        "xlsx": filters.without(request.GET, **{"as": "xlsx"}),
        "pages": filters.pages(request.GET, len(rows), total, wage_lines.PAGE),
    }
    return show(request, "wages.html", told)


def _shown(request: HttpRequest, rows: list[tuple[Any, Standing]]) -> list[Shown]:
    context = by(request)
    names = accounts.names([row.entered_by for row, _ in rows])
    return [
        Shown(
            row=row,
            place=place_in(row.region),
            who=names.get(row.entered_by, ""),
            said=STANDINGS[standing][0],
            tone=STANDINGS[standing][1],
            full_time=row.month / FULL_MONTH,
            may_withdraw=wage_lines.may_write(context)
            and context.covers(row.region)
            and standing is not Standing.WITHDRAWN,
        )
        for row, standing in rows
    ]


def _cells(one: Shown) -> tables.Row:
    row = one.row
    # The region as it is written in ledgers, so that the list can be read back in.
    where = places().full_name(row.region)
    return (where, row.valid_from, row.month, row.hour, row.source, one.said, one.who,
            row.entered_at, row.withdrawn_reason)  # fmt: skip


@require_POST
@for_county
def read(request: HttpRequest) -> HttpResponse:
    """Takes in a list of lines; what is wrong is said row by row."""
    return region_lists.take_in(
        request,
        partial(wage_list.read, on=today(), by=by(request), at=now()),
        lambda n: text("{n} lines entered.", n=n),
        text("Lines that were not read"),
        reverse("wages"),
    )


@require_http_methods(["GET", "POST"])
@for_county
def new(request: HttpRequest) -> HttpResponse:
    """One more line, as a notice says."""
    region = by(request).lo
    fields = [
        Field(name="region", label=text("Region"), values=(place_in(region),), autocomplete="off",
              hint=text("Your county, or a part of it with a line of its own.")),
        Field(name="valid_from", label=text("First day"), kind="date", size="short",
              values=(today().isoformat(),)),
        Field(name="month", label=text("Monthly line"), unit=text("yuan a month"), size="short",
              inputmode="decimal",
              hint=text("For full-time work of 174 hours; piece work is turned into time.")),
        Field(name="hour", label=text("Hourly line"), unit=text("yuan an hour"), size="short",
              inputmode="decimal",
              hint=text("For part-time work: at most 4 hours a day and 24 a week.")),
        Field(name="source", label=text("Set by"), autocomplete="off",
              hint=text("Who set the line, number and day of the notice.")),
    ]  # fmt: skip
    if request.method == "POST":
        told, where = _read(request, fields)
        if told is not None and where is not None:
            try:
                attempt(lambda: wage_lines.enter(where, told, by=by(request), at=now()))
                tell(request, text("Entered. Vacancies and payrolls are held against it."))
                return HttpResponseRedirect(reverse("wages"))
            except Wrong as wrong:
                next(one for one in fields if one.name == wrong.field).error = wrong.said
            except Refused as refused:
                fields[0].error = refused.said
    return _form(request, text("Enter a line"), fields)


def _read(request: HttpRequest, fields: list[Field]) -> tuple[Told | None, int | None]:
    for field in fields:
        field.typed(request.POST)
    region, first, month, hour, source = fields
    where, day = typed_region(region, by(request).lo), forms.day(first)
    if day is None:
        first.error = text("Give a day, for example 2026-03-01.")
    if not source.value.strip():
        source.error = text("Say which notice the line comes from.")
    yuan = [_yuan(field) for field in (month, hour)]
    if errors(fields) or day is None:
        return None, where
    return Told(valid_from=day, month=yuan[0], hour=yuan[1], source=source.value), where


def _yuan(field: Field) -> float:
    typed = field.value.replace(",", "").replace("，", "").strip()
    if typed.isascii() and typed.replace(".", "", 1).isdigit() and len(typed) < 10:
        return float(typed)
    field.error = text("Give an amount in yuan.")
    return 0.0


@require_http_methods(["GET", "POST"])
@for_county
def withdraw(request: HttpRequest, line: UUID) -> HttpResponse:
    """Takes a line back."""
    held = wage_lines.line(line, by=by(request))
    if held is None:
        raise Http404
    reason = Field(name="reason", label=text("Reason"), autocomplete="off",
                   hint=text("It stays in the list."))  # fmt: skip
    if request.method == "POST":
        why = reason.typed(request.POST).value
        try:
            attempt(lambda: wage_lines.withdraw(line, reason=why, by=by(request), at=now()))
            tell(request, text("Taken back. The line before it holds again."))
            return HttpResponseRedirect(reverse("wages"))
        except Refused as refused:
            reason.error = refused.said
    lead = text("{place}: {month} yuan a month, {hour} yuan an hour from {day} on.",
                place=place_in(held.region), month=f"{held.month:g}", hour=f"{held.hour:g}",
                day=held.valid_from.isoformat())  # fmt: skip
    return _form(request, text("Take the line back"), [reason], lead)


def _form(
    request: HttpRequest, heading: Text, fields: list[Field], lead: Text | None = None
) -> HttpResponse:
    return show_form(request, heading, fields, [(LIST, reverse("wages"))], lead or "")
