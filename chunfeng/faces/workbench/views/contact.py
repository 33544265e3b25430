"""A call or visit noted, also from a phone that had no line: the form, its shells, its worker."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.templatetags.texts import rendered
from chunfeng.faces.workbench import caring
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show, today
from chunfeng.faces.workbench.contact_form import ContactForm
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.person import found, head
from chunfeng.foundation.access import Purpose, Right
from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.operations import Noted
from chunfeng.stages.casework.refusals import Refused


@require_http_methods(["GET", "POST"])
@for_officers
def contact(request: HttpRequest, person: UUID) -> HttpResponse:
    """The form for one person. Sent by the page's script it answers in JSON."""
    facts = found(person)
    form = ContactForm(queries.mark(facts))
    if request.method == "POST":
        told = form.read(request)
        problem: Text | None = None
        if told is not None:
            try:
                noted = attempt(lambda: operations.note_contact(
                    person, told, key=form.hidden["key"], by=by(request), at=now()
                ))  # fmt: skip
                return _noted(request, person, noted)
            except Refused as refused:
                problem = refused.said
        if problem is not None:
            form.how.error = problem
        if _by_script(request):
            return JsonResponse({"said": _said(form)}, status=422)
    due = queries.follow_ups_of([person], on=today()).get(person)
    told_page = head(facts) | {
        "form": form,
        "errors": form.errors,
        "spell": queries.asked_about(facts),
        "due": caring.waiting(due) if due else None,
        "reveals": by(request).rights.d3 is Right.REVEAL,
        "purposes": [(str(one), one.label) for one in sorted(by(request).rights.purposes)],
        "purpose": str(Purpose.FOLLOW_UP),
    }
    return show(request, "contact.html", told_page, 422 if form.errors else 200)


@require_POST
@for_officers
def looked(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Somebody looked at a call that came after the record had changed."""
    if queries.contact(contact) is None:
        raise Http404
    attempt(lambda: operations.looked_at(contact, by=by(request), at=now()))
    tell(request, text("Saved."))
    return HttpResponseRedirect(reverse("follow-ups"))


@require_GET
@for_officers
def shell(request: HttpRequest) -> HttpResponse:
    """The form without a person, kept by a phone: its script fills in whom it is about."""
    return show(request, "contact_shell.html", {"form": ContactForm()})


@require_GET
@for_officers
def carried(request: HttpRequest) -> HttpResponse:
    """Whom a phone has taken along; its script fills in the names it keeps."""
    return show(request, "carried.html")


@require_GET
@for_officers
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of these pages; it knows nobody and keeps nothing itself."""
    response = render(request, "workbench/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _noted(request: HttpRequest, person: UUID, noted: Noted) -> HttpResponse:
    next_page = reverse("person", args=[person]) + "#care"
    if _by_script(request):
        return JsonResponse({"next": next_page})
    if noted.again:
        tell(request, text("This call was saved before."))
    elif noted.to_look:
        warn(request, text("Saved. The record had changed meanwhile: look at both."))
    else:
        tell(request, text("Saved."))
    return HttpResponseRedirect(next_page)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _said(form: ContactForm) -> list[Any]:
    """What is wrong, as the script shows it, in the officer's language."""
    return [rendered(said, current()) for _, said in form.errors]
