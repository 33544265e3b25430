"""Calls and visits: what was found is noted, and what follows from it is done at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.casework import due, helping, writing
from chunfeng.stages.casework.models import Contact
from chunfeng.stages.casework.refusals import NotFound, Refused
from chunfeng.stages.casework.vocabulary import How, Kind
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.models import Spell
from chunfeng.stages.people.queries import Facts, SpellLine
from chunfeng.stages.people.status import PAID_WORK
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements import queries as offers
from chunfeng.stages.placements.vocabulary import EndReason
from chunfeng.stages.placements.vocabulary import How as Way
from chunfeng.stages.placements.vocabulary import Whose as Side

AnySpell = TypeVar("AnySpell", SpellLine, Spell)
KEY = 60  # characters
OLDEST = 90  # days: what was found earlier is entered as a spell, not as a call
MOST_PAY = 100_000  # yuan a month
_WAYS = {How.PHONE: Way.PHONE, How.VISIT: Way.VISIT, How.MET: Way.VISIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found on a call or visit; None is not asked or not known.

    done_at: by the clock of the phone. seen: ``mark`` of the person when the form was opened.
    end_on, end_reason: of the work that was asked about, where it has ended.
    """

    how: How
    reached: bool
    done_at: datetime
    seen: str = ""
    at_work: bool | None = None
    pay_as_agreed: bool | None = None
    pay: float | None = None
    has_contract: bool | None = None
    insured: bool | None = None
    difficulties: Sequence[Kind] = ()
    note: str = ""
    next_on: date | None = None
    end_on: date | None = None
    end_reason: EndReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A contact. again: it had been noted before. to_look: the record had changed meanwhile."""

    contact: UUID
    again: bool = False
    to_look: bool = False


def asked_about(facts: Facts) -> SpellLine | None:
    """The paid work a person is asked about: the one that runs, else the one that ended last."""
    return _asked_about(facts.spells)


def mark(facts: Facts) -> str:
    """What a form was opened on: the work that is asked about and the contacts so far."""
    return _mark(asked_about(facts), Contact.objects.filter(person=facts.id).count())


def marks(persons: Collection[UUID]) -> dict[UUID, str]:
    """The marks of some people, for forms that are taken along."""
    spells: dict[UUID, list[Spell]] = {person: [] for person in persons}
    for spell in Spell.objects.filter(person__in=persons).order_by("-begun", "id"):
        spells[spell.person_id].append(spell)
    counted = Contact.objects.filter(person__in=persons).values("person").annotate(n=Count("id"))
    number = dict(counted.order_by().values_list("person", "n"))
    return {
        person: _mark(_asked_about(held), number.get(person, 0)) for person, held in spells.items()
    }


def _asked_about(spells: Sequence[AnySpell]) -> AnySpell | None:
    paid = [spell for spell in spells if spell.kind in PAID_WORK]
    running = [spell for spell in paid if spell.ended is None]
    return next((s for s in running if s.primary), None) or next(iter(running or paid), None)


def _mark(spell: SpellLine | Spell | None, contacts: int) -> str:
    return f"{spell.id}.{spell.version}.{contacts}" if spell else f".0.{contacts}"


def note_contact(person: UUID, found: Found, *, key: str, by: Context, at: datetime) -> Noted:
    """Notes a call or visit once for a key, and does what follows from it.

    Who is at work is attested where the work came from an offer; work that has ended is ended,
    and the person is free for docking at once; difficulties are opened. Where the record was
    changed since the form was opened both stand: nothing is ended, and somebody is to look at it.
    """
    writing.must_write(by)
    facts, key = writing.here(person, at), key[:KEY]
    if before := Contact.objects.filter(person=person, key=key).first():
        return Noted(contact=before.id, again=True, to_look=before.to_look)
    found = _in_time(found, at)
    spell, stale = asked_about(facts), bool(found.seen) and found.seen != mark(facts)
    held = _saved(facts, spell, found, key, stale, by, at)
    told = {"how": found.how, "reached": found.reached, "at_work": found.at_work}
    late = {"to_look": True} if stale else {}
    writing.tell(
        "contact.noted", person, facts.region, ("contact", held.id), by, at, **told, **late
    )
    if spell and found.reached and not stale:
        _work(spell, found, by, at)
    for kind in dict.fromkeys(found.difficulties):
        helping.open_difficulty(person, kind, by=by, at=at, contact=held.id)
    return Noted(contact=held.id, to_look=stale)


def looked_at(contact: UUID, *, by: Context, at: datetime) -> None:
    """Somebody has looked at a contact that came after the record had changed."""
    writing.must_write(by)
    held = Contact.objects.select_for_update().filter(id=contact).first()
    if held is None:
        raise NotFound
    if not held.to_look:
        return
    held.to_look, held.looked_at, held.looked_by = False, at, by.user
    held.save(update_fields=["to_look", "looked_at", "looked_by"])
    writing.tell("contact.looked_at", held.person_id, held.region, ("contact", contact), by, at)


def _in_time(found: Found, at: datetime) -> Found:
    """The same with a day that can be; a phone whose clock is ahead is set back."""
    done = min(found.done_at, at)
    day = timezone.localdate(done)
    if (timezone.localdate(at) - day).days > OLDEST:
        raise Refused(text("This call is older than {n} days.", n=OLDEST))
    if found.next_on and found.next_on < day:
        raise Refused(text("The next day to ask is past."))
    if found.pay is not None and not 0 <= found.pay <= MOST_PAY:
        raise Refused(text("Give the pay of a month in yuan."))
    if found.end_on and found.end_on > day:
        raise Refused(text("The last day of work is still to come."))
    values = {name: getattr(found, name) for name in Found.__dataclass_fields__}
    return Found(**values | {"done_at": done})


def _saved(
    facts: Facts, spell: SpellLine | None, found: Found, key: str, stale: bool, by: Context,
    at: datetime,
) -> Contact:  # fmt: skip
    day = timezone.localdate(found.done_at)
    waiting, reached = due.answered_by(facts.id, on=day), found.reached
    return Contact.objects.create(
        person_id=facts.id,
        region=facts.region,
        spell=spell.id if spell else None,
        cause=waiting.cause if waiting else "",
        step=waiting.step if waiting else None,
        how=found.how,
        reached=reached,
        at_work=found.at_work if reached else None,
        pay_as_agreed=found.pay_as_agreed if reached else None,
        pay=found.pay if reached else None,
        has_contract=found.has_contract if reached else None,
        insured=found.insured if reached else None,
        note=writing.words(found.note, 500),
        next_on=found.next_on,
        done_on=day,
        done_at=found.done_at,
        noted_at=at,
        by=by.user,
        key=key,
        to_look=stale,
    )


def _work(spell: SpellLine, found: Found, by: Context, at: datetime) -> None:
    """What follows for the work that was asked about."""
    if found.at_work is None or spell.ended is not None:
        return
    placed = offers.of_spell(spell.id)
    if found.at_work is False and found.end_on is not None:
        reason = found.end_reason or EndReason.OTHER
        if placed:
            placements.end(placed.id, on=found.end_on, reason=reason, by=by, at=at)
        else:
            people.end_spell(spell.id, ended=found.end_on, reason=reason, by=by, at=at)
    elif placed and timezone.localdate(found.done_at) >= spell.begun:
        placements.attest(
            placed.id, whose=Side.OFFICER, there=found.at_work, how=_WAYS[found.how], by=by, at=at,
            month=timezone.localdate(found.done_at),
        )  # fmt: skip
