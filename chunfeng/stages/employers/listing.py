"""The list of employers: what it is narrowed to, which are on a page, their lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Window

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.stages.employers.inside import NOTHING, inside
from chunfeng.stages.employers.models import Employer, Recognition, Site
from chunfeng.stages.employers.rules import county_span, plain

PAGE = 50
ORDERS = {
    "name": ("name_key",),
    "place": ("place", "name_key"),
    "since": ("state_on", "name_key"),
}
_LINE = (
    "id", "name", "kind", "credit_code", "place", "region", "state", "state_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of employers is narrowed to; empty means no limit.

    place: lo..hi of where they are. words: a name or its pinyin, any part of it, or a credit code.
    recognised: "workshop", "base/county" …: what is in force; "none" for nothing. own: only those
    the post answers for. among: ids, or None.
    """

    place: tuple[int, int] | None = None
    words: str = ""
    kind: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    recognised: str = ""
    own: bool = False
    among: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A recognition as a line shows it. variant: the sub-kind or level."""

    id: UUID
    kind: str
    variant: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One employer in a list. own: the post answers for it; else it has no contact here."""

    id: UUID
    name: str
    kind: str
    credit_code: str
    place: int
    region: int
    state: str
    state_on: date
    contact: str
    phone_mask: str
    own: bool
    sites: int = 0
    seats: int | None = None
    recognised: Sequence[Held] = field(default_factory=tuple)


def find(filters: Filters, *, by: Context) -> "QuerySet[Employer]":
    """The employers a filter means, of the post's county: its own, and others that are verified."""
    span = county_span(by.lo) if by.role in OFFICERS and not filters.own else (by.lo, by.hi)
    found = Employer.objects.filter(region__range=span)
    if filters.place:
        found = found.filter(place__range=filters.place)
    if filters.among is not None:
        found = found.filter(id__in=filters.among)
    for lookup, values in (("kind__in", filters.kind), ("state__in", filters.state)):
        if values:
            found = found.filter(**{lookup: list(values)})
    if filters.recognised:
        found = _recognised(found, filters.recognised)
    return _worded(found, filters.words.strip()) if filters.words.strip() else found


def page(
    filters: Filters, *, by: Context, number: int = 1, size: int = PAGE, order: str = "name"
) -> tuple[list[Line], int]:
    """(lines of a page, how many in all). order: one of ORDERS, with "-" before it downwards."""
    found, first = find(filters, by=by), (number - 1) * size
    columns = ORDERS.get(order.removeprefix("-"), ORDERS["name"])
    keys = [F(name).desc() if order.startswith("-") else F(name).asc() for name in columns]
    counted = found.annotate(total=Window(Count("*"))).order_by(*keys, "id")
    rows = list(counted.values_list("id", "total")[first : first + size])
    total = rows[0][1] if rows else found.count() if first else 0
    return lines([row[0] for row in rows], by=by), total


def lines(employers: Sequence[UUID], *, by: Context) -> list[Line]:
    """The lines of some employers, in the order given."""
    if not employers:
        return []
    rows = {row["id"]: row for row in Employer.objects.filter(id__in=employers).values(*_LINE)}
    inner = inside(employers)
    open_sites = Site.objects.filter(employer__in=employers, closed_on=None)
    sites = {
        of: (number, seats)
        for of, number, seats in open_sites.values("employer_id")
        .annotate(number=Count("id"), together=Sum("seats"))
        .values_list("employer_id", "number", "together")
    }
    held: dict[UUID, list[Held]] = {}
    living = Recognition.objects.filter(employer__in=employers).exclude(state="ended")
    columns = ("employer_id", "id", "kind", "sub_kind", "level", "state")
    for of, id_, kind, form, level, state in living.order_by("applied_on", "id").values_list(
        *columns
    ):
        held.setdefault(of, []).append(Held(id=id_, kind=kind, variant=form or level, state=state))
    return [
        Line(
            **rows[one],
            contact=inner.get(one, NOTHING)["contact"],
            phone_mask=inner.get(one, NOTHING)["phone_mask"],
            own=by.covers(rows[one]["region"]),
            sites=sites.get(one, (0, None))[0],
            seats=sites.get(one, (0, None))[1],
            recognised=tuple(held.get(one, ())),
        )
        for one in employers
        if one in rows
    ]


def _recognised(found: "QuerySet[Employer]", said: str) -> "QuerySet[Employer]":
    kind, _, variant = said.partition("/")
    in_force = Recognition.objects.filter(employer=OuterRef("id"), state="recognised")
    if kind == "none":
        return found.filter(~Exists(in_force))
    of_kind: Any = in_force.filter(kind=kind)
    if variant:
        of_kind = of_kind.filter(Q(sub_kind=variant) | Q(level=variant))
    return found.filter(Exists(of_kind))


def _worded(found: "QuerySet[Employer]", words: str) -> "QuerySet[Employer]":
    key = plain(words)
    if not key.isascii():
        return found.filter(name__contains=words)
    return found.filter(Q(name_key__contains=key) | Q(credit_code__startswith=key.upper()))
