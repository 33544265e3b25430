"""A vacancy in three steps, one thing a page; every step keeps what was typed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.desk import steps
from chunfeng.faces.desk.common import attempt, by, for_members, keys, now, ours, show
from chunfeng.faces.ui import occupations
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.shown import tell, warn
from chunfeng.foundation.photos import UnusablePhoto
from chunfeng.foundation.photos.limits import MOST_BYTES
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.queries import Facts as Employer
from chunfeng.stages.vacancies import operations, picturing, queries
from chunfeng.stages.vacancies.queries import Facts
from chunfeng.stages.vacancies.refusals import ChangedMeanwhile, Refused
from chunfeng.stages.vacancies.rules import MOST_PHOTOS
from chunfeng.stages.vacancies.states import State

NEXT = {"work": "pay", "pay": "people", "people": ""}


@require_http_methods(["GET", "POST"])
@for_members
def new(request: HttpRequest) -> HttpResponse:
    """The first step of a new vacancy; from here on it is a draft that waits."""
    employer = ours(request)
    shown = steps.fields("work", {}, [])
    if request.method != "POST":
        return _page(request, "work", shown, None)
    county = employer.region
    values, shown = steps.read("work", shown, request.POST, {}, county)
    if not errors(shown):
        made = _tried(shown, lambda: _draft(request, employer, values))
        if made:
            return HttpResponseRedirect(reverse("desk-step", args=[made, "pay"]))
    return _page(request, "work", shown, None)


@require_http_methods(["GET", "POST"])
@for_members
def step(request: HttpRequest, vacancy: UUID, step: str) -> HttpResponse:
    """One of the three steps of a vacancy."""
    employer, held = ours(request), held_of(vacancy)
    if step not in steps.NAMES:
        raise Http404
    sites = [one for one in employer.sites if one.closed_on is None]
    before = {**held.values, "site": held.site}
    shown = steps.fields(step, before, sites)
    if request.method != "POST":
        return _page(request, step, shown, held)
    values, shown = steps.read(step, shown, request.POST, before, employer.region)
    if not errors(shown):
        seen = int(request.POST.get("seen", "0") or 0)
        if _tried(shown, lambda: _change(request, vacancy, values, seen)):
            return _on(request, held, step)
    return _page(request, step, shown, held_of(vacancy))


@require_GET
@for_members
def occupation(request: HttpRequest) -> HttpResponse:
    """What may be meant by an occupation that is being typed."""
    return occupations.offered(request)


@require_POST
@for_members
def photo(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """Adds a photo; what is published goes back to be looked at."""
    before = held_of(vacancy)
    sent = request.FILES.get("photo")
    if sent is None:
        warn(request, text("Choose a photo first."))
        return _to_photos(vacancy)
    data, alt = sent.read(MOST_BYTES + 1), request.POST.get("alt", "")
    try:
        attempt(lambda: picturing.add_photo(vacancy, data, alt=alt, by=by(request), at=now()))
    except UnusablePhoto as unusable:
        warn(request, unusable.text)
    except Refused as refused:
        warn(request, refused.said)
    else:
        if before.state in (State.PUBLISHED, State.PAUSED):
            tell(request, text("Saved. An officer looks at it before it is shown again."))
    return _to_photos(vacancy)


@require_POST
@for_members
def photo_gone(request: HttpRequest, vacancy: UUID, photo: UUID) -> HttpResponse:
    """Takes a photo away."""
    if photo not in {one.id for one in held_of(vacancy).photos}:
        raise Http404
    attempt(lambda: picturing.remove_photo(photo, by=by(request), at=now()))
    return _to_photos(vacancy)


@require_GET
@for_members
def photo_file(request: HttpRequest, photo: UUID, size: str) -> HttpResponse:
    """A photo of one of our vacancies, large or small."""
    path = picturing.shown_file(photo, small=size == "small")
    if path is None:
        raise Http404
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(path.read_bytes(), content_type="image/jpeg", headers=headers)


def _to_photos(vacancy: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk-step", args=[vacancy, "people"]) + "#photos")


def held_of(vacancy: UUID) -> Facts:
    """One of our vacancies; 404 for any other."""
    found = queries.facts(vacancy)
    if found is None:
        raise Http404
    return found


def _draft(request: HttpRequest, employer: Employer, values: dict[str, Any]) -> UUID:
    """Where it is nobody has said yet: at our one site, or where we are."""
    sites = [one for one in employer.sites if one.closed_on is None]
    where = {"site": sites[0].id} if len(sites) == 1 else {"place": employer.place}
    told = {**values, **where, "contact": employer.contact or None}
    return operations.draft(told, employer=employer.id, keys=keys(), by=by(request), at=now())


def _change(request: HttpRequest, vacancy: UUID, values: dict[str, Any], seen: int) -> bool:
    if values.get("site"):
        values["site"] = UUID(values["site"])
    operations.change(vacancy, values, seen=seen, keys=keys(), by=by(request), at=now())
    return True


def _tried(shown: list[Field], write: Any) -> Any:
    """What the act answers; None where it was refused, which stands at the field it is about."""
    try:
        return attempt(write)
    except ChangedMeanwhile:
        said = text("One of you changed this meanwhile. Look at it again; saving keeps yours.")
        shown[0].error = said
    except Refused as refused:
        about = getattr(refused, "field", "")
        named = (field for field in shown if field.name == about)
        next(named, shown[0]).error = refused.said
    except ValueError:
        shown[0].error = text("Choose one of the sites listed.")
    return None


def _on(request: HttpRequest, held: Facts, step: str) -> HttpResponse:
    """To the next step of a draft; what stands elsewhere is shown again as a whole."""
    if held.state == State.DRAFT and NEXT[step] and "later" not in request.POST:
        return HttpResponseRedirect(reverse("desk-step", args=[held.id, NEXT[step]]))
    if held.state in (State.PUBLISHED, State.PAUSED):
        tell(request, text("Saved. An officer looks at it before it is shown again."))
    elif "later" in request.POST:
        tell(request, text("Saved. You can go on at any time."))
    return HttpResponseRedirect(reverse("desk-vacancy", args=[held.id]))


def _page(request: HttpRequest, step: str, shown: list[Field], held: Facts | None) -> HttpResponse:
    wrong = errors(shown)
    told = {
        "step": step,
        "heading": steps.NAMES[step],
        "lead": LEADS[step],
        "steps": steps.steps(held, step, lambda name: reverse("desk-step", args=[held.id, name]))
        if held
        else steps.steps(None, step, None),
        "fields": [field for field in shown if field.name != occupations.WHICH],
        "which": next((field for field in shown if field.name == occupations.WHICH), None),
        "errors": wrong,
        "held": held,
        "again": held is not None and held.state in (State.PUBLISHED, State.PAUSED),
        "draft": held is None or held.state == State.DRAFT,
        "room": MOST_PHOTOS - len(held.photos) if held else 0,
    }
    return show(request, "step.html", told, 422 if wrong else 200)


LEADS: dict[str, Text] = {
    "work": text("Say it as you would tell a neighbour."),
    "pay": text("Pay and hours come first for everybody who looks for work."),
    "people": text("Ask only for what the work needs: the less, the more people find it."),
}
