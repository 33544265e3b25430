"""Who somebody is changes no proposal; nor does the order in which rows happen to lie."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.jobs import operations as jobs
from chunfeng.foundation.jobs.states import State
from chunfeng.stages.docking import dock
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.register import read
from chunfeng.stages.people import operations
from chunfeng.stages.people.models import Person
from tests.cast import NOW, TODAY
from tests.foundation.jobs.arranging import login
from tests.stages.docking.registered import HI, LO, county
from tests.stages.docking.test_runs import asked, done, lines, state, worked

pytestmark = pytest.mark.django_db
OTHER = {"male": "female", "female": "male"}


@pytest.fixture
def by(keys: Any, tmp_path: Path) -> Context:
    """A county officer whose county has people and vacancies."""
    return county(keys, tmp_path, people=60, vacancies=6).by


def test_sex_ethnic_group_and_cause_exchanged_change_no_proposal(
    by: Context, policy: Policy, keys: Any
) -> None:
    before = lines(done(by, policy), by)
    with entered(by):
        people = list(Person.objects.filter(merged_into=None))
        # Near the statutory age, which the law gives by sex, sex may decide.
        youngest = date(TODAY.year - policy.statutory_age.female.age, 12, 31)
        for person in people:
            told = {"ethnic_group": "回族", "poverty_cause": "skills"}
            if person.sex and person.birth_date and person.birth_date > youngest:
                told["sex"] = OTHER[person.sex]
            operations.correct(person.id, told, seen=person.version, keys=keys, by=by, at=NOW)
        changed = Person.objects.exclude(sex__in=[""]).filter(birth_date__gt=youngest)
        assert changed.exists()
    assert lines(done(by, policy), by) == before


@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_however_the_rows_lie_the_snapshot_is_the_same(
    by: Context, policy: Policy, data: st.DataObject
) -> None:
    with entered(by):
        first = read(LO, HI, policy, on=TODAY)
    order = data.draw(st.permutations(list(first.person_ids)))
    with login(None), connection.cursor() as cursor:
        for person in order:  # an updated row is written anew, after all others
            cursor.execute(
                "UPDATE people_profile SET region = region WHERE person_id = %s", [person]
            )
            cursor.execute("UPDATE people_person SET name = name WHERE id = %s", [person])
    with entered(by):
        second = read(LO, HI, policy, on=TODAY)
    assert (second.digest, second.person_ids) == (first.digest, first.person_ids)


def test_rows_that_lie_otherwise_give_the_same_proposals(by: Context, policy: Policy) -> None:
    before = lines(done(by, policy), by)
    with login(None), connection.cursor() as cursor:
        for person in Person.objects.order_by("-name", "id").values_list("id", flat=True):
            cursor.execute("UPDATE people_person SET name = name WHERE id = %s", [person])
    assert lines(done(by, policy), by) == before


def test_a_run_is_cancelled_before_the_best_plan_is_looked_for(
    by: Context, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(by, policy)
    build = dock.build

    def cancelled(*args: Any) -> Any:
        assert run.job
        jobs.cancel(run.job, by=by, at=NOW)
        return build(*args)

    monkeypatch.setattr(dock, "build", cancelled)
    worked(run)
    assert state(run) == State.CANCELLED
    assert not lines(run, by)
