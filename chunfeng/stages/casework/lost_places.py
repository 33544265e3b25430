"""Places of work whose recognition no longer holds: noted so that who works there is asked.

Whom it concerns is derived from spells (``due``, ``lost_workers``) and kept nowhere.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.casework import writing
from chunfeng.stages.casework.models import LostPlace
from chunfeng.stages.casework.refusals import Refused
from chunfeng.stages.employers.workplaces import Workplace
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.models import Spell
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements import queries as offers
from chunfeng.stages.placements.vocabulary import EndReason

MOST_AT_ONCE = 50


def note(place: Workplace, reason: str, *, by: Context, at: datetime) -> None:
    """A recognition was suspended or has ended; employers' news call it. What was before is over.

    reason: stands with the recognition, and not here.
    """
    lift(place.recognition, by=by, at=at)
    LostPlace(
        id=uuid4(),
        recognition=place.recognition,
        region=place.region,
        place=place.place,
        names=sorted(place.names),
        day=timezone.localdate(at),
        at=at,
        by=by.user,
    ).save(force_insert=True)


def lift(recognition: UUID, *, by: Context, at: datetime) -> None:
    """Nobody is to be asked any more; employers' news call it when a suspension is lifted."""
    LostPlace.objects.filter(recognition=recognition, over_at=None).update(over_at=at)


def end_work(
    spells: Collection[UUID], *, place: Workplace, on: date, by: Context, at: datetime
) -> int:
    """Ends the work of some at a place, all on one last day; they are free for docking. How many.

    spells: of that place only; what has ended already stays as it is.
    """
    writing.must_write(by)
    if not LostPlace.objects.filter(recognition=place.recognition, over_at=None).exists():
        raise Refused(text("The recognition holds. Note the end of somebody's work on their page."))
    if on > timezone.localdate(at):
        raise Refused(text("The last day of work is still to come."))
    wanted = sorted(set(spells))[:MOST_AT_ONCE]
    running = Spell.objects.filter(id__in=wanted, employer__in=place.names, ended=None)
    found = list(running.order_by("id").values_list("id", "begun"))
    if any(begun > on for _, begun in found):
        raise Refused(text("Somebody of them began later than that day."))
    for spell, _ in found:
        placed, why = offers.of_spell(spell), EndReason.EMPLOYER_STOPPED
        if placed:
            placements.end(placed.id, on=on, reason=why, by=by, at=at)
        else:
            people.end_spell(spell, ended=on, reason=why, by=by, at=at)
    return len(found)
