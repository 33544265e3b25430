"""Vacancies: the list, filtered, said in words, sorted and paged, and out as a ledger."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Chip, Column, Word
from chunfeng.faces.workbench import filters, kept, tables, vacant
from chunfeng.faces.workbench.common import by, for_officers, now, officer, show, today
from chunfeng.faces.workbench.filters import Select
from chunfeng.foundation.access import Context
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.vacancies import exporting, queries
from chunfeng.stages.vacancies.queries import Filters
from chunfeng.stages.vacancies.states import NAMES
from chunfeng.stages.vacancies.vocabulary import labels

COLUMNS = (  # code, what it is called, shown unless somebody chooses
    ("state", text("State"), True),
    ("channel", text("Way into work"), True),
    ("place", text("Place"), True),
    ("pay", text("Pay"), True),
    ("seats", text("Seats left"), True),
    ("end", text("Closing date"), True),
    ("marked", text("Marked"), True),
    ("number", text("Vacancy no."), False),
    ("updated", text("Changed"), False),
)
YES_NO = {"yes": text("Yes"), "no": text("No")}
SELECTS = (
    Select("state", text("State"), {str(one): name for one, name in NAMES.items()}),
    Select("channel", text("Way into work"), labels("channel")),
    Select("full", text("Every seat taken"), YES_NO),
    Select("expired", text("Closing date past"), YES_NO),
    Select("held", text("With something to be decided"), YES_NO),
    Select("below", text("Below the lowest lawful pay"), YES_NO),
    Select("home", text("Fits those tied to home"), YES_NO),
)
FIRST = 2  # selects beside the place; the others stand under "more"
CHOSEN = frozenset({"region", "words", *(one.parameter for one in SELECTS)})
FORMATS = ("xlsx", "csv")


@require_GET
@for_officers
def vacancies(request: HttpRequest) -> HttpResponse:
    """The vacancies of the post's region."""
    asked, on = request.GET, today()
    rows, total = queries.page(
        filters_of(request),
        on=on,
        number=filters.page_of(asked),
        order=asked.get("sort", "-updated"),
    )
    columns = columns_of(request)
    told = {
        "rows": [vacant.shown(row) for row in rows],
        "total": total,
        "sentence": sentence(request),
        "columns": columns,
        "on": {column.code for column in columns if column.shown},
        "compact": asked.get("density") == "compact",
        "pages": filters.pages(asked, len(rows), total, queries.PAGE),
        "sorts": {
            name: filters.sort(asked, name, "-updated")
            for name in ("title", "updated", "end", "pay", "place", "seats")
        },
        "query": filters.without(asked).removeprefix("?"),
        "may": vacant.may_act(request),
        "employer": _employer(request) or "",
        "today": on,
    }
    return show(request, "vacancies.html", told | _bar(request))


def _bar(request: HttpRequest) -> dict[str, Any]:
    """The filter bar."""
    asked, choices = request.GET, selects(request)
    return {
        "selects": choices[:FIRST],
        "more": choices[FIRST:],
        "more_on": any(one.chosen for one in choices[FIRST:]),
        "towns": filters.towns(request),
        "region": asked.get("region", ""),
        "chips": chips(request),
        "saved": kept.saved(request, "vacancies"),
        "keep_url": reverse("vacancy-filter"),
        "carried": [(k, v) for k, v in filters.pairs(asked) if k not in CHOSEN],
        "keep": [(k, v) for k, v in filters.pairs(asked) if k not in ("column", "density")],
        "words": words_of(request),
    }


@require_POST
@for_officers
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keeps the filter under a name, or drops one."""
    return kept.keep(request, "vacancies")


@require_GET
@for_officers
def ledger(request: HttpRequest) -> HttpResponse:
    """What the filter means, as the ledger it could come in by again."""
    asked = request.GET.get("as", "")
    return ledger_of(request, filters_of(request), asked if asked in FORMATS else FORMATS[0])


def ledger_of(request: HttpRequest, wanted: Filters, file_format: str) -> HttpResponse:
    """A ledger of vacancies as a file; the taking out is in the log."""
    language: Language = "en" if officer(request).language == "en" else "zh"
    name, content = exporting.ledger(
        wanted,
        text("Vacancies of {place}", place=places().get(by(request).lo).name),
        language=language,
        file_format=file_format,
        by=by(request),
        at=now(),
        on=today(),
    )
    return tables.download(name, content)


def filters_of(request: HttpRequest) -> Filters:
    """The filter an address means; what it does not know it ignores."""
    chosen = {one.parameter: tuple(one.chosen) for one in selects(request)}
    region = filters.region_of(request.GET)

    def said(parameter: str) -> bool | None:
        return {"yes": True, "no": False}.get(next(iter(chosen[parameter]), ""))

    return Filters(
        state=chosen["state"],
        channel=chosen["channel"],
        employer=_employer(request),
        place=region.span if region else None,
        words=words_of(request),
        full=said("full"),
        expired=said("expired"),
        held=said("held"),
        home_friendly=said("home"),
        below=said("below"),
    )


def selects(request: HttpRequest) -> list[Select]:
    """The filter bar with what is chosen."""
    return filters.chosen_of(SELECTS, request.GET)


def words_of(request: HttpRequest) -> str:
    """The search words; what a vacancy is called is no secret, so they stand in the address."""
    return request.GET.get("words", "").strip()[:80]


def sentence(request: HttpRequest) -> list[Word]:
    """The filter in words."""
    region = filters.region_of(request.GET)
    said: list[Word] = [] if region else [places().get(by(request).lo).name]
    return said + [chip.said for chip in chips(request)]


def chips(request: HttpRequest) -> list[Chip]:
    """What the list is filtered by, each with the address without it."""
    asked, found = request.GET, []
    if region := filters.region_of(asked):
        found.append(Chip(region.name_in(current()), filters.without(asked, "region")))
    if employer := _employer(request):
        name = _name(employer, by(request))
        found.append(Chip(name, filters.without(asked, "employer")))
    for one in selects(request):
        for code in one.chosen:
            others = [(k, v) for k, v in filters.pairs(asked) if (k, v) != (one.parameter, code)]
            found.append(Chip(_said(one, code), filters.address(others)))
    if words := words_of(request):
        found.append(Chip(text("search: {words}", words=words), filters.without(asked, "words")))
    return found


def _said(one: Select, code: str) -> Text:
    """What a choice says by itself: yes and no need their question."""
    if one.words is not YES_NO:
        return one.words[code]
    return text("{field}: {said}", field=one.called, said=one.words[code])


def _employer(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("employer", ""))
    except ValueError:
        return None


def _name(employer: UUID, context: Context) -> Word:
    facts = employers.facts(employer, by=context)
    return facts.name if facts else text("An employer of another office")


def columns_of(request: HttpRequest) -> list[Column]:
    """The columns an address asks for, else the usual ones."""
    chosen = set(request.GET.getlist("column"))
    return [
        Column(code, name, code in chosen if chosen else usual) for code, name, usual in COLUMNS
    ]
