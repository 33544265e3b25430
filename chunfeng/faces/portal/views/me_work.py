"""One's own work, as one says it oneself: it has begun, or one has left. An officer asks then."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chunfeng.faces.portal.answers import go
from chunfeng.faces.portal.own import after_code, by, shown
from chunfeng.faces.portal.views.me import mine
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.kit.texts import Text, text
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Left
from chunfeng.stages.placements.refusals import Refused
from chunfeng.stages.placements.vocabulary import EndReason

THERE, LEFT = "there", "left"
# The short list; what others would say of somebody is not in it.
REASONS = tuple((str(one), one.label) for one in EndReason if one is not EndReason.NOT_THERE)


@require_http_methods(["GET", "HEAD", "POST"])
@after_code
def work(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Work agreed upon or begun, and what the person says of it."""
    one, fields = mine(offer), _fields(request)
    if not (one.may_begin or one.may_leave):
        raise Http404
    problem: Text | None = None
    if request.method == "POST":
        left = _left(fields) if request.POST.get("said") == LEFT else None
        wanted = left is not None or request.POST.get("said") == THERE
        if not wanted and not errors(fields):
            problem = text("Say whether you have begun or left.")
        elif not errors(fields):
            problem = _said(request, offer, left)
            if problem is None:
                return go(f"/me/offers/{offer}/work")
    words = queries.confirmations(offer)  # the person's own: the wall shows no others here
    wrong = [("said", problem)] if problem else errors(fields)
    told = {
        "one": one,
        "last": words[-1] if words else None,
        "why": EndReason(words[-1].reason).label if words and words[-1].reason else "",
        "fields": fields,
        "wrong": wrong,
    }
    return shown(request, "me_work", told, status=422 if wrong else 200)


def _fields(request: HttpRequest) -> list[Field]:
    today = timezone.localdate().isoformat()
    return [
        Field(name="on", label=text("Last day of work"), kind="date", size="short",
              values=(request.POST.get("on", today),)),
        Field(name="reason", label=text("Why did you leave?"), kind="radios", options=REASONS,
              values=(request.POST.get("reason", ""),)),
    ]  # fmt: skip


def _left(fields: list[Field]) -> Left | None:
    """The last day and why; None where a field says what is wrong."""
    on, reason = fields
    day = _day(on.value)
    if day is None:
        on.error = text("Give a day, for example 2026-03-01.")
    if reason.value not in dict(REASONS):
        reason.error = text("Choose a reason.")
    return None if day is None or reason.error else Left(on=day, reason=EndReason(reason.value))


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        return None


def _said(request: HttpRequest, offer: UUID, left: Left | None) -> Text | None:
    """Why it was not noted; None where it stands."""
    try:
        with transaction.atomic():
            operations.say(offer, left=left, by=by(request), at=timezone.now())
    except Refused as refused:
        return refused.said
    return None
