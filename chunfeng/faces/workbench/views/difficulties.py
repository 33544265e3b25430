"""Difficulties: the list, one of them with its task, opened, changed, settled, opened again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import caring, filters, forms, tables
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show, show_form, today
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.follow_ups import tabs
from chunfeng.faces.workbench.views.person import found
from chunfeng.foundation.audit.queries import timeline
from chunfeng.kit.texts import text
from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.queries import PAGE, DifficultyLine, Hard
from chunfeng.stages.casework.refusals import Refused
from chunfeng.stages.casework.vocabulary import (
    KIND_NAMES,
    OUTCOME_NAMES,
    SEVERITY_NAMES,
    Kind,
    Outcome,
    Severity,
)
from chunfeng.stages.people.vocabulary import heading

SELECTS = (
    Select("kind", text("Kind"), {str(k): v for k, v in KIND_NAMES.items()}),
    Select("severity", text("How hard"), {str(k): v for k, v in SEVERITY_NAMES.items()}),
    Select("state", text("State"), {"settled": text("Settled")}),
    Select("overdue", text("To be done by"), {"1": text("Past")}),
)
HEADS = (
    heading("name"), heading("home"), text("Kind"), text("How hard"), text("What is to be done"),
    text("Opened on"), text("To be done by"), text("Settled on"), text("What became of it"),
)  # fmt: skip


@require_GET
@for_officers
def difficulties(request: HttpRequest) -> HttpResponse:
    """Those open, due first first; or those settled."""
    asked = request.GET
    selects = filters.chosen_of(SELECTS, asked)
    chosen = {one.parameter: next(iter(one.chosen), "") for one in selects}
    region = filters.region_of(asked)
    wanted = Hard(
        region=region.span if region else None,
        state=chosen["state"] or "open",
        kind=chosen["kind"],
        severity=chosen["severity"],
        overdue=bool(chosen["overdue"]),
    )
    if tables.wanted(request):
        rows, total = queries.difficulties(wanted, on=today(), limit=by(request).rights.export_rows)
        lines = [_cells(caring.hard(row)) for row in rows]
        return tables.named(request, "difficulties", HEADS, lines, total)
    rows, total = queries.difficulties(
        wanted, on=today(), offset=(filters.page_of(asked) - 1) * PAGE
    )
    told = {
        "tabs": tabs(request, "difficulties"),
        "rows": [caring.hard(row) for row in rows],
        "total": total,
        "selects": selects,
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "pages": filters.pages(asked, len(rows), total, PAGE),
        "csv": tables.named_address(request),
    }
    return show(request, "difficulties.html", told)


@require_http_methods(["GET", "POST"])
@for_officers
def difficulty(request: HttpRequest, difficulty: UUID) -> HttpResponse:
    """One of them: what is to be done and by when, or how it was settled."""
    row = _found(difficulty)
    severity, task, due = _fields(row.severity, row.task, row.due_on.isoformat())
    fields = [severity, task, due]
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        hard, day = forms.chosen(severity), forms.day(due)
        if day is None:
            due.error = text("Give a day.")
        elif hard and _done(request, due, lambda: operations.change_difficulty(
            difficulty, severity=Severity(hard), task=task.value, due_on=day, by=by(request),
            at=now(),
        )):  # fmt: skip
            return HttpResponseRedirect(reverse("difficulty", args=[difficulty]))
    wrong = errors(fields)
    told = {
        "one": caring.hard(row),
        "row": row,
        "fields": fields,
        "errors": wrong,
        "timeline": [(e, [], e.reason) for e in timeline(by=by(request), subject=difficulty)],
    }
    return show(request, "difficulty.html", told, 422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@for_officers
def settle(request: HttpRequest, difficulty: UUID) -> HttpResponse:
    """What became of a difficulty."""
    row = _found(difficulty)
    outcomes = [(str(code), word) for code, word in OUTCOME_NAMES.items()]
    outcome = forms.one_of("outcome", text("What became of it?"), outcomes)
    said = Field(name="said", label=text("How?"), kind="textarea", rows=2, optional=True)
    day = Field(name="on", label=text("On which day?"), kind="date", size="short",
                values=(today().isoformat(),))  # fmt: skip
    fields = [outcome, said, day]
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        code, on = forms.chosen(outcome), forms.past_day(day, today())
        if code and on and _done(request, outcome, lambda: operations.resolve(
            difficulty, outcome=Outcome(code), said=said.value, on=on, by=by(request), at=now(),
        )):  # fmt: skip
            return HttpResponseRedirect(reverse("person", args=[row.person]) + "#care")
    one = caring.hard(row)
    crumbs = ((text("Difficulties"), reverse("difficulties")),
              (row.name, reverse("difficulty", args=[difficulty])))  # fmt: skip
    return show_form(request, text("Settle: {kind}", kind=one.kind), fields, crumbs)


@require_POST
@for_officers
def reopen(request: HttpRequest, difficulty: UUID) -> HttpResponse:
    """A settlement was too early."""
    _found(difficulty)
    try:
        attempt(lambda: operations.reopen(difficulty, by=by(request), at=now()))
        tell(request, text("Opened again."))
    except Refused as refused:
        warn(request, refused.said)
    return HttpResponseRedirect(reverse("difficulty", args=[difficulty]))


@require_http_methods(["GET", "POST"])
@for_officers
def add(request: HttpRequest, person: UUID) -> HttpResponse:
    """A difficulty noted without a call."""
    facts = found(person)
    kinds = [(str(code), word) for code, word in KIND_NAMES.items()]
    kind = forms.one_of("kind", text("What is hard?"), kinds)
    severity, task, due = _fields("serious", "", "")
    due.optional = True
    due.hint = text("Left empty, the usual days of the kind count.")
    fields = [kind, severity, task, due]
    if request.method == "POST":
        for field in fields:
            field.typed(request.POST)
        what, hard = forms.chosen(kind), forms.chosen(severity)
        day = forms.day(due) if due.value.strip() else None
        if due.value.strip() and day is None:
            due.error = text("Give a day.")
        elif what and hard and _done(request, due, lambda: operations.open_difficulty(
            person, Kind(what), severity=Severity(hard), task=task.value, due_on=day,
            by=by(request), at=now(),
        )):  # fmt: skip
            return HttpResponseRedirect(reverse("person", args=[person]) + "#care")
    crumbs = ((text("People list"), reverse("people")),
              (facts.values["name"], reverse("person", args=[person])))  # fmt: skip
    return show_form(request, text("Note a difficulty"), fields, crumbs)


def _fields(severity: str, task: str, due: str) -> tuple[Field, Field, Field]:
    grades = [(str(code), word) for code, word in SEVERITY_NAMES.items()]
    hard = forms.one_of("severity", text("How hard is it?"), grades, severity)
    hard.inline = True
    return (
        hard,
        Field(name="task", label=text("What is to be done?"), kind="textarea", rows=2,
              optional=True, values=(task,)),
        Field(name="due_on", label=text("By when?"), kind="date", size="short", values=(due,)),
    )  # fmt: skip


def _found(difficulty: UUID) -> DifficultyLine:
    row = queries.difficulty(difficulty)
    if row is None:
        raise Http404
    return row


def _done(request: HttpRequest, field: Field, write: Callable[[], Any]) -> bool:
    """Whether it was written; a refusal stands at the field."""
    try:
        attempt(write)
    except Refused as refused:
        field.error = refused.said
        return False
    tell(request, text("Saved."))
    return True


def _cells(one: caring.Hard) -> tables.Row:
    row = one.row
    return (row.name, one.place, one.kind, one.severity, row.task, row.opened_on, row.due_on,
            row.resolved_on, one.outcome)  # fmt: skip
