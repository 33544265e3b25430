"""Nobody certifies their own: officers tied to an employer, and those who bear a name from there.

An officer's telephone is not known, so members and the contact are compared by name. Who only
bears the same name is cleared by a county officer, on the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction

from chunfeng.foundation.access import OFFICERS, Context, Role
from chunfeng.foundation.accounts import members
from chunfeng.foundation.accounts.queries import names
from chunfeng.foundation.audit.recording import record
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers.models import Conflict, Employer
from chunfeng.stages.employers.refusals import InConflict, NotAllowed, NotFound, Refused
from chunfeng.stages.employers.rules import plain


class Tie(StrEnum):
    """What is known between an officer and an employer."""

    TIED = "tied"
    NAMESAKE = "namesake"  # the same name, another person


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """What was declared of an officer and an employer."""

    id: UUID
    officer: UUID
    name: str
    kind: Tie
    reason: str
    at: datetime
    by: UUID
    ended_at: datetime | None


def must_be_free(employer: Employer, officers: Sequence[UUID]) -> None:
    """InConflict where one of the officers is tied to the employer or bears a name from there."""
    if said := refusal(employer.id, employer.contact, officers):
        raise InConflict(said)


def refusal(employer: UUID, contact: str, officers: Sequence[UUID]) -> Text | None:
    """Why officers may not act in an employer's matters; None where they may."""
    noted = dict(
        Conflict.objects.filter(employer=employer, officer__in=officers, ended_at=None)
        .order_by("kind")  # tied comes last and stands
        .values_list("officer", "kind")
    )
    called = names(officers)
    for officer in officers:
        if noted.get(officer) == Tie.TIED:
            return text(
                "{name} is tied to this employer and does not act in its matters. Leave it to"
                " another officer.",
                name=called.get(officer, ""),
            )
    unknown = {plain(called[o]): called[o] for o in officers if o in called and o not in noted}
    if unknown and (same := unknown.keys() & _names_there(employer, contact)):
        return text(
            "Somebody called {name} acts for this employer, as the officer is called. A county"
            " officer notes first that these are two people.",
            name=unknown[min(same)],
        )
    return None


def _names_there(employer: UUID, contact: str) -> set[str]:
    acting = [line.name for line in members.of(employer) if line.ended_at is None]
    return {plain(name) for name in (*acting, contact) if name}


def declare(employer: UUID, officer: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Notes that an officer is tied to an employer: of oneself, or a county officer of another."""
    if by.role not in OFFICERS or (officer != by.user and by.role is not Role.COUNTY):
        raise NotAllowed
    _note(employer, officer, Tie.TIED, reason, by, at)


def clear(employer: UUID, officer: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Notes that an officer only bears the name of somebody there; a county officer of another."""
    if by.role is not Role.COUNTY or officer == by.user:
        raise NotAllowed
    _note(employer, officer, Tie.NAMESAKE, reason, by, at)


def end(conflict: UUID, *, reason: str, by: Context, at: datetime) -> None:
    """Ends what was declared; a county officer of another."""
    found = Conflict.objects.select_for_update().filter(id=conflict, ended_at=None).first()
    if found is None:
        raise NotFound
    if by.role is not Role.COUNTY or found.officer == by.user:
        raise NotAllowed
    if not reason.strip():
        raise Refused(text("Say why."))
    Conflict.objects.filter(id=conflict).update(ended_at=at, ended_by=by.user)
    _tell("conflict.ended", found.employer_id, found.region, found.officer, reason, by, at)


def of(employer: UUID) -> list[ConflictLine]:
    """What was declared about an employer, what stands first."""
    rows = list(Conflict.objects.filter(employer=employer).order_by("ended_at", "at", "id"))
    called = names([row.officer for row in rows])
    return [
        ConflictLine(
            id=row.id,
            officer=row.officer,
            name=called.get(row.officer, ""),
            kind=Tie(row.kind),
            reason=row.reason,
            at=row.at,
            by=row.by,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def _note(
    employer: UUID, officer: UUID, kind: Tie, reason: str, by: Context, at: datetime
) -> None:  # fmt: skip
    found = Employer.objects.filter(id=employer, region__range=(by.lo, by.hi))
    region = found.values_list("region", flat=True).first()
    if region is None or not names([officer]):
        raise NotFound
    why = " ".join(reason.split())[:200]
    if not why:
        raise Refused(text("Say why."))
    row = Conflict(
        employer_id=employer, region=region, officer=officer, kind=kind, reason=why, at=at,
        by=by.user,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(text("This is noted already.")) from None
    event = "conflict.declared" if kind is Tie.TIED else "conflict.cleared"
    _tell(event, employer, region, officer, why, by, at)


def _tell(
    kind: str, employer: UUID, region: int, officer: UUID, reason: str, by: Context, at: datetime
) -> None:
    record(
        kind,
        by=by,
        at=at,
        region=region,
        subject=("employer", employer),
        detail={"officer": str(officer), "reason": reason},
    )
