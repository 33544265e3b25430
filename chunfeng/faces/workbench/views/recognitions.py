"""Recognitions: what waits, one of them whole, and each act on the way."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chunfeng.faces.ui import named
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import employing, filters, tables
from chunfeng.faces.workbench.common import (
    attempt,
    by,
    for_deciders,
    for_officers,
    now,
    show,
    today,
)
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.guided import Task
from chunfeng.faces.workbench.lines import place_name
from chunfeng.faces.workbench.views import lost_workers
from chunfeng.faces.workbench.views.employer_acts import crumbs as employer_crumbs
from chunfeng.foundation.places.current import places
from chunfeng.foundation.places.near import around
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import (
    conflicts,
    documents,
    policy,
    queries,
    recognising,
)
from chunfeng.stages.employers.due import Act
from chunfeng.stages.employers.queries import Due, Whole
from chunfeng.stages.employers.refusals import Refused
from chunfeng.stages.employers.states import RECOGNITION_NAMES, RecognitionState
from chunfeng.stages.employers.vocabulary import StepKind

QUEUE = text("Recognition")
HEADS = (
    text("Employer"), text("Site"), text("Recognised as"), text("Place"), text("State"),
    text("Next step"), text("Since"), text("Days"),
)  # fmt: skip
ACTS: dict[str, Text] = {
    "note-objection": text("Note an objection"),
    "warn": text("Warn"),
    "suspend": text("Suspend the recognition"),
    "resume": text("Lift the suspension"),
    "withdraw": text("Withdraw the recognition"),
    "end": text("End without withdrawing"),
    "turn-down": text("Refuse the application"),
}
ALLOWED = {
    "note-objection": ("visited",),
    "warn": ("recognised", "suspended"),
    "suspend": ("recognised",),
    "resume": ("suspended",),
    "withdraw": ("recognised", "suspended"),
    "end": ("applied", "complete", "visited", "recognised", "suspended"),
    "turn-down": ("applied", "complete", "visited"),
}


@require_GET
@for_officers
def recognitions(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, longest first; or all that lives."""
    asked, on = request.GET, today()
    selects = _selects(request)
    kind, state = (next(iter(one.chosen), "") for one in selects)
    lines = queries.due(
        by=by(request), on=on, kind=kind, states=[state] if state else (),
        all_=asked.get("all") == "1",
    )  # fmt: skip
    if tables.wanted(request):
        rows = [_cells(line) for line in lines[: by(request).rights.export_rows]]
        return tables.named(request, "recognitions", HEADS, rows, len(lines))
    first = (filters.page_of(asked) - 1) * queries.PAGE
    here = lines[first : first + queries.PAGE]
    told = {
        "rows": [_shown(line) for line in here],
        "total": len(lines),
        "asked": asked,
        "selects": selects,
        "pages": filters.pages(asked, len(here), len(lines)),
        "csv": tables.named_address(request),
    }
    return show(request, "recognitions.html", told)


def _selects(request: HttpRequest) -> list[Select]:
    living = [state for state in RecognitionState if state != RecognitionState.ENDED]
    every = (
        Select("kind", text("Recognised as"), policy.national().kinds),
        Select("state", text("State"), {str(one): RECOGNITION_NAMES[one] for one in living}),
    )
    return [
        Select(one.parameter, one.called, one.words,
               [code for code in request.GET.getlist(one.parameter)[:1] if code in one.words])
        for one in every
    ]  # fmt: skip


def _shown(line: Due) -> dict[str, Any]:
    state, tone = employing.state_of(line.state)
    return {
        "line": line,
        "what": employing.called(line.kind, line.variant),
        "place": place_name(line.place),
        "state": state,
        "tone": tone,
        "act": employing.act_name(line.act),
        "due": line.act not in (Act.NONE, Act.WAIT),
        "days": line.days(today()),
    }


def _cells(line: Due) -> tables.Row:
    one = _shown(line)
    return (line.name, line.site, one["what"], places().full_name(line.place), one["state"],
            one["act"], line.since, one["days"])  # fmt: skip


@require_GET
@for_officers
def recognition(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """Where a recognition stands, what proves it, and the one next act."""
    whole, context, on = employing.whole(request, recognition), by(request), today()
    row, site = whole.row, whole.site
    act, day = employing.act_of(row, whole.region, on)
    tied = _tied(request, whole)
    may = employing.may_act(request) and not tied
    entered_it = row.added_by == context.user
    state, tone = employing.state_of(row.state)
    told = {
        "whole": whole,
        "row": row,
        "heading": employing.called(row.kind, row.variant),
        "state": state,
        "tone": tone,
        "why": employing.end_reason(row.state_reason),
        "place": named.full_place(site.place) if site else "",
        "around": around(site.lon, site.lat, site.place) if site else None,
        "steps": employing.steps_of(row, whole.region, on),
        "told": [employing.told_step(step) for step in reversed(whole.steps)],
        "photos": [
            (one, employing.size(one.size)) for one in whole.documents if one.step_id
        ],
        "documents": [
            (one, documents.kinds().get(one.kind, one.kind), employing.size(one.size))
            for one in whole.documents
            if not one.step_id
        ],
        "act": employing.act_name(act),
        "act_url": employing.act_url(act, row.id) if may else "",
        "act_day": day,
        "held_up": may and entered_it and act in (Act.DECIDE, Act.REVIEW),
        "may": may,
        "tied": tied,
        "more": [
            (word, reverse("recognition-act", args=[row.id, code]))
            for code, word in ACTS.items()
            if row.state in ALLOWED[code]
        ],
        "living": row.state != RecognitionState.ENDED,
    }  # fmt: skip
    told |= employing.evidence_of(request, recognition) if told["living"] else {}
    visits = [step for step in whole.steps if step.kind == StepKind.VISIT]
    told |= employing.seen_of(request, visits, whole)
    if row.valid_from:
        told |= lost_workers.told_of(request, recognition)
    return show(request, "recognition.html", told)


def _tied(request: HttpRequest, whole: Whole) -> Text | None:
    facts = employing.own(request, whole.employer)
    return conflicts.refusal(facts.id, facts.contact, [by(request).user])


@require_http_methods(["GET", "POST"])
@for_deciders
def apply(request: HttpRequest, employer: UUID) -> HttpResponse:
    """An application that the employer handed in on paper."""
    facts = employing.own(request, employer)
    forms_of: dict[str, Text] = {
        f"{kind}/{code}" if code else kind: employing.called(kind, code)
        for kind in policy.national().kinds
        for code in (*policy.national().variants(kind),) or ("",)
    }
    open_sites = {str(s.id): s.name or named.full_place(s.place)
                  for s in facts.sites if s.closed_on is None}  # fmt: skip
    what = Field(name="what", label=text("To be recognised as"), kind="select",
                 options=[*forms_of.items()], values=("workshop/workshop",))  # fmt: skip
    site = Field(name="site", label=text("At which site?"), kind="select",
                 options=[("", text("The whole employer")), *open_sites.items()],
                 values=(next(iter(open_sites), ""),),
                 hint=text("A workshop is recognised at a site."))  # fmt: skip
    task = Task(request=request, heading=text("Apply for recognition"), fields=[what, site],
                crumbs=employer_crumbs(facts), told={"button": text("Enter the application")},
                lead=text("Whoever enters the application does not decide it."))  # fmt: skip
    if not task.sent():
        return task.show()
    for one, known in ((what, forms_of), (site, {"": "", **open_sites})):
        if one.value not in known:
            one.error = text("Choose one.")
    if errors(task.fields):
        return task.show()
    kind, _, variant = what.value.partition("/")
    told = {"sub_kind" if kind == "workshop" else "level": variant}
    where = UUID(site.value) if site.value else None
    try:
        made = attempt(lambda: recognising.apply(
            employer, kind=kind, **told, site=where, by=by(request), at=now()
        ))  # fmt: skip
    except Refused as refused:
        what.error = refused.said
        return task.show()
    return HttpResponseRedirect(reverse("recognition", args=[made]))
