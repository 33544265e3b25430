"""Taking hold of an employer's record before an act: it is there, may be written, nobody's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.stages.employers import conflicts
from chunfeng.stages.employers.inside import INSIDE, inside
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.refusals import ChangedMeanwhile, NotAllowed, NotFound
from chunfeng.stages.employers.rules import DECIDERS

OPEN = (
    "id", "region", "name", "name_key", "kind", "credit_code", "industry", "place", "address",
    "about", "state", "stay_share", "created_at", "updated_at",
)  # fmt: skip
FACTS = (*OPEN, *INSIDE, "state_on", "how", "version")  # for its own desk
OFFICE = (*OPEN, "state_on", "how", "version", "phone_index", "added_by")


def must_decide(by: Context) -> None:
    """NotAllowed for whoever may only read of employers."""
    if by.role not in DECIDERS:
        raise NotAllowed


def held(employer: UUID, by: Context, *, officers: Sequence[UUID] = ()) -> Employer:
    """An employer for an officer's act, locked; refused for whoever is on its side.

    officers: others who act with the officer.
    """
    must_decide(by)
    found = Employer.objects.select_for_update().filter(id=employer).only(*OFFICE).first()
    if found is None:
        raise NotFound
    for name, value in inside([employer])[employer].items():
        setattr(found, name, value)
    conflicts.must_be_free(found, [by.user, *officers])
    return found


def held_of_own(employer: UUID, by: Context) -> Employer:
    """An employer for an act of its own member or of an officer, locked."""
    if by.role is not Role.EMPLOYER:
        return held(employer, by)
    found = Employer.objects.select_for_update().filter(id=employer).only(*FACTS).first()
    if found is None or by.employer != employer:
        raise NotFound
    return found


def stamp(employer: Employer, at: datetime, **columns: Any) -> None:
    """Writes columns of an employer, counting the version on."""
    rows = Employer.objects.filter(id=employer.id)
    rows.update(**columns, version=F("version") + 1, updated_at=at)


def must_be_seen(
    subject: tuple[str, UUID], version: int, seen: int, names: Sequence[str], by: Context
) -> None:
    """ChangedMeanwhile where somebody changed the same fields since a version was read."""
    if version == seen:
        return
    clash = names if by.role is Role.EMPLOYER else changed_since(subject, seen, names)
    if clash:
        raise ChangedMeanwhile(clash)


def changed_since(subject: tuple[str, UUID], version: int, names: Sequence[str]) -> list[str]:
    """Which of the fields were changed after a version was read. subject: ("site", id), say."""
    what, which = subject
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT f FROM audit_event AS e, unnest(e.fields) AS f
            WHERE (e.subject_id = %s OR e.detail ->> %s = %s)
            AND (e.detail ->> %s)::integer >= %s""",
            [which, what, str(which), f"{what}_version", version],
        )
        later = {name for (name,) in cursor.fetchall()}
    return sorted(later & set(names))


def tell(
    kind: str,
    employer: Employer,
    *,
    by: Context | None,
    at: datetime,
    fields: Sequence[str] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Appends the one event of an act; all that happens to an employer is on its timeline."""
    record(
        kind,
        by=by,
        at=at,
        region=employer.region,
        subject=("employer", employer.id),
        fields=fields,
        detail=detail,
    )
