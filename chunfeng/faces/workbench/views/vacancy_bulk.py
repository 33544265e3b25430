"""What is done with a selection of vacancies: published, paused, closed, renewed, taken out."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.parts import Word
from chunfeng.faces.workbench import forms, vacant
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show, today
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.faces.workbench.views.vacancies import ledger_of
from chunfeng.faces.workbench.views.vacancy_copies import copies
from chunfeng.faces.workbench.views.vacancy_publish import publish
from chunfeng.foundation.access import Context
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import PAGE, Filters, Line
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.states import NAMES, State

HEADINGS: dict[str, Text] = {
    "pause": text("Pause"),
    "close": text("Close"),
    "renew": text("Set a new closing date"),
}
BUTTONS: dict[str, Text] = {
    "pause": text("Pause {n}"),
    "close": text("Close {n}"),
    "renew": text("Set the date for {n}"),
}
FROM: dict[str, tuple[State, ...]] = {
    "pause": (State.PUBLISHED,),
    "close": (State.DRAFT, State.REVIEW, State.PUBLISHED, State.PAUSED),
    "renew": (State.DRAFT, State.REVIEW, State.PUBLISHED, State.PAUSED, State.CLOSED),
}


@require_POST
@for_officers
def bulk(request: HttpRequest) -> HttpResponse:
    """One act on the vacancies picked, after a look at the list of them."""
    lines, act = picked(request), request.POST.get("act", "")
    if not lines:
        if "last" in request.POST:
            warn(request, text("This employer offered nothing last month."))
        return _back(request)
    if act == "export":
        return ledger_of(request, Filters(vacancies=tuple(line.id for line in lines)), "xlsx")
    if act == "publish":
        return publish(request, lines) or _back(request)
    if act == "copy":
        return copies(request, lines) or _back(request)
    if act not in HEADINGS:
        raise Http404
    fields = _fields(act)
    told = [(vacant.shown(line), hindrance(act, line)) for line in lines]
    if "sure" in request.POST and (day := _read(request, act, fields)) is not None:
        may = [one.row.id for one, why in told if why is None]
        _do(request, act, may, day, fields, len(lines))
        return _back(request)
    n = sum(why is None for _, why in told)
    page = {
        "heading": HEADINGS[act],
        "button": Text(BUTTONS[act].message, {"n": n}),
        "act": act,
        "rows": told,
        "n": n,
        "fields": fields,
        "errors": errors(fields),
        "back": request.POST.get("back", ""),
    }
    return show(request, "vacancy_bulk.html", page, 422 if errors(fields) else 200)


def picked(request: HttpRequest) -> list[Line]:
    """The vacancies whose boxes were ticked, or an employer's of last month.

    Those of other regions are left out.
    """
    ids: list[UUID] = []
    if "last" in request.POST:
        with suppress(ValueError):
            ids = queries.last_months(UUID(request.POST["last"]), on=today())
    for said in request.POST.getlist("vacancy")[:PAGE]:
        try:
            ids.append(UUID(said))
        except ValueError:
            continue
    return queries.lines(ids, on=today())


def hindrance(act: str, line: Line) -> Word | None:
    """Why a vacancy is left out; None where nothing stands in the way."""
    state = State(line.state)
    return None if state in FROM[act] else NAMES[state]


def _fields(act: str) -> list[Field]:
    if act == "renew":
        return [Field(name="end_date", label=text("Closing date"), kind="date", size="short")]
    if act in ("pause", "close"):
        return [Field(name="reason", label=text("Reason"), optional=True)]
    return []


def _read(request: HttpRequest, act: str, fields: Sequence[Field]) -> date | None:
    """The day typed, or today where none is asked; None where the field says what is wrong."""
    for field in fields:
        field.typed(request.POST)
    if act != "renew":
        return today()
    day = forms.day(fields[0])
    if day is None or day < today():
        fields[0].error = text("Give a day that is not past.")
        return None
    return day


def _do(
    request: HttpRequest, act: str, may: Sequence[UUID], day: date, fields: Sequence[Field],
    picked_: int,
) -> None:  # fmt: skip
    """Does it, one by one, and tells how many were done and left."""
    reason = fields[0].value if act in ("pause", "close") else ""
    done = sum(_one(by(request), act, vacancy, day, reason) for vacancy in may)
    if done == picked_:
        tell(request, text("{n} vacancies changed.", n=done))
    else:
        left = picked_ - done
        warn(request, text("{n} vacancies changed, {left} left as they were.", n=done, left=left))


def _one(context: Context, act: str, vacancy: UUID, day: date, reason: str) -> bool:
    """Whether the act was done; a vacancy that stands elsewhere by now is left."""
    at = now()

    def write() -> None:
        if act == "renew":
            operations.renew([vacancy], end_date=day, by=context, at=at)
        elif act == "pause":
            operations.pause(vacancy, by=context, at=at, reason=reason)
        else:
            operations.close(vacancy, by=context, at=at, reason=reason)

    try:
        attempt(write)
    except Refused:
        return False
    return True


def _back(request: HttpRequest) -> HttpResponse:
    """To the list the vacancies were picked in."""
    if request.POST.get("to") == "review":
        return HttpResponseRedirect(reverse("review"))
    query = QueryDict(request.POST.get("back", "")).urlencode()
    return HttpResponseRedirect(f"{reverse('vacancies')}?{query}")
