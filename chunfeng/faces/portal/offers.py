"""A vacancy as a line of a list: what decides whether somebody looks at it."""

from collections.abc import Iterable
from html import escape
from itertools import islice
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.portal import telling
from chunfeng.faces.portal.living import Here, briefer
from chunfeng.faces.ui import named
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.templatetags.ui import status

MARKS = 3  # at most
# Drawn here and not by a template: lists are what is read most, and hold twenty of them.
_LINE = """<li class="offer">
<h3><a href="/vacancies/{id}">{title}</a></h3>
<p class="offer-pay"><b>{pay}</b> <small>{details}</small></p>
<p class="offer-where">{away}<span>{where}</span></p>
<p class="offer-who">{employer}</p>
<p class="offer-marks">{marks}<span class="offer-seats">{seats}</span></p>
</li>"""


def offers(rows: Iterable[Any], here: Here | None) -> SafeString:
    """Lines of the shop window, as a page shows them in the language of the request."""
    return mark_safe("\n".join(_offer(row, here) for row in rows))  # noqa: S308 escaped below


def _offer(row: Any, here: Here | None) -> str:
    language = current()
    away = telling.away(row, here)
    details = [telling.least_details(row), telling.day(row)]
    return _LINE.format(
        id=row.id,
        title=named.work(row.title, row.occupation_code),
        pay=escape(telling.least(row).to(language)),
        details=escape(" · ".join(one.to(language) for one in details if one)),
        away=f"<b>{escape(away.to(language))}</b> · " if away else "",
        where=escape(briefer(row.place, here)),
        employer=named.employer(row.employer_name),
        marks="".join(status(word, tone) for word, tone in islice(telling.marks(row), MARKS)),
        seats=escape(telling.seats(row).to(language)),
    )
