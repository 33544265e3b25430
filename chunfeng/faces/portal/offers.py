"""A vacancy as a line of a list: what decides whether somebody looks at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chunfeng.faces.portal import telling
from chunfeng.faces.portal.living import Here, briefer
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.templatetags.ui import status
from chunfeng.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Offer:
    """All of it said in the language of the request."""

    url: str
    title: str
    pay: str
    details: str
    where: str
    employer: str
    away: str
    marks: Sequence[str]
    seats: str


def offers(rows: Iterable[Any], here: Here | None) -> list[Offer]:
    """Lines of the shop window, as a page shows them."""
    return [_offer(row, here) for row in rows]


def _offer(row: Any, here: Here | None) -> Offer:
    language = current()
    away = telling.away(row, here)
    details = [telling.least_details(row), telling.day(row)]
    return Offer(
        url=f"/vacancies/{row.id}",
        title=row.title,
        pay=telling.least(row).to(language),
        details=" · ".join(one.to(language) for one in details if one),
        where=briefer(row.place, here),
        employer=row.employer_name,
        away=away.to(language) if away else "",
        marks=[status(word, tone) for word, tone in _first(telling.marks(row))],
        seats=telling.seats(row).to(language),
    )


def _first(marks: Iterable[tuple[Text, Any]], most: int = 3) -> list[tuple[Text, Any]]:
    return list(marks)[:most]
