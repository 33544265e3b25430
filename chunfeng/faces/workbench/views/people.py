"""The list of people: filtered, said in words, sorted, paged; and what is done with a selection."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Column
from chunfeng.faces.workbench import filters, kept
from chunfeng.faces.workbench.common import by, for_officers, keys, show, today
from chunfeng.faces.workbench.lines import shown
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.doubts import queries as doubts
from chunfeng.stages.people import queries
from chunfeng.stages.people.vocabulary import heading

COLUMNS = (  # code, what it is called, shown unless somebody chooses
    ("sex", heading("sex"), True),
    ("age", text("Age"), True),
    ("village", text("Village"), True),
    ("household", text("Household"), True),
    ("status", text("Labour status"), True),
    ("capacity", heading("work_capacity"), True),
    ("care", heading("care"), True),
    ("willing", heading("willing"), True),
    ("reach", heading("wish_reach"), False),
    ("phone", heading("phone"), False),
    ("categories", heading("categories"), False),
    ("doubts", text("Doubts"), True),
)


@require_GET
@for_officers
def people(request: HttpRequest) -> HttpResponse:
    """The list."""
    asked, on = request.GET, today()
    rows, total = queries.page(
        filters.filters_of(request),
        on=on,
        keys=keys(),
        number=filters.page_of(asked),
        order=asked.get("sort", "name"),
    )
    doubted = doubts.counts_of([row.id for row in rows], by=by(request), on=on)
    columns = columns_of(asked)
    told: dict[str, Any] = {
        "rows": [shown(row, doubts=doubted.get(row.id, 0)) for row in rows],
        "total": total,
        "sentence": filters.sentence(request),
        "columns": columns,
        "on": {column.code for column in columns if column.shown},
        "names": {column.code: column.name for column in columns},
        "compact": asked.get("density") == "compact",
        "asked": asked,
        "pages": filters.pages(asked, len(rows), total),
        "sorts": {
            name: filters.sort(asked, name) for name in ("name", "age", "place", "household")
        },
        "query": filters.without(asked).removeprefix("?"),
    }
    response = show(request, "people.html", told | _bar(request))
    response["HX-Push-Url"] = f"{request.path}{filters.without(asked, page=asked.get('page', ''))}"
    return response


def _bar(request: HttpRequest) -> dict[str, Any]:
    """The filter bar."""
    asked = request.GET
    choices, words = filters.selects(asked), filters.words_of(request)
    return {
        "selects": choices[: filters.FIRST],
        "more": choices[filters.FIRST :],
        "chips": filters.chips(request),
        "regions": region_menu(request),
        "saved": kept.saved(request, "people"),
        "keep_url": reverse("save-filter"),
        "carried": [(k, v) for k, v in filters.pairs(asked) if k not in filters.CHOSEN],
        "keep": [(k, v) for k, v in filters.pairs(asked) if k not in ("column", "density")],
        "words": "" if queries.is_id_number(words) else words,
    }


def region_menu(request: HttpRequest) -> dict[str, Any]:
    """The tree at the region chosen, or what a search for a name, pinyin or code finds."""
    asked, lo = request.GET, by(request).lo
    chosen = filters.region_of(asked) or places().get(lo)
    typed = asked.get("place", "").strip()[:40]
    found = places().search(typed, within=lo) if typed else places().children(chosen.code)

    def link(place: Any) -> tuple[str, str]:
        return place.name_in(current()), filters.without(
            asked, "place", region=filters.code_of(place)
        )

    above = [place for place in places().path(chosen.code) if by(request).covers(place.code)]
    return {
        "chosen": chosen.name,
        "typed": typed,
        "above": [link(place) for place in above],
        "found": [link(place) for place in found if by(request).covers(place.code)],
        "carried": [(k, v) for k, v in filters.pairs(asked) if k not in filters.CHOSEN],
        "keep": [(k, v) for k, v in filters.pairs(asked) if k != "place"],
    }


@require_POST
@for_officers
def search(request: HttpRequest) -> HttpResponse:
    """Search words stay out of addresses and logs: the address carries a token for them."""
    words = request.POST.get("words", "").strip()
    if not words:
        return HttpResponseRedirect(reverse("people"))
    earlier: dict[str, str] = request.session.get("words", {})
    token = secrets.token_hex(4)
    latest = dict([*earlier.items()][-filters.SEARCHES + 1 :])
    request.session["words"] = latest | {token: words[:80]}
    return HttpResponseRedirect(f"{reverse('people')}?{urlencode({'q': token})}")


@require_POST
@for_officers
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keeps the filter under a name, or drops one; search words are not kept."""
    return kept.keep(request, "people", apart=("q", "page", "place"))


def columns_of(asked: QueryDict) -> list[Column]:
    """The columns an address asks for, else the usual ones."""
    chosen = set(asked.getlist("column"))
    return [
        Column(code, name, code in chosen if chosen else usual) for code, name, usual in COLUMNS
    ]
