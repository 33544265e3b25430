"""The demo's offers: some people in every state from offered to work that has ended."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chunfeng.cli.demo.answering import Open, desk_employers, open_vacancies
from chunfeng.cli.demo.filling import Office
from chunfeng.foundation.access import entered
from chunfeng.stages.people import queries as people
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations, queries
from chunfeng.stages.placements.operations import Said, Terms
from chunfeng.stages.placements.refusals import Refused
from chunfeng.stages.placements.vocabulary import (
    EmployerReason,
    EndReason,
    How,
    PersonReason,
    Whose,
)

AGO = 18  # days since these offers were made
PHONE, VISIT = Said(how=How.PHONE), Said(how=How.VISIT)
STORIES: Sequence[Sequence[str]] = (  # what happened to each offer, again and again
    (),
    ("agree",),
    ("agree", "confirm"),
    ("agree", "confirm", "begin"),
    ("agree", "confirm", "begin", "arrived"),
    ("agree", "confirm", "begin", "arrived", "missed"),
    ("agree", "confirm", "begin", "arrived", "end"),
    ("decline",),
    ("agree", "turn_down"),
    (),
    ("agree",),
    ("agree", "confirm", "begin", "arrived"),
)
ROUNDS = 3
Act = tuple[Callable[..., object], tuple[object, ...], dict[str, object]]
ACTS: Mapping[str, Callable[[UUID, datetime], Act]] = {
    "agree": lambda one, at: (operations.agree, (one, PHONE), {"phone": True}),
    "confirm": lambda one, at: (operations.confirm, (one, PHONE), {}),
    "begin": lambda one, at: (
        operations.begin,
        (one,),
        {"on": timezone.localdate(at), "evidence": Evidence.EMPLOYER},
    ),
    "arrived": lambda one, at: (operations.attest, (one,), _word(there=True)),
    "missed": lambda one, at: (operations.attest, (one,), _word(there=False)),
    "end": lambda one, at: (
        operations.end,
        (one,),
        {"on": timezone.localdate(at), "reason": EndReason.FAMILY},
    ),
    "decline": lambda one, at: (operations.decline, (one, PersonReason.TOO_FAR, VISIT), {}),
    "turn_down": lambda one, at: (operations.turn_down, (one, EmployerReason.SKILL, PHONE), {}),
}


def offer(office: Office, now: datetime) -> int:
    """Offers work to some who have none, unless some was offered; how many."""
    with entered(office.county):
        if queries.page(queries.Filters(), on=timezone.localdate(now), size=1)[1]:
            return 0
        wanted = people.Filters(status=("not_in_work",), willing=("yes",))
        rows, _ = people.page(wanted, on=timezone.localdate(now), keys=office.keys)
        own = {one for one, _ in desk_employers()[:1]}
        vacancies = sorted(open_vacancies(), key=lambda one: one.employer not in own)
    stories = [story for _ in range(ROUNDS) for story in STORIES]
    pairs = zip(rows, stories, strict=False)
    return sum(
        _told(office, row.id, vacancies[k % len(vacancies)], story, now, key=f"demo-{k}")
        for k, (row, story) in enumerate(pairs)
        if vacancies
    )


def _told(
    office: Office, person: UUID, vacancy: Open, story: Sequence[str], now: datetime, *, key: str
) -> bool:
    """One offer and what happened to it; False where it could not be made."""
    by, at = office.county, now if not story else now - timedelta(days=AGO)
    terms = Terms(tell=not story, expires_on=timezone.localdate(now + timedelta(days=2)))
    with suppress(Refused), entered(by):
        made = operations.make(
            person, vacancy.id, key=key, keys=office.keys, by=by, at=at, terms=terms
        )
        for number, name in enumerate(story, 1):
            then = at + timedelta(days=2 * number)
            act, said, more = ACTS[name](made.offer, then)
            act(*said, by=by, at=then, **more)
        return True
    return False


def _word(*, there: bool) -> dict[str, object]:
    return {"whose": Whose.EMPLOYER, "there": there, "how": How.PHONE}
