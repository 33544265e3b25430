"""Spells put right: what was entered wrongly is corrected or taken out, with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import text
from chunfeng.stages.people import reactions, writing
from chunfeng.stages.people.models import Person, Spell
from chunfeng.stages.people.refusals import NotAllowed, NotFound, Refused

LEDGER = {  # column of a spell: what the ledger calls it
    "kind": "status", "begun": "work_since", "place": "work_place", "employer": "work_employer",
    "post": "work_post", "income": "income", "has_contract": "has_contract", "insured": "insured",
}  # fmt: skip


def correct(
    spell: UUID, values: Mapping[str, Any], *, seen: int, reason: str, by: Context, at: datetime
) -> None:
    """Sets columns of a spell. seen: the version read before.

    A spell marked primary takes the mark from the person's others.
    """
    held = _locked(spell, by)
    if held.version != seen:
        raise Refused(text("Somebody changed this meanwhile. Open it again and compare."))
    changed = {name: value for name, value in values.items() if getattr(held, name) != value}
    for name, value in changed.items():
        setattr(held, name, value)
    if held.ended is not None and held.ended < held.begun:
        raise Refused(text("It cannot end before it began."))
    if held.ended is None and _another_runs(held):
        raise Refused(text("One of this kind is still running: end it first."))
    if not changed:
        return
    writing.under_change()
    if changed.get("primary"):
        others = Spell.objects.filter(person=held.person_id, primary=True).exclude(id=spell)
        others.update(primary=False)
    held.version += 1
    held.save(update_fields=[*changed, "version"])
    _tell("spell.corrected", held, sorted(changed), reason, by, at)


def remove(spell: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Takes out a spell that never was; the history keeps it."""
    held = _locked(spell, by)
    writing.under_change()
    Spell.objects.filter(id=spell).delete()
    _tell("spell.removed", held, [], reason, by, at)


def _locked(spell: UUID, by: Context) -> Spell:
    if by.rights.d2 is not Right.WRITE:
        raise NotAllowed
    found = Spell.objects.select_for_update().filter(id=spell).first()
    if found is None:
        raise NotFound
    return found


def _another_runs(held: Spell) -> bool:
    same = Spell.objects.filter(person=held.person_id, kind=held.kind, ended__isnull=True)
    return same.exclude(id=held.id).exists()


def _tell(
    kind: str, held: Spell, changed: list[str], reason: str, by: Context, at: datetime
) -> None:
    home = Person.objects.values_list("household_id", flat=True).get(id=held.person_id)
    record(
        kind,
        by=by,
        at=at,
        person=held.person_id,
        household=home,
        region=held.region,
        subject=("spell", held.id),
        fields=[LEDGER.get(name, name) for name in changed],
        detail={"reason": reason},
    )
    reactions.changed([home], by=by, at=at)
