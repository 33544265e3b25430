"""Type-ahead of the search, zh, pinyin or English: occupations, places, titles that are shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import local
from typing import Literal

from django.db import connection

from chunfeng.foundation.codes import Occupations
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language
from chunfeng.stages.vacancies.asking import only_the_index, valid
from chunfeng.stages.vacancies.cutting import cutter
from chunfeng.stages.vacancies.tokens import tsquery_literal
from chunfeng.stages.vacancies.windows import lately

OCCUPATIONS, PLACES = 4, 2  # at most, so that one kind does not fill the list
LOOKED_AT = 300  # vacancies whose titles are counted
RECENT = 4  # windows of days whose titles come first
SHORTEST = 2  # signs from which on titles are looked up
_TITLES = (
    "SELECT title FROM vacancies_shown WHERE search @@ %(asked)s::tsquery AND {} LIMIT %(most)s"
)
_opened = local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something to search for. code: of the occupation or place; detail: the place's full name."""

    kind: Literal["occupation", "place", "title"]
    text: str
    code: str = ""
    detail: str = ""


def suggest(typed: str, *, on: date, language: Language = "zh", limit: int = 8) -> list[Suggestion]:
    """What a beginning of Chinese, pinyin or English may become: occupations, titles, places.

    on: the day on which the vacancies that give the titles are open and have seats.
    """
    typed = typed.strip()[:40]
    if not typed:
        return []
    found = [
        Suggestion(kind="occupation", text=one.name_in(language), code=one.code)
        for one in _occupations().search(typed, OCCUPATIONS)
    ]
    where = [
        Suggestion(
            kind="place",
            text=one.name_in(language),
            code=str(one.code),
            detail=places().full_name(one.code, language),
        )
        for one in places().search(typed, limit=PLACES)
    ]
    known = {one.text for one in found}
    titles = [title for title in _titles(typed, on) if title not in known]
    room = max(0, limit - len(found) - len(where))
    found += [Suggestion(kind="title", text=title) for title in titles[:room]]
    return (found + where)[:limit]


def _titles(typed: str, on: date) -> Sequence[str]:
    """Titles of what was published last, the most frequent first."""
    words = tsquery_literal(cutter().query_words(typed))
    if len(typed) < SHORTEST or not words:
        return ()
    titles: Counter[str] = Counter()
    living, values = valid(on, with_seats=True)
    statement = _TITLES.format(living)
    with only_the_index() as newest, connection.cursor() as cursor:
        lately_ = [window.condition for window in lately(newest)] if newest else []
        for among in (f" & ({' | '.join(lately_[:RECENT])})", "") if newest else ():
            cursor.execute(statement, values | {"asked": words + among, "most": LOOKED_AT})
            titles = Counter(title for (title,) in cursor.fetchall())
            if titles.total() == LOOKED_AT:
                break
    written = typed.casefold()
    return sorted(titles, key=lambda one: (written not in one.casefold(), -titles[one], one))


def _occupations() -> Occupations:
    """This thread's occupations: SQLite connections stay in their thread."""
    if not hasattr(_opened, "occupations"):
        _opened.occupations = Occupations.open()
    found: Occupations = _opened.occupations
    return found
