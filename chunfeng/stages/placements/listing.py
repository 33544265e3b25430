"""The list of offers, narrowed to what waits for whom, and the counts of the first page."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chunfeng.kit.texts import Text, text
from chunfeng.stages.placements import rules
from chunfeng.stages.placements.models import Confirmation, Offer
from chunfeng.stages.placements.states import OPEN, WAITING, State
from chunfeng.stages.placements.vocabulary import Whose

SOON = 2  # days before the last day to answer
ENDED = "ended"  # beside the states: work that has ended
_OPEN = frozenset(str(state) for state in OPEN)


class Due(StrEnum):
    """What an offer waits for."""

    PERSON = "person"
    EMPLOYER = "employer"
    EXPIRING = "expiring"
    START = "start"
    ARRIVAL = "arrival"
    MONTH = "month"
    DISPUTED = "disputed"

    @property
    def label(self) -> Text:
        """What it waits for, to show."""
        return DUE_NAMES[self]


DUE_NAMES = {
    Due.PERSON: text("The person's answer"),
    Due.EMPLOYER: text("The employer's answer"),
    Due.EXPIRING: text("Expires within {n} days", n=SOON),
    Due.START: text("The first day of work"),
    Due.ARRIVAL: text("The arrival to be confirmed"),
    Due.MONTH: text("The employer's word for last month"),
    Due.DISPUTED: text("Employer and officer differ"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of offers is narrowed to; none means no limit. states: of states, or "ended"."""

    region: tuple[int, int] | None = None  # codes lo..hi of the people
    states: tuple[str, ...] = ()
    due: str = ""
    employer: UUID | None = None
    vacancy: UUID | None = None
    person: UUID | None = None


def narrowed(filters: Filters, on: date) -> "QuerySet[Offer]":
    """The offers a filter means, those to be answered first first, else the latest."""
    found = Offer.objects.all()
    if filters.region:
        found = found.filter(region__range=filters.region)
    given = {name: getattr(filters, name) for name in ("employer", "vacancy", "person")}
    found = found.filter(**{name: value for name, value in given.items() if value is not None})
    if filters.states:
        found = found.filter(_states(filters.states))
    if filters.due:
        found = _due(found, Due(filters.due), on)
    if filters.states and set(filters.states) <= _OPEN:
        return found.order_by("expires_on", "made_at", "id")
    return found.order_by("-updated_at", "id")


def counted(on: date) -> dict[Due, int]:
    """How many offers wait for what, within the post's region; in one statement."""
    parts = {str(due): Count("id", filter=_when(due, on)) for due in Due}
    counts = _with_words(Offer.objects.all(), on).aggregate(**parts)
    return {due: counts[due] for due in Due}


def _states(states: tuple[str, ...]) -> Q:
    plain = [state for state in states if state not in (ENDED, State.BEGUN)]
    wanted = Q(state__in=plain)
    if State.BEGUN in states:
        wanted |= Q(state=State.BEGUN, ended_on=None)
    return wanted | Q(ended_on__isnull=False) if ENDED in states else wanted


def _due(found: "QuerySet[Offer]", due: Due, on: date) -> "QuerySet[Offer]":
    return _with_words(found, on).filter(_when(due, on))


def _when(due: Due, on: date) -> Q:
    """When an offer waits for something. Of ``_with_words``."""
    running = Q(state=State.BEGUN, ended_on=None)
    return {
        Due.PERSON: Q(state=State.MADE),
        Due.EMPLOYER: Q(state=State.AGREED),
        Due.EXPIRING: Q(state__in=WAITING, expires_on__lte=on + timedelta(days=SOON)),
        Due.START: Q(state=State.CONFIRMED),
        Due.ARRIVAL: running & Q(arrival_said=False),
        Due.MONTH: running & Q(start_on__lt=on.replace(day=1), month_said=False),
        Due.DISPUTED: running
        & Q(employer_says__isnull=False)
        & ~Q(employer_says=F("officer_says")),
    }[due]


def _with_words(found: "QuerySet[Offer]", on: date) -> "QuerySet[Offer]":
    """Offers with the latest word of each side; an officer who said nothing goes by the record."""
    said = Confirmation.objects.filter(offer=OuterRef("pk"))
    return found.annotate(
        arrival_said=Exists(said.filter(month=None).exclude(whose=Whose.PERSON)),
        month_said=Exists(said.filter(month=last_month(on), whose=Whose.EMPLOYER)),
        employer_says=_latest(Whose.EMPLOYER),
        officer_says=Coalesce(_latest(Whose.OFFICER), True),
    )


def _latest(whose: Whose) -> Subquery:
    said = Confirmation.objects.filter(offer=OuterRef("pk"), whose=whose).order_by("-at", "-id")
    return Subquery(said.values("there")[:1])


def last_month(on: date) -> date:
    """The first day of the month before a day's."""
    return rules.month_of(rules.month_of(on) - timedelta(days=1))
