"""Sites of an employer and the months of pay there."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Tab
from chunfeng.faces.workbench import employing, forms
from chunfeng.faces.workbench.common import attempt, by, for_deciders, now, today
from chunfeng.faces.workbench.guided import Task, version_seen
from chunfeng.faces.workbench.places import typed_region
from chunfeng.faces.workbench.views.employer_acts import crumbs
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import payrolls, proofs, queries, sites
from chunfeng.stages.employers.queries import Facts, SiteLine
from chunfeng.stages.employers.refusals import ChangedMeanwhile, Refused

Number = TypeVar("Number", int, float)
FIELDS = ("name", "place", "address", "seats", "opens", "farm_friendly", "care_friendly",
          "settlement", "lon", "lat")  # fmt: skip
NUMBERS: dict[str, Callable[[str], Any]] = {"seats": int, "lon": float, "lat": float}
FIGURES: dict[str, Callable[[str], Any]] = {
    "workers": int, "target_workers": int, "hours": float, "paid": float, "lowest_hour": float,
    "insured": int,
}  # fmt: skip
UNITS: dict[str, Text] = {
    "workers": text("people"), "target_workers": text("people"), "insured": text("people"),
    "hours": text("hours"), "paid": text("yuan"), "lowest_hour": text("yuan an hour"),
    "seats": text("seats"),
}  # fmt: skip
OPTIONAL = frozenset({"lowest_hour", "insured", "paid_on"})
MOST_MONTHS = 12


def field(name: str, site: SiteLine | None) -> Field:
    """The form field of a fact of a site."""
    held = getattr(site, name) if site else None
    hints = {
        "name": text("Empty where the employer has only this one."),
        "opens": text("In words, for example 8:30–16:30, closed in harvest weeks."),
        "lon": text("Degrees (WGS84). Leave both empty where they are not known."),
        "settlement": text("Where it belongs to a resettlement site: its name."),
    }
    made = Field(name=name, label=employing.FIELDS[name], hint=hints.get(name),
                 values=("" if held is None else str(held),), unit=UNITS.get(name, ""),
                 optional=name != "place", autocomplete="off")  # fmt: skip
    if name in ("farm_friendly", "care_friendly"):
        made.kind, made.options = "radios", (*forms.YES_NO, ("", text("Not asked")))
        made.values = ({True: "yes", False: "no", None: ""}[held],)
    elif name == "place" and site:
        made.values = (places().full_name(site.place),)
    elif name in NUMBERS:
        made.size, made.inputmode = "short", "decimal"
    return made


def read(request: HttpRequest, fields: list[Field]) -> dict[str, Any]:
    """The facts a sent form tells."""
    told: dict[str, Any] = {}
    for one in fields:
        if one.name == "place":
            told["place"] = typed_region(one, by(request).lo // 10**6 * 10**6)
        elif one.name in NUMBERS:
            told[one.name] = number(one, NUMBERS[one.name])
        elif one.name in ("farm_friendly", "care_friendly"):
            told[one.name] = {"yes": True, "no": False}.get(one.value)
        else:
            told[one.name] = one.value
    return told


def number(one: Field, kind: Callable[[str], Number]) -> Number | None:
    """The number typed; None for none, and for what is none the field says so."""
    typed = one.value.strip().replace(",", "").replace("，", "")
    if not typed:
        return None
    try:
        return kind(typed)
    except ValueError:
        one.error = text("Give a number.")
        return None


@require_http_methods(["GET", "POST"])
@for_deciders
def site_add(request: HttpRequest, employer: UUID) -> HttpResponse:
    """Another site."""
    facts = employing.own(request, employer)
    fields = [field(name, None) for name in FIELDS]
    fields[FIELDS.index("place")].values = (places().full_name(facts.place),)
    task = Task(request=request, heading=text("Add a site"), fields=fields, crumbs=crumbs(facts))
    if not task.sent():
        return task.show()
    told = read(request, fields)
    return task.act(lambda: sites.add(employer, told, by=by(request), at=now()))


@require_http_methods(["GET", "POST"])
@for_deciders
def site_edit(request: HttpRequest, site: UUID) -> HttpResponse:
    """What is known of a site."""
    held, facts = _found(request, site)
    fields = [field(name, held) for name in FIELDS]
    version = version_seen(request, held.version)
    task = Task(request=request, heading=text("About the site"), fields=fields,
                crumbs=crumbs(facts), told={"seen": version})  # fmt: skip
    if not task.sent():
        return task.show()
    told = read(request, fields)
    changed = {name: value for name, value in told.items() if value != getattr(held, name)}
    if errors(fields) or not changed:
        return task.act(lambda: None)
    try:
        attempt(lambda: sites.change(site, changed, seen=version, by=by(request), at=now()))
    except ChangedMeanwhile as clash:
        stands = {name: field(name, held).value for name in FIELDS}
        return task.changed(clash, stands, held.version)
    except Refused as refused:
        task.refused(refused)
        return task.show()
    return HttpResponseRedirect(task.crumbs[-1][1])


@require_http_methods(["GET", "POST"])
@for_deciders
def site_close(request: HttpRequest, site: UUID) -> HttpResponse:
    """The site's last day."""
    held, facts = _found(request, site)
    last = Field(name="on", label=text("Last day"), kind="date", size="short",
                 values=(today().isoformat(),))  # fmt: skip
    task = Task(
        request=request, heading=text("Close the site {name}", name=held.name or facts.name),
        fields=[last], crumbs=crumbs(facts),
    )  # fmt: skip
    if not task.sent():
        return task.show()
    day = forms.past_day(last, today())
    return task.act(lambda: sites.close(site, on=day or today(), by=by(request), at=now()))


@require_http_methods(["GET", "POST"])
@for_deciders
def payroll(request: HttpRequest, site: UUID) -> HttpResponse:
    """A month's pay: entered, or corrected."""
    held, facts = _found(request, site)
    month = _month(request)
    known = {one.month: one for one in facts.payrolls if one.site_id == site}.get(month)
    figures = [_figure(name, known) for name in FIGURES]
    paid_on = Field(
        name="paid_on", label=employing.FIELDS["paid_on"], kind="date", size="short",
        optional=True, values=(known.paid_on.isoformat() if known and known.paid_on else "",),
    )  # fmt: skip
    task = Task(
        request=request, heading=text("Pay of {month}", month=f"{month:%Y-%m}"),
        fields=[*figures, paid_on], crumbs=crumbs(facts),
        told={"above": "workbench/months.html", "months": _tabs(month)},
        lead=text("From the payroll of {name}. What a correction replaces stays in the history.",
                  name=held.name or facts.name),
    )  # fmt: skip
    if not task.sent():
        return task.show()
    told = {one.name: number(one, FIGURES[one.name]) for one in figures}
    told["paid_on"] = forms.day(paid_on) if paid_on.value.strip() else None
    for one in figures:
        if told[one.name] is None and one.name not in OPTIONAL and not one.error:
            one.error = text("Fill it in.")
    if errors(task.fields):
        return task.show()
    return task.act(lambda: payrolls.enter_payroll(site, month, told, by=by(request), at=now()))


def _figure(name: str, known: queries.PayrollLine | None) -> Field:
    held = getattr(known, name) if known else None
    said = "" if held is None else str(held).removesuffix(".0")
    return Field(name=name, label=employing.FIELDS[name], values=(said,), unit=UNITS[name],
                 size="short", inputmode="decimal", optional=name in OPTIONAL,
                 autocomplete="off")  # fmt: skip


def _months() -> list[date]:
    """The last twelve months, the newest first."""
    first = today().replace(day=1)
    return [proofs.months_later(first, -back) for back in range(MOST_MONTHS)]


def _month(request: HttpRequest) -> date:
    """The month the address names; the one before this month where it names none."""
    asked, months = request.GET.get("month", ""), _months()
    return next((one for one in months if one.isoformat() == asked), months[1])


def _tabs(chosen: date) -> list[Tab]:
    """The months beside each other, newest first."""
    return [Tab(f"{one:%Y-%m}", f"?month={one.isoformat()}", one == chosen) for one in _months()]


def _found(request: HttpRequest, site: UUID) -> tuple[SiteLine, Facts]:
    """A site of an employer the post answers for; else 404."""
    found = queries.site(site)
    if found is None:
        raise Http404
    return found[0], employing.own(request, found[1])
