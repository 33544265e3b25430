"""Who works where a recognition is lost: known before the decision, followed up after it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.parts import Tone
from chunfeng.faces.workbench import employing, filters, forms, tables
from chunfeng.faces.workbench.common import (
    attempt,
    by,
    for_deciders,
    for_officers,
    now,
    show,
    today,
)
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.lines import place_name
from chunfeng.faces.workbench.shell import tell
from chunfeng.kit.cells import LEAST
from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework import lost_places, lost_workers
from chunfeng.stages.casework.lost_workers import BECAME_NAMES, PAGE, Became, Counts, Worker
from chunfeng.stages.employers import queries, recognising, workplaces
from chunfeng.stages.employers.workplaces import Workplace
from chunfeng.stages.people.refusals import Refused
from chunfeng.stages.people.vocabulary import heading

TONES: dict[str, Tone] = {"to_ask": "due", "without": "wrong", "goes_on": "good", "anew": "good"}
SELECT = Select("became", text("What became of them"), {str(k): v for k, v in BECAME_NAMES.items()})
HEADS = (
    heading("name"), heading("home"), text("What they do there"), text("Began on"),
    text("What became of them"), text("Asked on"), text("Telephone"),
)  # fmt: skip


@require_GET
@for_officers
def workers(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The list: those of the post's region by name, the others as numbers."""
    return _page(request, recognition)


@require_POST
@for_deciders
def end_work(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The work of those ticked has ended: in one act they are free for docking."""
    place, last = _place(request, recognition), _last_day()
    last.typed(request.POST)
    spells, on = _ticked(request), forms.past_day(last, today())
    if not spells:
        last.error = text("Tick those whose work has ended.")
    if on is None or last.error:
        return _page(request, recognition, last)
    try:
        n = attempt(
            lambda: lost_places.end_work(spells, place=place, on=on, by=by(request), at=now())
        )
    except Refused as refused:
        last.error = refused.said
        return _page(request, recognition, last)
    tell(request, text("The work of {n} people has ended. The next docking counts them in.", n=n))
    return HttpResponseRedirect(reverse("recognition-workers", args=[recognition]))


def told_of(request: HttpRequest, recognition: UUID) -> dict[str, Any]:
    """What a page about a recognition says of its workers in numbers."""
    place = _place(request, recognition)
    lost = lost_workers.since(recognition)
    counts = lost_workers.counts(place, lost, on=today())
    return {
        "lost": lost,
        "counts": counts,
        "beyond": _beyond(counts),
        "unregistered": _unregistered(recognition, counts),
        "workers_url": reverse("recognition-workers", args=[recognition]),
        "offered_url": _offered_url(place),
    }


def _page(request: HttpRequest, recognition: UUID, last: Field | None = None) -> HttpResponse:
    whole, place = employing.whole(request, recognition), _place(request, recognition)
    lost, asked = lost_workers.since(recognition), request.GET
    select = filters.chosen_of((SELECT,), asked)[0]
    became = next(iter(select.chosen), "")
    if tables.wanted(request):
        most = by(request).rights.export_rows
        rows, total = lost_workers.page(place, lost, on=today(), became=became, limit=most)
        return tables.named(request, "recognition-workers", HEADS, [*map(_cells, rows)], total)
    first = (filters.page_of(asked) - 1) * PAGE
    rows, total = lost_workers.page(place, lost, on=today(), became=became, offset=first)
    told = told_of(request, recognition) | {
        "whole": whole,
        "heading": employing.called(whole.row.kind, whole.row.variant),
        "rows": [(row, place_name(row.region), *_became(row)) for row in rows],
        "total": total,
        "selects": [select],
        "last": last or _last_day(),
        "may": bool(lost and not lost.over)
        and employing.may_act(request)
        and any(row.ended is None for row in rows),
        "pages": filters.pages(asked, len(rows), total, PAGE),
        "csv": tables.named_address(request),
    }
    wrong = 422 if last and last.error else 200
    return show(request, "recognition_workers.html", told, wrong)


def _place(request: HttpRequest, recognition: UUID) -> Workplace:
    place = workplaces.of(recognition, by=by(request))
    if place is None:
        raise Http404
    return place


def _offered_url(place: Workplace) -> str:
    """The employer's vacancies that are paused."""
    query = urlencode({"q": queries.name_of(place.employer), "state": "paused"})
    return f"{reverse('vacancies')}?{query}"


def _last_day() -> Field:
    return Field(name="last", label=text("Last day of work of those ticked"), kind="date",
                 size="short", values=(today().isoformat(),))  # fmt: skip


def _ticked(request: HttpRequest) -> list[UUID]:
    found = []
    for said in request.POST.getlist("spell")[:PAGE]:
        try:
            found.append(UUID(said))
        except ValueError:
            continue
    return found


def _became(row: Worker) -> tuple[Text, Tone]:
    return Became(row.became).label, TONES[row.became]


def _cells(row: Worker) -> tables.Row:
    return (row.name, place_name(row.region), row.post, row.begun, Became(row.became).label,
            row.asked_on, row.phone_mask)  # fmt: skip


def _beyond(counts: Counts) -> Text | None:
    """How many of other regions' registers work there: a small number is not said."""
    if counts.few:
        return text("Fewer than {n} are in the registers of other regions.", n=LEAST)
    if counts.elsewhere:
        return text("{n} are in the registers of other regions.", n=counts.elsewhere)
    return None


def _unregistered(recognition: UUID, counts: Counts) -> Text | None:
    """How many the last payroll pays beyond those in a register."""
    last = recognising.workers_of(recognition)
    if last["workers"] is None:
        return text("No payroll tells how many work there.")
    if counts.few:
        return None
    n = max(0, last["workers"] - counts.known - counts.elsewhere)
    return text("The payroll of {month} pays {n} more, who are in no register as working there.",
                month=str(last["month"])[:7], n=n)  # fmt: skip
