"""Who is to be asked: due now, overdue, in the next two weeks, by village."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.icons import SPRITE
from chunfeng.faces.ui.parts import Tab
from chunfeng.faces.workbench import caring, filters, tables
from chunfeng.faces.workbench.common import by, for_officers, show, today
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.lines import place_name
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.casework import queries
from chunfeng.stages.casework.queries import PAGE, Due, Wanted
from chunfeng.stages.casework.vocabulary import CAUSE_NAMES, WHOSE_NAMES
from chunfeng.stages.people.vocabulary import heading

TABS = ("now", "overdue", "soon", "villages")
SELECTS = (
    Select("cause", text("Why asked"), {str(k): v for k, v in CAUSE_NAMES.items()}),
    Select("whose", text("Who asks"), {str(k): v for k, v in WHOSE_NAMES.items()}),
)
HEADS = (
    heading("name"), heading("home"), text("Why asked"), text("Due on"), text("Employer"),
    text("Who asks"), text("Calls nobody answered"),
)  # fmt: skip
FILES = ("ui/ui.css", "ui/ui.js", "django_htmx/htmx-2.min.js", "ui/mark.svg",
         "workbench/carry.js", SPRITE)  # fmt: skip


@require_GET
@for_officers
def follow_ups(request: HttpRequest) -> HttpResponse:
    """The list with its tabs."""
    asked = request.GET
    tab = asked.get("when", "") if asked.get("when", "") in TABS else "now"
    tabs_shown = tabs(request, tab)
    if tab == "villages":
        return show(request, "follow_up_villages.html", {"tabs": tabs_shown, "rows": _villages()})
    selects = filters.chosen_of(SELECTS, asked)
    wanted = _wanted(request, tab, selects)
    if tables.wanted(request):
        rows, total = queries.follow_ups(wanted, on=today(), limit=by(request).rights.export_rows)
        lines = [_cells(caring.waiting(row)) for row in rows]
        return tables.named(request, "follow-ups", HEADS, lines, total)
    rows, total = queries.follow_ups(wanted, on=today(), offset=(filters.page_of(asked) - 1) * PAGE)
    looks, looks_total = queries.to_look(limit=6)
    told: dict[str, Any] = {
        "tabs": tabs_shown,
        "rows": [caring.waiting(row) for row in rows],
        "total": total,
        "looks": caring.calls(looks),
        "looks_total": looks_total,
        "selects": selects,
        "when": tab,
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "pages": filters.pages(asked, len(rows), total, PAGE),
        "csv": tables.named_address(request),
        "shells": json.dumps([reverse("contact-shell"), reverse("carried"), *map(static, FILES)]),
        "people": _people(rows),
    }
    return show(request, "follow_ups.html", told)


def _people(rows: list[Due]) -> str:
    """What a phone takes along of them, as its script reads it: no more than it needs."""
    marks = queries.marks([row.person for row in rows])
    return json.dumps(
        [{"id": str(row.person), "name": row.name, "seen": marks[row.person]} for row in rows],
        ensure_ascii=False,
    )


def tabs(request: HttpRequest, current: str) -> list[Tab]:
    """The list's tabs with their counts, and the difficulties beside."""
    counts, address = queries.follow_up_counts(on=today()), reverse("follow-ups")
    opened, _ = queries.difficulties_due(on=today())
    return [
        Tab(text("Due now"), address, current == "now", counts.now),
        Tab(text("Overdue"), f"{address}?when=overdue", current == "overdue", counts.overdue),
        Tab(text("Next {n} days", n=queries.SOON), f"{address}?when=soon", current == "soon",
            counts.soon),
        Tab(text("By village"), f"{address}?when=villages", current == "villages"),
        Tab(text("Difficulties"), reverse("difficulties"), current == "difficulties", opened),
    ]  # fmt: skip


def _wanted(request: HttpRequest, tab: str, selects: list[Select]) -> Wanted:
    chosen = {one.parameter: next(iter(one.chosen), "") for one in selects}
    region = filters.region_of(request.GET)
    return Wanted(region=region.span if region else None, when=tab, **chosen)


def _cells(one: caring.Waiting) -> tables.Row:
    row = one.row
    return (row.name, one.place, one.cause, row.due_on, row.employer, one.whose, row.tries)


def _villages() -> list[tuple[str, str, int, int, int]]:
    """(code in addresses, village, due, overdue, with the coming two weeks)."""
    return [
        (filters.code_of(places().held(region)), place_name(region), now, overdue, every)
        for region, now, overdue, every in queries.follow_ups_by_village(on=today())
    ]
