"""Entering a vacancy and changing what is known of it: a group of the ledger a page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui import named, occupations
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Step, Word
from chunfeng.faces.workbench import comparing, employer_choice, employing, forms, vacant
from chunfeng.faces.workbench.common import attempt, by, for_officers, keys, now, show
from chunfeng.faces.workbench.comparing import Asked, kept
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.vacant import GROUPS
from chunfeng.faces.workbench.views.vacancy import LIST
from chunfeng.foundation.intake.columns import Column
from chunfeng.kit.texts import Declared, text
from chunfeng.stages.vacancies import operations
from chunfeng.stages.vacancies.fields import PHONE, typed
from chunfeng.stages.vacancies.queries import Facts
from chunfeng.stages.vacancies.refusals import ChangedMeanwhile, Refused
from chunfeng.stages.vacancies.states import State

FIRST = ("channel", "title", "occupation", "place", "address", "headcount", "description")
OCCUPATION = "occupation"
UNITS = {
    "headcount": text("people"),
    "reserved": text("people"),
    "pay_low": text("yuan"),
    "pay_high": text("yuan"),
    "piece_price": text("yuan a piece"),
    "daily_output": text("pieces a day"),
    "hours_per_day": text("hours a day"),
    "days_per_week": text("days a week"),
    "age_min": text("years of age"),
    "age_max": text("years of age"),
}
LONG = frozenset({"description", "remarks"})
AFTER = tuple(group.code for group in GROUPS if group.code != "post")


@require_http_methods(["GET", "POST"])
@for_officers
def new(request: HttpRequest) -> HttpResponse:
    """A new vacancy: whose, what, where and for how many; the other groups follow."""
    whose, owner = employer_choice.employer_field(request)
    which = employer_choice.which_field([owner], str(owner.id)) if owner else None
    if request.method == "POST":
        owner, which = employer_choice.read_employer(request, whose)
    site = _sites(request, owner.id) if owner else None
    asked = [_asked(vacant.column(name), None) for name in FIRST]
    if request.method == "POST":
        made = _draft(request, whose, site, asked, owner.id if owner else None)
        if made is not None:
            tell(request, text("Kept as a draft. Now the rest of it."))
            return HttpResponseRedirect(f"{_address(made, AFTER[0])}?on=1")
    fields = [whose, *([site] if site else []), *(one.field for one in asked)]
    return _show(request, text("Enter a vacancy"), fields, asked, ((LIST, reverse("vacancies")),),
                 {"button": text("Save and go on"), "which_employer": which,
                  "none": not employer_choice.any_offers(request)})  # fmt: skip


def _sites(request: HttpRequest, employer: UUID) -> Field | None:
    """The sites of the employer chosen, where it has any."""
    facts = employing.found(request, employer)
    still = [one for one in facts.sites if one.closed_on is None]
    if not still:
        return None
    options: list[tuple[str, Word]] = [("", text("None of them"))]
    options += [(str(one.id), one.name or named.full_place(one.place)) for one in still]
    hint = text("Place and point of the site are taken over.")
    return Field(name="site", label=text("At which site?"), kind="select", options=options,
                 optional=True, hint=hint)  # fmt: skip


def _draft(
    request: HttpRequest,
    whose: Field,
    site: Field | None,
    asked: Sequence[Asked],
    owner: UUID | None,
) -> UUID | None:
    """The draft made; None where a field says what is wrong."""
    values = {one.name: _read(request, one) for one in asked}
    if site and site.typed(request.POST).value in dict(site.options):
        values["site"] = UUID(site.value) if site.value else None
    if values.get("site"):
        asked[FIRST.index("place")].field.error = None
    if owner is None or errors([whose, *(one.field for one in asked)]):
        return None
    try:
        return attempt(lambda: operations.draft(
            values, employer=owner, keys=keys(), by=by(request), at=now()
        ))  # fmt: skip
    except Refused as refused:
        _refused(asked, refused, whose)
        return None


@require_GET
@for_officers
def occupation(request: HttpRequest) -> HttpResponse:
    """What may be meant by an occupation that is being typed."""
    return occupations.offered(request)


@require_GET
@for_officers
def employer(request: HttpRequest) -> HttpResponse:
    """What may be meant by an employer that is being typed."""
    return employer_choice.offered(request)


@require_http_methods(["GET", "POST"])
@for_officers
def edit(request: HttpRequest, vacancy: UUID, what: str) -> HttpResponse:
    """A group of the ledger. ``on``: the other groups follow, as after entering."""
    facts = vacant.found(vacancy)
    if what not in {group.code for group in GROUPS} or facts.state == State.CLOSED:
        raise Http404
    asked = [_asked(column, facts) for column in vacant.columns_of(what)]
    seen = facts.version
    if request.method == "POST":
        seen = comparing.seen_of(request, facts.version)
        answer = _save(request, facts, asked, seen, what)
        if answer is not None:
            return answer
    told: dict[str, Any] = {"hidden": [Field(name="seen", label="", values=(str(seen),))]}
    if request.GET.get("on"):
        told |= {"steps": _steps(what), "button": text("Save and go on")}
    heading = next(Declared(one.zh, one.en) for one in GROUPS if one.code == what)
    return _show(request, heading, [one.field for one in asked], asked, _crumbs(facts), told)


def _show(
    request: HttpRequest,
    heading: Word,
    fields: Sequence[Field],
    asked: Sequence[Asked],
    crumbs: Sequence[tuple[Word, str]],
    told: dict[str, Any],
) -> HttpResponse:
    wrong = errors(fields)
    page = {"heading": heading, "fields": fields, "asked": asked, "errors": wrong, "crumbs": crumbs}
    return show(request, "vacancy_edit.html", told | page, 422 if wrong else 200)


def _asked(column: Column, facts: Facts | None) -> Asked:
    """The field of a column, holding what is known; what is sealed stays empty."""
    held = facts.values.get(column.field) if facts and column.field != PHONE else None
    field = forms.field_of(column, typed(column.field, held))
    if column.field in LONG:
        field.kind, field.rows = "textarea", 5
    if column.field == OCCUPATION:
        field.hint, field.autocomplete = occupations.HINT, "off"
    field.unit = UNITS.get(column.field, field.unit)
    if column.field == PHONE and facts and facts.phone_mask:
        field.hint = text("Recorded: {mask}. What you enter replaces it.", mask=facts.phone_mask)
    return Asked(column, field, kept(field), sealed=column.field == PHONE)


def _read(request: HttpRequest, one: Asked) -> Any:
    data = occupations.with_chosen(request.POST) if one.name == OCCUPATION else request.POST
    one.value = forms.read(one.column, one.field, data, by(request).lo // 10**6 * 10**6)
    return one.value


def _sent(request: HttpRequest, one: Asked) -> bool:
    """Reads what was sent for a field; whether it differs from what the page had shown."""
    was = request.POST.get(f"was-{one.name}")
    if was is None:
        return False
    one.was = was
    _read(request, one)
    if kept(one.field) == was:
        one.field.error = None
        return False
    return not (one.sealed and one.value is None)


def _save(
    request: HttpRequest, facts: Facts, asked: Sequence[Asked], seen: int, what: str
) -> HttpResponse | None:
    """Saves what was sent; None where the page has to be shown again."""
    changed = [one for one in asked if _sent(request, one)]
    if errors([one.field for one in asked]):
        return None
    chosen = comparing.chosen(request, changed)
    try:
        if chosen:
            values = {one.name: one.value for one in chosen}
            attempt(lambda: operations.change(
                facts.id, values, seen=seen, keys=keys(), by=by(request), at=now()
            ))  # fmt: skip
    except ChangedMeanwhile as clash:
        return comparing.compare(
            request, changed, clash.fields, lambda one: _theirs(one, facts), seen=facts.version,
            crumbs=_crumbs(facts),
        )  # fmt: skip
    except Refused as refused:
        _refused(asked, refused, chosen[0].field)
        return None
    return _on(request, facts, what, saved=bool(chosen))


def _theirs(one: Asked, facts: Facts) -> Word:
    if one.sealed:
        return facts.phone_mask
    held = facts.values.get(one.name)
    return "" if held in (None, "", []) else vacant.value(one.column, held)


def _on(request: HttpRequest, facts: Facts, what: str, *, saved: bool) -> HttpResponse:
    """To the next group while a vacancy is being entered, else back to its page."""
    if request.GET.get("on") and what in AFTER[:-1]:
        return HttpResponseRedirect(f"{_address(facts.id, AFTER[AFTER.index(what) + 1])}?on=1")
    tell(request, text("Saved.") if saved else text("Nothing was changed."))
    return HttpResponseRedirect(f"{reverse('vacancy', args=[facts.id])}#{what}")


def _refused(asked: Sequence[Asked], refused: Refused, else_: Field) -> None:
    """Puts a refusal at the field it is about."""
    findings = getattr(refused, "findings", ())
    about = findings[0]["field"] if findings else getattr(refused, "field", "")
    field = next((one.field for one in asked if one.name == about), else_)
    field.error = refused.said


def _steps(what: str) -> list[Step]:
    """Where somebody stands who enters a vacancy."""
    here = AFTER.index(what) if what in AFTER else -1
    names = {one.code: Declared(one.zh, one.en) for one in GROUPS}
    return [
        Step(names["post"], "done"),
        *(
            Step(names[code], "done" if k < here else "now" if k == here else "later")
            for k, code in enumerate(AFTER)
        ),
    ]


def _crumbs(facts: Facts) -> tuple[tuple[Word, str], ...]:
    page = reverse("vacancy", args=[facts.id])
    return (LIST, reverse("vacancies")), (facts.values["title"], page)


def _address(vacancy: UUID, group: str) -> str:
    return reverse("vacancy-edit", args=[vacancy, group])
