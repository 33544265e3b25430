"""Writes on recognitions: one verb each, in the caller's transaction, one event each.

The lifecycle is ``states.RECOGNITION_NEXT``; warnings, notices and reviews are dated facts beside
it. Whoever entered an application does not decide it, and a visit is made by two.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import reactions, workplaces
from chunfeng.stages.employers.advancing import (
    WHY,
    close_down,
    filed_documents,
    held_with_owner,
    move,
    must_decide_freely,
    note_step,
    others,
    proved,
    stamp,
    tell_of,
    terms_of,
    why_of,
    workers_at,
    workers_of,
)
from chunfeng.stages.employers.holding import held_of_own
from chunfeng.stages.employers.models import Recognition, Site
from chunfeng.stages.employers.objecting import must_weigh, note_objection
from chunfeng.stages.employers.policy import national
from chunfeng.stages.employers.refusals import NotFound, NotNow, Refused
from chunfeng.stages.employers.seen import UNCOUNTED, Seen
from chunfeng.stages.employers.states import (
    EMPLOYER_NAMES,
    RECOGNITION_NAMES,
    EmployerState,
    RecognitionState,
)
from chunfeng.stages.employers.vocabulary import Answer, EndReason, Outcome, Recognised, StepKind

__all__ = [
    "apply", "documents_complete", "end", "note_objection", "notice", "others",
    "recognise", "resume", "review", "suspend", "terms_of", "turn_down", "visit", "warn",
    "withdraw", "workers_of",
]  # fmt: skip
_S = RecognitionState
VISITABLE = frozenset({_S.COMPLETE, _S.VISITED, _S.RECOGNISED, _S.SUSPENDED})
MOST_FINDINGS = 4000  # characters


def apply(
    employer: UUID,
    *,
    kind: str,
    by: Context,
    at: datetime,
    site: UUID | None = None,
    sub_kind: str = "",
    level: str = "",
) -> UUID:
    """Applies for a recognition (vocabulary.Recognised), by an officer or at the desk; its id.

    site: of a workshop. sub_kind: of a workshop, level: of a base, as the policy names them.
    """
    owner = held_of_own(employer, by)
    if owner.state not in (EmployerState.APPLIED, EmployerState.VERIFIED):
        raise NotNow(EMPLOYER_NAMES[EmployerState(owner.state)])
    if wrong := _form_wrong(kind, sub_kind, level, site):
        raise Refused(wrong)
    if site and not Site.objects.filter(id=site, employer=employer, closed_on=None).exists():
        raise NotFound
    row = Recognition(
        id=uuid4(), employer_id=employer, site_id=site, region=owner.region, kind=kind,
        sub_kind=sub_kind, level=level, applied_on=timezone.localdate(at), added_by=by.user,
        created_at=at, updated_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(text("A recognition of this kind is under way or in force here.")) from None
    tell_of("recognition.applied", owner, row, by, at, what=kind)
    return row.id


def documents_complete(
    recognition: UUID, *, by: Context, at: datetime, on_paper: Collection[str] = ()
) -> None:
    """Finds that every document the policy asks for is there.

    on_paper: those that were seen and lie in a folder of the office.
    """
    row, owner = held_with_owner(recognition, by)
    filed = filed_documents(row)
    asked = terms_of(row, at).documents
    missing = [code for code in asked if code not in filed and code not in on_paper]
    if missing:
        names = [national().document(code) for code in missing]
        raise Refused(text("These are missing: {documents}.", documents=names))
    move(row, _S.COMPLETE, at)
    lies = {code: "file" if code in filed else "paper" for code in asked}
    note_step(row, StepKind.COMPLETE, by, at, checklist=lies)
    tell_of("recognition.complete", owner, row, by, at)


def visit(
    recognition: UUID,
    *,
    on: date,
    second: UUID,
    checklist: Mapping[str, str],
    by: Context,
    at: datetime,
    findings: str = "",
    seen: Seen = UNCOUNTED,
) -> UUID:
    """Notes a visit to the site by two officers; the step, for its photos.

    checklist: {item of the policy: vocabulary.Answer}, every one. seen: who was counted
    there. Later visits are dated facts.
    """
    row, owner = held_with_owner(recognition, by, officers=[second])
    now = RecognitionState(row.state)
    if now not in VISITABLE:
        raise NotNow(RECOGNITION_NAMES[now])
    if second == by.user or second not in {one.user for one in others(owner.region, at)}:
        raise Refused(text("Two officers visit: name the other one, of this county or township."))
    if not row.applied_on <= on <= timezone.localdate(at):
        raise Refused(text("A visit lies between the application and today."))
    if {*checklist} != {*terms_of(row, at).checklist} or not {*checklist.values()} <= {*Answer}:
        raise Refused(text("Answer every item of the checklist."))
    if now is _S.COMPLETE:
        move(row, _S.VISITED, at)
    step = note_step(
        row, StepKind.VISIT, by, at, on=on, second=second, checklist=dict(checklist),
        findings=findings.strip()[:MOST_FINDINGS], computed=proved(row, at), seen=seen.kept(),
    )  # fmt: skip
    tell_of("recognition.visited", owner, row, by, at, second=str(second), on=on.isoformat())
    return step


def notice(
    recognition: UUID, *, begins: date, ends: date, by: Context, at: datetime
) -> None:  # fmt: skip
    """Sets the public notice (first and last day) that comes before a recognition."""
    row, owner = held_with_owner(recognition, by)
    if row.state != _S.VISITED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    if begins < row.applied_on:
        raise Refused(text("It cannot begin before the application."))
    days = terms_of(row, at).notice_days
    if (ends - begins).days + 1 < days:
        raise Refused(text("The public notice runs for {n} days at least.", n=days))
    stamp(row, at, notice_from=begins, notice_until=ends)
    note_step(row, StepKind.NOTICE, by, at, on=begins, computed=proved(row, at))
    tell_of("recognition.noticed", owner, row, by, at, until=ends.isoformat())


def recognise(
    recognition: UUID,
    *,
    number: str,
    valid_from: date,
    valid_until: date,
    by: Context,
    at: datetime,
    reason: str = "",
) -> None:
    """Decides for the employer: recognised under a number for a time.

    What records prove that day is kept beside the decision. reason: needed where somebody objected.
    """
    row, owner = held_with_owner(recognition, by)
    must_decide_freely(row, by)
    if row.state != _S.VISITED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    if owner.state != EmployerState.VERIFIED:
        raise Refused(text("Verify the employer first."))
    if wrong := _dates_wrong(row, valid_from, valid_until, at):
        raise Refused(wrong)
    must_weigh(row, reason)
    called = " ".join(number.split())[:40]
    if not called:
        raise Refused(text("Give the number of the recognition."))
    try:
        with transaction.atomic():
            move(
                row, _S.RECOGNISED, at, number=called, valid_from=valid_from,
                valid_until=valid_until,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(text("This number is in use in the county already.")) from None
    note_step(
        row, StepKind.DECISION, by, at, outcome=Outcome.RECOGNISED, findings=why_of(reason, False),
        computed=proved(row, at),
    )  # fmt: skip
    tell_of("recognition.recognised", owner, row, by, at, number=called)


def turn_down(
    recognition: UUID,
    *,
    reason: str,
    by: Context,
    at: datetime,
) -> None:
    """Decides against the application, with the reasons the employer reads."""
    row, owner = held_with_owner(recognition, by)
    must_decide_freely(row, by)
    if row.state not in (_S.APPLIED, _S.COMPLETE, _S.VISITED):
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why = why_of(reason)
    close_down(row, at, why)
    note_step(
        row, StepKind.DECISION, by, at, outcome=Outcome.REFUSED, findings=why,
        computed=proved(row, at),
    )  # fmt: skip
    tell_of("recognition.refused", owner, row, by, at, reason=why)


def review(
    recognition: UUID,
    *,
    outcome: str,
    by: Context,
    at: datetime,
    reason: str = "",
    valid_until: date | None = None,
) -> None:
    """The yearly review: keep (perhaps for longer), warn, suspend or end; all but keep say why."""
    row, owner = held_with_owner(recognition, by)
    must_decide_freely(row, by)
    if row.state != _S.RECOGNISED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    if outcome not in (Outcome.KEEP, Outcome.WARN, Outcome.SUSPEND, Outcome.END):
        raise Refused(text("Say how the review came out."))
    why, today = why_of(reason, outcome != Outcome.KEEP), timezone.localdate(at)
    if valid_until is not None and (outcome != Outcome.KEEP or valid_until <= today):
        raise Refused(text("Only a recognition that stays is renewed, and until a day to come."))
    facts: dict[str, Any] = {"reviewed_on": today}
    if valid_until is not None:
        facts["valid_until"] = valid_until
    if outcome == Outcome.END:
        close_down(row, at, why, **facts)
    elif outcome == Outcome.SUSPEND:
        move(row, _S.SUSPENDED, at, state_reason=why, **facts)
    else:
        warned = {"warned_on": today} if outcome == Outcome.WARN else {}
        stamp(row, at, **facts, **warned)
    note_step(row, StepKind.REVIEW, by, at, outcome=outcome, findings=why, computed=proved(row, at))
    tell_of("recognition.reviewed", owner, row, by, at, outcome=str(outcome), reason=why)
    if outcome in (Outcome.END, Outcome.SUSPEND):
        workplaces.lost(row, owner, why, by=by, at=at)


def warn(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Warns a recognised employer; it stays recognised."""
    row, owner = held_with_owner(recognition, by)
    if row.state not in (_S.RECOGNISED, _S.SUSPENDED):
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why = why_of(reason)
    stamp(row, at, warned_on=timezone.localdate(at))
    note_step(row, StepKind.WARNING, by, at, findings=why)
    tell_of("recognition.warned", owner, row, by, at, reason=why)


def suspend(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Suspends a recognition until that is lifted."""
    row, owner = held_with_owner(recognition, by)
    why = why_of(reason)
    move(row, _S.SUSPENDED, at, state_reason=why)
    note_step(row, StepKind.SUSPENSION, by, at, findings=why)
    tell_of("recognition.suspended", owner, row, by, at, reason=why)
    workplaces.lost(row, owner, why, by=by, at=at)


def resume(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Lifts a suspension."""
    row, owner = held_with_owner(recognition, by)
    if row.state != _S.SUSPENDED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why = why_of(reason)
    move(row, _S.RECOGNISED, at, state_reason="")
    note_step(row, StepKind.RESUMPTION, by, at, findings=why)
    tell_of("recognition.resumed", owner, row, by, at, reason=why)
    reactions.recognition_lifted(row.id, by=by, at=at)


def withdraw(
    recognition: UUID, *, reason: str, informs: str, by: Context, at: datetime
) -> None:  # fmt: skip
    """Takes a recognition away; informs: who tells the workers.

    How many were paid there in the last month on record is kept with it.
    """
    row, owner = held_with_owner(recognition, by)
    must_decide_freely(row, by)
    if row.state not in (_S.RECOGNISED, _S.SUSPENDED):
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why, who = why_of(reason), " ".join(informs.split())[:120]
    if not who:
        raise Refused(text("Say who informs the workers, and how."))
    workers = workers_at(row)
    close_down(row, at, why)
    note_step(row, StepKind.WITHDRAWAL, by, at, findings=why, computed=workers | {"informs": who})
    tell_of("recognition.withdrawn", owner, row, by, at, reason=why, **workers)
    workplaces.lost(row, owner, why, by=by, at=at)


def end(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Ends what the employer gave up, what ran out or closed: a vocabulary.EndReason."""
    row, owner = held_with_owner(recognition, by)
    if reason not in set(EndReason):
        raise Refused(WHY)
    workers = workers_at(row)
    close_down(row, at, reason)
    note_step(row, StepKind.END, by, at, outcome=reason, computed=workers)
    tell_of("recognition.ended", owner, row, by, at, reason=reason, **workers)
    workplaces.lost(row, owner, reason, by=by, at=at)


def _form_wrong(kind: str, sub_kind: str, level: str, site: UUID | None) -> Text | None:
    if kind not in set(Recognised):
        return text("Say what the employer is to be recognised as.")
    if kind == Recognised.WORKSHOP:
        if sub_kind not in national().variants(kind):
            return text("Say what kind of workshop it is.")
        if site is None:
            return text("A workshop is recognised at a site: choose it.")
    elif sub_kind:
        return text("Only a workshop has a form.")
    if (kind == Recognised.BASE) != bool(level) or (
        level and level not in national().variants(kind)
    ):
        return text("A base has a level, and nothing else has.")
    return None


def _dates_wrong(row: Recognition, begins: date, ends: date, at: datetime) -> Text | None:
    if ends <= begins:
        return text("It cannot end before it began.")
    if row.notice_until is not None and timezone.localdate(at) <= row.notice_until:
        return text("The public notice still runs until {day}.", day=row.notice_until.isoformat())
    if row.notice_until is None and terms_of(row, at).notice_days:
        return text("There is a public notice before it is recognised: set it first.")
    return None
