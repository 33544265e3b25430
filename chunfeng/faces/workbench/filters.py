"""What an address of a list means: its filter, in words, and the addresses next to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict

from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.parts import Chip, Word
from chunfeng.faces.workbench.common import by, keys, today
from chunfeng.foundation.places import Place, UnknownPlace
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Text, text
from chunfeng.stages.doubts import queries as doubts
from chunfeng.stages.people.queries import PAGE, Filters, Line, is_id_number, page
from chunfeng.stages.people.status import LabourStatus
from chunfeng.stages.people.tiers import Tier
from chunfeng.stages.people.vocabulary import heading, labels

UNRECORDED = "unknown"  # in addresses; in the register it is empty
SEARCHES = 20  # words kept in a session
FIRST = 1  # selects beside the region; the others stand under "more"


@dataclass(frozen=True, slots=True)
class Select:
    """One choice of the filter bar."""

    parameter: str
    called: Text
    words: Mapping[str, Text]
    chosen: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a page of a list stands."""

    first: int
    last: int
    total_said: str
    before: str
    after: str


SELECTS = (
    Select("status", text("Labour status"), {str(s): s.label for s in LabourStatus}),
    Select("tier", text("Tier"), {str(tier): tier.label for tier in Tier}),
    Select("capacity", heading("work_capacity"), labels("work_capacity")),
    Select("willing", heading("willing"), {**labels("willing"), UNRECORDED: text("Not recorded")}),
    Select("reach", heading("wish_reach"), labels("wish_reach")),
    Select("category", heading("categories"), labels("categories")),
    Select("limit", heading("work_limits"), labels("work_limits")),
    Select("care", heading("care"), labels("care")),
    Select("sex", heading("sex"), labels("sex")),
    Select("tied", text("Tied to home"), {"1": text("Seek work near home only")}),
    Select("doubt", text("Doubts"), {"1": text("With a doubt")}),
    Select("gone", text("Left the register"), {"1": text("With those who left")}),
)
CHOSEN = frozenset(select.parameter for select in SELECTS)


def page_of(asked: QueryDict) -> int:
    """The number of the page asked for, from 1."""
    said = asked.get("page", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def region_of(asked: Mapping[str, str]) -> Place | None:
    """The region an address names; None for none and for one that does not exist."""
    code = asked.get("region", "")
    if not (code.isascii() and code.isdigit() and len(code) == 12):
        return None
    try:
        return places().get(code)
    except UnknownPlace:
        return None


def towns(request: HttpRequest) -> list[tuple[str, str]]:
    """The regions below the post's, and below the one chosen: (code, name)."""
    chosen = region_of(request.GET)
    found = [
        (code_of(place), place.name_in(current())) for place in places().children(by(request).lo)
    ]
    if chosen:
        town = chosen if chosen.level == 4 else places().get(chosen.parent or chosen.code)
        inner = [
            (code_of(place), f"　{place.name_in(current())}")
            for place in places().children(town.code)
        ]
        cut = next((k for k, (code, _) in enumerate(found) if int(code) == town.code), -1)
        found[cut + 1 : cut + 1] = inner
    return found


def code_of(place: Place) -> str:
    """A region's code as addresses hold it: twelve digits."""
    return f"{place.code:012d}"


def words_of(request: HttpRequest) -> str:
    """The search words an address's token stands for in this session."""
    kept: dict[str, str] = request.session.get("words", {})
    return kept.get(request.GET.get("q", ""), "")


def filters_of(request: HttpRequest) -> Filters:
    """The filter an address means; what it does not know it ignores."""
    chosen = {select.parameter: tuple(select.chosen) for select in selects(request.GET)}
    region = region_of(request.GET)
    return Filters(
        region=region.span if region else None,
        words=words_of(request),
        status=chosen["status"],
        category=chosen["category"],
        capacity=chosen["capacity"],
        limit=chosen["limit"],
        care=chosen["care"],
        willing=tuple("" if code == UNRECORDED else code for code in chosen["willing"]),
        reach=chosen["reach"],
        sex=next(iter(chosen["sex"]), ""),
        tier=next(iter(chosen["tier"]), ""),
        among=doubts.people(by=by(request), on=today()) if chosen["doubt"] else None,
        gone=bool(chosen["gone"]),
        tied=bool(chosen["tied"]),
    )


def selects(asked: QueryDict) -> list[Select]:
    """The filter bar with what is chosen."""
    return chosen_of(SELECTS, asked)


def chosen_of(every: Sequence[Select], asked: QueryDict) -> list[Select]:
    """Choices of a filter bar with what an address chooses of them."""
    return [
        replace(one, chosen=[code for code in asked.getlist(one.parameter) if code in one.words])
        for one in every
    ]


def address(parts: Sequence[tuple[str, str]]) -> str:
    """The parts of an address put together."""
    return f"?{urlencode(parts)}"


def without(asked: QueryDict, *names: str, **put: str) -> str:
    """The address with some parts taken off and others put in."""
    kept = [(k, v) for k, v in pairs(asked) if k not in names and k not in put]
    return address(kept + [(k, v) for k, v in put.items() if v])


def chips(request: HttpRequest) -> list[Chip]:
    """What the list is filtered by, each with the address without it."""
    asked = request.GET
    found = []
    if region := region_of(asked):
        found.append(Chip(region.name_in(current()), without(asked, "region")))
    for select in selects(asked):
        for code in select.chosen:
            others = [(k, v) for k, v in pairs(asked) if (k, v) != (select.parameter, code)]
            found.append(Chip(select.words[code], address(others)))
    if words := words_of(request):
        # An ID number is shown nowhere, not even to whoever typed it: lists are printed.
        said = text("an ID number") if is_id_number(words) else words
        found.append(Chip(text("search: {words}", words=said), without(asked, "q")))
    return found


def picked(request: HttpRequest) -> list[Line]:
    """The people whose boxes were ticked; those of other regions are left out."""
    ids = [UUID(one) for one in request.POST.getlist("person")[:PAGE] if _is_uuid(one)]
    if not ids:
        return []
    chosen = Filters(people=tuple(ids), gone=True)
    return page(chosen, on=today(), keys=keys(), order="place")[0]


def sentence(request: HttpRequest) -> list[Word]:
    """The filter in words: 平利县 · 未就业 · 需照顾家人."""
    region = region_of(request.GET)
    said: list[Word] = [] if region else [places().get(by(request).lo).name]
    return said + [chip.said for chip in chips(request)]


def pages(asked: QueryDict, rows: int, total: int, size: int = PAGE) -> Pages:
    """The pages before and after, as addresses; ``size`` rows make a page."""
    number = page_of(asked)
    first = (number - 1) * size
    return Pages(
        first=first + 1 if rows else 0,
        last=first + rows,
        total_said=f"{total:,}",
        before=without(asked, page=str(number - 1)) if number > 1 else "",
        after=without(asked, page=str(number + 1)) if first + rows < total else "",
    )


def sort(asked: QueryDict, name: str, usual: str = "name") -> tuple[str, str]:
    """(address that sorts by a column, or turns its order round; its order now, else empty)."""
    now = asked.get("sort", usual)
    if now.removeprefix("-") != name:
        return without(asked, sort=name), ""
    down = now.startswith("-")
    return without(asked, sort=name if down else f"-{name}"), "descending" if down else "ascending"


def pairs(asked: QueryDict) -> list[tuple[str, str]]:
    """The parts of an address, without the page's number and without empty ones."""
    return [(k, v) for k, many in asked.lists() if k != "page" for v in many if v]


def _is_uuid(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True
