"""Verifying the employers picked in the list; the page says which were left, and why."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from chunfeng.faces.workbench import employing
from chunfeng.faces.workbench.common import attempt, by, for_deciders, keys, now, show
from chunfeng.kit.texts import Text
from chunfeng.stages.employers import operations, queries
from chunfeng.stages.employers.queries import PAGE
from chunfeng.stages.employers.refusals import Refused


@require_POST
@for_deciders
def bulk(request: HttpRequest) -> HttpResponse:
    """Asks once with the list of them, then says what became of each."""
    picked = _picked(request)
    lines = queries.lines(picked, by=by(request))
    query = QueryDict(request.POST.get("back", "")).urlencode()
    if not lines:
        return HttpResponseRedirect(f"{reverse('employers')}?{query}")
    refused: dict[UUID, Text] = {}
    done = None
    if "sure" in request.POST:
        # In one order: two batches never wait in a ring.
        refused = {one: said for one in sorted(picked) if (said := _verified(request, one))}
        lines = queries.lines(picked, by=by(request))
        done = sum(line.id not in refused for line in lines)
    told = {
        "rows": [(employing.shown(line), refused.get(line.id)) for line in lines],
        "done": done,
        "back": query,
    }
    return show(request, "employer_bulk.html", told)


def verify(request: HttpRequest, employer: UUID) -> None:
    """Verifies an employer; whoever asked at the desk may sign in there from now on."""
    desk = f"{settings.PUBLIC_ADDRESS}/desk/"
    operations.verify(employer, by=by(request), at=now())
    operations.welcome(employer, desk, keys=keys(), by=by(request), at=now())


def _verified(request: HttpRequest, employer: UUID) -> Text | None:
    """Why an employer was not verified; None where it was."""
    try:
        attempt(lambda: verify(request, employer))
    except Refused as refused:
        return refused.said
    return None


def _picked(request: HttpRequest) -> list[UUID]:
    """The employers whose boxes were ticked."""
    ids = []
    for said in request.POST.getlist("employer")[:PAGE]:
        try:
            ids.append(UUID(said))
        except ValueError:
            continue
    return list(dict.fromkeys(ids))
