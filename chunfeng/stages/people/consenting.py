"""What people agree to, and take back: noted by an officer, or by themselves on their own page."""

from datetime import date, datetime
from uuid import UUID

from chunfeng.foundation.access import Context, Right, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.stages.people import reactions, writing
from chunfeng.stages.people.models import Consent, Person
from chunfeng.stages.people.refusals import NotAllowed, NotFound


def consent(person: UUID, *, purpose: str, on: date, how: str, by: Context, at: datetime) -> None:
    """Notes that a person agreed; noted once while it stands."""
    region = _region(person, by)
    if Consent.objects.filter(person=person, purpose=purpose, withdrawn_on=None).exists():
        return
    Consent.objects.create(person_id=person, region=region, purpose=purpose, given_on=on, how=how)
    record("consent.given", by=by, at=at, person=person, region=region, fields=[purpose])


def withdraw(
    person: UUID, *, purpose: str, on: date, by: Context, at: datetime, how: str = "form"
) -> None:
    """Notes that a person took an agreement back; it counts from that day, and stops what runs.

    Who was never asked and objects all the same has a withdrawal without an agreement before it.
    """
    region = _region(person, by)
    given = Consent.objects.filter(person=person, purpose=purpose)
    standing = given.filter(withdrawn_on=None)
    if not standing.exists() and given.exists():
        return
    writing.under_change()
    if not standing.update(withdrawn_on=on):
        Consent.objects.create(
            person_id=person, region=region, purpose=purpose, given_on=on, how=how, withdrawn_on=on
        )
    record("consent.withdrawn", by=by, at=at, person=person, region=region, fields=[purpose])
    reactions.withdrew(person, purpose, by=by, at=at)


def objects(person: UUID, purpose: str) -> bool:
    """Whether somebody took their agreement back and has not agreed again."""
    given = Consent.objects.filter(person=person, purpose=purpose)
    return given.exists() and not given.filter(withdrawn_on=None).exists()


def _region(person: UUID, by: Context) -> int:
    """The region of somebody the writer answers for: an officer's people, or oneself."""
    oneself = by.role is Role.SEEKER and by.user == person
    if by.rights.d2 is not Right.WRITE and not oneself:
        raise NotAllowed
    held = Person.objects.filter(id=person, merged_into=None)
    if not oneself:
        held = held.select_for_update()
    region = held.values_list("region", flat=True).first()
    if region is None:
        raise NotFound
    return region
