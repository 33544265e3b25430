"""What is done with a selection of people: exported, printed, given to somebody, ended."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import attempt, by, for_officers, keys, now, show, today
from chunfeng.faces.workbench.filters import picked
from chunfeng.faces.workbench.lines import place_name, shown
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.exports import ask_page
from chunfeng.faces.workbench.views.offering import many
from chunfeng.faces.workbench.views.people import COLUMNS
from chunfeng.faces.workbench.views.services import ServiceForm
from chunfeng.kit.texts import text
from chunfeng.stages.casework import operations as casework
from chunfeng.stages.people import operations, queries
from chunfeng.stages.people.queries import Line
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.people.status import PAID_WORK

HEADINGS = {
    "collector": text("Set who asks them"),
    "end": text("Note that their work has ended"),
    "service": text("Note a service"),
}


@require_POST
@for_officers
def bulk(request: HttpRequest) -> HttpResponse:
    """One act on the people picked; acts that need more ask for it on a page of their own."""
    people = picked(request)
    act = request.POST.get("act", "")
    if not people:
        return _back(request)
    if act == "export":
        return ask_page(request, [line.id for line in people])
    if act == "print":
        return show(request, "people_print.html", _print(people))
    if act == "offer":
        return many(request)
    if act not in HEADINGS:
        raise Http404
    return _act(request, act, people)


def _print(people: Sequence[Line]) -> dict[str, object]:
    """The list to take along, with room to write."""
    names = {code: name for code, name, _ in COLUMNS}
    return {"rows": [shown(line) for line in people], "names": names, "day": today()}


def _act(request: HttpRequest, act: str, people: Sequence[Line]) -> HttpResponse:
    fields = _fields(act)
    if "sure" in request.POST:
        for field in fields:
            field.typed(request.POST)
        if WRITES[act](request, people, fields):
            return _back(request)
    told = {
        "heading": HEADINGS[act],
        "act": act,
        "rows": [(line, place_name(line.region)) for line in people],
        "fields": fields,
        "errors": errors(fields),
        "back": request.POST.get("back", ""),
        "key": request.POST.get("key") or str(uuid4()),
    }
    return show(request, "bulk.html", told, 422 if errors(fields) else 200)


def _fields(act: str) -> list[Field]:
    if act == "service":
        return ServiceForm().fields
    if act == "collector":
        return [Field(name="collector", label=text("Who asks them?"), size="short")]
    ended = Field(name="ended", label=text("Last day"), kind="date", size="short")
    reason = Field(name="reason", label=text("Why did it end?"))
    return [ended, reason]


# Each answers whether it was done, with a notice; else a field says what is wrong.


def _collect(request: HttpRequest, people: Sequence[Line], fields: Sequence[Field]) -> bool:
    """Writes one name into every record."""
    (name,) = fields
    if not name.value.strip():
        name.error = text("Give a name.")
        return False
    for line in people:
        facts = queries.facts(line.id, on=today())
        if facts:
            operations.correct(
                line.id,
                {"collector": name.value.strip()[:60]},
                seen=facts.version,
                keys=keys(),
                by=by(request),
                at=now(),
            )
    tell(request, text("{n} records changed.", n=len(people)))
    return True


def _end(request: HttpRequest, people: Sequence[Line], fields: Sequence[Field]) -> bool:
    """Ends the paid work that runs, of those who have any."""
    ended, reason = fields
    day = forms.past_day(ended, today())
    if day is None:
        return False
    done = sum(_end_work(request, line.id, day, reason.value.strip()[:40]) for line in people)
    left = len(people) - done
    if left:
        warn(request, text("{n} ended; {left} had no work that ran then.", n=done, left=left))
    else:
        tell(request, text("{n} ended.", n=done))
    return True


def _end_work(request: HttpRequest, person: UUID, day: date, reason: str) -> bool:
    facts = queries.facts(person, on=today())
    running = [s for s in facts.spells if s.ended is None and s.kind in PAID_WORK] if facts else []

    def end() -> None:
        for spell in running:
            operations.end_spell(spell.id, ended=day, reason=reason, by=by(request), at=now())

    try:
        attempt(end)
    except Refused:  # it began after that day
        return False
    return bool(running)


def _serve(request: HttpRequest, people: Sequence[Line], fields: Sequence[Field]) -> bool:
    """Notes one service to all of them."""
    form = ServiceForm()
    given = form.read(request)
    for field, read in zip(fields, form.fields, strict=True):
        field.error = read.error
    if given is None:
        return False
    done, refused = casework.give_many(
        [line.id for line in people], given, key=form.key, by=by(request), at=now()
    )
    if refused:
        warn(request, text("Noted for {n}; not for {left}.", n=len(done), left=len(refused)))
    else:
        tell(request, text("Noted for {n}.", n=len(done)))
    return True


WRITES = {"collector": _collect, "end": _end, "service": _serve}


def _back(request: HttpRequest) -> HttpResponse:
    query = QueryDict(request.POST.get("back", "")).urlencode()
    return HttpResponseRedirect(f"{reverse('people')}?{query}")
