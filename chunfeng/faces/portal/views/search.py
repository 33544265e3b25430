"""The list of vacancies somebody looks for; words while they type."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from chunfeng.faces.portal import living
from chunfeng.faces.portal.answers import FRESH, page, visitor
from chunfeng.faces.portal.keeping import LONGEST, keep
from chunfeng.faces.portal.living import Here
from chunfeng.faces.portal.offers import offers
from chunfeng.faces.portal.telling import CHANNELS
from chunfeng.faces.portal.wanted import (
    KILOMETRES,
    MIN,
    MINUTES,
    ORDERS,
    PAGE,
    PAYS,
    Search,
    chips,
    looser,
    meant,
    read,
    within,
)
from chunfeng.faces.ui.formats import count, money
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.templatetags.ui import options
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import searching

LOOSENINGS = 3  # looked up where nothing was found


@require_safe
@visitor
def vacancies(request: HttpRequest) -> HttpResponse:
    """One page of the list; where it is empty, what would find some."""
    on = timezone.localdate()
    search = read(request.GET)
    place = living.chosen(request)
    here = Here(*search.position, "") if search.position else living.here_of(place)
    order = search.sorted_by(here)
    found = searching.find(search.sought(here), on=on, order=order, number=search.number, size=PAGE)
    told = {
        "tab": "search",
        "search": search,
        "position": search.position,
        "guessed": here.name if here and here.rough and order in ("near", "fit") else "",
        "needs_place": bool(search.far or search.order == "near") and here is None,
        "offers": offers(found.lines, here),
        "total": count(found.total),
        "capped": found.capped,
        "chips": chips(search, here, found.lines[0].employer_name if found.lines else ""),
        "clear": Search(position=search.position).address(),
        "orders": _orders(search, order, here),
        "pages": _pages(search, found),
        "loosened": [] if found.lines else _loosened(search, here, on),
        **_fold(search),
    }
    return page(request, "vacancies", told, longest=LONGEST)


@require_safe
@visitor
def suggest(request: HttpRequest) -> HttpResponse:
    """What may become of what is typed: occupations, places and titles, each with its list."""
    typed = " ".join(request.GET.get("typed", "").replace("\0", "").split())[:20]
    found = [
        {"text": one.text, "detail": one.detail, "to": _to(one)}
        for one in searching.suggest(typed, on=timezone.localdate(), language=current())
    ]
    response = JsonResponse(found, safe=False)
    response["Cache-Control"] = FRESH
    return keep(response, LONGEST)


def _to(one: searching.Suggestion) -> str:
    if one.kind == "occupation":
        return Search(occupation=one.code).address()
    if one.kind == "place":
        return Search(region=int(one.code)).address()
    return Search(q=one.text).address()


def _orders(search: Search, order: str, here: Here | None) -> list[tuple[Text, str, bool]]:
    """(name, address, whether it stands) of each way to sort that makes sense here."""
    return [
        (name, search.address(order=code), code == order)
        for code, name in ORDERS.items()
        if (code != "near" or here) and (code != "fit" or search.q)
    ]


def _pages(search: Search, found: Any) -> dict[str, Any] | None:
    if found.total <= PAGE and search.number == 1:
        return None
    first = (search.number - 1) * PAGE
    more = first + len(found.lines) < found.total or (found.capped and len(found.lines) == PAGE)
    return {
        "first": first + 1 if found.lines else 0,
        "last": first + len(found.lines),
        "total_said": f"{count(found.total)}{'+' if found.capped else ''}",
        "before": search.address(number=search.number - 1) if search.number > 1 else "",
        "after": search.address(number=search.number + 1) if more else "",
    }


def _loosened(search: Search, here: Here | None, on: date) -> list[tuple[Text, str, str]]:
    """(what is meant or given up, address, how many there are then), of those that find any."""
    out: list[tuple[Text, str, str]] = []
    ways = [*meant(search), *looser(search)[:LOOSENINGS]]
    if len(ways) > 1:  # one thing may not be enough
        ways.append((Search(), text("All vacancies")))
    for other, said in ways:
        if out and other == Search():
            break
        found = searching.find(other.sought(here), on=on, order="newest", size=1)
        if found.total:
            out.append((said, other.address(), f"{count(found.total)}{'+' * found.capped}"))
    return out


def _fold(search: Search) -> dict[str, Any]:
    """The options of the filters."""
    return {
        "far": _far(search),
        "pays": _options(text("Any pay"), search.pay, PAYS, _from),
        "channels": options({"": text("Every kind of work"), **CHANNELS}, [search.channel]),
        "kept": search.kept("q", "km", "home", "housing", "pay", "channel"),
        "kept_all": search.kept("q"),
    }


def _options(
    none: Text, chosen: int | None, known: Iterable[int], said: Callable[[int], Text]
) -> SafeString:
    """Steps to choose from; what an address asks for besides them is one, too."""
    steps = sorted({*known, *([chosen] if chosen else [])})
    return options({"": none, **{str(one): said(one) for one in steps}}, [str(chosen or "")])


def _far(search: Search) -> SafeString:
    """Kilometres or minutes to choose from; what an address asks for besides them is one, too."""
    steps = [str(km) for km in KILOMETRES] + [f"{n}{MIN}" for n in MINUTES]
    known = steps if not search.far or search.far in steps else [search.far, *steps]
    return options({"": text("However far"), **{one: within(one) for one in known}}, [search.far])


def _from(low: int) -> Text:
    return text("from {low} a month", low=money(low))
