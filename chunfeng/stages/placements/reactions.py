"""What follows for offers when people change: a spell ended elsewhere, somebody who left."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.stages.people.models import Consent, Spell
from chunfeng.stages.placements import answering, working, writing
from chunfeng.stages.placements.models import Offer
from chunfeng.stages.placements.states import OPEN, State
from chunfeng.stages.placements.vocabulary import EndReason, LapseReason

REMOVED = "removed"  # the spell was taken out of the register


def follow(
    households: Collection[UUID], _opened: Mapping[UUID, Any], by: Context, at: datetime
) -> None:
    """Ends placements whose spell has ended; lapses offers to who left or took the consent back."""
    _end_with_spells(households, by, at)
    gone = Q(person__left_on__isnull=False) | Q(person__merged_into__isnull=False)
    given = Consent.objects.filter(person=OuterRef("person"), purpose=writing.DOCKING)
    objects = Exists(given) & ~Exists(given.filter(withdrawn_on=None))
    here = Offer.objects.select_for_update(of=("self",)).filter(
        person__household__in=households, state__in=OPEN
    )
    for why, which in ((LapseReason.LEFT, gone), (LapseReason.CONSENT, objects)):
        for held in here.filter(which).order_by("id"):
            answering.lapse(held, why, by=by, at=at)


def stop(person: UUID, purpose: str, by: Context, at: datetime) -> None:
    """Lapses what is offered to somebody who no longer agrees to be docked; work goes on."""
    if purpose != writing.DOCKING:
        return
    offers = Offer.objects.select_for_update(of=("self",)).filter(person=person, state__in=OPEN)
    for held in offers.order_by("id"):
        answering.lapse(held, LapseReason.CONSENT, by=by, at=at)


def _end_with_spells(households: Collection[UUID], by: Context, at: datetime) -> None:
    running = Offer.objects.select_for_update(of=("self",)).filter(
        person__household__in=households, state=State.BEGUN, ended_on=None
    )
    held_by_spell = {held.spell: held for held in running.order_by("id") if held.spell}
    if not held_by_spell:
        return
    spells = Spell.objects.filter(id__in=held_by_spell).values_list("id", "ended", "end_reason")
    found = {id_: (ended, reason) for id_, ended, reason in spells}
    for spell, held in held_by_spell.items():
        day, reason = found.get(spell, (held.start_on or timezone.localdate(at), REMOVED))
        if day is not None:
            working.ended(held, day, reason or EndReason.OTHER, by=by, at=at)
