"""Work, school and training begin and end; people leave, come back, agree."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show_form, today
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.views.person import found
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import operations
from chunfeng.stages.people.queries import Facts
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import SpellKind
from chunfeng.stages.people.vocabulary import CHANNEL_NAMES, Evidence, LeftReason

ABOUT = {  # ledger field: what a spell calls it
    "work_employer": "employer",
    "work_post": "post",
    "work_place": "place",
    "income": "income",
    "has_contract": "has_contract",
    "insured": "insured",
}
_WORDS = frozenset({"employer", "post"})  # empty, never NULL


@require_http_methods(["GET", "POST"])
@for_officers
def spell_add(request: HttpRequest, person: UUID) -> HttpResponse:
    """A time of work, school or training begins."""
    facts = found(person)
    kind = forms.one_of("kind", text("What began?"), [(str(k), k.label) for k in SpellKind])
    begun = Field(name="begun", label=text("First day"), size="short")
    about = [forms.field_of(PEOPLE.column(name)) for name in ABOUT]
    channels = [(str(code), word) for code, word in CHANNEL_NAMES.items()]
    channel = forms.one_of("channel", text("How was it found?"), channels, "other")
    grades = [(str(grade), grade.label) for grade in Evidence]
    evidence = forms.one_of("evidence", text("How do we know?"), grades, Evidence.VILLAGE)
    fields = [kind, begun, *about, channel, evidence]
    for field in about:
        field.optional = True
    if request.method == "POST":
        told = _told(request, about)
        for field in (kind, begun, channel, evidence):
            field.typed(request.POST)
        chosen = {field.name: forms.chosen(field) for field in (kind, channel, evidence)}
        day = forms.past_day(begun, today())
        if day is not None and not errors(fields):
            return _act(request, facts, fields, text("Work, school or training"), lambda:
                operations.begin_spell(
                    person, by=by(request), at=now(), begun=day, **chosen, **told
                ))  # fmt: skip
    return _form(request, facts, fields, text("Work, school or training"))


def _told(request: HttpRequest, about: Sequence[Field]) -> dict[str, Any]:
    """What the form says about the spell, by the spell's own names."""
    county = by(request).lo // 10**6 * 10**6
    told = {}
    for (name, column), field in zip(ABOUT.items(), about, strict=True):
        value = forms.read(PEOPLE.column(name), field, request.POST, county)
        told[column] = (value or "") if column in _WORDS else value
    return told


@require_http_methods(["GET", "POST"])
@for_officers
def spell_end(request: HttpRequest, person: UUID, spell: UUID) -> HttpResponse:
    """A time of work, school or training ends."""
    facts = found(person)
    ended = Field(name="ended", label=text("Last day"), size="short")
    reason = Field(name="reason", label=text("Why did it end?"), optional=True)
    fields, heading = [ended, reason], text("It ended")
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        day = forms.past_day(ended, today())
        if day is not None:
            why = reason.value.strip()[:40]
            return _act(request, facts, fields, heading, lambda: operations.end_spell(
                spell, ended=day, reason=why, by=by(request), at=now()))  # fmt: skip
    return _form(request, facts, fields, heading)


@require_http_methods(["GET", "POST"])
@for_officers
def leave(request: HttpRequest, person: UUID) -> HttpResponse:
    """A person leaves the living register."""
    facts = found(person)
    reasons = [(str(reason), reason.label) for reason in LeftReason]
    reason = forms.one_of("reason", text("What happened?"), reasons)
    day = Field(name="on", label=text("On which day?"), size="short")
    fields, heading = [reason, day], text("Left the register")
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        why, left = forms.chosen(reason), forms.past_day(day, today())
        if why and left is not None:
            return _act(request, facts, fields, heading, lambda: operations.leave(
                person, on=left, reason=why, by=by(request), at=now()))  # fmt: skip
    return _form(request, facts, fields, heading)


@require_POST
@for_officers
def come_back(request: HttpRequest, person: UUID) -> HttpResponse:
    """Undoes a leave."""
    facts = found(person)
    operations.come_back(person, by=by(request), at=now())
    return _saved(request, facts)


@require_POST
@for_officers
def consent(request: HttpRequest, person: UUID) -> HttpResponse:
    """Agreed today, or withdrawn today."""
    facts = found(person)
    if request.POST.get("withdraw"):
        operations.withdraw(person, purpose="docking", on=today(), by=by(request), at=now())
    else:
        operations.consent(
            person, purpose="docking", on=today(), how="form", by=by(request), at=now()
        )
    return _saved(request, facts)


def _act(
    request: HttpRequest, facts: Facts, fields: list[Field], heading: Text, act: Callable[[], Any]
) -> HttpResponse:
    """Acts and goes back to the person; a refusal stands at the first field."""
    try:
        attempt(act)
    except Refused as refused:
        fields[0].error = refused.said
        return _form(request, facts, fields, heading)
    return _saved(request, facts)


def _saved(request: HttpRequest, facts: Facts) -> HttpResponse:
    tell(request, text("Saved."))
    return HttpResponseRedirect(reverse("person", args=[facts.id]))


def _form(request: HttpRequest, facts: Facts, fields: list[Field], heading: Word) -> HttpResponse:
    crumbs = (
        (text("People list"), reverse("people")),
        (facts.values["name"], reverse("person", args=[facts.id])),
    )
    return show_form(request, heading, fields, crumbs)
