"""The first page: what is due, our vacancies, interested people, recognitions."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chunfeng.faces.desk import telling
from chunfeng.faces.desk.common import for_names, ours, show, today
from chunfeng.faces.ui.formats import day, local_day
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import policy
from chunfeng.stages.employers.queries import Facts, RecognitionLine
from chunfeng.stages.employers.states import RECOGNITION_NAMES, RecognitionState
from chunfeng.stages.placements import desk_list
from chunfeng.stages.vacancies import queries
from chunfeng.stages.vacancies.queries import Line
from chunfeng.stages.vacancies.states import State

SOON = 7  # days before a closing date that it is said
ASK_AGAIN = timedelta(days=14)  # after that long the seats are confirmed
SHOWN, NAMES = 8, 8
OPEN = ("draft", "review", "published", "paused")


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done, where, and what its button says."""

    said: Text
    more: Text | str
    url: str
    act: Text


@require_safe
@for_names
def home(request: HttpRequest) -> HttpResponse:
    """What is due first."""
    employer, on = ours(request), today()
    rows, total = queries.of_employer(employer.id, on=on, state=OPEN)
    told = {
        "employer": employer,
        "due": [*_of_people(on), *_of_vacancies(rows, on), *_of_pay(employer, on)],
        "rows": [(row, *telling.state_of(row, on)) for row in rows[:SHOWN]],
        "total": total,
        "names": queries.names_shared(most=NAMES),
        "recognitions": [(called(one), *state_of(one)) for one in employer.recognitions],
        "verified": employer.state == "verified",
    }
    return show(request, "home.html", told)


def called(row: RecognitionLine) -> Text:
    """What an employer is to be recognised as."""
    return policy.national().called(row.kind, row.variant)


def state_of(row: RecognitionLine) -> tuple[Text, str]:
    """(a recognition's state, its shape)."""
    tones = {"recognised": "good", "suspended": "wrong", "ended": "plain"}
    return RECOGNITION_NAMES[RecognitionState(row.state)], tones.get(row.state, "due")


def _of_people(on: date) -> list[Due]:
    """Who waits for our answer, who has arrived, who was there last month."""
    page = reverse("desk-proposed")
    waiting, arrived = desk_list.proposed(), desk_list.arrivals()
    month = f"{desk_list.last_month(on):%Y-%m}"
    silent = desk_list.silent(desk_list.last_month(on))
    found = []
    if waiting:
        said = text("{n} people agreed to work for you", n=len(waiting))
        found.append(
            Due(said, "、".join(one.name for one in waiting[:3]), page, text("Answer them"))
        )
    if arrived:
        said = text("{n} people have begun: did they arrive?", n=len(arrived))
        found.append(Due(said, "", reverse("desk-arrivals"), text("Confirm")))
    if silent:
        said = text("Who was there in {month}?", month=month)
        found.append(Due(said, "", reverse("desk-there", args=[month]), text("Confirm")))
    return found


def _of_vacancies(rows: list[Line], on: date) -> list[Due]:
    return [due for row in rows for due in [_of(row, on)] if due]


def _of(row: Line, on: date) -> Due | None:
    """The one thing that is due of a vacancy, the most urgent."""
    page = reverse("desk-vacancy", args=[row.id])
    if row.state == State.DRAFT and row.state_reason:
        return Due(text("{title}: sent back", title=row.title), row.state_reason, page,
                   text("Mend it"))  # fmt: skip
    if row.state == State.DRAFT:
        return Due(text("{title}: not handed in yet", title=row.title), "", page, text("Go on"))
    if row.state != State.PUBLISHED:
        return None
    if row.end_date and (row.end_date - on).days <= SOON:
        said = text("{title} ends on {day}", title=row.title, day=day(row.end_date))
        return Due(said, "", reverse("desk-vacancies"), text("Renew"))
    if on - local_day(row.updated_at) >= ASK_AGAIN:
        said = text("{title}: do you still look for people?", title=row.title)
        more = text("{taken} of {n} seats are taken.", taken=row.taken, n=row.headcount)
        return Due(said, more, reverse("desk-seats", args=[row.id]), text("Confirm"))
    return None


def _of_pay(employer: Facts, on: date) -> list[Due]:
    """Last month's pay, at each site that counts towards a recognition and has not told it."""
    first = on.replace(day=1)
    month = (first - timedelta(days=1)).replace(day=1)
    told = {(row.site_id, row.month) for row in employer.payrolls}
    counted = {one.site_id for one in employer.recognitions if one.state != "ended"}
    missing = [s for s in employer.sites if s.id in counted and (s.id, month) not in told]
    return [
        Due(
            text("Pay of {month} is missing", month=f"{month:%Y-%m}"),
            site.name or telling.where(site.place),
            reverse("desk-month", args=[site.id]),
            text("Enter it"),
        )
        for site in missing
        if site.closed_on is None
    ]
