"""A run on the register: one plan, kept once whatever happens, seen by whom it concerns."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.audit.queries import timeline
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.jobs.faults import Again
from chunfeng.foundation.jobs.running import work
from chunfeng.foundation.jobs.states import State
from chunfeng.stages.docking import operations, tasks
from chunfeng.stages.docking.models import DockingRun, Left, Proposal
from chunfeng.stages.docking.policy import Policy, from_text
from chunfeng.stages.docking.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.docking.states import Verdict
from chunfeng.stages.employers.wages import national
from chunfeng.stages.people.models import Person
from chunfeng.stages.vacancies.models import Vacancy
from tests.cast import NOW, PINGLI, TODAY, context
from tests.foundation.jobs.arranging import WORKER, login, officer, run_of
from tests.stages.docking.registered import LO, county

pytestmark = pytest.mark.django_db
SEATS = ("id", "headcount", "taken")


@pytest.fixture
def by(keys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A county officer whose county has people and vacancies; lines are kept in small chunks."""
    monkeypatch.setattr(tasks, "CHUNK", 20)
    return county(keys, tmp_path, people=100, vacancies=8).by


def asked(by: Context, policy: Policy, **how: Any) -> DockingRun:
    with entered(by):
        run = operations.start(LO, policy, on=TODAY, by=by, at=NOW, **how)
        return DockingRun.objects.get(id=run)


def worked(run: DockingRun, minutes: int = 1, **how: Any) -> None:
    assert run.job
    with login(WORKER):
        work(run.job, clock=lambda: NOW + timedelta(minutes=minutes), **how)


def done(by: Context, policy: Policy) -> DockingRun:
    run = asked(by, policy)
    worked(run)
    return again(run, by)


def again(run: DockingRun, by: Context) -> DockingRun:
    with entered(by):
        return DockingRun.objects.get(id=run.id)


def state(run: DockingRun) -> str:
    assert run.job
    return run_of(run.job).state


def lines(run: DockingRun, by: Context) -> list[Mapping[str, Any]]:
    """All that is kept of people, in order, without numbers of its own."""
    with entered(by):
        return [
            {k: v for k, v in line.items() if k not in {"id", "run_id"}}
            for model in (Proposal, Left)
            for line in model.objects.filter(run=run).order_by("number").values()
        ]


def test_a_run_keeps_a_plan_that_adds_up(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    assert state(run) == State.DONE
    assert run.finished_at
    assert run.policy_name == policy.name
    kept = from_text(run.policy)
    assert kept.with_lines(()) == policy
    assert kept.pay_floor == national().floors
    with entered(by):
        proposals = list(Proposal.objects.filter(run=run))
        left = list(Left.objects.filter(run=run))
        people = Person.objects.count()
    assert len(proposals) == run.placed
    assert run.placed
    assert len(proposals) + len(left) == run.people == people
    assert all(sum(line.terms.values()) == line.score for line in proposals)
    assert run.value == sum(line.score for line in proposals)
    assert run.bound is not None
    assert run.value <= run.bound
    assert sum(tier["placed"] for tier in run.tiers) == run.placed
    assert not {line.person_id for line in proposals} & {line.person_id for line in left}


def test_no_vacancy_is_given_more_people_than_seats(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by):
        given: dict[UUID, int] = {}
        for vacancy in Proposal.objects.filter(run=run).values_list("vacancy", flat=True):
            given[vacancy] = given.get(vacancy, 0) + 1
        found = Vacancy.objects.filter(id__in=given)
        seats = {one: number - taken for one, number, taken in found.values_list(*SEATS)}
    assert given
    assert all(number <= seats[vacancy] for vacancy, number in given.items())


def test_the_same_register_gives_the_same_plan(by: Context, policy: Policy) -> None:
    first, second = done(by, policy), done(by, policy)
    assert first.snapshot_digest == second.snapshot_digest
    assert first.plan_digest == second.plan_digest
    assert lines(first, by) == lines(second, by)


def test_stopped_after_every_chunk_the_plan_is_kept_once(by: Context, policy: Policy) -> None:
    whole = done(by, policy)
    run = asked(by, policy)
    takings = 0
    while state(run) in (State.QUEUED, State.RUNNING):
        takings += 1
        assert takings < 20
        told = iter([False])
        with suppress(Again):
            worked(run, stopping=partial(next, told, True))
    assert takings > 5
    assert again(run, by).plan_digest == whole.plan_digest
    assert lines(run, by) == lines(whole, by)


def test_a_register_changed_meanwhile_ends_the_run(by: Context, policy: Policy) -> None:
    run = asked(by, policy)
    with pytest.raises(Again):
        worked(run, stopping=partial(next, iter([False, False]), True))
    with entered(by):
        person = Person.objects.exclude(birth_date=None).order_by("id").first()
        assert person
        assert person.birth_date
        Person.objects.filter(id=person.id).update(birth_date=person.birth_date - timedelta(1))
    worked(run)
    assert state(run) == State.FAILED
    assert again(run, by).finished_at is None


def test_a_run_is_cancelled_between_its_steps(
    by: Context, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(by, policy)
    finding = tasks.find

    def cancelled(*args: Any, **how: Any) -> Any:
        assert run.job
        jobs.cancel(run.job, by=by, at=NOW)
        return finding(*args, **how)

    monkeypatch.setattr(tasks, "find", cancelled)
    worked(run)
    assert state(run) == State.CANCELLED
    assert not lines(run, by)


def test_with_nobody_to_dock_the_run_says_so(policy: Policy) -> None:
    by = officer()
    run = asked(by, policy)
    worked(run)
    assert run.job
    held = run_of(run.job)
    assert held.state == State.FAILED
    assert held.message["message"].startswith("Nobody is left to dock")


def test_a_township_sees_the_numbers_of_the_county_and_its_own_people_only(
    by: Context, policy: Policy
) -> None:
    run = done(by, policy)
    with entered(by):
        town = Proposal.objects.filter(run=run).order_by("region")[0].region // 1000 * 1000
        own = Proposal.objects.filter(run=run, region__range=(town, town + 999)).count()
    with entered(context(Role.TOWNSHIP, town, 1000)):
        assert DockingRun.objects.filter(id=run.id).exists()
        assert Proposal.objects.filter(run=run).count() == own
        assert DockingRun.objects.filter(id=run.id).update(value=0) == 0
    with entered(context(Role.COUNTY, 610922 * 10**6, 10**6)):
        assert not DockingRun.objects.filter(id=run.id).exists()
        assert not Proposal.objects.exists()
        assert not Left.objects.exists()


def test_an_answer_is_kept_with_who_gave_it_and_stands_in_the_timeline(
    by: Context, policy: Policy
) -> None:
    run = done(by, policy)
    with entered(by):
        line = Proposal.objects.filter(run=run).order_by("number")[0]
        with pytest.raises(Refused):
            operations.judge(line.id, Verdict.WRONG_FACT, reason=" ", by=by, at=NOW)
        operations.judge(line.id, Verdict.WRONG_FACT, reason="不会骑车", by=by, at=NOW)
        line.refresh_from_db()
        latest = timeline(by=by, person=line.person_id)[0]
    assert (line.verdict, line.verdict_reason) == ("wrong_fact", "不会骑车")
    assert (line.verdict_by, latest.kind) == (by.user, "proposal.judged")
    other = context(Role.COUNTY, 610922 * 10**6, 10**6)
    with entered(other), pytest.raises(NotFound):
        operations.judge(line.id, Verdict.OFFER, by=other, at=NOW)


def test_the_plan_itself_cannot_be_changed(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    for change in ({"score": 1}, {"vacancy": run.id}, {"person_id": run.id}):
        with entered(by), pytest.raises(DatabaseError), transaction.atomic():
            Proposal.objects.filter(run=run).update(**change)
    with entered(by), pytest.raises(DatabaseError), transaction.atomic():
        Left.objects.filter(run=run).delete()


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN])
def test_only_townships_and_counties_ask_for_a_run(policy: Policy, role: Role) -> None:
    by = context(role, PINGLI, 10**6)
    with entered(by), pytest.raises(NotAllowed):
        operations.start(LO, policy, on=TODAY, by=by, at=NOW)


def test_nobody_asks_for_a_run_beyond_the_own_region(policy: Policy) -> None:
    by = replace(context(Role.TOWNSHIP, PINGLI + 100_000, 1000))
    with entered(by), pytest.raises(NotAllowed):
        operations.start(LO, policy, on=TODAY, by=by, at=NOW)
