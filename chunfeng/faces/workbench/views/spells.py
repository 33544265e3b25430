"""Work, school and training begin, end, are put right; people leave, come back, agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show_form, today
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.views.person import found
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import operations, spells
from chunfeng.stages.people.queries import Facts, SpellLine
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
_NEW = SimpleNamespace(
    kind="", begun=None, ended=None, channel="other", evidence=Evidence.VILLAGE,
    **dict.fromkeys(ABOUT.values()),
)  # fmt: skip
_WORDS = frozenset({"employer", "post"})  # empty, never NULL


@dataclass(slots=True)
class SpellForm:
    """What is asked about a spell; of one that stands, with what it holds."""

    kind: Field
    begun: Field
    ended: Field
    about: list[Field]
    channel: Field
    evidence: Field

    @classmethod
    def of(cls, line: SpellLine | None = None) -> "SpellForm":
        """The form, empty or filled in."""
        held: Any = line or _NEW
        kinds = [(str(k), k.label) for k in SpellKind]
        channels = [(str(code), word) for code, word in CHANNEL_NAMES.items()]
        grades = [(str(grade), grade.label) for grade in Evidence]
        about = [forms.field_of(PEOPLE.column(f), getattr(held, name)) for f, name in ABOUT.items()]
        for field in about:
            field.optional = True
        return cls(
            kind=forms.one_of("kind", text("What began?"), kinds, held.kind),
            begun=_day("begun", text("First day"), held.begun),
            ended=_day("ended", text("Last day"), held.ended, optional=True),
            about=about,
            channel=forms.one_of(
                "channel", text("How was it found?"), channels, held.channel or "other"
            ),
            evidence=forms.one_of("evidence", text("How do we know?"), grades, held.evidence),
        )

    @property
    def fields(self) -> list[Field]:
        """In the order of the page."""
        return [self.kind, self.begun, self.ended, *self.about, self.channel, self.evidence]

    def read(self, request: HttpRequest) -> dict[str, Any]:
        """The spell's columns as sent; what is wrong stands at its field."""
        told = _told(request, self.about)
        for field in (self.kind, self.begun, self.ended, self.channel, self.evidence):
            field.typed(request.POST)
        chosen = {f.name: forms.chosen(f) for f in (self.kind, self.channel, self.evidence)}
        begun = forms.past_day(self.begun, today())
        ended = forms.past_day(self.ended, today()) if self.ended.value.strip() else None
        return told | chosen | {"begun": begun, "ended": ended}


def _day(name: str, label: Text, held: date | None, *, optional: bool = False) -> Field:
    values = (held.isoformat(),) if held else ()
    return Field(name=name, label=label, size="short", values=values, optional=optional)


@require_http_methods(["GET", "POST"])
@for_officers
def spell_add(request: HttpRequest, person: UUID) -> HttpResponse:
    """A time of work, school or training begins, or one of the past is entered."""
    facts, form = found(person), SpellForm.of()
    heading = text("Work, school or training")
    if request.method == "POST":
        told = form.read(request)
        if not errors(form.fields):
            return _act(request, facts, form.fields, heading, lambda: operations.begin_spell(
                person, by=by(request), at=now(), **told))  # fmt: skip
    return _form(request, facts, form.fields, heading)


@require_http_methods(["GET", "POST"])
@for_officers
def spell_correct(request: HttpRequest, person: UUID, spell: UUID) -> HttpResponse:
    """What was entered wrongly is put right, or taken out where it never was."""
    facts = found(person)
    line = next((line for line in facts.spells if line.id == spell), None)
    if line is None:
        raise Http404
    form, reason = SpellForm.of(line), forms.reason_field(needed=True)
    main = forms.one_of("primary", text("Counts as the main one?"), forms.YES_NO,
                        "yes" if line.primary else "no")  # fmt: skip
    fields, seen = [*form.fields, main, reason], line.version
    heading = text("Correct work, school or training")
    if request.method == "POST":
        said = request.POST.get("seen", "")
        seen = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else seen
        why = _why(request, reason)
        if "also" in request.POST and why:
            return _act(request, facts, fields, heading, lambda: spells.remove(
                spell, reason=why, by=by(request), at=now()))  # fmt: skip
        told = form.read(request) | {"primary": forms.chosen(main.typed(request.POST)) == "yes"}
        if not errors(fields):
            return _act(request, facts, fields, heading, lambda: spells.correct(
                spell, told, seen=seen, reason=why, by=by(request), at=now()))  # fmt: skip
    return _form(request, facts, fields, heading, also=text("It never was: take it out"), seen=seen)


def _why(request: HttpRequest, reason: Field) -> str:
    """The reason given; else its field says that one is needed."""
    why = reason.typed(request.POST).value.strip()[:200]
    if not why:
        reason.error = text("Say why: it stays in the history.")
    return why


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
    reason.hint = text("It stays in the history. Write no personal details here.")
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


def _form(
    request: HttpRequest, facts: Facts, fields: list[Field], heading: Word, **more: Any
) -> HttpResponse:
    crumbs = (
        (text("People list"), reverse("people")),
        (facts.values["name"], reverse("person", args=[facts.id])),
    )
    return show_form(request, heading, fields, crumbs, **more)
