"""Versions of the policy: two persons decide, one is in force, a trial shows the change."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.stages.docking import operations, queries
from chunfeng.stages.docking.models import DockingRun, Proposal
from chunfeng.stages.docking.policy import Policy, load_policy
from chunfeng.stages.docking.policy_form import with_values
from chunfeng.stages.docking.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.docking.states import Change, PolicyState, Verdict
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY, context
from tests.foundation.jobs.arranging import officer
from tests.stages.docking.registered import county
from tests.stages.docking.test_runs import done, worked

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(10)


def officer_of(region: int = PINGLI) -> Context:
    return context(Role.COUNTY, region, 10**6)


def version(since: date = LATER, **typed: str) -> Policy:
    made, wrong = with_values(load_policy(), typed | {"valid_from": since.isoformat()})
    assert made, wrong
    return made


def proposed(policy: Policy, by: Context) -> UUID:
    with entered(by):
        return operations.propose(PINGLI, policy, by=by, at=NOW)


def approved(policy: Policy) -> UUID:
    made = proposed(policy, officer_of())
    with entered(officer_of()) as by:
        operations.approve(made, by=by, at=NOW)
    return made


def in_force(on: date, by: Context | None = None) -> Policy:
    with entered(by or officer_of()):
        return queries.policy_for(PINGLI, on)


def test_what_was_proposed_is_in_force_only_once_another_officer_approved_it() -> None:
    first = officer_of()
    policy = version(name="平利县 2027")
    made = proposed(policy, first)
    assert in_force(LATER) == load_policy()
    with entered(first), pytest.raises(Refused):
        operations.approve(made, by=first, at=NOW)
    with entered(officer_of()) as second:
        operations.approve(made, by=second, at=NOW)
    assert in_force(LATER) == policy
    assert in_force(LATER - timedelta(1)) == load_policy()


def test_the_latest_begun_is_in_force_and_one_of_the_same_day_is_replaced() -> None:
    old = approved(version(name="旧"))
    approved(version(name="新"))
    approved(version(LATER + timedelta(30), name="以后"))
    assert in_force(LATER + timedelta(29)).name == "新"
    assert in_force(LATER + timedelta(30)).name == "以后"
    with entered(officer_of()):
        found = queries.policy(old)
        assert found
        assert found[0].state == PolicyState.SUPERSEDED
        assert len(queries.policies()) == 3


def test_a_township_docks_with_its_county_s_values_and_another_county_does_not() -> None:
    made = approved(version(name="平利县 2027"))
    assert in_force(LATER, context(Role.TOWNSHIP, PINGLI + 100_000, 1000)).name == "平利县 2027"
    with entered(officer_of(SHIQUAN)) as by:
        assert queries.policy(made) is None
        with pytest.raises(NotFound):
            operations.approve(made, by=by, at=NOW)


def test_a_version_is_withdrawn_until_it_begins() -> None:
    made = approved(version(name="平利县 2027"))
    with entered(officer_of()) as by:
        operations.withdraw(made, by=by, at=NOW)
        with pytest.raises(Refused):
            operations.approve(made, by=by, at=NOW)
    assert in_force(LATER) == load_policy()
    begun = approved(version(TODAY))
    with entered(officer_of()) as by, pytest.raises(Refused):
        operations.withdraw(begun, by=by, at=NOW)


def test_nothing_is_proposed_for_a_day_that_has_passed() -> None:
    with entered(officer_of()) as by, pytest.raises(Refused):
        operations.propose(PINGLI, version(TODAY - timedelta(1)), by=by, at=NOW)


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.VILLAGE, Role.SUPERVISOR, Role.ADMIN])
def test_only_counties_decide_on_the_policy(role: Role) -> None:
    with entered(context(role, PINGLI, 10**6)) as by, pytest.raises(NotAllowed):
        operations.propose(PINGLI, version(), by=by, at=NOW)


def test_a_trial_shows_what_would_change_and_nothing_of_it_is_offered(
    keys: Any, tmp_path: Path, policy: Policy
) -> None:
    by = county(keys, tmp_path, people=60, vacancies=6).by
    run = done(by, policy)
    draft = proposed(version(**{"tiers.0.one_per_household": "no", "near.radius_km": "5"}), by)
    with entered(by):
        trial = DockingRun.objects.get(id=operations.try_policy(draft, on=TODAY, by=by, at=NOW))
    worked(trial)
    with entered(by):
        found = queries.compare(run.id, trial.id)
        assert sum(found.counts.values()) - found.counts[Change.NEW] == run.placed
        assert [one.id for one in queries.runs()] == [run.id]
        assert [one.id for one in queries.runs(trial=True)] == [trial.id]
        line = Proposal.objects.filter(run=trial)[0]
        with pytest.raises(Refused):
            operations.judge(line.id, Verdict.OFFER, by=by, at=NOW)


def test_a_run_takes_the_policy_in_force_unless_told_otherwise() -> None:
    approved(version(TODAY, name="平利县 2027"))
    with entered(officer()) as by:
        run = operations.start(PINGLI, on=TODAY, by=by, at=NOW)
        other = operations.start(PINGLI, load_policy(), on=TODAY, by=by, at=NOW)
        names = dict(DockingRun.objects.values_list("id", "policy_name"))
    assert names == {run: "平利县 2027", other: load_policy().name}
