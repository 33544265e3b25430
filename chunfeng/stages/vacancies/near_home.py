"""Published vacancies for those tied to home, counted and listed by where the work is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from chunfeng.stages.vacancies.models import Shown

MOST = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """How many vacancies, and how many seats are still free in them."""

    vacancies: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One vacancy. month_pay, hour_pay: the least, yuan."""

    id: UUID
    title: str
    employer_name: str
    place: int
    seats: int
    month_pay: float | None
    hour_pay: float | None


def by_region(span: tuple[int, int], *, step: int) -> dict[int, Counted]:
    """{region: how many}, of the places in a range. step: codes a region of the answer takes."""
    rows: Any = _near(span).annotate(unit=F("place") / step).values("unit")
    counted = rows.annotate(n=Count("id"), free=Sum(F("headcount") - F("taken")))
    return {row["unit"] * step: Counted(row["n"], row["free"]) for row in counted.order_by("unit")}


def lines(span: tuple[int, int], *, limit: int = MOST) -> list[Line]:
    """The vacancies of the places in a range, newest first."""
    rows = _near(span).order_by("-published_at", "id")[:limit]
    names = ("id", "title", "employer_name", "place", "month_pay", "hour_pay")
    return [Line(seats=row.headcount - row.taken, **{n: getattr(row, n) for n in names})
            for row in rows]  # fmt: skip


def _near(span: tuple[int, int]) -> "QuerySet[Shown]":
    friendly = Q(channel="near") | Q(home_friendly=True)
    return Shown.objects.filter(friendly, place__range=span)
