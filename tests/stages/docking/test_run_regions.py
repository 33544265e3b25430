"""A run on the register sees the regions as they stand now, and does without those it lacks."""

from pathlib import Path
from typing import Any

import pytest

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.jobs.states import State
from chunfeng.foundation.places import operations as places
from chunfeng.stages.docking.models import Left, Proposal
from chunfeng.stages.docking.operations import again
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.people.models import Household, Person
from chunfeng.stages.vacancies.models import Vacancy
from tests.cast import NOW, TODAY
from tests.foundation.jobs.arranging import login, run_of
from tests.stages.docking.registered import LO, county
from tests.stages.docking.test_runs import again as renewed
from tests.stages.docking.test_runs import asked, done, worked

pytestmark = pytest.mark.django_db
NOBODY_KNOWS = LO + 106_901  # no village of this township has this number
FAR = (109.9, 32.1)  # degrees; some 50 km from the county's own point


@pytest.fixture
def by(keys: Any, tmp_path: Path) -> Context:
    return county(keys, tmp_path, people=60, vacancies=8).by


def test_a_region_nobody_knows_stops_nobodys_docking(by: Context, policy: Policy) -> None:
    with entered(by):
        someone = Person.objects.order_by("id").first()
        assert someone
        Household.objects.filter(id=someone.household_id).update(region=NOBODY_KNOWS)
    with login(None):
        first = Vacancy.objects.order_by("id").values("id")[:1]
        assert Vacancy.objects.filter(id__in=first).update(place=NOBODY_KNOWS)
    run = asked(by, policy)
    worked(run)
    assert run.job
    assert run_of(run.job).state == State.DONE
    run = renewed(run, by)
    with entered(by):
        kept = Proposal.objects.filter(run=run).count() + Left.objects.filter(run=run).count()
        assert kept == run.people == Person.objects.count()


@pytest.fixture
def pointless(by: Context) -> Context:
    """Everybody lives where the household is registered, and of homes no coordinates are known."""
    with entered(by):
        assert Household.objects.update(lon=None, lat=None)
        Person.objects.update(residence=None)
    return by


def test_a_point_that_an_officer_moved_counts_in_the_next_run(
    pointless: Context, policy: Policy
) -> None:
    by = pointless
    first = done(by, policy)
    with entered(by):
        near = Proposal.objects.filter(run=first).order_by("distance_km", "id").first()
        assert near
        home = Person.objects.get(id=near.person_id).region
        places.move_point(home, lon=FAR[0], lat=FAR[1], by=by, at=NOW)
    second = done(by, policy)
    assert second.snapshot_digest != first.snapshot_digest
    with entered(by):
        lines = Proposal.objects.filter(run=second, region=home)
        assert all(line.distance_km > near.distance_km for line in lines)
        assert again(first.id, on=TODAY, by=by, at=NOW), "the region is docked again at night"


def test_people_of_a_village_the_county_added_are_docked(
    pointless: Context, policy: Policy
) -> None:
    by, new = pointless, LO + 106_990
    with entered(by):
        places.add(new, "新安社区", valid_from=TODAY, by=by, at=NOW)
        places.move_point(new, lon=FAR[0], lat=FAR[1], by=by, at=NOW)
        Household.objects.update(region=new)
    run = done(by, policy)
    with entered(by):
        lines = list(Proposal.objects.filter(run=run, region=new))
    assert lines
    assert all(line.distance_km > 20 for line in lines)
