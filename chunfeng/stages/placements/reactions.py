"""What follows for offers when people change: a spell ended elsewhere, who left, who was merged."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.stages.people.models import Consent, Person, Spell
from chunfeng.stages.placements import answering, working, writing
from chunfeng.stages.placements.models import LIVE, Offer
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


def join(keep: UUID, drop: UUID, by: Context, at: datetime) -> None:
    """What runs or is open of a record that was merged goes over to the record kept.

    What cannot, since that one has the like already, stays where it is; an offer lapses.
    """
    region = Person.objects.values_list("region", flat=True).get(id=keep)
    for held in _unended(drop):
        spell = _spell_of(keep, held.spell) if held.spell else None
        before = {"person": str(drop), "spell": str(held.spell) if held.spell else None}
        try:
            with transaction.atomic():
                _hand_over(held, keep, region, spell, before, at)
        except IntegrityError:
            if held.state in OPEN:
                held.refresh_from_db()
                answering.lapse(held, LapseReason.LEFT, by=by, at=at)
            continue
        writing.tell("offer.followed", held, by=by, at=at, person_before=str(drop))


def part(keep: UUID, drop: UUID, by: Context, at: datetime) -> None:
    """What went over with a merge comes back with its undoing."""
    region = Person.objects.values_list("region", flat=True).get(id=drop)
    came = Offer.objects.select_for_update().filter(person=keep, before_merge__person=str(drop))
    for held in came.order_by("id"):
        spell = (held.before_merge or {}).get("spell")
        _hand_over(held, drop, region, UUID(spell) if spell else None, None, at)
        writing.tell("offer.followed", held, by=by, at=at, person_before=str(keep))


def _unended(person: UUID) -> list[Offer]:
    found = Offer.objects.select_for_update().filter(LIVE | Q(state=State.MADE), person=person)
    return list(found.order_by("id"))


def _spell_of(keep: UUID, spell: UUID) -> UUID:
    """The spell that came along; else the one of its kind that runs in the record kept."""
    held = Spell.objects.filter(id=spell).values("person_id", "kind").first()
    if held is None or held["person_id"] == keep:
        return spell
    same = Spell.objects.filter(person=keep, kind=held["kind"], ended=None)
    return same.values_list("id", flat=True).first() or spell


def _hand_over(
    held: Offer, person: UUID, region: int, spell: UUID | None, before: Any, at: datetime
) -> None:
    held.person_id, held.region = person, region
    held.spell, held.before_merge, held.updated_at = spell, before, at
    columns = ["person", "region", "spell", "before_merge", "updated_at"]
    held.save(update_fields=columns)
