"""Adding and changing people, one thing a page; nothing typed is lost, no change is overwritten."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import facts as shown_facts
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import by, for_officers, keys, now, show, today
from chunfeng.faces.workbench.shell import tell
from chunfeng.faces.workbench.views.person import found
from chunfeng.foundation.intake.columns import Column
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import operations
from chunfeng.stages.people.fields import CONSENT, HOUSEHOLD, SEALED, SPELL
from chunfeng.stages.people.refusals import AlreadyHere, ChangedMeanwhile, Refused
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.status import SpellKind
from chunfeng.stages.people.vocabulary import CHANNEL_NAMES, LEFT_NAMES, Evidence, Known, heading

IDENTITY = frozenset({"name", "id_number", "birth_date", "sex", "id_type"})  # changed with a reason
FIRST = ("name", "id_number", "sex", "birth_date", "home", "household_no", "relation", "phone")
_NOT_HERE = frozenset({*SPELL, *CONSENT, "home", "household_no"})


def column_of(field: str) -> Column:
    """The ledger's column of a field that a form may change."""
    if field in _NOT_HERE:
        raise Http404
    try:
        return PEOPLE.column(field)
    except KeyError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@for_officers
def edit(request: HttpRequest, person: UUID, field: str) -> HttpResponse:
    """One field of a person."""
    facts, column = found(person), column_of(field)
    held = None if field in SEALED else facts.values.get(field)
    line = shown_facts.shown(column, facts)
    origin = facts.origins.get(field, {})
    state = forms.state_field(Known.KNOWN if line.has else origin.get("state", Known.NOT_ASKED))
    if request.method == "GET" and not line.has:
        state.values = (Known.KNOWN,)
    value_field = forms.field_of(column, held)
    reason = forms.reason_field(needed=field in IDENTITY)
    if request.method == "POST":
        answer = _save(request, facts, column, value_field, state, reason)
        if answer is not None:
            return answer
    fields = [value_field] if field in HOUSEHOLD or field in SEALED else [value_field, state]
    fields += [reason]
    told = {
        "facts": facts,
        "name": facts.values["name"],
        "heading": heading(field),
        "fields": fields,
        "errors": errors(fields),
        "seen": request.POST.get("seen", facts.version),
        "line": line,
    }
    return show(request, "edit.html", told, 422 if errors(fields) else 200)


def _save(
    request: HttpRequest, facts: Any, column: Column, value: Field, state: Field, reason: Field
) -> HttpResponse | None:
    """Saves what was sent; None where the page has to be shown again."""
    new = forms.read(column, value, request.POST)
    state.typed(request.POST)
    reason.typed(request.POST)
    known = state.value in ("", Known.KNOWN)
    if known and new is None and not value.error and not column.required:
        known, state.values = False, (Known.NOT_ASKED,)
    if column.field in IDENTITY and not reason.value.strip():
        reason.error = text("Say why: who somebody is does not change without a reason.")
    if (known and value.error) or reason.error:
        return None
    value.error = None
    states = {} if known else {column.field: state.value}
    try:
        operations.correct(
            facts.id,
            {column.field: new if known else None},
            seen=int(request.POST.get("seen", facts.version)),
            keys=keys(),
            by=by(request),
            at=now(),
            states=states,
            reason=reason.value.strip()[:200],
        )
    except ChangedMeanwhile:
        return _compare(request, facts, column, value, reason)
    except Refused as refused:
        value.error = refused.said
        return None
    tell(request, text("{field}: saved.", field=heading(column.field)))
    return HttpResponseRedirect(f"{reverse('person', args=[facts.id])}#{column.group}")


def _compare(
    request: HttpRequest, facts: Any, column: Column, value: Field, reason: Field
) -> HttpResponse:
    """Somebody else changed the same field: theirs and mine side by side, to choose from."""
    told = {
        "facts": facts,
        "name": facts.values["name"],
        "heading": heading(column.field),
        "theirs": shown_facts.shown(column, facts),
        "mine": value.values,
        "mine_said": _said(column, value),
        "field": column.field,
        "reason": reason.value,
        "state": request.POST.get("state", ""),
    }
    return show(request, "compare.html", told, 409)


def _said(column: Column, value: Field) -> list[Text | str]:
    words = dict(value.options)
    return [words.get(one, one) for one in value.values]


@require_http_methods(["GET", "POST"])
@for_officers
def add(request: HttpRequest) -> HttpResponse:
    """A new person: who, and where at home. Everything else follows on the record's page."""
    columns = [PEOPLE.column(name) for name in FIRST]
    fields = [forms.field_of(column) for column in columns]
    already = None
    if request.method == "POST":
        values = {
            column.field: forms.read(column, field, request.POST)
            for column, field in zip(columns, fields, strict=True)
        }
        _check_home(request, values, fields)
        if not errors(fields):
            try:
                person = operations.enrol(values, keys=keys(), by=by(request), at=now())
            except AlreadyHere as refused:
                already = refused
            except Refused as refused:
                fields[0].error = refused.said
            else:
                tell(request, text("Added. Now what docking needs to know."))
                return HttpResponseRedirect(reverse("person", args=[person]))
    elif request.GET.get("household"):
        _of_household(request, fields)
    told = {"fields": fields, "errors": errors(fields), "already": already}
    return show(request, "add.html", told, 422 if errors(fields) or already else 200)


def _check_home(request: HttpRequest, values: dict[str, Any], fields: list[Field]) -> None:
    home = values.get("home")
    if home is None:
        return
    field = fields[FIRST.index("home")]
    if not by(request).covers(home):
        field.error = text("That village is outside the region of your post.")
    elif places().get(home).level < 5:
        field.error = text("Name the village too: a township or county is not enough.")


def _of_household(request: HttpRequest, fields: list[Field]) -> None:
    """The household's number and village, where somebody is added to it."""
    from chunfeng.stages.people.queries import household

    home = household(UUID(request.GET["household"]), on=today())
    if home:
        fields[FIRST.index("home")].values = (places().full_name(home.region),)
        fields[FIRST.index("household_no")].values = (home.number,)


@require_http_methods(["GET", "POST"])
@for_officers
def spell_add(request: HttpRequest, person: UUID) -> HttpResponse:
    """A time of work, school or training begins."""
    facts = found(person)
    kind = Field(
        name="kind", label=text("What began?"), kind="radios",
        options=[(str(one), one.label) for one in SpellKind],
    )  # fmt: skip
    begun = Field(name="begun", label=text("First day"), kind="date", size="short")
    names = ("work_employer", "work_post", "work_place", "income", "has_contract", "insured")
    more = [forms.field_of(PEOPLE.column(name)) for name in names]
    channel = Field(
        name="channel", label=text("How was it found?"), kind="radios",
        options=[(str(code), word) for code, word in CHANNEL_NAMES.items()],
    )  # fmt: skip
    evidence = Field(
        name="evidence", label=text("How do we know?"), kind="radios",
        options=[(str(one), one.label) for one in Evidence], values=("D",),
    )  # fmt: skip
    fields = [kind, begun, *more, channel, evidence]
    if request.method == "POST":
        values = [
            forms.read(PEOPLE.column(name), field, request.POST)
            for name, field in zip(names, more, strict=True)
        ]
        for field in (kind, begun, channel, evidence):
            field.typed(request.POST)
        day = forms.day(begun)
        if kind.value not in set(SpellKind):
            kind.error = text("Choose one.")
        if day is None or day > today():
            begun.error = text("Give the day it began, not later than today.")
        if day is not None and not errors(fields):
            try:
                operations.begin_spell(
                    person, by=by(request), at=now(), begun=day, kind=kind.value,
                    channel=channel.value, evidence=evidence.value[:1] or "D",
                    employer=values[0] or "", post=values[1] or "", place=values[2],
                    income=values[3], has_contract=values[4], insured=values[5],
                )  # fmt: skip
            except Refused as refused:
                kind.error = refused.said
            else:
                tell(request, text("Saved."))
                return HttpResponseRedirect(reverse("person", args=[person]))
    told = {
        "facts": facts,
        "name": facts.values["name"],
        "heading": text("Work, school or training"),
        "fields": fields,
        "errors": errors(fields),
    }
    return show(request, "form.html", told, 422 if errors(fields) else 200)


@require_http_methods(["GET", "POST"])
@for_officers
def spell_end(request: HttpRequest, person: UUID, spell: UUID) -> HttpResponse:
    """A time of work, school or training ends."""
    facts = found(person)
    ended = Field(name="ended", label=text("Last day"), kind="date", size="short")
    reason = Field(name="reason", label=text("Why did it end?"))
    if request.method == "POST":
        ended.typed(request.POST)
        reason.typed(request.POST)
        day = forms.day(ended)
        if day is None or day > today():
            ended.error = text("Give the last day, not later than today.")
        else:
            try:
                operations.end_spell(
                    spell, ended=day, reason=reason.value.strip()[:40], by=by(request), at=now()
                )
            except Refused as refused:
                ended.error = refused.said
            else:
                tell(request, text("Saved."))
                return HttpResponseRedirect(reverse("person", args=[person]))
    told = {
        "facts": facts,
        "name": facts.values["name"],
        "heading": text("It ended"),
        "fields": [ended, reason],
        "errors": errors([ended]),
    }
    return show(request, "form.html", told, 422 if ended.error else 200)


@require_http_methods(["GET", "POST"])
@for_officers
def leave(request: HttpRequest, person: UUID) -> HttpResponse:
    """A person leaves the living register."""
    facts = found(person)
    reason = Field(
        name="reason", label=text("What happened?"), kind="radios",
        options=[(str(code), word) for code, word in LEFT_NAMES.items()],
    )  # fmt: skip
    day = Field(name="on", label=text("On which day?"), kind="date", size="short")
    if request.method == "POST":
        reason.typed(request.POST)
        day.typed(request.POST)
        left = forms.day(day)
        if reason.value not in {str(code) for code in LEFT_NAMES}:
            reason.error = text("Choose one.")
        if left is None or left > today():
            day.error = text("Give the day, not later than today.")
        if left is not None and not errors([reason, day]):
            try:
                operations.leave(person, on=left, reason=reason.value, by=by(request), at=now())
            except Refused as refused:
                reason.error = refused.said
            else:
                tell(request, text("Saved. The record stays; it counts no more from that day."))
                return HttpResponseRedirect(reverse("person", args=[person]))
    told = {
        "facts": facts,
        "name": facts.values["name"],
        "heading": text("Left the register"),
        "fields": [reason, day],
        "errors": errors([reason, day]),
    }
    return show(request, "form.html", told, 422 if errors([reason, day]) else 200)


@require_POST
@for_officers
def consent(request: HttpRequest, person: UUID) -> HttpResponse:
    """Agreed today, or withdrawn today."""
    found(person)
    if request.POST.get("withdraw"):
        operations.withdraw(person, purpose="docking", on=today(), by=by(request), at=now())
    else:
        operations.consent(
            person, purpose="docking", on=today(), how="form", by=by(request), at=now()
        )
    tell(request, text("Saved."))
    return HttpResponseRedirect(reverse("person", args=[person]))
