"""What waits, for the first page: people to be called, reports, reviews, proposals."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from chunfeng.faces.ui.parts import Figure, Word
from chunfeng.faces.workbench import caring, docked, interested, vacant
from chunfeng.faces.workbench.common import by, today
from chunfeng.faces.workbench.shell import region_name
from chunfeng.foundation.places.offices import KEEPERS, office_of
from chunfeng.kit.texts import Text, text
from chunfeng.stages.casework import queries as casework
from chunfeng.stages.docking import lists
from chunfeng.stages.own import queries as letters
from chunfeng.stages.placements import queries as placements
from chunfeng.stages.placements.queries import Due
from chunfeng.stages.vacancies import queries
from chunfeng.stages.vacancies.queries import Counts
from chunfeng.stages.vacancies.vocabulary import ReportKind

OFFERS = {  # the most urgent first
    Due.DISPUTED: text("Employer and officer differ on who is at work"),
    Due.EXPIRING: text("Offers that expire within {n} days", n=placements.SOON),
    Due.PERSON: text("Offers that wait for the person"),
    Due.EMPLOYER: text("Offers that wait for the employer"),
    Due.START: text("Agreed, and not begun"),
    Due.ARRIVAL: text("Arrivals to be confirmed"),
    Due.MONTH: text("The employer has not said who was there last month"),
}
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
    """Who is to be asked or called, difficulties, those interested, reports, letters."""
    cases = _follow_ups() + _difficulties()
    return cases + _interests(request, counts) + _reports(request, counts) + _letters()


def office(request: HttpRequest) -> list[Todo]:
    """That nobody is told whom to call, while neither the region nor one above has an office."""
    context = by(request)
    if context.role not in KEEPERS or office_of(context.lo):
        return []
    return [
        Todo(
            text("The public pages name nobody to call"),
            text("{place} has no office with a telephone entered.", place=region_name(context.lo)),
            text("Enter"),
            reverse("office", args=[f"{context.lo:012d}"]),
        )
    ]


def _follow_ups() -> list[Todo]:
    rows, total = casework.follow_ups(casework.Wanted(when="now"), on=today(), limit=ROWS)
    lines = [caring.waiting(row) for row in rows]
    out = [
        Todo(
            text("{name}: {cause}", name=one.row.name, cause=one.cause),
            text("{place}, due on {day}", place=one.place, day=one.row.due_on.isoformat()),
            text("Call or visit"),
            reverse("contact", args=[one.row.person]),
        )
        for one in lines
    ]
    return out + _rest(total, out, text("{n} people are to be asked", n=total), "follow-ups")


def _difficulties() -> list[Todo]:
    """Those whose last day has come."""
    rows, total = casework.difficulties(casework.Hard(), on=today(), limit=ROWS)
    out = [
        Todo(
            text("{name}: {cause}", name=row.name, cause=caring.hard(row).kind),
            row.task or text("Last day: {day}", day=row.due_on.isoformat()),
            text("Open"),
            reverse("difficulty", args=[row.id]),
        )
        for row in rows
        if row.due_on <= today()
    ]
    over = total > len(rows) and len(out) == len(rows)
    return out + (_rest(total, out, text("{n} difficulties are open", n=total), "difficulties")
                  if over else [])  # fmt: skip


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


def offers() -> list[Todo]:
    """Offers and placements that wait, each kind one row into its own list."""
    counted, address = placements.due(today()), reverse("offers")
    return [
        Todo(said, text("{n} people", n=counted[due]), text("Open"), f"{address}?due={due}")
        for due, said in OFFERS.items()
        if counted[due]
    ]


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


def below(counts: Counts) -> list[Todo]:
    """Public vacancies below the lowest lawful pay, of a line that began after they were read."""
    if not counts.below:
        return []
    said = text("{n} public vacancies pay less than the lowest lawful pay", n=counts.below)
    return [Todo(said, text("They stay public until somebody decides."), text("Look"),
                 f"{reverse('vacancies')}?state=published&expired=no&below=yes")]  # fmt: skip


def proposals() -> list[Todo]:
    """Places that the last run proposes and nobody has answered."""
    run = lists.latest_done()
    waits = lists.verdicts(run.id).get("", 0) if run else 0
    if run is None or not waits:
        return []
    address = f"{reverse('proposals', args=[run.id])}?verdict={docked.UNANSWERED}"
    return [Todo(text("{n} proposals wait for an answer", n=waits),
                 text("docked as of {day}", day=run.on.isoformat()), text("Answer them"),
                 address)]  # fmt: skip


def _rest(total: int, shown: Sequence[Todo], said: Text, route: str) -> list[Todo]:
    """The way to the whole list, where some are left."""
    return [Todo(said, "", text("All"), reverse(route))] if total > len(shown) else []
