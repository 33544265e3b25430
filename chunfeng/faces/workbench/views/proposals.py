"""Proposals of a run: the list, narrowed, sorted and paged; out as a file, on paper, answered."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Chip
from chunfeng.faces.workbench import docked, filters, tables
from chunfeng.faces.workbench.common import attempt, by, for_officers, now, show, today
from chunfeng.faces.workbench.docked import Line
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.foundation.access import Right
from chunfeng.foundation.exports import operations as exports
from chunfeng.foundation.exports.refusals import Refused as ExportRefused
from chunfeng.kit.texts import text
from chunfeng.stages.docking import lists, operations, queries
from chunfeng.stages.docking.queries import Filters
from chunfeng.stages.docking.refusals import Refused
from chunfeng.stages.docking.states import Verdict
from chunfeng.stages.vacancies import naming
from chunfeng.stages.vacancies.vocabulary import labels

SORTS = ("name", "distance", "score", "contact")
HEADS = (text("Township"), text("Village"), text("Name"), text("Post"), text("Employer"),
         text("Way into work"), text("Road km"), text("Pay a month, yuan"), text("Reasons"),
         text("Tier"), text("Score"), text("Officer's answer"), text("Cause"))  # fmt: skip
REASONS = 3


@require_GET
@for_officers
def proposals(request: HttpRequest, run: UUID) -> HttpResponse:
    """Who is proposed what, in the order of calling unless another is asked for."""
    kept, asked = docked.finished(run), request.GET
    narrow = filters_of(request, kept)
    if tables.wanted(request):
        return _file(request, kept, narrow)
    rows, total = queries.page(
        run, narrow, order=asked.get("sort", "contact"), number=filters.page_of(asked)
    )
    told = docked.page(request, kept, "proposals") | {
        "rows": docked.lines(kept, rows),
        "total": total,
        "selects": selects(request, kept),
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "vacancy": asked.get("vacancy", ""),
        "chips": chips(request, kept),
        "pages": filters.pages(asked, len(rows), total),
        "sorts": {name: filters.sort(asked, name, "contact") for name in SORTS},
        "query": filters.without(asked).removeprefix("?"),
        "export": tables.named_address(request, "xlsx"),
        "may": may_answer(request) and not kept.trial,
        "carried": [(k, v) for k, v in filters.pairs(asked) if k == "sort"],
    }
    return show(request, "proposals.html", told)


def may_answer(request: HttpRequest) -> bool:
    """Whether the post may answer proposals."""
    return by(request).rights.d1 is Right.WRITE


def selects(request: HttpRequest, kept: Any) -> list[Select]:
    """The filter bar with what is chosen."""
    every = (
        Select("channel", text("Way into work"), labels("channel")),
        Select("tier", text("Tier"), docked.tier_names(kept)),
        Select("verdict", text("Officer's answer"), docked.VERDICT_WORDS),
    )
    return filters.chosen_of(every, request.GET)


def filters_of(request: HttpRequest, kept: Any) -> Filters:
    """The filter an address means; what it does not know it ignores."""
    chosen = {one.parameter: next(iter(one.chosen), None) for one in selects(request, kept)}
    region, verdict = filters.region_of(request.GET), chosen["verdict"]
    return Filters(
        region=region.span if region else None,
        channel=chosen["channel"],
        tier=int(chosen["tier"]) if chosen["tier"] is not None else None,
        vacancy=vacancy_of(request),
        verdict="" if verdict == docked.UNANSWERED else verdict,
    )


def vacancy_of(request: HttpRequest) -> UUID | None:
    """The vacancy an address names."""
    try:
        return UUID(request.GET.get("vacancy", ""))
    except ValueError:
        return None


def chips(request: HttpRequest, kept: Any) -> list[Chip]:
    """What the list is filtered by, each with the address without it."""
    asked, out = request.GET, []
    if region := filters.region_of(asked):
        out.append(Chip(region.name_in(current()), filters.without(asked, "region")))
    if vacancy := vacancy_of(request):
        named = naming.called([vacancy]).get(vacancy)
        out.append(Chip(docked.called(named), filters.without(asked, "vacancy")))
    for one in selects(request, kept):
        out += [Chip(one.words[code], filters.without(asked, one.parameter)) for code in one.chosen]
    return out


def _file(request: HttpRequest, kept: Any, narrow: Filters) -> HttpResponse:
    """The list as a file, in the order of calling."""
    _, total = queries.page(kept.id, narrow)
    rows = docked.lines(kept, lists.whole(kept.id, narrow, by(request).rights.export_rows))
    return tables.named(request, "proposals", HEADS, [_cells(line) for line in rows], total)


def _cells(line: Line) -> tables.Row:
    row, vacancy = line.row, line.vacancy
    return (
        docked.town_name(row.region - row.region % queries.TOWN),
        line.place,
        row.person.name,
        vacancy.title if vacancy else "",
        vacancy.employer_name if vacancy else "",
        line.channel,
        row.distance_km,
        line.pay,
        line.reasons[:REASONS],
        line.tier,
        row.score,
        line.verdict,
        line.why,
    )


@require_GET
@for_officers
def sheet(request: HttpRequest, run: UUID) -> HttpResponse:
    """The list to phone and to print, township by township; noted in the log as any list."""
    kept = docked.finished(run)
    narrow = filters_of(request, kept)
    _, total = queries.page(run, narrow)
    try:
        exports.take_out("proposals-print", total, by=by(request), at=now())
    except ExportRefused as refused:
        return show(request, "refused.html", {"said": refused.said}, 403)
    rows = docked.lines(kept, lists.whole(run, narrow, total))
    told = docked.page(request, kept, "proposals") | {
        "towns": _by_town(rows),
        "total": total,
        "day": today(),
        "chips": [chip.said for chip in chips(request, kept)],
        "back": f"{reverse('proposals', args=[run])}{filters.without(request.GET)}",
    }
    return show(request, "proposals_print.html", told)


def _by_town(rows: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    def town(line: Line) -> int:
        return int(line.row.region) // queries.TOWN * queries.TOWN

    ordered = sorted(rows, key=town)
    return [(docked.town_name(code), list(few)) for code, few in groupby(ordered, key=town)]


@require_POST
@for_officers
def bulk(request: HttpRequest, run: UUID) -> HttpResponse:
    """The picked proposals are to be offered; those answered meanwhile keep their answer."""
    docked.finished(run)
    chosen = lists.picked(run, _people(request))
    waiting = [row for row in chosen if not row.verdict]

    def write() -> None:
        for row in waiting:
            operations.judge(row.id, Verdict.OFFER, by=by(request), at=now())

    try:
        attempt(write)
    except Refused as refused:
        warn(request, refused.said)
    else:
        _tell(request, len(waiting), len(chosen))
    query = QueryDict(request.POST.get("back", "")).urlencode()
    return HttpResponseRedirect(f"{reverse('proposals', args=[run])}?{query}")


def _tell(request: HttpRequest, done: int, picked: int) -> None:
    if done == picked:
        tell(request, text("{n} proposals are to be offered.", n=done))
    else:
        said = text("{n} proposals are to be offered; {left} were answered already and stay.",
                    n=done, left=picked - done)  # fmt: skip
        warn(request, said)


def _people(request: HttpRequest) -> list[UUID]:
    out = []
    for said in request.POST.getlist("person")[: queries.PAGE]:
        try:
            out.append(UUID(said))
        except ValueError:
            continue
    return out
