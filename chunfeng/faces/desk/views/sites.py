"""Our sites, and the months of pay there: with the wage held against the floor."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chunfeng.faces.desk.asking import Asking, known, number
from chunfeng.faces.desk.common import by, for_names, now, ours, own, show, today
from chunfeng.faces.desk.places import place_field, read_place
from chunfeng.faces.desk.telling import where
from chunfeng.faces.ui.columns import YES_NO
from chunfeng.faces.ui.formats import money
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Tone
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import payrolls, proofs
from chunfeng.stages.employers import sites as writes
from chunfeng.stages.employers.queries import Facts, PayrollLine, SiteLine
from chunfeng.stages.employers.wage_lines import floors
from chunfeng.stages.employers.wages import Floors

MONTHS = 12
YES, UNSAID = "yes", ""
CARE: Mapping[str, Text] = {
    "farm_friendly": text("Leaves room for farm work"),
    "care_friendly": text("Fits those who care for others"),
}
FIGURES: Mapping[str, tuple[Text, Text, Callable[[str], Any], bool]] = {  # name, unit, kind, needed
    "workers": (text("People paid"), text("people"), int, True),
    "target_workers": (text("Of registered households"), text("people"), int, True),
    "paid": (text("Paid in all"), text("yuan"), float, True),
    "hours": (text("Hours in all"), text("hours"), float, True),
    "lowest_hour": (text("Lowest hourly pay"), text("yuan an hour"), float, False),
    "insured": (text("Insured against accidents"), text("people"), int, False),
}
HINTS: Mapping[str, Text] = {
    "target_workers": text("Households the programme helps; the township office tells you which."),
    "hours": text("Of all workers together."),
    "lowest_hour": text("Of whoever earned least: pay of the month divided by their hours."),
}


@require_safe
@for_names
def sites(request: HttpRequest) -> HttpResponse:
    """Sites, each with its last months of pay."""
    facts = ours(request)
    lines = floors(site.place for site in facts.sites)
    told = {
        "sites": [
            (site, where(site.place), [_paid(row, site, lines) for row in _months_of(facts, site)])
            for site in facts.sites
        ]
    }
    return show(request, "sites.html", told)


@require_http_methods(["GET", "POST"])
@for_names
def new(request: HttpRequest) -> HttpResponse:
    """Another site."""
    facts = ours(request)
    asking = _asking(request, text("Add a site"), None, facts.place)
    if not asking.sent():
        return asking.show()
    told = _read(asking, facts.region)
    return asking.act(lambda: writes.add(own(request), told, by=by(request), at=now()), SAVED)


@require_http_methods(["GET", "POST"])
@for_names
def change(request: HttpRequest, site: UUID) -> HttpResponse:
    """What is known of a site."""
    facts = ours(request)
    held = _site(facts, site)
    asking = _asking(request, text("About the site"), held, held.place)
    if not asking.sent():
        return asking.show()
    told = _read(asking, facts.region)
    changed = {name: value for name, value in told.items() if value != getattr(held, name)}
    return asking.act(
        lambda: writes.change(site, changed, seen=asking.version, by=by(request), at=now()), SAVED
    )


@require_http_methods(["GET", "POST"])
@for_names
def month(request: HttpRequest, site: UUID) -> HttpResponse:
    """A month's pay, entered or corrected."""
    facts = ours(request)
    held = _site(facts, site)
    asking = Asking(
        request=request, heading=text("A month of pay"), fields=_figures(facts, held, request),
        back=(text("Sites and pay"), reverse("desk-sites")),
        lead=text("From the payroll of {name}. What a correction replaces stays in the history.",
                  name=held.name or facts.name),
    )  # fmt: skip
    if not asking.sent():
        return asking.show()
    first, paid_on, *shown = asking.fields
    told = {f.name: number(f, FIGURES[f.name][2], needed=FIGURES[f.name][3]) for f in shown}
    told["paid_on"] = _day(paid_on)
    of = _day(first) if known(first) else None
    if of is None or errors(asking.fields):
        return asking.show()
    return asking.act(
        lambda: payrolls.enter_payroll(site, of, told, by=by(request), at=now()),
        _against(told, of, held.place, floors([held.place]))[0],
    )


def _site(facts: Facts, site: UUID) -> SiteLine:
    """One of our sites; 404 for any other."""
    held = next((one for one in facts.sites if one.id == site), None)
    if held is None:
        raise Http404
    return held


def _asking(request: HttpRequest, heading: Text, held: SiteLine | None, place: int) -> Asking:
    def text_of(name: str) -> tuple[str, ...]:
        value = getattr(held, name, None)
        return () if value is None else (str(value),)

    fields = [
        Field(name="name", label=text("Name of the site"), optional=True, values=text_of("name"),
              hint=text("Empty where you have only this one.")),
        place_field("place", text("Place"), place),
        Field(name="address", label=text("Address"), optional=True, values=text_of("address")),
        Field(name="seats", label=text("Seats at the site"), optional=True, values=text_of("seats"),
              size="short", inputmode="numeric"),
        Field(name="opens", label=text("Hours"), optional=True, values=text_of("opens"),
              hint=text("In words, for example 8:30–16:30, closed in harvest weeks.")),
        *(_care(name, label, getattr(held, name, None)) for name, label in CARE.items()),
    ]  # fmt: skip
    return Asking(
        request=request, heading=heading, fields=fields, seen=held.version if held else None,
        back=(text("Sites and pay"), reverse("desk-sites")),
    )  # fmt: skip


def _care(name: str, label: Text, value: bool | None) -> Field:
    held = {True: YES, False: "no", None: UNSAID}[value]
    options = (*YES_NO, (UNSAID, text("Not said")))
    return Field(name=name, label=label, kind="radios", options=options, values=(held,))


def _read(asking: Asking, county: int) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for field in list(asking.fields):
        if field.name == "place":
            told["place"], choice = read_place(field, asking.request.POST, county)
            if choice:
                at = list(asking.fields).index(field) + 1
                asking.fields = [*asking.fields[:at], choice, *asking.fields[at:]]
        elif field.name == "seats":
            told["seats"] = number(field, int)
        elif field.name in CARE:
            told[field.name] = {YES: True, "no": False}.get(field.value)
        else:
            told[field.name] = " ".join(field.value.split())
    return told


def _figures(facts: Facts, held: SiteLine, request: HttpRequest) -> list[Field]:
    """The month, the day it was paid, the figures; what is known of the month stands in them."""
    months = _last_months(today())
    asked = request.GET.get("month", "")
    chosen = next((m for m in months if m.isoformat() == asked), months[0])
    row = next((r for r in _months_of(facts, held) if r.month == chosen), None)
    shown = [
        Field(name="month", label=text("Month"), kind="select", values=(chosen.isoformat(),),
              options=[(m.isoformat(), f"{m:%Y-%m}") for m in months]),
        Field(name="paid_on", label=text("Paid on"), kind="date", size="short", optional=True,
              values=(row.paid_on.isoformat(),) if row and row.paid_on else ()),
    ]  # fmt: skip
    for name, (label, unit, _, needed) in FIGURES.items():
        value = getattr(row, name) if row else None
        shown.append(
            Field(name=name, label=label, unit=unit, optional=not needed, size="short",
                  inputmode="decimal", hint=HINTS.get(name),
                  values=() if value is None else (f"{value:g}",))
        )  # fmt: skip
    return shown


def _last_months(on: date) -> list[date]:
    """First days of the months that are over, the last one first, then the running one's."""
    found, first = [], on.replace(day=1)
    running = first
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return [*found, running]


def _months_of(facts: Facts, site: SiteLine) -> list[PayrollLine]:
    return [row for row in facts.payrolls if row.site_id == site.id]


def _paid(row: PayrollLine, site: SiteLine, lines: Floors) -> tuple[PayrollLine, Text, Tone]:
    figures = {name: getattr(row, name) for name in ("workers", "hours", "lowest_hour")}
    return row, *_against(figures, row.month, site.place, lines)


def _against(
    figures: Mapping[str, Any], month: date, place: int, lines: Floors
) -> tuple[Text, Tone]:
    """What the lowest pay of a month is against the line in force at its end."""
    end, lowest = proofs.last_day(month), figures.get("lowest_hour")
    least = lines.least_of_month(end, place, figures["workers"], figures["hours"])
    if lowest is None or least is None:
        return text("Saved. The lowest hourly pay is not known."), "note"
    told = {"paid": money(lowest, "hour"), "floor": money(least.hour, "hour"), "line": least.line}
    if least.above(lowest):
        said = text("Below the floor: {paid}, and no less than {floor} is lawful ({line}).", **told)
        return said, "wrong"
    return text("Above the floor: {paid}; the least is {floor} ({line}).", **told), "good"


def _day(field: Field) -> date | None:
    typed = field.value.strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        field.error = text("Give a day, for example 2026-12-31.")
        return None


SAVED = text("Saved.")
