"""What about placements should make an officer look: work that may be on paper only.

A check accuses nobody; it says whom to ask.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from chunfeng.kit.texts import Text, text
from chunfeng.stages.people.models import Spell
from chunfeng.stages.placements import listing, rules
from chunfeng.stages.placements.listing import Due, Filters
from chunfeng.stages.placements.models import Confirmation, Offer
from chunfeng.stages.placements.states import State
from chunfeng.stages.placements.vocabulary import Whose

MOST = 200  # placements of an employer that are looked at
_RUNNING = Q(state=State.BEGUN, ended_on=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something to look into. offer: the placement it is about, none where it is about many."""

    said: Text
    mend: Text
    offer: UUID | None = None
    name: str = ""


def of_offer(offer: UUID, *, on: date) -> list[Check]:
    """What is to be looked into about one placement."""
    found = Offer.objects.filter(_RUNNING, id=offer)
    return [*_own_word(offer), *_twice(found), *_away(Filters(), on, only=offer)]


def of_employer(employer: UUID, *, workers: Mapping[date, int], on: date) -> list[Check]:
    """What is to be looked into about the placements at an employer, in the post's region.

    workers: by month, how many its payrolls have in all.
    """
    running = Offer.objects.filter(_RUNNING, employer=employer).order_by("id")
    away = _away(Filters(employer=employer), on)
    return [*_twice(running[:MOST]), *away, *_too_many(employer, workers)]


def _own_word(offer: UUID) -> list[Check]:
    """The person says on their own page what neither record nor officer has said since."""
    held = Offer.objects.filter(id=offer, ended_on=None).values_list("state", flat=True).first()
    words = Confirmation.objects.filter(offer=offer).exclude(whose=Whose.EMPLOYER).order_by("-at")
    last = words.values("whose", "there", "at").first()
    if last is None or last["whose"] != Whose.PERSON:
        return []
    day = timezone.localdate(last["at"]).isoformat()
    if last["there"] and held == State.CONFIRMED:
        said = text("The person says on their own page since {day}: work has begun.", day=day)
        return [Check(offer=offer, said=said, mend=text("Ask, and enter that work has begun."))]
    if not last["there"] and held == State.BEGUN:
        said = text("The person says on their own page since {day}: no longer there.", day=day)
        mend = text("Ask, and enter that work has ended, or that the person is there.")
        return [Check(offer=offer, said=said, mend=mend)]
    return []


def _twice(found: "QuerySet[Offer]") -> list[Check]:
    """Full-time here, and full-time elsewhere in the register at the same time."""
    rows = list(found.values("id", "person_id", "person__name", "spell", "full_time"))
    full = {row["person_id"]: row for row in rows if row["full_time"]}
    mine = [row["spell"] for row in rows if row["spell"]]
    spells = Spell.objects.filter(person__in=full, ended=None, kind__in=rules.FULL_TIME)
    others = spells.exclude(id__in=mine).order_by("begun", "id")
    return [
        Check(
            offer=full[person]["id"],
            name=full[person]["person__name"],
            said=text("Works full time at {employer} too, says the register.", employer=employer)
            if employer
            else text("Works full time elsewhere too, says the register."),
            mend=text("Ask the person where they are, and end what is over."),
        )
        for person, employer in others.values_list("person_id", "employer")
    ]


def _away(filters: Filters, on: date, only: UUID | None = None) -> Iterable[Check]:
    """The employer says there, an officer or village worker says at home."""
    differing = Filters(employer=filters.employer, due=Due.DISPUTED)
    found: Any = listing.narrowed(differing, on)
    found = found.filter(employer_says=True)
    if only:
        found = found.filter(id=only)
    for offer, name in found.values_list("id", "person__name")[:MOST]:
        yield Check(
            offer=offer,
            name=name,
            said=text("The employer confirms somebody whom an officer did not find at work."),
            mend=text("Visit the workplace or the home, and write down what you found."),
        )


def _too_many(employer: UUID, workers: Mapping[date, int]) -> Iterable[Check]:
    """More people confirmed for a month than its payroll has."""
    said = Confirmation.objects.filter(
        offer__employer=employer, whose=Whose.EMPLOYER, there=True, month__in=[*workers]
    )
    people: dict[date, set[UUID]] = {}
    for month, person in said.values_list("month", "person_id"):
        people.setdefault(month or date.min, set()).add(person)
    for month in sorted(people, reverse=True):
        if len(people[month]) > workers[month]:
            yield Check(
                said=text(
                    "In {month} it confirms {n} people at work; its payrolls have {workers}.",
                    month=f"{month:%Y-%m}", n=len(people[month]), workers=workers[month],
                ),
                mend=text("Compare the names with the payroll."),
            )  # fmt: skip
