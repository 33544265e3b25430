"""Writes on recognitions: one verb each, in the caller's transaction, one event each.

The lifecycle is ``states.RECOGNITION_NEXT``; warnings, notices and reviews are dated facts beside
it. Whoever entered an application does not decide it, and a visit is made by two.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.accounts.queries import Colleague, colleagues
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import evidence
from chunfeng.stages.employers.holding import held, held_of_own, tell
from chunfeng.stages.employers.models import Document, Employer, Payroll, Recognition, Site, Step
from chunfeng.stages.employers.policy import Terms, national
from chunfeng.stages.employers.policy import on as policy_on
from chunfeng.stages.employers.refusals import NotFound, NotNow, Refused
from chunfeng.stages.employers.rules import DECIDERS, county_span
from chunfeng.stages.employers.states import (
    EMPLOYER_NAMES,
    RECOGNITION_NAMES,
    RECOGNITION_NEXT,
    EmployerState,
    RecognitionState,
)
from chunfeng.stages.employers.vocabulary import (
    Answer,
    EndReason,
    Outcome,
    Recognised,
    StepKind,
)

_S = RecognitionState
VISITABLE = frozenset({_S.COMPLETE, _S.VISITED, _S.RECOGNISED, _S.SUSPENDED})
LONGEST = 300  # characters of a reason
MOST_FINDINGS = 4000  # characters
WHY = text("Say why.")


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
    _tell("recognition.applied", owner, row, by, at, what=kind)
    return row.id


def documents_complete(
    recognition: UUID, *, by: Context, at: datetime, on_paper: Collection[str] = ()
) -> None:
    """Finds that every document the policy asks for is there.

    on_paper: those that were seen and lie in a folder of the office.
    """
    row, owner = _held(recognition, by)
    filed = filed_documents(row)
    asked = terms_of(row, at).documents
    missing = [code for code in asked if code not in filed and code not in on_paper]
    if missing:
        names = [national().document(code) for code in missing]
        raise Refused(text("These are missing: {documents}.", documents=names))
    _move(row, _S.COMPLETE, at)
    lies = {code: "file" if code in filed else "paper" for code in asked}
    _step(row, StepKind.COMPLETE, by, at, checklist=lies)
    _tell("recognition.complete", owner, row, by, at)


def visit(
    recognition: UUID,
    *,
    on: date,
    second: UUID,
    checklist: Mapping[str, str],
    by: Context,
    at: datetime,
    findings: str = "",
) -> UUID:
    """Notes a visit to the site by two officers; the step, for its photos.

    checklist: {item of the policy: vocabulary.Answer}, every one. Later visits are dated facts.
    """
    row, owner = _held(recognition, by, officers=[second])
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
        _move(row, _S.VISITED, at)
    step = _step(
        row, StepKind.VISIT, by, at, on=on, second=second, checklist=dict(checklist),
        findings=findings.strip()[:MOST_FINDINGS], computed=_proved(row, at),
    )  # fmt: skip
    _tell("recognition.visited", owner, row, by, at, second=str(second), on=on.isoformat())
    return step


def notice(
    recognition: UUID, *, begins: date, ends: date, by: Context, at: datetime
) -> None:  # fmt: skip
    """Sets the public notice (first and last day) that comes before a recognition."""
    row, owner = _held(recognition, by)
    if row.state != _S.VISITED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    if begins < row.applied_on:
        raise Refused(text("It cannot begin before the application."))
    days = terms_of(row, at).notice_days
    if (ends - begins).days + 1 < days:
        raise Refused(text("The public notice runs for {n} days at least.", n=days))
    _stamp(row, at, notice_from=begins, notice_until=ends)
    _step(row, StepKind.NOTICE, by, at, on=begins)
    _tell("recognition.noticed", owner, row, by, at, until=ends.isoformat())


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

    What records prove that day is kept beside the decision.
    """
    row, owner = _held(recognition, by)
    _must_decide_freely(row, by)
    if row.state != _S.VISITED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    if owner.state != EmployerState.VERIFIED:
        raise Refused(text("Verify the employer first."))
    if wrong := _dates_wrong(row, valid_from, valid_until, at):
        raise Refused(wrong)
    called = " ".join(number.split())[:40]
    if not called:
        raise Refused(text("Give the number of the recognition."))
    try:
        with transaction.atomic():
            _move(
                row, _S.RECOGNISED, at, number=called, valid_from=valid_from,
                valid_until=valid_until,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(text("This number is in use in the county already.")) from None
    _step(
        row, StepKind.DECISION, by, at, outcome=Outcome.RECOGNISED, findings=_why(reason, False),
        computed=_proved(row, at),
    )  # fmt: skip
    _tell("recognition.recognised", owner, row, by, at, number=called)


def turn_down(
    recognition: UUID,
    *,
    reason: str,
    by: Context,
    at: datetime,
) -> None:
    """Decides against the application, with the reasons the employer reads."""
    row, owner = _held(recognition, by)
    _must_decide_freely(row, by)
    if row.state not in (_S.APPLIED, _S.COMPLETE, _S.VISITED):
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why = _why(reason)
    _end(row, at, why)
    _step(
        row, StepKind.DECISION, by, at, outcome=Outcome.REFUSED, findings=why,
        computed=_proved(row, at),
    )  # fmt: skip
    _tell("recognition.refused", owner, row, by, at, reason=why)


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
    row, owner = _held(recognition, by)
    _must_decide_freely(row, by)
    if row.state != _S.RECOGNISED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    if outcome not in (Outcome.KEEP, Outcome.WARN, Outcome.SUSPEND, Outcome.END):
        raise Refused(text("Say how the review came out."))
    why, today = _why(reason, outcome != Outcome.KEEP), timezone.localdate(at)
    if valid_until is not None and (outcome != Outcome.KEEP or valid_until <= today):
        raise Refused(text("Only a recognition that stays is renewed, and until a day to come."))
    facts: dict[str, Any] = {"reviewed_on": today}
    if valid_until is not None:
        facts["valid_until"] = valid_until
    if outcome == Outcome.END:
        _end(row, at, why, **facts)
    elif outcome == Outcome.SUSPEND:
        _move(row, _S.SUSPENDED, at, state_reason=why, **facts)
    else:
        warned = {"warned_on": today} if outcome == Outcome.WARN else {}
        _stamp(row, at, **facts, **warned)
    _step(row, StepKind.REVIEW, by, at, outcome=outcome, findings=why, computed=_proved(row, at))
    _tell("recognition.reviewed", owner, row, by, at, outcome=str(outcome), reason=why)


def warn(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Warns a recognised employer; it stays recognised."""
    row, owner = _held(recognition, by)
    if row.state not in (_S.RECOGNISED, _S.SUSPENDED):
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why = _why(reason)
    _stamp(row, at, warned_on=timezone.localdate(at))
    _step(row, StepKind.WARNING, by, at, findings=why)
    _tell("recognition.warned", owner, row, by, at, reason=why)


def suspend(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Suspends a recognition until that is lifted."""
    row, owner = _held(recognition, by)
    why = _why(reason)
    _move(row, _S.SUSPENDED, at, state_reason=why)
    _step(row, StepKind.SUSPENSION, by, at, findings=why)
    _tell("recognition.suspended", owner, row, by, at, reason=why)


def resume(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Lifts a suspension."""
    row, owner = _held(recognition, by)
    if row.state != _S.SUSPENDED:
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why = _why(reason)
    _move(row, _S.RECOGNISED, at, state_reason="")
    _step(row, StepKind.RESUMPTION, by, at, findings=why)
    _tell("recognition.resumed", owner, row, by, at, reason=why)


def withdraw(
    recognition: UUID, *, reason: str, informs: str, by: Context, at: datetime
) -> None:  # fmt: skip
    """Takes a recognition away; informs: who tells the workers.

    How many were paid there in the last month on record is kept with it.
    """
    row, owner = _held(recognition, by)
    _must_decide_freely(row, by)
    if row.state not in (_S.RECOGNISED, _S.SUSPENDED):
        raise NotNow(RECOGNITION_NAMES[RecognitionState(row.state)])
    why, who = _why(reason), " ".join(informs.split())[:120]
    if not who:
        raise Refused(text("Say who informs the workers, and how."))
    workers = workers_at(row)
    _end(row, at, why)
    _step(row, StepKind.WITHDRAWAL, by, at, findings=why, computed=workers | {"informs": who})
    _tell("recognition.withdrawn", owner, row, by, at, reason=why, **workers)


def end(recognition: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Ends what the employer gave up, what ran out or closed: a vocabulary.EndReason."""
    row, owner = _held(recognition, by)
    if reason not in set(EndReason):
        raise Refused(WHY)
    workers = workers_at(row)
    _end(row, at, reason)
    _step(row, StepKind.END, by, at, outcome=reason, computed=workers)
    _tell("recognition.ended", owner, row, by, at, reason=reason, **workers)


def terms_of(row: Recognition, at: datetime) -> Terms:
    """What the policy asks of a recognition on a day."""
    return policy_on(timezone.localdate(at), row.region).of(row.kind, row.sub_kind or row.level)


def filed_documents(row: Recognition) -> frozenset[str]:
    """The kinds of documents on file for a recognition, those of the employer itself included."""
    files = Document.objects.filter(
        Q(recognition=row) | Q(recognition=None), employer=row.employer_id
    )
    return frozenset(files.values_list("kind", flat=True))


def others(region: int, at: datetime) -> list[Colleague]:
    """Who may make a visit in the county of a region: officers in office there."""
    return colleagues(*county_span(region), DECIDERS, timezone.localdate(at))


def workers_at(row: Recognition) -> dict[str, Any]:
    """{workers, target_workers, month} of the last month paid where a recognition holds."""
    paid = Payroll.objects.filter(employer=row.employer_id)
    if row.site_id:
        paid = paid.filter(site=row.site_id)
    last = paid.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return {"workers": None, "target_workers": None, "month": None}
    found = list(paid.filter(month=last).values_list("workers", "target_workers"))
    return {
        "workers": sum(workers for workers, _ in found),
        "target_workers": sum(target for _, target in found),
        "month": last.isoformat(),
    }


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


def _proved(row: Recognition, at: datetime) -> dict[str, Any]:
    """What records prove of a recognition today, to be kept with an act."""
    return dict(evidence.of(row, on=timezone.localdate(at)).kept())


def _must_decide_freely(row: Recognition, by: Context) -> None:
    if row.added_by == by.user:
        raise Refused(text("Whoever entered the application does not decide: ask a colleague."))


def _dates_wrong(row: Recognition, begins: date, ends: date, at: datetime) -> Text | None:
    if ends <= begins:
        return text("It cannot end before it began.")
    if row.notice_until is not None and timezone.localdate(at) <= row.notice_until:
        return text("The public notice still runs until {day}.", day=row.notice_until.isoformat())
    if row.notice_until is None and terms_of(row, at).notice_days:
        return text("There is a public notice before it is recognised: set it first.")
    return None


def _held(
    recognition: UUID, by: Context, *, officers: Sequence[UUID] = ()
) -> tuple[Recognition, Employer]:
    """A recognition and its employer for an officer's act, both locked."""
    found = Recognition.objects.filter(id=recognition)
    employer = found.values_list("employer_id", flat=True).first()
    if employer is None or by.role is Role.EMPLOYER:
        raise NotFound
    owner = held(employer, by, officers=officers)
    return Recognition.objects.select_for_update().get(id=recognition), owner


def _move(row: Recognition, after: RecognitionState, at: datetime, **facts: Any) -> None:
    """Brings a recognition into a state that may follow its own."""
    now = RecognitionState(row.state)
    if after not in RECOGNITION_NEXT[now]:
        raise NotNow(RECOGNITION_NAMES[now])
    _stamp(row, at, state=after, **facts)


def _end(row: Recognition, at: datetime, reason: str, **facts: Any) -> None:
    day = timezone.localdate(at)
    _move(row, _S.ENDED, at, state_reason=reason, ended_on=day, **facts)


def _stamp(row: Recognition, at: datetime, **facts: Any) -> None:
    found = Recognition.objects.filter(id=row.id)
    found.update(**facts, version=F("version") + 1, updated_at=at)


def _why(reason: str, needed: bool = True) -> str:
    why = " ".join(reason.split())[:LONGEST]
    if needed and not why:
        raise Refused(WHY)
    return why


def _step(row: Recognition, kind: StepKind, by: Context, at: datetime, **facts: Any) -> UUID:
    facts.setdefault("on", timezone.localdate(at))
    step = Step(
        id=uuid4(), recognition=row, region=row.region, kind=kind, by=by.user, at=at, **facts
    )
    step.save(force_insert=True)
    return step.id


def _tell(
    kind: str, owner: Employer, row: Recognition, by: Context, at: datetime, **detail: Any
) -> None:
    tell(kind, owner, by=by, at=at, detail={"recognition": str(row.id)} | detail)
