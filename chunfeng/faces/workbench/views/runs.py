"""Docking runs: the last ones, asking for one, how far it is, and what came out of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Figure, Progress
from chunfeng.faces.workbench import docked, filters, flows, forms, tables
from chunfeng.faces.workbench.common import (
    attempt,
    by,
    for_deciders,
    for_officers,
    now,
    show,
    show_form,
    today,
)
from chunfeng.faces.workbench.shell import region_name, tell, warn
from chunfeng.foundation.accounts import queries as accounts
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.jobs import queries as progresses
from chunfeng.foundation.jobs.refusals import Refused as JobRefused
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import from_json, text
from chunfeng.stages.docking import lists, operations, queries
from chunfeng.stages.docking.operations import ROLES
from chunfeng.stages.docking.refusals import Refused

LIST = text("Docking")
HOW = (
    ("fast", text("Fast: at most one in a thousand below the best plan")),
    ("exact", text("Exact: proven best, takes longer with many people")),
)
HEADS = (text("Asked for"), text("By"), text("Region"), text("As of"), text("Policy"),
         text("State"), text("People"), text("Proposals"))  # fmt: skip


@require_GET
@for_officers
def runs(request: HttpRequest) -> HttpResponse:
    """The last runs over the post's people."""
    rows = _rows(request)
    if tables.wanted(request):
        return tables.file(request, "docking", HEADS, [_cells(row) for row in rows])
    told = {"rows": rows, "may": by(request).role in ROLES, "csv": tables.address(request)}
    return show(request, "runs.html", told)


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    """Each run with who asked, where, and how it stands."""
    found = queries.runs()
    open_ = [run.job for run in found if run.job and not run.finished_at]
    states = progresses.several(open_, by=by(request)) if open_ else {}
    names = accounts.names([run.by for run in found])
    return [
        {
            "run": run,
            "who": names.get(run.by, ""),
            "place": region_name(run.region),
            "state": docked.state_of(run, states.get(run.job) if run.job else None),
            "progress": _progress(run, states.get(run.job) if run.job else None),
        }
        for run in found
    ]


def _cells(row: Mapping[str, Any]) -> tables.Row:
    run = row["run"]
    return (run.asked_at, row["who"], row["place"], run.on, run.policy_name, row["state"][0],
            run.people, run.placed)  # fmt: skip


def _progress(run: Any, state: progresses.Progress | None) -> Progress | None:
    """The progress row of a run under way; None for any other."""
    if state is None or not state.live:
        return None
    return Progress(
        id=str(run.id),
        said=state.said or state.name,
        url=reverse("run-progress", args=[run.id]),
        live=True,
        done=state.done,
        total=state.total,
        left=state.seconds_left(now()),
        message=text("Asked to stop.") if state.cancel_asked else "",
        cancel_url="" if state.cancel_asked else reverse("run-cancel", args=[run.id]),
    )


@require_http_methods(["GET", "POST"])
@for_deciders
def start(request: HttpRequest) -> HttpResponse:
    """Asks for a run: over which people, of which day, how exactly."""
    fields = _fields(request)
    if request.method == "POST":
        run = _started(request, fields)
        if run is not None:
            return HttpResponseRedirect(reverse("run", args=[run]))
    policy = queries.policy_for(by(request).lo, today())
    lead = text("Policy in force: {name}.", name=policy.name)
    crumbs = [(LIST, reverse("runs"))]
    return show_form(request, text("Dock people and vacancies"), fields, crumbs, lead,
                     button=text("Begin docking"))  # fmt: skip


def _fields(request: HttpRequest) -> list[Field]:
    mine = by(request)
    own = places().get(mine.lo)
    regions = [(filters.code_of(own), own.name)] + [
        (filters.code_of(place), place.name_in(current())) for place in places().children(own.code)
        if place.level < 5  # villages are docked with their township
    ]  # fmt: skip
    return [
        Field(name="region", label=text("Whose people"), kind="select", options=regions,
              values=(regions[0][0],)),
        Field(name="on", label=text("As of"), kind="date", size="short",
              values=(today().isoformat(),),
              hint=text("Ages, work and dates are taken as of this day.")),
        Field(name="how", label=text("How exactly"), kind="radios", options=HOW,
              values=("fast",)),
    ]  # fmt: skip


def _started(request: HttpRequest, fields: Sequence[Field]) -> UUID | None:
    """The run asked for; None where a field says what is wrong."""
    region, on, how = (field.typed(request.POST) for field in fields)
    chosen, day = forms.chosen(region), _day(on)
    exact = forms.chosen(how) == "exact"
    if errors(fields) or day is None:
        return None
    try:
        return attempt(lambda: operations.start(
            int(chosen), on=day, exact=exact, by=by(request), at=now()
        ))  # fmt: skip
    except (Refused, JobRefused) as refused:
        region.error = refused.said
        return None


def _day(field: Field) -> date | None:
    day = forms.day(field)
    if day is None:
        field.error = text("Give a day, for example 2026-03-01.")
    return day


@require_GET
@for_officers
def progress(request: HttpRequest, run: UUID) -> HttpResponse:
    """The progress row, asked for every two seconds; the whole page when it is over."""
    kept = docked.found(run)
    state = progresses.progress(kept.job, by=by(request)) if kept.job else None
    row = _progress(kept, state)
    if kept.finished_at or row is None:
        address = reverse("run", args=[run])
        return HttpResponse(headers={"HX-Redirect": address, "Cache-Control": "no-store"})
    return show(request, "import_progress.html", {"run": row})


@require_POST
@for_deciders
def cancel(request: HttpRequest, run: UUID) -> HttpResponse:
    """Stops a run that is under way."""
    kept = docked.found(run)
    if kept.job is None:
        raise Http404
    try:
        attempt(lambda: jobs.cancel(kept.job, by=by(request), at=now()))
    except JobRefused as refused:
        warn(request, refused.said)
    else:
        tell(request, text("The run stops before its next step."))
    return HttpResponseRedirect(reverse("run", args=[run]))


@require_GET
@for_officers
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """A run: its sentence and numbers, or how far it is."""
    kept = docked.found(run)
    if kept.finished_at is None:
        return _under_way(request, kept)
    told = docked.page(request, kept, "run") | {
        "figures": _figures(kept),
        "towns": _towns(kept),
        "channels": _channels(kept),
        "tiers": _tiers(kept),
        "policy_name": kept.policy_name,
    }
    return show(request, "run.html", told | _flow(kept))


def _under_way(request: HttpRequest, kept: Any) -> HttpResponse:
    state = progresses.progress(kept.job, by=by(request)) if kept.job else None
    told = {
        "run": kept,
        "place": region_name(kept.region),
        "state": docked.state_of(kept, state),
        "progress": _progress(kept, state),
        "problem": state.said if state and not state.live else None,
        "may": by(request).role in ROLES,
    }
    return show(request, "run_under_way.html", told)


def _figures(kept: Any) -> list[Figure]:
    """Counts, each the link into its own list."""
    proposals, left = reverse("proposals", args=[kept.id]), reverse("run-left", args=[kept.id])
    waits, offers = docked.verdict_counts(kept.id)
    _, without = lists.left_page(kept.id, lists.LeftFilters(why="no_option"), size=1)
    _, asked = lists.left_page(kept.id, lists.LeftFilters(why="over_asked"), size=1)
    _, empty = queries.empty(kept.id)
    return [
        Figure(name=text("proposals that wait for an answer"), value=waits, due=bool(waits),
               url=f"{proposals}?verdict={docked.UNANSWERED}"),
        Figure(name=text("to be offered"), value=offers, url=f"{proposals}?verdict=offer"),
        Figure(name=text("without a suitable vacancy"), value=without,
               url=f"{left}?why=no_option"),
        Figure(name=text("without a seat"), value=asked, url=f"{left}?why=over_asked"),
        Figure(name=text("vacancies with seats left"), value=empty,
               url=reverse("run-empty", args=[kept.id])),
    ]  # fmt: skip


def _towns(kept: Any) -> list[dict[str, Any]]:
    """People by township: proposed, and why not."""
    placed = {group.key: group.placed for group in queries.by_township(kept.id)}
    left = lists.left_by_township(kept.id)
    return [
        {
            "code": f"{code:012d}",
            "name": docked.town_name(code),
            "placed": placed.get(code, 0),
            "left": {why: left.get(code, {}).get(why, 0) for why in _WHYS},
            "people": placed.get(code, 0) + sum(left.get(code, {}).values()),
        }
        for code in sorted(placed.keys() | left.keys())
    ]


_WHYS = ("no_option", "over_asked", "not_docked")


def _channels(kept: Any) -> list[dict[str, Any]]:
    return [
        {"code": group.key, "name": docked.channel_name(group.key), "placed": group.placed}
        for group in queries.by_channel(kept.id)
    ]


def _tiers(kept: Any) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "name": from_json(tier["name"]),
            "people": tier["people"],
            "placed": tier["placed"],
            "percent": round(100 * tier["placed"] / tier["people"]) if tier["people"] else None,
        }
        for number, tier in enumerate(kept.tiers)
    ]


def _flow(kept: Any) -> dict[str, Any]:
    """The band and the table beside it."""
    streams = queries.flow(kept.id)
    ways = sorted({one.channel for one in streams})
    people = {(one.township, one.channel): one.people for one in streams}
    return {
        "flow": flows.flow(streams, docked.town_name, docked.channel_name, text("Other townships")),
        "ways": [(way, docked.channel_name(way)) for way in ways],
        "streams": [
            (f"{town:012d}", docked.town_name(town),
             [(way, docked.channel_name(way), people.get((town, way), 0)) for way in ways])
            for town in sorted({one.township for one in streams})
        ],
    }  # fmt: skip
