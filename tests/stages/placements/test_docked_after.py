"""Whose offer came to nothing, or whose work has ended, is proposed another place the same day."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.docking import operations as docking
from chunfeng.stages.docking import standing
from chunfeng.stages.docking.models import Proposal
from chunfeng.stages.docking.policy import load_policy
from chunfeng.stages.docking.states import Verdict
from chunfeng.stages.people.vocabulary import Evidence
from chunfeng.stages.placements import operations
from chunfeng.stages.placements.operations import Terms
from chunfeng.stages.placements.vocabulary import EndReason
from tests.cast import NOW, TODAY
from tests.stages.docking.registered import HI, LO, county
from tests.stages.docking.test_runs import done
from tests.stages.placements.offering import BY_PHONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(keys: Any, tmp_path: Path) -> Context:
    """A county officer whose county has people and vacancies."""
    return county(keys, tmp_path, people=60, vacancies=6).by


def offered(by: Context, keys: Any) -> tuple[Proposal, UUID]:
    """The first proposal is to be offered, and is; it and the offer."""
    run = done(by, load_policy())
    with entered(by):
        line = Proposal.objects.filter(run=run).order_by("number")[0]
        docking.judge(line.id, Verdict.OFFER, by=by, at=NOW)
        made = operations.make(
            line.person_id, line.vacancy, key="1", keys=keys, by=by, at=NOW,
            terms=Terms(tell=False),
        )  # fmt: skip
    return line, made.offer


def begun(offer: UUID, by: Context) -> None:
    operations.agree(offer, BY_PHONE, by=by, at=NOW)
    operations.confirm(offer, BY_PHONE, by=by, at=NOW)
    operations.begin(offer, on=TODAY, evidence=Evidence.EMPLOYER, by=by, at=NOW)


def ended(offer: UUID, by: Context) -> None:
    begun(offer, by)
    operations.end(offer, on=TODAY, reason=EndReason.FAMILY, by=by, at=NOW)


def taken_back(offer: UUID, by: Context) -> None:
    operations.withdraw(offer, by=by, at=NOW)


def told(by: Context) -> standing.Answers:
    """What a run of today is told."""
    with entered(by):
        return standing.answers(LO, HI, load_policy(), on=TODAY)


def test_who_works_from_an_offer_is_proposed_nothing(by: Context, keys: Any) -> None:
    line, offer = offered(by, keys)
    with entered(by):
        begun(offer, by)
    assert told(by).offered == {line.person_id}


@pytest.mark.parametrize("over", [ended, taken_back])
def test_who_is_free_again_is_docked_the_same_day_and_not_for_the_same(
    by: Context, keys: Any, over: Callable[[UUID, Context], None]
) -> None:
    line, offer = offered(by, keys)
    assert told(by).offered == {line.person_id}
    with entered(by):
        over(offer, by)
    found = told(by)
    assert found.offered == set()
    assert found.closed == {(line.person_id, line.vacancy)}
