"""Recognitions: applied for at the desk, their documents handed in, their state and its reasons."""

from typing import IO, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chunfeng.faces.desk.asking import Asking, known
from chunfeng.faces.desk.common import attempt, by, for_members, keys, now, ours, own, show, today
from chunfeng.faces.desk.telling import where
from chunfeng.faces.desk.views.home import called, state_of
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.papers import language_of, paper
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.ui.shown import tell, warn
from chunfeng.foundation.documents.pdf import NoFont
from chunfeng.kit.texts import text
from chunfeng.stages.employers import documents, policy, printing, queries, recognising
from chunfeng.stages.employers.queries import Facts, StepLine, Whole
from chunfeng.stages.employers.refusals import NotFound, Refused
from chunfeng.stages.employers.vocabulary import (
    END_NAMES,
    OUTCOME_NAMES,
    STEP_NAMES,
    EndReason,
    Outcome,
    Recognised,
    StepKind,
)


@require_safe
@for_members
def recognitions(request: HttpRequest) -> HttpResponse:
    """What we are recognised as, or have applied for."""
    facts = ours(request)
    sites = {site.id: site.name or where(site.place) for site in facts.sites}
    told = {
        "rows": [
            (row, called(row), sites[row.site_id] if row.site_id else "", *state_of(row))
            for row in facts.recognitions
        ]
    }
    return show(request, "recognitions.html", told)


@require_http_methods(["GET", "POST"])
@for_members
def new(request: HttpRequest) -> HttpResponse:
    """An application."""
    facts = ours(request)
    asking = Asking(
        request=request, heading=text("Apply for recognition"), fields=_fields(facts),
        back=(text("Recognition"), reverse("desk-recognitions")),
        lead=text("Afterwards you see which documents are asked for, and hand them in."),
        button=text("Apply"),
    )  # fmt: skip
    if not asking.sent():
        return asking.show()
    what, site = asking.fields[0], asking.fields[1] if len(asking.fields) > 1 else None
    kind, _, variant = known(what).partition(".")
    told: dict[str, Any] = {"kind": kind}
    if kind == Recognised.WORKSHOP:
        told |= {"sub_kind": variant, "site": UUID(known(site)) if site and known(site) else None}
    elif variant:
        told["level"] = variant
    return asking.act(
        lambda: recognising.apply(own(request), **told, by=by(request), at=now()),
        text("Applied. Hand in the documents next."),
    )


@require_safe
@for_members
def recognition(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """One: its state, what is missing, what was decided and why."""
    return _page(request, _whole(request, recognition))


@require_safe
@for_members
def certificate(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The certificate of one in force, as PDF."""
    language = language_of(request)
    try:
        content = printing.certificate(recognition, by=by(request), at=now(), language=language)
    except NotFound:
        raise Http404 from None
    except (Refused, NoFont) as refused:
        warn(request, refused.said)
        return HttpResponseRedirect(reverse("desk-recognition", args=[recognition]))
    return paper(content, f"certificate-{recognition.hex[:8]}-{language}")


@require_POST
@for_members
def add(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """Hands in a document."""
    whole = _whole(request, recognition)
    sent, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if sent is None or sent.file is None:
        return _page(request, whole, text("Choose a file first."))
    stream: IO[bytes] = sent.file
    try:
        attempt(
            lambda: documents.add_document(
                own(request), stream, name=sent.name or "", kind=kind, keys=keys(),
                by=by(request), at=now(), recognition=recognition,
            )
        )  # fmt: skip
    except Refused as refused:
        return _page(request, whole, refused.said)
    tell(request, text("The document has arrived."))
    return HttpResponseRedirect(reverse("desk-recognition", args=[recognition]))


@require_POST
@for_members
def document(request: HttpRequest, document: UUID) -> HttpResponse:
    """One of our own files, opened on the record."""
    try:
        held, content = documents.open_document(document, keys=keys(), by=by(request), at=now())
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        warn(request, refused.said)
        return HttpResponseRedirect(reverse("desk-recognitions"))
    answer = HttpResponse(content, content_type=held.media, headers={"Cache-Control": "no-store"})
    named = content_disposition_header(as_attachment=True, filename=held.name)
    answer.headers["Content-Disposition"] = str(named)
    return answer


def _whole(request: HttpRequest, recognition: UUID) -> Whole:
    """One of our recognitions; 404 for any other."""
    found = queries.recognition(recognition, by=by(request))
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, whole: Whole, refused: Word | None = None) -> HttpResponse:
    row = whole.row
    asked = policy.on(today(), whole.region).of(row.kind, row.variant).documents
    there = {one.kind for one in whole.documents}
    names = documents.kinds()
    state, tone = state_of(row)
    told = {
        "row": row,
        "called": called(row),
        "site": whole.site.name or where(whole.site.place) if whole.site else "",
        "state": state,
        "tone": tone,
        "reason": _reason(row.state_reason),
        "asked": [(code, names[code], code in there) for code in asked],
        "missing": [code for code in asked if code not in there],
        "kinds": [(code, name) for code, name in names.items()],
        "documents": [(one, names.get(one.kind, one.kind)) for one in whole.documents],
        "steps": [_step(step) for step in reversed(whole.steps)],
        "certified": row.state == "recognised"
        and (row.valid_until is None or row.valid_until >= today()),
        "open": row.state in ("applied", "complete", "visited", "recognised", "suspended"),
        "refused": refused,
    }
    return show(request, "recognition.html", told, 422 if refused else 200)


def _step(step: StepLine) -> tuple[StepLine, Word, Word, Word]:
    """(the step, what it was, how it came out, the reasons): of a visit nothing is told on."""
    outcome = OUTCOME_NAMES[Outcome(step.outcome)] if step.outcome in set(Outcome) else ""
    ended = END_NAMES[EndReason(step.outcome)] if step.outcome in set(EndReason) else outcome
    why = "" if step.kind == StepKind.VISIT else step.findings
    return step, STEP_NAMES[StepKind(step.kind)], ended, why


def _reason(said: str) -> Word:
    return END_NAMES[EndReason(said)] if said in set(EndReason) else said


def _fields(facts: Facts) -> list[Field]:
    """What to apply for; where, for a workshop."""
    national = policy.national()
    options: list[tuple[str, Word]] = []
    for kind in national.kinds:
        variants = national.variants(kind)
        options += [(f"{kind}.{code}", _form(kind, code)) for code in variants]
        if not variants:
            options.append((f"{kind}.", national.called(kind)))
    sites = [(str(s.id), s.name or where(s.place)) for s in facts.sites if s.closed_on is None]
    fields = [Field(name="what", label=text("As what?"), kind="radios", options=options)]
    if sites:
        fields.append(
            Field(name="site", label=text("At which site?"), kind="select", options=sites,
                  hint=text("A workshop is recognised at a site."))
        )  # fmt: skip
    return fields


def _form(kind: str, code: str) -> Word:
    national = policy.national()
    form = national.called(kind, code)
    if kind == Recognised.WORKSHOP:
        return form
    return text("{kind} ({level})", kind=national.called(kind), level=form)
