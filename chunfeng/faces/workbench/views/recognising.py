"""Each act on the way of a recognition, a form of its own."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import employing, forms
from chunfeng.faces.workbench.common import by, for_deciders, keys, now, today
from chunfeng.faces.workbench.guided import Task
from chunfeng.faces.workbench.views import lost_workers
from chunfeng.faces.workbench.views.employer_acts import reason_field
from chunfeng.faces.workbench.views.recognitions import ACTS, QUEUE
from chunfeng.faces.workbench.views.sites import number
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import documents, policy, proofs, queries, recognising
from chunfeng.stages.employers.queries import StepLine, Whole
from chunfeng.stages.employers.rules import county_of
from chunfeng.stages.employers.seen import Seen
from chunfeng.stages.employers.vocabulary import (
    ANSWER_NAMES,
    END_NAMES,
    OUTCOME_NAMES,
    EndReason,
    Outcome,
    StepKind,
)

SHORT = {"workshop": "车间", "base": "基地", "public_welfare": "公岗"}  # in numbers
MOST_PHOTOS = 9


def _crumbs(whole: Whole) -> tuple[tuple[Word, str], ...]:
    return (
        (QUEUE, reverse("recognitions")),
        (text("{what}: {employer}", what=employing.called(whole.row.kind, whole.row.variant),
              employer=whole.employer_name), reverse("recognition", args=[whole.row.id])),
    )  # fmt: skip


def _task(
    request: HttpRequest, whole: Whole, heading: Word, fields: list[Field], **told: Any
) -> Task:
    lead = told.pop("lead", "")
    return Task(request=request, heading=heading, fields=fields, crumbs=_crumbs(whole), lead=lead,
                told=told)  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_deciders
def check_documents(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """Which documents are there, on file or on paper."""
    whole = employing.whole(request, recognition)
    asked = policy.on(today(), whole.region).of(whole.row.kind, whole.row.variant).documents
    filed = {one.kind for one in whole.documents}
    paper = Field(
        name="paper", label=text("Which were seen on paper and lie in the office?"), kind="choices",
        options=[(c, policy.national().document(c)) for c in asked if c not in filed],
    )  # fmt: skip
    there = [policy.national().document(code) for code in asked if code in filed]
    lead = text("On file: {documents}.", documents=there) if there else text("Nothing is on file.")
    task = _task(
        request, whole, text("Check the documents"),
        [paper] if paper.options else [Field(name="sure", label="", kind="hidden")], lead=lead,
        button=text("They are complete"),
    )  # fmt: skip
    if not task.sent():
        return task.show()
    return task.act(lambda: recognising.documents_complete(
        recognition, on_paper=paper.values, by=by(request), at=now()
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_deciders
def visit(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The visit: its checklist, the two who went, photos. Made for a telephone."""
    whole = employing.whole(request, recognition)
    terms = policy.on(today(), whole.region).of(whole.row.kind, whole.row.variant)
    answers = [(str(code), word) for code, word in ANSWER_NAMES.items()]
    items = [
        Field(name=f"item-{item.code}", label=item.said, kind="radios", options=answers,
              hint=item.why, inline=True)
        for item in policy.national().checklist(terms.checklist)
    ]  # fmt: skip
    on = Field(name="on", label=text("On which day?"), kind="date", size="short",
               values=(today().isoformat(),))  # fmt: skip
    mine = by(request).user
    others = {str(one.user): one.name for one in recognising.others(whole.region, now())
              if one.user != mine}  # fmt: skip
    second = Field(name="second", label=text("Who came along?"), kind="select",
                   options=[("", text("Choose")), *others.items()],
                   hint=text("Another officer of the county or township."))  # fmt: skip
    counts = _heads()
    findings = Field(name="findings", label=text("What else was found"), kind="textarea", rows=4,
                     optional=True,
                     hint=text("What is to be mended, and by when."))  # fmt: skip
    task = _task(request, whole, text("Visit to the site"),
                 [on, second, *counts, *items, findings],
                 files=True, photos=MOST_PHOTOS, button=text("Keep the visit"))  # fmt: skip
    if not task.sent():
        return task.show()
    for one in items:
        forms.chosen(one)
    day = forms.past_day(on, today())
    if second.value not in others:
        second.error = text("Choose one.")
    seen = _counted(counts)
    if errors(task.fields) or day is None:
        return task.show()
    checklist = {one.name.removeprefix("item-"): one.value for one in items}

    def write() -> None:
        step = recognising.visit(
            recognition, on=day, second=UUID(second.value), checklist=checklist,
            findings=findings.value, seen=Seen(**seen), by=by(request), at=now(),
        )  # fmt: skip
        for photo in request.FILES.getlist("photos")[:MOST_PHOTOS]:
            documents.add_document(
                whole.employer, photo, name=photo.name or "", kind="photo", keys=keys(),
                by=by(request), at=now(), step=step,
            )  # fmt: skip

    return task.act(write)


@require_http_methods(["GET", "POST"])
@for_deciders
def notice(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The public notice before the decision."""
    whole = employing.whole(request, recognition)
    days = policy.on(today(), whole.region).of(whole.row.kind, whole.row.variant).notice_days
    begins = Field(name="begins", label=text("First day"), kind="date", size="short",
                   values=((today() + timedelta(1)).isoformat(),))  # fmt: skip
    ends = Field(name="ends", label=text("Last day"), kind="date", size="short",
                 values=((today() + timedelta(max(1, days))).isoformat(),))  # fmt: skip
    lead = text("It runs for {n} days at least, where the village and the workers read it.", n=days)
    task = _task(request, whole, text("Set the public notice"), [begins, ends], lead=lead)
    if not task.sent():
        return task.show()
    first, last = forms.day(begins), forms.day(ends)
    for one, day in ((begins, first), (ends, last)):
        if day is None:
            one.error = text("Give a day.")
    if first is None or last is None:
        return task.show()
    return task.act(lambda: recognising.notice(
        recognition, begins=first, ends=last, by=by(request), at=now()
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_deciders
def decide(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """For or against, what records prove beside the criteria."""
    whole, on = employing.whole(request, recognition), today()
    terms = policy.on(on, whole.region).of(whole.row.kind, whole.row.variant)
    both = (Outcome.RECOGNISED, Outcome.REFUSED)
    outcome = forms.one_of("outcome", text("Decision"), [(str(o), OUTCOME_NAMES[o]) for o in both])
    number = Field(name="number", label=text("Number of the recognition"),
                   values=(_number(whole),), optional=True,
                   hint=text("On the certificate and the sign."))  # fmt: skip
    begins = Field(name="begins", label=text("Valid from"), kind="date", size="short",
                   values=(on.isoformat(),), optional=True)  # fmt: skip
    usual = proofs.months_later(on, 12 * terms.valid_years) - timedelta(1)
    ends = Field(name="ends", label=text("Valid until"), kind="date", size="short",
                 values=(usual.isoformat(),), optional=True)  # fmt: skip
    reason = reason_field(text("Reasons of the decision"))
    reason.kind, reason.optional = "textarea", True
    reason.hint = text("Needed where it is refused or somebody objected. The employer reads them.")
    task = _task(
        request, whole, text("Decide on the application"), [outcome, number, begins, ends, reason],
        above="workbench/evidence.html", visits=_visits(whole), objections=_objections(whole),
        **employing.evidence_of(request, recognition),
    )  # fmt: skip
    if not task.sent():
        return task.show()
    chosen = forms.chosen(outcome)
    if chosen == Outcome.REFUSED:
        return task.act(lambda: recognising.turn_down(
            recognition, reason=reason.value, by=by(request), at=now()
        ))  # fmt: skip
    first, last = forms.day(begins), forms.day(ends)
    for one, day in ((begins, first), (ends, last)):
        if day is None:
            one.error = text("Give a day.")
    return task.act(lambda: recognising.recognise(
        recognition, number=number.value, valid_from=first or on, valid_until=last or on,
        reason=reason.value, by=by(request), at=now(),
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_deciders
def review(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The yearly review, and whether it stays for longer."""
    whole = employing.whole(request, recognition)
    four = (Outcome.KEEP, Outcome.WARN, Outcome.SUSPEND, Outcome.END)
    outcome = forms.one_of("outcome", text("How did the review come out?"),
                           [(str(o), OUTCOME_NAMES[o]) for o in four])  # fmt: skip
    until = Field(name="until", label=text("Valid until"), kind="date", size="short",
                  values=(whole.row.valid_until.isoformat() if whole.row.valid_until else "",),
                  optional=True, hint=text("Later only where it stays as it is."))  # fmt: skip
    reason = reason_field()
    reason.optional = True
    reason.hint = text("Needed unless it stays as it is.")
    task = _task(
        request, whole, text("Hold the review"), [outcome, until, reason],
        above="workbench/evidence.html", visits=_visits(whole),
        **employing.evidence_of(request, recognition),
    )  # fmt: skip
    if not task.sent():
        return task.show()
    chosen, day = forms.chosen(outcome), forms.day(until) if until.value.strip() else None
    renewed = day if day != whole.row.valid_until else None
    return task.act(lambda: recognising.review(
        recognition, outcome=chosen, reason=reason.value, valid_until=renewed, by=by(request),
        at=now(),
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_deciders
def act(request: HttpRequest, recognition: UUID, act: str) -> HttpResponse:
    """Warn, suspend, lift, withdraw, end, refuse."""
    if act not in ACTS:
        raise Http404
    whole = employing.whole(request, recognition)
    reason = reason_field()
    fields, lead = [reason], text("The employer reads the reason.")
    if act == "end":
        fields = [forms.one_of("reason", text("Why?"),
                               [(str(one), END_NAMES[one]) for one in EndReason])]  # fmt: skip
    if act == "note-objection":
        reason.label, lead = text("What is objected to?"), text("It stands beside the decision.")
        reason.hint = text("Write what, not who. The employer does not see it.")
    if act == "withdraw":
        informs = Field(name="informs", label=text("Who tells the workers, and how?"))
        fields.append(informs)
    if act in ("withdraw", "end"):
        lead = _workers(whole)
    known: dict[str, Any] = {}
    if act in ("withdraw", "end", "suspend") and whole.row.valid_from:
        known = lost_workers.told_of(request, recognition)
        known["above"] = "workbench/recognition_workers_known.html"
    task = _task(request, whole, ACTS[act], fields, lead=lead, button=ACTS[act], **known)
    if not task.sent():
        return task.show()
    verb: Callable[..., Any] = getattr(recognising, act.replace("-", "_"))
    why = forms.chosen(fields[0]) if act == "end" else fields[0].value
    more = {"informs": fields[1].value} if act == "withdraw" else {}
    return task.act(lambda: verb(recognition, reason=why, **more, by=by(request), at=now()))


def _heads() -> list[Field]:
    """What is counted on the spot, as the paper asks for it."""
    asked = (
        ("workers", text("People counted at work"), text("people")),
        ("target", text("Of these from registered households"), text("people")),
        ("seats", text("Seats in use"), text("seats")),
    )
    return [
        Field(name=name, label=label, inputmode="numeric", size="short", unit=unit,
              optional=name == "seats")
        for name, label, unit in asked
    ]  # fmt: skip


def _counted(fields: Sequence[Field]) -> dict[str, int | None]:
    """The heads that were typed; who was at work has to be counted."""
    for one in fields:
        if not one.optional and not one.value.strip():
            one.error = text("Count on the spot; nobody is 0.")
    return {one.name: number(one, int) for one in fields}


def _objections(whole: Whole) -> list[StepLine]:
    """What was objected to while the notice ran."""
    return [step for step in whole.steps if step.kind == StepKind.OBJECTION]


def _visits(whole: Whole) -> list[employing.Told]:
    """The newest visit, its answers beside the criteria."""
    visits = [step for step in whole.steps if step.kind == "visit"]
    return [employing.told_step(step) for step in visits[-1:]]


def _workers(whole: Whole) -> Text:
    """How many were paid there last, who has to be told."""
    last = recognising.workers_of(whole.row.id)
    if last["workers"] is None:
        return text("No payroll tells how many work there.")
    return text(
        "{n} workers were paid there in {month}, {target} of them of registered households.",
        n=last["workers"], month=str(last["month"])[:7], target=last["target_workers"],
    )  # fmt: skip


def _number(whole: Whole) -> str:
    """The next free number of the county: 平利车间〔2026〕1号."""
    county = places().get(county_of(whole.region) or whole.region).short_name
    prefix = f"{county}{SHORT.get(whole.row.kind, '')}〔{today().year}〕"
    return queries.next_number(prefix, whole.region)
