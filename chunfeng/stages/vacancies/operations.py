"""Writes on vacancies: one verb each, in the caller's transaction, one event each.

Called by officers in their region and by members of an employer at the desk; both see and write
their own rows only, by the walls below.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from chunfeng.foundation.access import OFFICERS, Context
from chunfeng.foundation.ciphers import Keyring, unseal
from chunfeng.kit.texts import text
from chunfeng.stages.employers import wage_lines
from chunfeng.stages.people.refusals import RevealRefused
from chunfeng.stages.vacancies import examining, rules, writing
from chunfeng.stages.vacancies.cutting import vector
from chunfeng.stages.vacancies.deriving import owner
from chunfeng.stages.vacancies.examining import Kept
from chunfeng.stages.vacancies.fields import FIELDS
from chunfeng.stages.vacancies.interests import ask, confirm, handle, reveal_interest_phone, share
from chunfeng.stages.vacancies.models import Vacancy
from chunfeng.stages.vacancies.picturing import add_photo, remove_photo
from chunfeng.stages.vacancies.refusals import (
    NotAllowed,
    NotNow,
    NotVerified,
    Refused,
    Unanswered,
    Unlawful,
)
from chunfeng.stages.vacancies.reporting import report, reveal_report_phone, settle
from chunfeng.stages.vacancies.seats import at_the_desk, release_seat, set_headcount, take_seat
from chunfeng.stages.vacancies.states import NAMES, State
from chunfeng.stages.vacancies.stopping import employer_stopped, pause_all_of, recognition_lost

__all__ = [
    "add_photo", "ask", "change", "close", "confirm", "copy", "copy_all", "draft",
    "employer_stopped", "handle", "pause", "pause_all_of", "publish", "recognition_lost",
    "release_seat", "remove_photo", "renew", "report", "resume", "reveal_interest_phone",
    "reveal_phone", "reveal_report_phone", "send_back", "set_headcount", "settle", "share",
    "submit", "take_seat",
]  # fmt: skip
MOST_AT_ONCE = 500


def draft(
    values: Mapping[str, Any],
    *,
    employer: UUID,
    keys: Keyring,
    by: Context,
    at: datetime,
    how: str = "form",
) -> UUID:
    """Adds a vacancy with typed ledger values, with title, place (or site) and headcount at least.

    values: ledger fields but for the employer's, and description, age_reason, site.
    """
    _must_write(by)
    of = owner(employer, by=by)
    if of.state in ("refused", "suspended", "closed"):
        raise Refused(text("This employer may not offer work now."))
    how = "desk" if by.employer else how
    held = writing.new(_known(values), of, id_=uuid4(), keys=keys, at=at, how=how)
    writing.insert(held)
    writing.tell("vacancy.drafted", held, by=by, at=at, how=how)
    return held.id


def change(
    vacancy: UUID,
    values: Mapping[str, Any],
    *,
    seen: int,
    keys: Keyring,
    by: Context,
    at: datetime,
    how: str = "form",
) -> None:
    """Sets typed ledger values (None clears one). seen: the version read before.

    What a member changes of a published vacancy is reviewed again; so is what an officer changes
    where screening newly marks something. ChangedMeanwhile, Incomplete, Unlawful.
    """
    _must_write(by)
    held = writing.locked(vacancy)
    names = sorted(_known(values))
    writing.must_be_as_seen(held, seen, names, by=by)
    if held.taken > (values.get("headcount") or held.headcount):
        raise Refused(text("More seats are taken than that: {n}.", n=held.taken))
    before = held.version
    columns = writing.put(held, values, owner(held.employer_id, by=by), keys=keys, at=at)
    if not columns:
        return
    if State(held.state) in (State.PUBLISHED, State.PAUSED):
        columns += _reviewed_again(held, by, at)
    writing.save(held, columns, at=at)
    how = "desk" if by.employer else how
    writing.tell("vacancy.changed", held, by=by, at=at, fields=names, how=how, version=before)


def submit(vacancy: UUID, *, by: Context, at: datetime) -> list[Kept]:
    """Hands a vacancy in for review; the findings an officer has to answer go along.

    Unlawful where words or facts are marked that no vacancy may have.
    """
    _must_write(by)
    held = writing.locked(vacancy)
    _screen(held, at)
    if rules.expired(held.end_date, timezone.localdate(at)):
        raise Refused(text("The closing date is past: set a later one first."))
    writing.move(
        held, State.REVIEW, at=at, submitted_at=at, state_reason="", findings=held.findings
    )
    writing.tell("vacancy.submitted", held, by=by, at=at, findings=len(held.findings))
    return examining.unanswered(held.findings)


def publish(
    vacancy: UUID,
    *,
    by: Context,
    at: datetime,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Makes a reviewed vacancy public. reasons: {finding's key: why it may stand}.

    NotVerified, Unlawful, Unanswered where a finding has no reason.
    """
    _must_decide(by)
    of = owner(writing.employer_of(vacancy), by=by, lock=True)
    held = writing.locked(vacancy)
    if held.state != State.REVIEW:
        raise NotNow(NAMES[State(held.state)])
    if not of.verified:
        raise NotVerified
    _screen(held, at)
    held.findings = examining.answered(held.findings, reasons or {})
    if left := examining.unanswered(held.findings):
        raise Unanswered(left)
    first = held.published_at if held.published_at and not held.closed_at else at
    writing.move(
        held,
        State.PUBLISHED,
        at=at,
        state_reason="",
        findings=held.findings,
        search=vector(writing.facts_of(held), of.name),  # may have been renamed since the draft
        published_at=first,
        published_by=by.user,
        closed_at=None,
        reviewed=True,
        paused_at_desk=False,
    )
    said = [{"rule": f["rule"], "reason": f["reason"]} for f in held.findings if f.get("reason")]
    writing.tell("vacancy.published", held, by=by, at=at, answered=said)


def send_back(vacancy: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Gives a vacancy back to whoever handed it in, with what has to be mended."""
    _must_decide(by)
    held = writing.locked(vacancy)
    if held.state != State.REVIEW:
        raise NotNow(NAMES[State(held.state)])
    writing.move(held, State.DRAFT, at=at, state_reason=_said(reason), reviewed=False)
    writing.tell("vacancy.sent_back", held, by=by, at=at, reason=held.state_reason)


def pause(vacancy: UUID, *, by: Context, at: datetime, reason: str = "") -> None:
    """Takes a published vacancy out of the shop window for a while."""
    _must_write(by)
    held = writing.locked(vacancy)
    if by.employer:
        _at_the_desk(held, "pause", at)
    else:
        writing.move(
            held, State.PAUSED, at=at, state_reason=reason.strip()[:300], paused_at_desk=False
        )
    writing.tell("vacancy.paused", held, by=by, at=at, reason=reason.strip()[:300])


def resume(vacancy: UUID, *, by: Context, at: datetime) -> None:
    """Shows a paused vacancy again.

    A member resumes only their own pause, and only what stands as an officer published it.
    """
    _must_write(by)
    if by.employer:
        held = writing.locked(vacancy)
        _at_the_desk(held, "resume", at)
    else:
        held = _resumed(vacancy, by, at)
    writing.tell("vacancy.resumed", held, by=by, at=at)


def close(vacancy: UUID, *, by: Context, at: datetime, reason: str = "") -> None:
    """Ends a vacancy: nobody is wanted any more."""
    _must_write(by)
    held = writing.locked(vacancy)
    why = reason.strip()[:300]
    writing.move(held, State.CLOSED, at=at, state_reason=why, closed_at=at)
    writing.tell("vacancy.closed", held, by=by, at=at, reason=why)


def renew(vacancies: Sequence[UUID], *, end_date: date, by: Context, at: datetime) -> int:
    """Gives vacancies a new closing date; how many. A closed one is handed in for review again."""
    _must_write(by)
    if rules.expired(end_date, timezone.localdate(at)):
        raise Refused(text("The closing date is past: set a later one first."))
    for vacancy in sorted(set(vacancies))[:MOST_AT_ONCE]:
        held = writing.locked(vacancy)
        held.end_date, before = end_date, held.version
        rules.check(writing.facts_of(held))
        columns = ["end_date"]
        if by.employer and held.state in (State.PUBLISHED, State.PAUSED):
            columns += _reviewed_again(held, by, at)
        elif held.state == State.CLOSED:
            held.state, held.submitted_at, held.state_reason = State.REVIEW, at, ""
            columns += ["state", "submitted_at", "state_reason"]
        writing.save(held, columns, at=at)
        writing.tell("vacancy.renewed", held, by=by, at=at, fields=["end_date"], version=before)
    return min(len(set(vacancies)), MOST_AT_ONCE)


def copy(
    vacancy: UUID,
    *,
    keys: Keyring,
    by: Context,
    at: datetime,
    months: int = 1,
    end_date: date | None = None,
) -> UUID:
    """A new draft like an earlier vacancy, its dates moved on by months.

    end_date: its closing date instead of the one moved on.
    """
    _must_write(by)
    held = writing.read(vacancy)
    of = owner(held.employer_id, by=by)
    source, before = held.id, writing.facts_of(held)
    values = {k: v for k, v in before.items() if k not in ("own_point", "findings", "vacancy_no")}
    if not held.own_point:
        values |= {"lon": None, "lat": None}
    for name in ("start_date", "end_date"):
        values[name] = rules.moved_on(values[name], months)
    values["end_date"] = end_date or values["end_date"]
    values["site"] = held.site_id
    how = "desk" if by.employer else "form"
    made = writing.new(values, of, id_=uuid4(), keys=keys, at=at, how=how, copied_from=source)
    writing.insert(made)
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_same_phone(%s, %s)", [source, made.id])
    writing.tell("vacancy.drafted", made, by=by, at=at, copied_from=str(source))
    return made.id


def copy_all(
    vacancies: Sequence[UUID],
    *,
    keys: Keyring,
    by: Context,
    at: datetime,
    months: int = 1,
    end_date: date | None = None,
    hand_in: bool = False,
) -> tuple[int, int]:
    """Copies vacancies, each by itself: (how many copied, how many of them handed in for review).

    A copy that may not be handed in stays a draft; what can't be copied is left.
    """
    copied = handed = 0
    for vacancy in vacancies[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                made = copy(vacancy, keys=keys, by=by, at=at, months=months, end_date=end_date)
        except Refused:
            continue
        copied += 1
        if hand_in:
            with suppress(Refused), transaction.atomic():
                submit(made, by=by, at=at)
                handed += 1
    return copied, handed


def reveal_phone(vacancy: UUID, *, keys: Keyring, by: Context, at: datetime) -> str:
    """The phone of a vacancy, opened on the record. Leave the transaction before it is shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_phone(%s, %s)", [vacancy, at])
        ((sealed,),) = cursor.fetchall()
    if sealed is None:
        raise RevealRefused("empty")
    return unseal(keys, writing.phone_cell(writing.employer_of(vacancy)), bytes(sealed))


def _must_write(by: Context) -> None:
    if by.role not in OFFICERS and by.employer is None:
        raise NotAllowed


def _must_decide(by: Context) -> None:
    if by.role not in rules.DECIDERS:
        raise NotAllowed


def _known(values: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"no field of a vacancy: {sorted(unknown)}")
    return values


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused(text("Say why."))
    return reason.strip()[:300]


def _screen(held: Vacancy, at: datetime) -> None:
    """Marks anew what is marked today; Unlawful where no vacancy may have it."""
    held.findings = examining.findings(
        writing.facts_of(held) | {"hour_pay": held.hour_pay},
        timezone.localdate(at),
        wage_lines.floors([held.place]),
        held.findings,
    )
    if refused := examining.refused(held.findings):
        raise Unlawful(refused)


def _reviewed_again(held: Vacancy, by: Context, at: datetime) -> list[str]:
    """After a change of what was reviewed: back into review where it must be; columns to save."""
    if refused := examining.refused(held.findings):
        raise Unlawful(refused)
    if not by.employer and (by.role in rules.DECIDERS and not examining.unanswered(held.findings)):
        return []
    held.state, held.submitted_at, held.state_reason = State.REVIEW, at, ""
    return ["state", "submitted_at", "state_reason"]


def _resumed(vacancy: UUID, by: Context, at: datetime) -> Vacancy:
    of = owner(writing.employer_of(vacancy), by=by, lock=True)
    held = writing.locked(vacancy)
    if held.state != State.PAUSED:
        raise NotNow(NAMES[State(held.state)])
    if not of.verified:
        raise NotVerified
    _screen(held, at)
    if left := examining.unanswered(held.findings):
        raise Unanswered(left)
    writing.move(
        held,
        State.PUBLISHED,
        at=at,
        state_reason="",
        findings=held.findings,
        reviewed=True,
        paused_at_desk=False,
    )
    return held


def _at_the_desk(held: Vacancy, act: str, at: datetime) -> None:
    if at_the_desk(held.id, act, None, at) != "done":
        if act == "resume" and held.state == State.PAUSED:
            raise Refused(text("An officer has to look at it first: hand it in for review."))
        raise NotNow(NAMES[State(held.state)])
