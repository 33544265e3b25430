"""What stands when a region is docked again: the last proposals, and what was answered since."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q

from chunfeng.stages.docking.models import DockingRun, Proposal
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.register import Register
from chunfeng.stages.docking.states import Verdict
from chunfeng.stages.docking.steady import Before

# (lo, hi, since) → (person, vacancy that came to nothing or ended since) and (person, None): has
# an offer. Entered by config.wiring: a stage downstream is not imported here.
Source = Callable[[int, int, date], Iterable[tuple[UUID, UUID | None]]]
sources: list[Source] = []


@dataclass(slots=True)
class Answers:
    """Pairs that were answered lately, and who has an offer."""

    closed: set[tuple[UUID, UUID]] = field(default_factory=set)
    offered: set[UUID] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """SHA-256 of all of them; "" where there are none."""
        told = [*sorted(map(str, self.closed)), *sorted(map(str, self.offered))]
        return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def answers(lo: int, hi: int, policy: Policy, *, on: date) -> Answers:
    """What was answered by or for the people of a region in the days the policy gives."""
    since = on - timedelta(policy.churn.answered_days)
    found = Answers()
    wanted: dict[UUID, set[UUID]] = {}
    judged = Proposal.objects.filter(
        region__range=(lo, hi), verdict_at__date__gt=since, verdict_at__date__lte=on
    )
    # A fact that was wrong, and corrected since, keeps nobody from the place any more.
    corrected = Q(verdict=Verdict.WRONG_FACT, person__updated_at__gt=F("verdict_at"))
    for person, vacancy, verdict in judged.exclude(Q(verdict="") | corrected).values_list(
        "person_id", "vacancy", "verdict"
    ):
        found.closed.add((person, vacancy))
        if verdict == Verdict.OFFER:
            wanted.setdefault(person, set()).add(vacancy)
    told = [line for source in sources for line in source(lo, hi, since)]
    over = {(person, vacancy) for person, vacancy in told if vacancy is not None}
    found.offered |= {person for person, vacancy in told if vacancy is None}
    found.closed |= over
    # Who is to be offered a place gets no other one, until nothing came of it or the work is over.
    found.offered |= {p for p, places in wanted.items() if any((p, v) not in over for v in places)}
    return found


def before(run: DockingRun, register: Register, told: Answers, policy: Policy) -> Before:
    """The same in rows of the ledgers, with the places held in the run that this one follows."""
    person = {one: row for row, one in enumerate(register.person_ids)}
    vacancy = {one: row for row, one in enumerate(register.vacancy_ids)}
    held = (
        Proposal.objects.filter(run=run.after, verdict="") if run.after else Proposal.objects.none()
    )
    return Before(
        held={
            person[p]: vacancy[v]
            for p, v in held.values_list("person_id", "vacancy")
            if p in person and v in vacancy
        },
        points=policy.churn.points,
        closed=frozenset(
            (person[p], vacancy[v]) for p, v in told.closed if p in person and v in vacancy
        ),
        offered=frozenset(person[p] for p in told.offered if p in person),
    )
