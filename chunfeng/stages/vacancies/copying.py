"""What a copy of several vacancies would come to: the new dates, and which cannot be copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies import rules
from chunfeng.stages.vacancies.listing import PAGE, Line
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.states import NAMES, State

OFFERED = (State.PUBLISHED, State.PAUSED, State.CLOSED)  # what has been offered can be again
LIVING = (State.DRAFT, State.REVIEW, State.PUBLISHED, State.PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A vacancy with the dates its copy would have. why: it is left out; None where it is not."""

    line: Line
    start: date | None
    end: date | None
    why: Text | None


def planned(lines: Sequence[Line], *, months: int, end_date: date | None, on: date) -> list[Copy]:
    """The copies, their dates moved on by months; end_date: one closing date for all instead."""
    copied = _copied([line.id for line in lines])
    out = []
    for line in lines:
        start = rules.moved_on(line.start_date, months)
        end = end_date or rules.moved_on(line.end_date, months)
        why = _why(line, start, end, copied=line.id in copied, on=on)
        out.append(Copy(line=line, start=start, end=end, why=why))
    return out


def last_months(employer: UUID, *, on: date) -> list[UUID]:
    """What an employer offered last month: published, begun or over in it; at most a page."""
    until = on.replace(day=1) - timedelta(days=1)
    month = (until.replace(day=1), until)
    within = (
        Q(published_at__date__range=month) | Q(start_date__range=month) | Q(end_date__range=month)
    )
    found = Vacancy.objects.filter(within, employer=employer, state__in=OFFERED)
    return list(found.order_by("title_key", "id").values_list("id", flat=True)[:PAGE])


def _copied(vacancies: Sequence[UUID]) -> set[UUID | None]:
    """Those of which a copy stands that is not closed."""
    found = Vacancy.objects.filter(copied_from__in=vacancies, state__in=LIVING)
    return set(found.values_list("copied_from", flat=True))


def _why(
    line: Line, start: date | None, end: date | None, *, copied: bool, on: date
) -> Text | None:
    if line.state not in OFFERED:
        return NAMES[State(line.state)]
    if copied:
        return text("It has been copied already.")
    if rules.expired(end, on):
        return text("The new closing date would be past.")
    if start and end and start > end:
        return text("The closing date is before the start date.")
    return None
