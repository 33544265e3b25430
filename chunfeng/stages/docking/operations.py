"""Writes: asking for a run, answering a proposal, versions of the policy."""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from chunfeng.foundation.access import Context, Right, Role
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.docking.models import DockingPolicy, DockingRun, Proposal
from chunfeng.stages.docking.policies import approve, propose, withdraw
from chunfeng.stages.docking.policy import Policy, as_text, from_text
from chunfeng.stages.docking.queries import policy_for
from chunfeng.stages.docking.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.docking.register import read
from chunfeng.stages.docking.standing import answers
from chunfeng.stages.docking.states import Verdict
from chunfeng.stages.employers import wage_lines

__all__ = ["again", "approve", "judge", "propose", "start", "try_policy", "withdraw"]
KIND = "runs.dock"  # of the job
ROLES = frozenset({Role.TOWNSHIP, Role.COUNTY})


def start(
    region: int,
    policy: Policy | None = None,
    *,
    on: date,
    exact: bool = False,
    gap: float = 1e-3,
    trial: bool = False,
    after: UUID | None = None,
    by: Context,
    at: datetime,
) -> UUID:
    """Asks for a docking run over a region on a day; its id. A worker does it.

    policy: the one in force where none is given. The lines of the lowest lawful pay are those of
    the ledger, and are kept with the run. exact, gap: as ``dock`` takes them. trial: only to look
    at; nothing of it can be offered. after: a run whose proposals stay put unless all together
    gain enough without them.
    """
    lo, hi = places().get(region).span
    if by.role not in ROLES or not (by.covers(lo) and by.covers(hi)):
        raise NotAllowed
    policy = (policy or policy_for(lo, on)).with_lines(wage_lines.in_force(on))
    values = as_text(policy)
    run = DockingRun(
        id=uuid4(),
        region=lo,
        last=hi,
        on=on,
        policy=values,
        policy_digest=sha256(values.encode()).hexdigest(),
        policy_name=policy.name,
        exact=exact,
        gap_wanted=gap,
        trial=trial,
        after=after,
        by=by.user,
        asked_at=at,
    )
    run.job = jobs.start(KIND, by=by, region=lo, arguments={"run": run.id}, at=at)
    run.save(force_insert=True)
    detail = {"on": on.isoformat(), "policy": run.policy_digest}
    record("docking.asked", by=by, at=at, region=lo, subject=("docking", run.id), detail=detail)
    return run.id


def again(run: UUID, *, on: date, by: Context, at: datetime) -> UUID | None:
    """Docks a region again from its last run on; None where nothing has changed since."""
    last = DockingRun.objects.get(id=run)
    policy = policy_for(last.region, on).with_lines(wage_lines.in_force(on))
    same = sha256(as_text(policy).encode()).hexdigest() == last.policy_digest
    if same and last.snapshot_digest == _digest(last, policy, on):
        return None
    return start(
        last.region, policy, on=on, exact=last.exact, gap=last.gap_wanted, after=run, by=by, at=at
    )


def _digest(run: DockingRun, policy: Policy, on: date) -> str:
    told = answers(run.region, run.last, policy, on=on)
    return read(run.region, run.last, policy, on=on).digest_with(told.digest)


def try_policy(policy: UUID, *, on: date, by: Context, at: datetime) -> UUID:
    """Asks for a trial run with a version of the policy, to be compared with the last run."""
    held = DockingPolicy.objects.filter(id=policy).first()
    if held is None:
        raise NotFound
    return start(held.region, from_text(held.text), on=on, trial=True, by=by, at=at)


def judge(proposal: int, verdict: Verdict, *, reason: str = "", by: Context, at: datetime) -> None:
    """Notes an officer's answer to a proposal; a later one takes its place.

    reason: what is wrong, needed where a fact is.
    """
    if by.rights.d1 is not Right.WRITE:
        raise NotAllowed
    reason = reason.strip()
    if verdict is Verdict.WRONG_FACT and not reason:
        raise Refused(text("Say which fact is wrong."))
    found = Proposal.objects.filter(id=proposal).select_related("run").first()
    if found is None:
        raise NotFound
    if found.run.trial:
        raise Refused(text("This run was only a trial: nothing of it is offered."))
    Proposal.objects.filter(id=proposal).update(
        verdict=verdict, verdict_reason=reason[:200], verdict_by=by.user, verdict_at=at
    )
    record(
        "proposal.judged",
        by=by,
        at=at,
        region=found.region,
        person=found.person_id,
        subject=("docking", found.run_id),
        detail={"verdict": verdict, "vacancy": str(found.vacancy)},
    )
