"""Offers: the list with its filters, out as a file, and what is done with a selection of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.parts import Chip
from chunfeng.faces.workbench import filters, offered, tables
from chunfeng.faces.workbench.common import by, for_officers, show, today
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.places import place_in
from chunfeng.kit.texts import text
from chunfeng.stages.placements import queries
from chunfeng.stages.placements.queries import PAGE, Due, Filters
from chunfeng.stages.placements.states import NAMES, OPEN

SELECTS = (
    Select("due", text("Waits for"), {str(due): due.label for due in Due}),
    Select(
        "state",
        text("State"),
        {str(one): name for one, name in NAMES.items()} | {queries.ENDED: text("Work has ended")},
    ),
)
ACTS = ("agreed", "employer-agreed", "withdraw")  # of a selection
HEADS = (
    text("Name"), text("Lives in"), text("Vacancy"), text("Employer"), text("State"),
    text("Answer by"), text("First day"), text("Last day"), text("Reason"),
)  # fmt: skip


@require_GET
@for_officers
def offers(request: HttpRequest) -> HttpResponse:
    """The offers of the post's region: open ones unless the address asks for others."""
    asked, within, on = request.GET, by(request).lo, today()
    wanted = filters_of(request)
    if tables.wanted(request):
        return _file(request, wanted)
    rows, total = queries.page(wanted, on=on, number=filters.page_of(asked))
    told: dict[str, Any] = {
        "rows": [offered.shown(row, within) for row in rows],
        "total": total,
        "open": not (wanted.due or asked.getlist("state")),
        "selects": filters.chosen_of(SELECTS, asked),
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "chips": _chips(request, wanted),
        "carried": [(k, v) for k, v in filters.pairs(asked) if k in ("employer", "vacancy")],
        "pages": filters.pages(asked, len(rows), total, PAGE),
        "query": filters.without(asked).removeprefix("?"),
        "csv": tables.named_address(request),
        "acts": [(act, offered.ACTS[act]) for act in ACTS],
    }
    return show(request, "offers.html", told)


def filters_of(request: HttpRequest) -> Filters:
    """The filter an address means; what it does not know it ignores."""
    asked = request.GET
    chosen = {one.parameter: tuple(one.chosen) for one in filters.chosen_of(SELECTS, asked)}
    region, due = filters.region_of(asked), next(iter(chosen["due"]), "")
    narrow = {name: _uuid(asked.get(name, "")) for name in ("employer", "vacancy")}
    usual = () if due or any(narrow.values()) else tuple(map(str, OPEN))
    return Filters(
        region=region.span if region else None,
        states=chosen["state"] or usual,
        due=due,
        **narrow,
    )


def _chips(request: HttpRequest, wanted: Filters) -> list[Chip]:
    """The employer or vacancy the list is narrowed to."""
    one = queries.page(wanted, on=today(), size=1)[0] if wanted.employer or wanted.vacancy else []
    found = []
    if wanted.employer:
        name = one[0].employer_name if one else text("One employer")
        found.append(Chip(name, filters.without(request.GET, "employer")))
    if wanted.vacancy:
        title = one[0].title if one else text("One vacancy")
        found.append(Chip(title, filters.without(request.GET, "vacancy")))
    return found


def _file(request: HttpRequest, wanted: Filters) -> HttpResponse:
    within = by(request).lo
    rows, total = queries.page(wanted, on=today(), size=by(request).rights.export_rows)
    lines = [offered.shown(row, within) for row in rows]
    told: list[tables.Row] = [
        (one.row.name, place_in(one.row.region, within), one.row.title, one.row.employer_name,
         one.state, one.row.expires_on if one.expires else None, one.row.start_on,
         one.row.ended_on, one.why)
        for one in lines
    ]  # fmt: skip
    return tables.named(request, "offers", HEADS, told, total)


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
