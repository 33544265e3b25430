"""From an agreed offer to work: it begins and ends as a spell, and is confirmed meanwhile."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import text
from chunfeng.stages.people import operations as people
from chunfeng.stages.people.queries import SpellLine
from chunfeng.stages.people.vocabulary import Channel, Evidence
from chunfeng.stages.placements import at_desk, making, rules, writing
from chunfeng.stages.placements.models import Confirmation, Offer
from chunfeng.stages.placements.refusals import NotNow, OtherMonth, Overlaps, Refused
from chunfeng.stages.placements.states import NEXT, State
from chunfeng.stages.placements.vocabulary import EndReason, How, Whose
from chunfeng.stages.placements.writing import Left


def begin(offer: UUID, *, on: date, evidence: Evidence, by: Context, at: datetime) -> UUID:
    """Work begins on a day, today at the latest: a spell of the register; its id.

    Overlaps where full-time work of the register is still running on that day.
    """
    writing.must_write(by)
    held = writing.locked(offer)
    writing.must_be_free(held.employer, by)
    if State.BEGUN not in NEXT[State(held.state)]:
        raise NotNow(held.state)
    if not timezone.localdate(held.made_at) <= on <= timezone.localdate(at):
        raise Refused(text("Work begins between the day of the offer and today."))
    facts = writing.here(held.person_id, at)
    making.of_age(facts, on)
    if held.full_time and (other := rules.clash(_spans(facts.spells), on)):
        raise Overlaps(other, on)
    spell = people.begin_spell(
        held.person_id,
        by=by,
        at=at,
        begun=on,
        kind=rules.spell_kind(held.channel),
        place=held.place,
        employer=held.employer_name,
        post=held.title,
        income=held.month_pay,
        channel=Channel.ORGANISED,
        evidence=evidence,
    )
    writing.move(held, State.BEGUN, at=at, spell=spell, start_on=on)
    writing.tell("placement.begun", held, by=by, at=at, spell=str(spell), on=on.isoformat())
    return spell


def end(offer: UUID, *, on: date, reason: EndReason, by: Context, at: datetime) -> None:
    """Work ends with its last day, today at the latest; the seat is free again."""
    writing.must_write(by)
    held = writing.locked(offer)
    if held.state != State.BEGUN or held.ended_on or not held.spell or not held.start_on:
        raise NotNow(held.state)
    if on < held.start_on:
        raise Refused(text("It cannot end before it began."))
    if on > timezone.localdate(at):
        raise Refused(text("The last day of work is still to come."))
    # First here: the register tells everybody that the spell has ended, this stage too.
    ended(held, on, reason, by=by, at=at)
    people.end_spell(held.spell, ended=on, reason=reason, by=by, at=at)


def ended(held: Offer, on: date, reason: str, *, by: Context, at: datetime) -> None:
    """Notes the end of a locked placement and gives back its seat."""
    writing.save(held, at=at, ended_on=on, end_reason=reason[:20])
    writing.give_back(held, State.BEGUN, by=by, at=at)
    writing.tell("placement.ended", held, by=by, at=at, reason=reason, on=on.isoformat())


def attest(
    offer: UUID,
    *,
    whose: Whose,
    there: bool,
    how: How,
    by: Context,
    at: datetime,
    month: date | None = None,
    left: Left | None = None,
) -> None:
    """Notes what the employer says or an officer found: arrived (no month), or there in a month.

    left: of somebody who is not, the last day and why. It changes nothing else: where the two sides
    differ, ``queries.disputed`` lists it, and an officer ends the work or does not.
    """
    if by.employer:
        at_desk.attest(offer, there=there, month=month, left=left, at=at)
        return
    writing.must_write(by)
    held = writing.locked(offer)
    if whose is Whose.PERSON:
        raise Refused(text("The employer or an officer confirms who is at work."))
    if held.state != State.BEGUN or held.ended_on or not held.start_on:
        raise NotNow(held.state)
    writing.must_be_free(held.employer, by)
    first = rules.month_of(month) if month else None
    if first and not rules.month_of(held.start_on) <= first <= timezone.localdate(at):
        raise OtherMonth
    if left and not held.start_on <= left.on <= timezone.localdate(at):
        raise Refused(text("The last day of work lies between the first day and today."))
    Confirmation.objects.create(
        offer=held, person_id=held.person_id, region=held.region, whose=whose, month=first,
        there=there, how=how, at=at, by=by.user, left_on=left.on if left else None,
        reason=left.reason if left else "",
    )  # fmt: skip
    kind = "placement.there" if there else "placement.not_there"
    told = first.isoformat() if first else None
    writing.tell(kind, held, by=by, at=at, whose=whose, how=how, month=told)


def _spans(spells: Sequence[SpellLine]) -> list[rules.Span]:
    return [
        rules.Span(kind=line.kind, begun=line.begun, ended=line.ended, employer=line.employer)
        for line in spells
    ]
