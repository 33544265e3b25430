"""Photos of a vacancy at the workbench: added, taken away, shown."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.workbench import vacant
from chunfeng.faces.workbench.common import attempt, by, for_officers, now
from chunfeng.faces.workbench.shell import warn
from chunfeng.foundation.photos import UnusablePhoto
from chunfeng.foundation.photos.limits import MOST_BYTES
from chunfeng.kit.texts import text
from chunfeng.stages.vacancies import picturing
from chunfeng.stages.vacancies.refusals import Refused


@require_POST
@for_officers
def add(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """Adds a photo; of a published vacancy it is public at once."""
    vacant.found(vacancy)
    sent = request.FILES.get("photo")
    if sent is None:
        warn(request, text("Choose a photo first."))
        return _back(vacancy)
    data, alt = sent.read(MOST_BYTES + 1), request.POST.get("alt", "")
    try:
        attempt(lambda: picturing.add_photo(vacancy, data, alt=alt, by=by(request), at=now()))
    except UnusablePhoto as unusable:
        warn(request, unusable.text)
    except Refused as refused:
        warn(request, refused.said)
    return _back(vacancy)


@require_POST
@for_officers
def remove(request: HttpRequest, vacancy: UUID, photo: UUID) -> HttpResponse:
    """Takes a photo away."""
    if photo not in {one.id for one in vacant.found(vacancy).photos}:
        raise Http404
    attempt(lambda: picturing.remove_photo(photo, by=by(request), at=now()))
    return _back(vacancy)


@require_GET
@for_officers
def file(request: HttpRequest, photo: UUID, size: str) -> HttpResponse:
    """A photo of a vacancy the post may see, large or small."""
    path = picturing.shown_file(photo, small=size == "small")
    if path is None:
        raise Http404
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(path.read_bytes(), content_type="image/jpeg", headers=headers)


def _back(vacancy: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("vacancy", args=[vacancy]) + "#photos")
