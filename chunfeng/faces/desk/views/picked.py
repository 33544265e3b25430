"""Several of our vacancies at once: copied with new dates or renewed, after a look at them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from chunfeng.faces.desk.common import attempt, by, for_members, keys, now, own, show, today
from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.shown import tell, warn
from chunfeng.foundation.intake.one_cell import read_cell
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import PAGE, Line
from chunfeng.stages.vacancies.refusals import Refused
from chunfeng.stages.vacancies.sheets import VACANCIES

MONTHS = ("1", "2", "3", "6", "12")  # a copy's dates move on by


@require_POST
@for_members
def picked(request: HttpRequest) -> HttpResponse:
    """One act on those picked, or on all of last month's; shown first, done once one is sure."""
    act = request.POST.get("act")
    if act not in ("copy", "renew"):
        raise Http404
    lines = _lines(request)
    if not lines:
        last = "last" in request.POST
        warn(request, text("You offered nothing last month.") if last else text("Pick vacancies."))
        return HttpResponseRedirect(reverse("desk-vacancies"))
    return _copied(request, lines) if act == "copy" else _renewed(request, lines)


def _lines(request: HttpRequest) -> list[Line]:
    if "last" in request.POST:
        ids = queries.last_months(own(request), on=today())
    else:
        ids = [_uuid(one) for one in request.POST.getlist("vacancy")[:PAGE]]
    found = queries.lines(ids, on=today())
    if len(found) < len(set(ids)):  # one is not ours, or of no vacancy
        raise Http404
    return found


def _copied(request: HttpRequest, lines: Sequence[Line]) -> HttpResponse:
    months = Field(name="months", label=text("Months later"), kind="select", values=("1",),
                   options=[(n, text("{n} months", n=n)) for n in MONTHS])  # fmt: skip
    until = _until(text("One closing date for all"), optional=True)
    if "months" in request.POST:
        months.typed(request.POST)
    end = _day(request, until)
    later = int(months.value) if months.value in MONTHS else 1
    plan = queries.copies_planned(lines, months=later, end_date=end, on=today())
    may = [] if until.error else [one.line.id for one in plan if one.why is None]
    if "sure" in request.POST and may:
        n, handed = operations.copy_all(
            may, keys=keys(), by=by(request), at=now(), months=later, end_date=end, hand_in=True
        )
        tell(request, text("{n} vacancies copied, {handed} of them handed in. An officer looks at"
                           " them.", n=n, handed=handed))  # fmt: skip
        return HttpResponseRedirect(reverse("desk-vacancies"))
    return _show(request, "copy", [months, until], {"copies": plan, "n": len(may)})


def _renewed(request: HttpRequest, lines: Sequence[Line]) -> HttpResponse:
    until = _until(text("New closing date"))
    end = _day(request, until)
    if "sure" in request.POST and end is None and not until.error:
        until.error = text("Give the day until when people can ask.")
    if "sure" in request.POST and end is not None:
        ids = [line.id for line in lines]
        try:
            n = attempt(lambda: operations.renew(ids, end_date=end, by=by(request), at=now()))
        except Refused as refused:
            until.error = refused.said
        else:
            said = text("{n} vacancies have a new closing date. An officer looks at them.", n=n)
            tell(request, said)
            return HttpResponseRedirect(reverse("desk-vacancies"))
    return _show(request, "renew", [until], {"lines": lines, "n": len(lines)})


def _show(
    request: HttpRequest, act: str, fields: Sequence[Field], told: dict[str, object]
) -> HttpResponse:
    wrong = errors(fields)
    page = told | {"act": act, "fields": fields, "errors": wrong}
    return show(request, "picked.html", page, 422 if wrong else 200)


def _until(label: Text, *, optional: bool = False) -> Field:
    return Field(name="until", label=label, kind="date", optional=optional)


def _day(request: HttpRequest, until: Field) -> date | None:
    """The day typed, None for none; the field says what is wrong with it."""
    if not until.typed(request.POST).value.strip():
        return None
    day, doubt = read_cell(VACANCIES.column("end_date"), until.value)
    if not isinstance(day, date) or doubt or day < today():
        until.error = text("Give a day that is not past.")
        return None
    return day


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None
