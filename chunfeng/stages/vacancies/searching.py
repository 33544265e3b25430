"""Search over the shop window, for portal, API and workbench: what anybody may know of vacancies.

Every question names its day. Postings that are over never show, full ones only when asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson

from chunfeng.foundation.database.planned import rows
from chunfeng.stages.vacancies import rules
from chunfeng.stages.vacancies.asking import KM, Question, ask, only_the_index, valid
from chunfeng.stages.vacancies.queries import Picture
from chunfeng.stages.vacancies.suggesting import Suggestion, suggest
from chunfeng.stages.vacancies.wanted import Wanted

__all__ = [
    "LAST", "ORDERS", "Found", "Full", "Line", "Suggestion", "Town", "Wanted", "find", "nearest",
    "places_with", "suggest", "vacancy",
]  # fmt: skip
ORDERS = ("fit", "newest", "near", "pay")
COUNTED = 1000  # more are "more than 1,000"
LAST = COUNTED  # lines that can be paged to; who has looked at a thousand needs a filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a card shows. km: from the point that was given; left: seats; photo: its first one.

    month_pay (yuan a month), hour_pay (yuan an hour): the least, worked out from the pay.
    hours_window: minutes after midnight. occupation_code: of the first one; None where unknown.
    """

    id: UUID
    title: str
    occupation_code: str | None
    employer: UUID
    employer_name: str
    employer_kind: str
    place: int
    lon: float | None
    lat: float | None
    km: float | None
    pay_kind: str
    month_pay: float | None
    hour_pay: float | None
    piece_price: float | None
    hours_per_day: float | None
    days_per_week: float | None
    hours_window: Sequence[int] | None
    flexible: bool | None
    housing: bool | None
    meals: bool | None
    shuttle: bool | None
    home_friendly: bool
    channel: str
    left: int
    end_date: date | None
    published_at: datetime
    photo: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of lines. total counts what was found up to 1,000; capped: there are more."""

    lines: Sequence[Line]
    total: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A township with work: how many vacancies there, and seats left in them."""

    place: int
    vacancies: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """Everything public of one vacancy, under the names of its columns."""

    id: UUID
    region: int
    vacancy_no: str
    channel: str
    title: str
    occupation: Sequence[Sequence[str | None]] | None
    description: str
    employer: UUID
    employer_name: str
    employer_kind: str
    site: UUID | None
    place: int
    address: str
    lon: float | None
    lat: float | None
    headcount: int
    taken: int
    pay_kind: str
    pay_low: float | None
    pay_high: float | None
    piece_price: float | None
    daily_output: float | None
    month_pay: float | None
    hour_pay: float | None
    hours_per_day: float | None
    days_per_week: float | None
    hours_window: Sequence[int] | None
    night_shift: bool | None
    flexible: bool | None
    housing: bool | None
    meals: bool | None
    shuttle: bool | None
    escorted: bool | None
    contract: bool | None
    insurance: bool | None
    intensity: str
    conditions: Sequence[str] | None
    education_min: str
    skills_required: Sequence[Sequence[str | None]] | None
    certificates_required: Sequence[str] | None
    putonghua: bool | None
    age_min: int | None
    age_max: int | None
    age_reason: str
    disabilities_accepted: Sequence[str] | None
    agreement_regions: Sequence[int] | None
    start_date: date | None
    end_date: date | None
    home_friendly: bool
    published_at: datetime
    updated_at: datetime
    over: bool = False  # its closing date is past
    photos: Sequence[Picture] = field(default_factory=tuple)

    @property
    def left(self) -> int:
        """Seats that are left."""
        return self.headcount - self.taken


_CARD = [f.name for f in fields(Line)]
_CALCULATED = {
    "occupation_code": "occupation #>> '{0,1}'",
    "km": "NULL",
    "left": "headcount - taken",
    "photo": """(SELECT id FROM vacancies_photo WHERE vacancy_id = s.id
        ORDER BY position, at, id LIMIT 1)""",
}
_WHOLE = [f.name for f in fields(Full) if f.name not in ("over", "photos")]
_JSON = ("occupation", "skills_required")  # a cursor of Django's leaves them as text
_PICTURE = [f.name for f in fields(Picture)]


def find(wanted: Wanted, *, on: date, order: str = "fit", number: int = 1, size: int = 20) -> Found:
    """A page of what somebody looks for, out of the first 1,000 lines; later pages are empty.

    order: one of ORDERS. fit: words in the title before words elsewhere, then newness and nearness.
    near and fit with a point look from the point outwards. Where one portion of an order (2 days, 3
    km, a step of pay) holds more than 10,000 vacancies, only 10,000 of them are sorted.
    """
    first = (max(number, 1) - 1) * size
    count, lines = _found(
        Question(
            wanted=wanted,
            on=on,
            order=order,
            first=first,
            size=max(0, min(size, LAST - first)),
            enough=COUNTED,
        )
    )
    return Found(lines=lines, total=min(count, COUNTED), capped=count > COUNTED)


def nearest(lon: float, lat: float, on: date, n: int = 5) -> Sequence[Line]:
    """The vacancies nearest to a point that have seats, however far they are."""
    wanted = Wanted(near=(lon, lat))
    question = Question(wanted=wanted, on=on, order="near", first=0, size=n, enough=n - 1)
    return _found(question)[1]


def vacancy(id: UUID, *, on: date) -> Full | None:
    """One vacancy that is published, over and full ones included; None otherwise."""
    found = rows(_ONE, {"id": id})
    if not found:
        return None
    *values, photos = found[0]
    held = dict(zip(_WHOLE, values, strict=True))
    held |= {name: orjson.loads(held[name]) for name in _JSON if held[name]}
    return Full(
        **held,
        over=rules.expired(held["end_date"], on),
        photos=_pictures(id) if photos else [],
    )


def places_with(
    region: tuple[int, int], *, on: date, home_friendly: bool = False
) -> Sequence[Town]:
    """The townships of a region (codes lo..hi) with work that has seats, in the order of codes.

    A vacancy placed at a county or higher counts for that code.
    """
    where, values = valid(on, with_seats=True)
    friendly = " AND home_friendly" if home_friendly else ""
    statement = f"""SELECT place / 1000 * 1000 AS town, count(*), sum(headcount - taken)
        FROM vacancies_shown WHERE place BETWEEN %(low)s AND %(high)s AND {where}{friendly}
        GROUP BY town ORDER BY town"""  # noqa: S608 our own texts
    found = rows(statement, values | {"low": region[0], "high": region[1]})
    return [Town(place=place, vacancies=n, seats=seats) for place, n, seats in found]


def _found(question: Question) -> tuple[int, Sequence[Line]]:
    with only_the_index() as newest:
        if newest is None:
            return 0, ()
        number, ids = ask(question, newest)
        return number, _lines(ids, question.wanted.near)


def _lines(ids: Sequence[UUID], near: tuple[float, float] | None) -> Sequence[Line]:
    """The lines of some vacancies in the order of their ids."""
    if not ids:
        return ()
    values: dict[str, Any] = {"ids": list(ids)}
    if near:
        values["lon"], values["lat"] = near
    found = rows(_lines_of(bool(near)), values)
    held = {row[0]: Line(**dict(zip(_CARD, row, strict=True))) for row in found}
    return [held[one] for one in ids if one in held]


@cache
def _lines_of(near: bool) -> str:
    said = _CALCULATED | ({"km": KM} if near else {})
    return f"""SELECT {", ".join(said.get(name, name) for name in _CARD)}
        FROM vacancies_shown AS s WHERE id = ANY(%(ids)s)"""  # noqa: S608 our own names


_ONE = f"""SELECT {", ".join(_WHOLE)}, EXISTS (SELECT FROM vacancies_photo WHERE vacancy_id = s.id)
    FROM vacancies_shown AS s WHERE id = %(id)s"""  # noqa: S608 our own names
_PHOTOS = f"""SELECT {", ".join(_PICTURE)} FROM vacancies_photo WHERE vacancy_id = %(id)s
    ORDER BY position, at, id"""  # noqa: S608 our own names


def _pictures(vacancy: UUID) -> Sequence[Picture]:
    return [
        Picture(**dict(zip(_PICTURE, row, strict=True))) for row in rows(_PHOTOS, {"id": vacancy})
    ]
