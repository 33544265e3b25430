"""The list of people: filtered, in words, paged, exported."""

import secrets
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chunfeng.faces.workbench.common import by, for_officers, keys, officer, show, today
from chunfeng.foundation.accounts import operations as accounts
from chunfeng.foundation.accounts import queries as account_queries
from chunfeng.foundation.places import Places
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.people import queries
from chunfeng.stages.people.queries import PAGE, Filters
from chunfeng.stages.people.status import STATUS_OF_KIND, WORK, LabourStatus, age_on
from chunfeng.stages.people.vocabulary import heading, label, labels

SEARCHES = 20  # kept in the session
_WORKING = frozenset(STATUS_OF_KIND[kind] for kind in WORK)
_CHOICES = (  # parameter, filter, what the field is called, its words
    ("category", "category", heading("categories"), labels("categories")),
    ("capacity", "capacity", heading("work_capacity"), labels("work_capacity")),
    ("limit", "limit", heading("work_limits"), labels("work_limits")),
    ("care", "care", heading("care"), labels("care")),
    ("willing", "willing", heading("willing"), labels("willing")),
    ("reach", "reach", heading("wish_reach"), labels("wish_reach")),
)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a page of a list stands."""

    first: int
    last: int
    total_said: str
    before: str
    after: str


@require_GET
@for_officers
def people(request: HttpRequest) -> HttpResponse:
    """The list."""
    asked = request.GET
    number = max(1, int(asked["page"])) if asked.get("page", "").isdigit() else 1
    filters = filters_of(request)
    down = asked.get("sort") == "-name"
    rows, total = queries.page(filters, on=today(), keys=keys(), number=number, descending=down)
    told = {
        "rows": [shown(row, places()) for row in rows],
        "total": total,
        "sentence": sentence(filters, request),
        "selects": selects(request),
        "towns": towns(request),
        "asked": asked,
        "pages": pages(asked, number, len(rows), total),
        "sort": _sort(asked, down=down),
        "saved": account_queries.saved_filters(officer(request).user, "people"),
        "query": _without(asked, "page"),
        "words": _words(request),
    }
    return show(request, "people.html", told)


@require_POST
@for_officers
def search(request: HttpRequest) -> HttpResponse:
    """Search words stay out of addresses and logs: the address carries a token for them."""
    words = request.POST.get("words", "").strip()
    if not words:
        return HttpResponseRedirect(reverse("people"))
    kept: dict[str, str] = request.session.get("words", {})
    token = secrets.token_hex(4)
    request.session["words"] = dict([*kept.items()][-SEARCHES + 1 :]) | {token: words[:80]}
    return HttpResponseRedirect(f"{reverse('people')}?{urlencode({'q': token})}")


@require_POST
@for_officers
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keeps the filter under a name."""
    name, query = request.POST.get("name", "").strip(), request.POST.get("query", "")
    if name:
        accounts.save_filter(officer(request).user, page="people", name=name, query=query)
    return HttpResponseRedirect(f"{reverse('people')}?{QueryDict(query).urlencode()}")


def filters_of(request: HttpRequest) -> Filters:
    """The filter an address means; what it does not know it ignores."""
    asked = request.GET
    chosen: dict[str, Any] = {
        field: tuple(code for code in asked.getlist(parameter) if code in words)
        for parameter, field, _, words in _CHOICES
    }
    status = tuple(code for code in asked.getlist("status") if code in set(LabourStatus))
    region = asked.get("region", "")
    span = places().get(region).span if region.isdigit() and len(region) == 12 else None
    return replace(
        Filters(**chosen),
        status=status,
        region=span,
        sex=asked.get("sex", "") if asked.get("sex") in labels("sex") else "",
        words=_words(request),
        gone=asked.get("gone") == "1",
    )


def sentence(filters: Filters, request: HttpRequest) -> list[Text | str]:
    """The filter in words: 平利县 · 未就业 · 需照顾家人."""
    lo = filters.region[0] if filters.region else by(request).lo
    said: list[Text | str] = [places().get(lo).name if lo else "全国"]
    said += [LabourStatus(code).label for code in filters.status]
    for _, field, _, words in _CHOICES:
        said += [words[code] for code in getattr(filters, field)]
    said += [label("sex", filters.sex)] if filters.sex else []
    if filters.words:
        said.append(text("search: {words}", words=filters.words))
    return said


def selects(request: HttpRequest) -> list[tuple[str, Any, list[tuple[str, Text]], list[str]]]:
    """(parameter, name, choices, chosen) of the filter's drop-downs."""
    statuses = [(str(status), status.label) for status in LabourStatus]
    out: list[Any] = [("status", text("Labour status"), statuses, request.GET.getlist("status"))]
    for parameter, _, called, words in _CHOICES:
        choices = [(code, word) for code, word in words.items() if code != "none"]
        out.append((parameter, called, choices, request.GET.getlist(parameter)))
    return out


def towns(request: HttpRequest) -> list[tuple[str, str]]:
    """The regions below the post's, and below the one chosen."""
    context, chosen = by(request), request.GET.get("region", "")
    upper = places().get(context.lo)
    found = [(f"{place.code:012d}", place.name) for place in places().children(upper.code)]
    if chosen.isdigit() and len(chosen) == 12:
        at = places().get(chosen)
        town = at if at.level == 4 else places().get(at.parent or at.code)
        inner = [
            (f"{place.code:012d}", f"　{place.name}") for place in places().children(town.code)
        ]
        cut = next((k for k, (code, _) in enumerate(found) if int(code) == town.code), -1)
        found[cut + 1 : cut + 1] = inner
    return found


def shown(row: queries.Line, regions: Places) -> dict[str, Any]:
    """A line as the table shows it."""
    village = regions.get(row.region)
    town = regions.get(village.parent) if village.parent and village.level == 5 else None
    return {
        "row": row,
        "age": age_on(row.birth_date, today()) if row.birth_date else "",
        "sex": label("sex", row.sex) if row.sex else "",
        "place": f"{town.short_name if town else ''}{village.short_name}",
        "status": LabourStatus(row.status),
        "tone": tone(row.status),
        "capacity": label("work_capacity", row.work_capacity) if row.work_capacity else "",
        "care": [label("care", code) for code in row.care if code != "none"],
        "willing": label("willing", row.willing) if row.willing else "",
        "reach": [label("wish_reach", code) for code in row.wish_reach],
        "relation": label("relation", row.relation) if row.relation else "",
        "categories": [label("categories", code) for code in row.categories],
    }


def tone(status: str) -> str:
    """The shape of a status tag."""
    if status in _WORKING:
        return "good"
    return {"not_in_work": "due", "lost_contact": "wrong"}.get(status, "plain")


def pages(asked: QueryDict, number: int, rows: int, total: int) -> Pages:
    """The page before and after, as addresses."""
    first = (number - 1) * PAGE

    def to(page: int) -> str:
        query = asked.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    return Pages(
        first=first + 1 if rows else 0,
        last=first + rows,
        total_said=f"{total:,}",
        before=to(number - 1) if number > 1 else "",
        after=to(number + 1) if first + rows < total else "",
    )


def _sort(asked: QueryDict, *, down: bool) -> tuple[str, str]:
    """(address that turns the order round, aria-sort as it is)."""
    query = asked.copy()
    query["sort"] = "name" if down else "-name"
    query.pop("page", None)
    return f"?{query.urlencode()}", "descending" if down else "ascending"


def _words(request: HttpRequest) -> str:
    kept: dict[str, str] = request.session.get("words", {})
    return kept.get(request.GET.get("q", ""), "")


def _without(asked: QueryDict, name: str) -> str:
    query = asked.copy()
    query.pop(name, None)
    return query.urlencode()
