"""Docked again, what is still good stays put, and nobody is asked twice for the same."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.config import tasks as clock
from chunfeng.engine import Instance, solve, verify
from chunfeng.foundation.access import Context, entered
from chunfeng.stages.docking import operations, standing
from chunfeng.stages.docking.models import DockingRun, Left, Proposal
from chunfeng.stages.docking.policy import Policy, load_policy
from chunfeng.stages.docking.states import Verdict
from chunfeng.stages.docking.steady import Before, restated, sticky
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries
from chunfeng.stages.vacancies import operations as vacancies
from tests.cast import NOW, TODAY
from tests.foundation.jobs.arranging import WORKER, login
from tests.stages.docking.registered import LO, county
from tests.stages.docking.test_runs import again, done, worked

SAID = NOW + timedelta(minutes=5)  # people came in before that
NIGHT = NOW + timedelta(hours=10)


@pytest.fixture
def by(keys: Any, tmp_path: Path) -> Context:
    """A county officer whose county has people and vacancies."""
    return county(keys, tmp_path, people=60, vacancies=6).by


def places(run: DockingRun, by: Context) -> dict[Any, Any]:
    with entered(by):
        return dict(Proposal.objects.filter(run=run).values_list("person_id", "vacancy"))


def at_night(by: Context) -> list[DockingRun]:
    """What the clock has started."""
    with entered(by):
        known = set(DockingRun.objects.values_list("id", flat=True))
    with login(WORKER):
        clock.dock_again(NIGHT)
    with entered(by):
        return list(DockingRun.objects.exclude(id__in=known))


@pytest.mark.django_db
def test_a_night_without_a_change_starts_nothing(by: Context) -> None:
    done(by, load_policy())
    assert at_night(by) == []


@pytest.mark.django_db
def test_after_a_change_nobody_moves_unless_all_gain_enough_by_it(
    by: Context, policy: Policy
) -> None:
    first = done(by, policy)
    before = places(first, by)
    with entered(by):
        closed = Proposal.objects.filter(run=first).order_by("number")[0].vacancy
        vacancies.close(closed, by=by, at=NOW)
    (second,) = at_night(by)
    assert second.after == first.id
    worked(second, minutes=60)
    after = places(again(second, by), by)
    free = done(by, policy)  # as if there had been no plan before

    def worth(run: DockingRun, found: dict[Any, Any]) -> int:
        moved = sum(before.get(person) != vacancy for person, vacancy in found.items())
        assert run.value
        return run.value - policy.churn.points * moved

    second, free = again(second, by), again(free, by)
    assert [tier["placed"] for tier in second.tiers] == [tier["placed"] for tier in free.tiers]
    assert worth(second, after) >= worth(free, places(free, by))
    assert closed not in after.values()


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", [Verdict.NOT_NOW, Verdict.OTHER_OPTION, Verdict.WRONG_FACT])
def test_what_was_answered_is_not_proposed_again_so_soon(
    by: Context, policy: Policy, verdict: Verdict
) -> None:
    first = done(by, policy)
    with entered(by):
        line = Proposal.objects.filter(run=first).order_by("number")[0]
        operations.judge(line.id, verdict, reason="x", by=by, at=SAID)
    (second,) = at_night(by)
    worked(second)
    assert places(second, by).get(line.person_id) != line.vacancy
    later = TODAY + timedelta(policy.churn.answered_days)
    with entered(by):
        third = operations.start(LO, policy, on=later, by=by, at=NOW)
        held = DockingRun.objects.get(id=third)
    worked(held)
    assert again(held, by).snapshot_digest == again(first, by).snapshot_digest


@pytest.mark.django_db
def test_a_wrong_fact_that_was_corrected_keeps_no_place_from_anybody(
    by: Context, policy: Policy, keys: Any
) -> None:
    first = done(by, policy)
    with entered(by):
        line = Proposal.objects.filter(run=first).order_by("number")[0]
        operations.judge(line.id, Verdict.WRONG_FACT, reason="x", by=by, at=SAID)
    told = (LO, LO + 10**6 - 1, policy)
    with entered(by):
        pair = (line.person_id, line.vacancy)
        assert pair in standing.answers(*told, on=TODAY).closed
        facts = queries.facts(line.person_id, on=TODAY)
        assert facts
        people.correct(
            line.person_id, {"hours_per_day": 7.0}, seen=facts.version, keys=keys, by=by,
            at=NOW + timedelta(hours=1),
        )  # fmt: skip
        assert pair not in standing.answers(*told, on=TODAY).closed


@pytest.mark.django_db
def test_who_is_to_be_offered_a_place_gets_no_other_proposal(by: Context, policy: Policy) -> None:
    first = done(by, policy)
    with entered(by):
        line = Proposal.objects.filter(run=first).order_by("number")[0]
        operations.judge(line.id, Verdict.OFFER, by=by, at=NOW)
    second = done(by, policy)
    with entered(by):
        assert Left.objects.get(run=second, person=line.person_id).why == "answered"
    assert second.people == first.people
    assert line.person_id not in places(second, by)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), points=st.integers(2, 500))
def test_nobody_moves_for_less_than_the_points_of_the_policy(seed: int, points: int) -> None:
    g = np.random.default_rng(seed)
    n, m = int(g.integers(2, 9)), int(g.integers(2, 6))
    scores = g.integers(1000, 9000, n * m)
    first = market(n, m, scores)
    held = solve(first, exact=True)
    second = market(n, m, scores + g.integers(0, points, n * m))  # each a little better
    snapshot: Any = SimpleNamespace(
        seeker_rows=np.arange(n), parts=[SimpleNamespace(row=j) for j in range(m)]
    )
    kept = {i: int(j) for i, j in enumerate(held.assignment) if j >= 0}
    before = Before(held=kept, points=points)
    plan = restated(second, solve(sticky(snapshot, second, before), exact=True))
    verify(second, plan)
    assert plan.assignment.tolist() == held.assignment.tolist()
    assert plan.bound >= solve(second, exact=True).value


def market(n: int, m: int, scores: Any) -> Instance:
    """Everybody suits every opportunity, of two seats each."""
    return Instance(np.arange(n + 1) * m, np.tile(np.arange(m), n), scores, np.full(m, 2))


@pytest.mark.django_db
def test_docked_after_itself_a_plan_stays_what_it_was(by: Context, policy: Policy) -> None:
    first = done(by, policy)
    with entered(by):
        run = operations.start(LO, policy, on=TODAY, after=first.id, by=by, at=NOW)
        second = DockingRun.objects.get(id=run)
    worked(second)
    assert places(second, by) == places(first, by)
    assert again(second, by).value == first.value
