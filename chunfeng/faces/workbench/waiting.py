"""What waits on the demand side, for the first page: people to be called, reports, reviews."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from chunfeng.faces.ui.parts import Figure, Word
from chunfeng.faces.workbench import interested, vacant
from chunfeng.faces.workbench.common import by, today
from chunfeng.kit.texts import Text, text
from chunfeng.stages.own import queries as letters
from chunfeng.stages.vacancies import queries
from chunfeng.stages.vacancies.queries import Counts
from chunfeng.stages.vacancies.vocabulary import ReportKind

ROWS = 6  # of each kind; the rest is a link away


@dataclass(frozen=True, slots=True)
class Todo:
    """One row: what it is about, more of it, and the one next act."""

    what: Word
    more: Word
    act: Word
    url: str


def figures(counts: Counts) -> list[Figure]:
    """Counts of the demand side, each the link into its own list."""
    shown = f"{reverse('vacancies')}?state=published"
    return [
        Figure(name=text("seats left"), value=counts.seats_open,
               url=f"{shown}&full=no&expired=no"),
    ]  # fmt: skip


def due(request: HttpRequest, counts: Counts) -> list[Todo]:
    """Those interested who are to be called, longest waiting first, and reports to be settled."""
    return _interests(request, counts) + _reports(request, counts) + _letters()


def _interests(request: HttpRequest, counts: Counts) -> list[Todo]:
    if not counts.interests_open:
        return []
    rows, total = queries.interests_open(size=ROWS)
    lines = [interested.shown(row, by(request).lo) for row in rows]
    out = [
        Todo(
            text("{name}: {about}", name=one.row.name, about=one.about),
            text("{place}, waits for {n} days", place=one.place, n=one.days),
            text("Call"),
            reverse("interest", args=[one.row.id]),
        )
        for one in lines
    ]
    return out + _rest(total, out, text("{n} people wait for a call", n=total), "interests")


def _reports(request: HttpRequest, counts: Counts) -> list[Todo]:
    if not counts.reports_open:
        return []
    rows, total = queries.reports_open(size=ROWS)
    out = [
        Todo(ReportKind(row.kind).label, row.employer_name or row.title, text("Look into it"),
             reverse("report", args=[row.id]))
        for row in rows
    ]  # fmt: skip
    return out + _rest(total, out, text("{n} reports to be settled", n=total), "reports")


def _letters() -> list[Todo]:
    """What people wrote on their own pages; how many wait for longer than they may."""
    found = letters.waiting(on=today())
    if not found.open:
        return []
    said = text("{n} letters of people wait for an answer", n=found.open)
    late = text("{n} of them are late", n=found.late) if found.late else ""
    return [Todo(said, late, text("Answer them"), reverse("letters"))]


def reviews(request: HttpRequest, counts: Counts) -> list[Todo]:
    """Vacancies that wait for review, the oldest first, for who decides on them."""
    if not counts.in_review or not vacant.may_act(request):
        return []
    rows, total = queries.review_queue(on=today(), size=ROWS)
    lines = [vacant.shown(row) for row in rows]
    out = [
        Todo(
            text("{title} at {employer}", title=one.row.title, employer=one.row.employer_name),
            text("{n} places marked", n=len(one.marks)) if one.marks else text("nothing marked"),
            text("Review it"),
            reverse("review-one", args=[one.row.id]),
        )
        for one in lines
    ]
    return out + _rest(total, out, text("{n} vacancies wait for review", n=total), "review")


def _rest(total: int, shown: Sequence[Todo], said: Text, route: str) -> list[Todo]:
    """The way to the whole list, where some are left."""
    return [Todo(said, "", text("All"), reverse(route))] if total > len(shown) else []
