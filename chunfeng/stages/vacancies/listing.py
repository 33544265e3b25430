"""The list of vacancies: what it is narrowed to, which are on a page, their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window

from chunfeng.stages.employers.models import Employer
from chunfeng.stages.people.likeness import name_key
from chunfeng.stages.vacancies import rules
from chunfeng.stages.vacancies.below import BELOW, with_least
from chunfeng.stages.vacancies.examining import Kept
from chunfeng.stages.vacancies.models import Vacancy

PAGE = 50
ORDERS: Mapping[str, tuple[str, ...]] = {
    "title": ("title_key",),
    "updated": ("updated_at",),
    "submitted": ("submitted_at",),
    "published": ("published_at",),
    "end": ("end_date",),
    "pay": ("month_pay",),
    "place": ("place", "title_key"),
    "seats": ("headcount",),
}
_LINE = (
    "id", "region", "employer_id", "vacancy_no", "title", "channel", "place", "headcount", "taken",
    "month_pay", "state", "state_reason", "start_date", "end_date", "submitted_at", "published_at",
    "updated_at", "findings", "version", "paused_at_desk", "how", "home_friendly",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of vacancies is narrowed to; empty means no limit.

    region: lo..hi of whose officers answer. place: lo..hi of where the work is. words: of the
    title or the employer's name (characters or pinyin), or a number of the ledger. held: with
    findings an officer has to answer. home_friendly: for those tied to home. below: paid less than
    the lowest lawful pay of the day.
    """

    region: tuple[int, int] | None = None
    state: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    employer: UUID | None = None
    place: tuple[int, int] | None = None
    words: str = ""
    full: bool | None = None
    expired: bool | None = None
    held: bool | None = None
    home_friendly: bool | None = None
    below: bool | None = None
    vacancies: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One vacancy in a list. findings: what is marked in it."""

    id: UUID
    region: int
    employer: UUID
    employer_name: str
    employer_state: str
    vacancy_no: str
    title: str
    channel: str
    place: int
    headcount: int
    taken: int
    month_pay: float | None
    state: str
    state_reason: str
    start_date: date | None
    end_date: date | None
    submitted_at: datetime | None
    published_at: datetime | None
    updated_at: datetime
    findings: Sequence[Kept]
    version: int
    paused_at_desk: bool
    how: str
    home_friendly: bool
    expired: bool

    @property
    def full(self) -> bool:
        """Whether no seat is left."""
        return rules.full(self.taken, self.headcount)


def find(filters: Filters, *, on: date) -> "QuerySet[Vacancy]":
    """The vacancies a filter means; to be counted, paged and turned into lines."""
    found = Vacancy.objects.all()
    for lookup, value in (
        ("region__range", filters.region),
        ("state__in", filters.state),
        ("channel__in", filters.channel),
        ("employer", filters.employer),
        ("place__range", filters.place),
        ("id__in", filters.vacancies),
    ):
        if value:
            found = found.filter(**{lookup: value})
    for asked, so in (
        (filters.full, Q(taken__gte=F("headcount"))),
        (filters.expired, Q(end_date__lt=on)),
        (filters.held, Q(findings__contains=[{"verdict": "hold"}])),
        (filters.home_friendly, Q(home_friendly=True)),
    ):
        if asked is not None:
            found = found.filter(so) if asked else found.exclude(so)
    if filters.below is not None:
        ids = with_least(Vacancy.objects.all(), on).filter(BELOW).values("id")
        found = found.filter(id__in=ids) if filters.below else found.exclude(id__in=ids)
    return _worded(found, filters.words.strip()) if filters.words.strip() else found


def page(
    filters: Filters,
    *,
    on: date,
    number: int = 1,
    size: int = PAGE,
    order: str = "-updated",
) -> tuple[list[Line], int]:
    """(lines of a page, how many in all). order: one of ORDERS, with "-" before it downwards."""
    found, first = find(filters, on=on), (number - 1) * size
    counted = _ordered(found, order).annotate(total=Window(Count("*")))
    ids = list(counted.values_list("id", "total")[first : first + size])
    total = ids[0][1] if ids else found.count() if first else 0
    return lines([vacancy for vacancy, _ in ids], on=on), total


def lines(vacancies: Sequence[UUID], *, on: date) -> list[Line]:
    """The lines of some vacancies, in the order given."""
    rows = {row["id"]: row for row in Vacancy.objects.filter(id__in=vacancies).values(*_LINE)}
    employers = {row["employer_id"] for row in rows.values()}
    found = Employer.objects.filter(id__in=employers).values_list("id", "name", "state")
    known = {id_: (name, state) for id_, name, state in found}
    return [_line(rows[v], known, on) for v in vacancies if v in rows]


def _line(row: Mapping[str, Any], known: Mapping[UUID, tuple[str, str]], on: date) -> Line:
    same = {name: row[name] for name in _LINE if name != "employer_id"}
    name, state = known.get(row["employer_id"], ("", ""))
    return Line(
        **same,
        employer=row["employer_id"],
        employer_name=name,
        employer_state=state,
        expired=rules.expired(row["end_date"], on),
    )


def _ordered(found: "QuerySet[Vacancy]", order: str) -> "QuerySet[Vacancy]":
    columns = ORDERS.get(order.removeprefix("-"), ORDERS["updated"])
    down = order.startswith("-")
    keys = [F(n).desc(nulls_last=True) if down else F(n).asc(nulls_last=True) for n in columns]
    return found.order_by(*keys, "id")


def _worded(found: "QuerySet[Vacancy]", words: str) -> "QuerySet[Vacancy]":
    """Titles and employers' names that hold the words, in characters or pinyin; or a number."""
    key = name_key(words)
    if words.isascii():
        titles = Q(title_key__contains=key) if key else Q()
        called = Employer.objects.filter(name_key__contains=key) if key else None
    else:
        titles = Q(title__contains=words)
        called = Employer.objects.filter(name__contains=words)
    so = titles | Q(vacancy_no=words)
    if called is not None:
        so |= Q(employer__in=called.values("id"))
    return found.filter(so)
