"""Versions of the policy: proposed by one officer, approved by another, tried before they begin."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone

from chunfeng.foundation.access import Context, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.docking.models import DockingPolicy
from chunfeng.stages.docking.policy import Policy, as_text
from chunfeng.stages.docking.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.docking.states import PolicyState

DRAFT, APPROVED = PolicyState.DRAFT, PolicyState.APPROVED


def propose(region: int, policy: Policy, *, by: Context, at: datetime) -> UUID:
    """Proposes values for a region from their day ``valid_from`` on; its id."""
    lo, hi = places().get(region).span
    if by.role is not Role.COUNTY or not (by.covers(lo) and by.covers(hi)):
        raise NotAllowed
    _not_begun(policy.valid_from, at)
    made = DockingPolicy.objects.create(
        id=uuid4(),
        region=lo,
        last=hi,
        valid_from=policy.valid_from,
        name=policy.name,
        text=as_text(policy.with_lines(())),
        proposed_by=by.user,
        proposed_at=at,
    )
    _tell("policy.proposed", made, by, at)
    return made.id


def approve(policy: UUID, *, by: Context, at: datetime) -> None:
    """Approves what another officer proposed; it takes the place of one of the same day."""
    held = _locked(policy, by)
    if held.state != DRAFT:
        raise Refused(text("This version is no longer waiting for an approval."))
    if held.proposed_by == by.user:
        raise Refused(text("Another officer must approve what you proposed."))
    _not_begun(held.valid_from, at)
    same = {"region": held.region, "last": held.last, "valid_from": held.valid_from}
    DockingPolicy.objects.filter(**same, state=APPROVED).update(state=PolicyState.SUPERSEDED)
    _moved(held, APPROVED, approved_by=by.user, approved_at=at)
    _tell("policy.approved", held, by, at)


def withdraw(policy: UUID, *, by: Context, at: datetime) -> None:
    """Takes back a version that has not begun."""
    held = _locked(policy, by)
    if held.state not in (DRAFT, APPROVED):
        raise Refused(text("This version is no longer waiting or in force."))
    if held.state == APPROVED and held.valid_from <= timezone.localdate(at):
        raise Refused(text("This version has begun. Propose another one in its place."))
    _moved(held, PolicyState.WITHDRAWN, withdrawn_by=by.user, withdrawn_at=at)
    _tell("policy.withdrawn", held, by, at)


def _locked(policy: UUID, by: Context) -> DockingPolicy:
    held = DockingPolicy.objects.select_for_update().filter(id=policy).first()
    if held is None:
        raise NotFound
    if by.role is not Role.COUNTY or not (by.covers(held.region) and by.covers(held.last)):
        raise NotAllowed
    return held


def _not_begun(valid_from: date, at: datetime) -> None:
    if valid_from < timezone.localdate(at):
        raise Refused(text("The day it begins has passed. Choose today or a later day."))


def _moved(held: DockingPolicy, state: PolicyState, **told: object) -> None:
    DockingPolicy.objects.filter(id=held.id).update(state=state, **told)


def _tell(kind: str, held: DockingPolicy, by: Context, at: datetime) -> None:
    detail = {"valid_from": held.valid_from.isoformat()}
    record(kind, by=by, at=at, region=held.region, subject=("policy", held.id), detail=detail)
