"""The rest of a run: who has no place, seats left, what helps most, and two runs compared."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Chip, Word
from chunfeng.faces.workbench import docked, filters, tables
from chunfeng.faces.workbench.common import by, for_officers, keys, show, today
from chunfeng.faces.workbench.filters import Select
from chunfeng.faces.workbench.lines import place_name
from chunfeng.faces.workbench.shell import region_name
from chunfeng.kit.texts import Text, from_json, text
from chunfeng.stages.docking import lists, queries
from chunfeng.stages.docking.helping import HELPS
from chunfeng.stages.docking.labels import EMPTY, LEVER, WHY
from chunfeng.stages.docking.lists import LeftFilters
from chunfeng.stages.docking.queries import PAGE, Comparison
from chunfeng.stages.docking.result import WHYS, Why
from chunfeng.stages.docking.states import Change
from chunfeng.stages.people import queries as people
from chunfeng.stages.vacancies import naming

LEFT_HEADS = (text("Township"), text("Village"), text("Name"), text("Why not placed"),
              text("Explanation"), text("What would help"), text("Smallest change"),
              text("Nearest option"), text("Road km"), text("Tier"))  # fmt: skip
EMPTY_HEADS = (text("Post"), text("Employer"), text("Way into work"), text("Seats"),
               text("Proposed"), text("Seats left"), text("Cause"),
               text("Explanation"))  # fmt: skip
MOVED_HEADS = (text("Name"), text("Village"), text("What changed"), text("Before"), text("Now"),
               text("Cause"))  # fmt: skip


@require_GET
@for_officers
def left(request: HttpRequest, run: UUID) -> HttpResponse:
    """People without a place, by why and by what would help."""
    kept, asked = docked.finished(run), request.GET
    narrow = _left_filters(request)
    if tables.wanted(request):
        rows, total = lists.left_page(run, narrow, size=by(request).rights.export_rows or 1)
        cells = [_left_cells(one) for one in _left_lines(kept, rows)]
        return tables.named(request, "without-a-place", LEFT_HEADS, cells, total)
    rows, total = lists.left_page(run, narrow, number=filters.page_of(asked))
    told = docked.page(request, kept, "run-left") | {
        "rows": _left_lines(kept, rows),
        "total": total,
        "groups": _groups(request, run),
        "selects": _selects(request),
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "chips": _chips(request),
        "pages": filters.pages(asked, len(rows), total),
        "export": tables.named_address(request, "xlsx"),
    }
    return show(request, "run_left.html", told)


def _selects(request: HttpRequest) -> list[Select]:
    helps = {code: help_.label for code, help_ in HELPS.items()}
    every = (
        Select("why", text("Why not placed"), {str(why): name for why, name in WHY.items()}),
        Select("help", text("What would help"), helps),
    )
    return filters.chosen_of(every, request.GET)


def _left_filters(request: HttpRequest) -> LeftFilters:
    chosen = {one.parameter: next(iter(one.chosen), "") for one in _selects(request)}
    region = filters.region_of(request.GET)
    return LeftFilters(
        region=region.span if region else None, why=chosen["why"], help=chosen["help"]
    )


def _chips(request: HttpRequest) -> list[Chip]:
    out = []
    if region := filters.region_of(request.GET):
        out.append(Chip(region.name_in(current()), filters.without(request.GET, "region")))
    for one in _selects(request):
        out += [
            Chip(one.words[code], filters.without(request.GET, one.parameter))
            for code in one.chosen
        ]
    return out


def _groups(request: HttpRequest, run: UUID) -> list[dict[str, Any]]:
    """Reasons with what would help, each a link that narrows the list."""
    region = filters.region_of(request.GET)
    found = lists.left_groups(run, LeftFilters(region=region.span if region else None))
    out: list[dict[str, Any]] = []
    for why in WHYS:
        mine = [one for one in found if one.why == why]
        helps = [
            (HELPS[one.help].label, one.people,
             filters.without(request.GET, why=str(why), help=one.help))
            for one in mine
        ]  # fmt: skip
        if mine:
            people_ = sum(one.people for one in mine)
            out.append({"why": WHY[why], "people": people_, "helps": helps})
    return out


def _left_lines(kept: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    named = naming.called(row.nearest for row in rows if row.nearest)
    tiers = docked.tier_names(kept)
    return [
        {
            "row": row,
            "place": place_name(row.region),
            "why": WHY[Why(row.why)],
            "reason": from_json(row.reason),
            "help": HELPS[row.help].label,
            "change": from_json(row.change) if row.change else None,
            "nearest": docked.called(named.get(row.nearest)) if row.nearest else "",
            "nearest_km": docked.km(row.nearest_km) if row.nearest_km is not None else "",
            "tier": tiers.get(str(row.tier), ""),
        }
        for row in rows
    ]


def _left_cells(line: dict[str, Any]) -> tables.Row:
    row = line["row"]
    town = docked.town_name(row.region - row.region % queries.TOWN)
    return (town, line["place"], row.person.name, line["why"], line["reason"], line["help"],
            line["change"], line["nearest"], row.nearest_km, line["tier"])  # fmt: skip


@require_GET
@for_officers
def empty(request: HttpRequest, run: UUID) -> HttpResponse:
    """Vacancies with seats left, most first, and why."""
    kept, asked = docked.finished(run), request.GET
    (why,) = filters.chosen_of(
        (Select("why", text("Cause"), {str(one): name for one, name in EMPTY.items()}),), asked
    )
    chosen = next(iter(why.chosen), None)
    if tables.wanted(request):
        return tables.file(request, "seats-left", EMPTY_HEADS, _every_empty(run, chosen))
    rows, total = queries.empty(run, why=chosen, number=filters.page_of(asked))
    told = docked.page(request, kept, "run-empty") | {
        "rows": _empty_lines(rows),
        "total": total,
        "selects": [why],
        "chips": [Chip(why.words[code], filters.without(asked, "why")) for code in why.chosen],
        "pages": filters.pages(asked, len(rows), total),
        "csv": filters.without(asked, **{"as": "xlsx"}),
    }
    return show(request, "run_empty.html", told)


def _empty_lines(rows: Sequence[Any]) -> list[dict[str, Any]]:
    named = naming.called(row.vacancy for row in rows)
    return [
        {
            "row": row,
            "vacancy": named.get(row.vacancy),
            "called": docked.called(named.get(row.vacancy)),
            "url": docked.link(named.get(row.vacancy)),
            "left": row.headcount - row.filled,
            "channel": docked.channel_name(row.channel),
            "why": _EMPTY[row.why],
            "reason": from_json(row.reason),
            "excluded": [_excluded(said, number) for said, number in row.excluded],
        }
        for row in rows
    ]


_EMPTY = {str(one): name for one, name in EMPTY.items()}


def _excluded(said: dict[str, Any], number: int) -> Text:
    """A limit and how many people it excludes."""
    return text("{what} ({number:,})", what=from_json(said), number=number)


def _every_empty(run: UUID, why: str | None) -> list[tables.Row]:
    out: list[tables.Row] = []
    number, total = 1, 1
    while (number - 1) * PAGE < total:
        rows, total = queries.empty(run, why=why, number=number)
        for line in _empty_lines(rows):
            row, vacancy = line["row"], line["vacancy"]
            names = (vacancy.title, vacancy.employer_name) if vacancy else ("", "")
            out.append((*names, line["channel"], row.headcount, row.filled, line["left"],
                        line["why"], line["reason"]))  # fmt: skip
        number += 1
    return out


@require_GET
@for_officers
def levers(request: HttpRequest, run: UUID) -> HttpResponse:
    """Changes that would place more people, each confirmed by docking again with it."""
    kept = docked.finished(run)
    found = queries.levers(run)
    named = naming.called(one.vacancy for one in found if one.vacancy)
    rows = [
        {
            "lever": one,
            "kind": LEVER[one.kind],
            "url": docked.link(named.get(one.vacancy)) if one.vacancy else "",
        }
        for one in found
    ]
    told = docked.page(request, kept, "run-levers") | {"rows": rows}
    return show(request, "run_levers.html", told)


@require_GET
@for_officers
def compare(request: HttpRequest, run: UUID) -> HttpResponse:
    """Who is proposed elsewhere than in an earlier run, and why."""
    kept, asked = docked.finished(run), request.GET
    others = [one for one in lists.done() if one.id != run]
    other = next((one for one in others if str(one.id) == asked.get("with")), None)
    before = other or next((one for one in others if one.finished_at < kept.finished_at), None)
    told = docked.page(request, kept, "run-compare") | {
        "others": [(one, region_name(one.region)) for one in others],
        "before": before,
    }
    if before is None:
        return show(request, "run_compare.html", told)
    found = queries.compare(before.id, run)
    (change,) = filters.chosen_of((_CHANGE,), asked)
    moved = [one for one in found.people if not change.chosen or one.change in change.chosen]
    if tables.wanted(request):
        cells = [_moved_cells(one) for one in _moved(moved[: by(request).rights.export_rows])]
        return tables.named(request, "compared", MOVED_HEADS, cells, len(moved))
    first = (filters.page_of(asked) - 1) * PAGE
    rows = _moved(moved[first : first + PAGE])
    told |= {
        "counts": _counts(found, asked),
        "rows": rows,
        "total": len(moved),
        "pages": filters.pages(asked, len(rows), len(moved)),
        "export": tables.named_address(request, "xlsx"),
    }
    return show(request, "run_compare.html", told)


_CHANGE = Select(
    "change", text("What changed"),
    {str(one): name for one, (name, _) in docked.CHANGES.items() if one is not Change.STAYED},
)  # fmt: skip


def _counts(found: Comparison, asked: Any) -> list[tuple[Text, int, str]]:
    """(what became of proposals, how many, the address of their list)."""
    return [
        (name, found.counts[one],
         "" if one is Change.STAYED else filters.without(asked, change=str(one)))
        for one, (name, _) in docked.CHANGES.items()
    ]  # fmt: skip


def _moved(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """People whom two runs treat differently, with both places."""
    named = naming.called(v for one in rows for v in one.vacancies if v)
    names: dict[UUID, str] = {}
    for start in range(0, len(rows), people.PAGE):
        few = people.Filters(
            people=tuple(one.person for one in rows[start : start + people.PAGE]), gone=True
        )
        names |= {line.id: line.name for line in people.page(few, on=today(), keys=keys())[0]}

    def called(vacancy: UUID | None) -> Word:
        return docked.called(named.get(vacancy)) if vacancy else text("nothing")

    return [
        {
            "person": one.person,
            "name": names.get(one.person, ""),
            "place": place_name(one.region),
            "change": docked.CHANGES[one.change][0],
            "tone": docked.CHANGES[one.change][1],
            "before": called(one.vacancies[0]),
            "now": called(one.vacancies[1]),
            "why": docked.WHYS[one.why],
        }
        for one in rows
    ]


def _moved_cells(line: dict[str, Any]) -> tables.Row:
    return (line["name"], line["place"], line["change"], line["before"], line["now"], line["why"])
