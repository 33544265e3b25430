"""Checking households against the rules, and accepting an exception with a name and an end."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from chunfeng.foundation.access import Context, Right
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import Text, text
from chunfeng.stages.doubts.checking import Finding, check_household, rules_run
from chunfeng.stages.doubts.gathering import gathered
from chunfeng.stages.doubts.limits import national
from chunfeng.stages.doubts.models import Doubt
from chunfeng.stages.people.reactions import Opened

CHUNK = 500  # households gathered at once
LONGEST_ACCEPTED = timedelta(days=366)


class Refused(Exception):
    """Not done; ``said`` may be shown."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.message)
        self.said = said


def check(households: Collection[UUID], opened: Opened, by: Context, at: datetime) -> int:
    """Checks households of the post's region and keeps their doubts; how many stand open.

    opened: D4 values just entered. Doubts of rules that could not run stay as they were.
    """
    ids, found = sorted(set(households)), 0
    for start in range(0, len(ids), CHUNK):
        found += _check(ids[start : start + CHUNK], opened, at)
    return found


def _check(households: Sequence[UUID], opened: Opened, at: datetime) -> int:
    on, policy = timezone.localdate(at), national()
    rows: list[Doubt] = []
    ran: dict[UUID, Collection[str]] = {}
    for region, facts in gathered(households, opened):
        ran[facts.id] = rules_run(facts)
        findings = check_household(facts, on, policy)
        rows += [_doubt(finding, facts.id, region, at) for finding in findings]
    Doubt.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["rule", "subject"],
        update_fields=["household", "person", "region", "severity", "values", "closed_at"],
    )
    standing = {(row.rule, row.subject) for row in rows}
    gone = [
        doubt.id
        for doubt in Doubt.objects.filter(household__in=households, closed_at=None)
        if (doubt.rule, doubt.subject) not in standing
        and doubt.rule in ran.get(doubt.household_id, ())
    ]
    if gone:
        Doubt.objects.filter(id__in=gone).update(closed_at=at)
    return len(rows)


def _doubt(finding: Finding, household: UUID, region: int, at: datetime) -> Doubt:
    return Doubt(
        rule=finding.rule,
        subject=finding.subject,
        household_id=household,
        person_id=finding.person,
        region=region,
        severity=finding.severity,
        values=dict(finding.values),
        found_at=at,
        closed_at=None,
    )


def accept(doubt: UUID, *, reason: str, until: date, by: Context, at: datetime) -> None:
    """Accepts a doubt as an exception, signed by the post, until a day within a year."""
    if by.rights.d2 is not Right.WRITE:
        raise Refused(text("Your post does not include this."))
    if not reason.strip():
        raise Refused(text("Say why this is right as it stands."))
    today = timezone.localdate(at)
    if not today < until <= today + LONGEST_ACCEPTED:
        raise Refused(text("An exception ends within a year."))
    found = Doubt.objects.select_for_update().filter(id=doubt, closed_at=None).first()
    if found is None:
        raise Refused(text("This doubt stands no more."))
    found.accepted_by, found.accepted_at = by.user, at
    found.accepted_until, found.reason = until, reason.strip()[:200]
    found.save(update_fields=["accepted_by", "accepted_at", "accepted_until", "reason"])
    _tell("doubt.accepted", found, by, at)


def reopen(doubt: UUID, *, by: Context, at: datetime) -> None:
    """Takes an acceptance back."""
    found = Doubt.objects.select_for_update().filter(id=doubt).first()
    if found is None or by.rights.d2 is not Right.WRITE:
        raise Refused(text("This doubt stands no more."))
    found.accepted_until = None
    found.save(update_fields=["accepted_until"])
    _tell("doubt.reopened", found, by, at)


def standing(on: date) -> Q:
    """Doubts that wait for somebody: neither closed nor accepted for the day."""
    return Q(closed_at=None) & (Q(accepted_until=None) | Q(accepted_until__lt=on))


def _tell(kind: str, doubt: Doubt, by: Context, at: datetime) -> None:
    detail: dict[str, Any] = {"rule": doubt.rule}
    record(
        kind,
        by=by,
        at=at,
        person=doubt.person_id,
        household=doubt.household_id,
        region=doubt.region,
        subject=("doubt", doubt.id),
        detail=detail,
    )
