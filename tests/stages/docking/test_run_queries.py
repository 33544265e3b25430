"""Lists of a run add up, and two runs say who moved and why."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.docking import queries
from chunfeng.stages.docking.models import DockingRun, Left, Proposal
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.queries import Filters
from chunfeng.stages.docking.states import Change, Why
from chunfeng.stages.people import operations as people
from chunfeng.stages.vacancies import operations as vacancies
from tests.cast import NOW, TODAY
from tests.stages.docking.registered import county
from tests.stages.docking.test_runs import done

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(keys: Any, tmp_path: Path) -> Context:
    """A county officer whose county has people and vacancies."""
    return county(keys, tmp_path, people=100, vacancies=8).by


def test_the_numbers_of_each_kind_add_up_to_the_run(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by):
        for groups in (queries.by_township, queries.by_channel, queries.by_tier):
            found = groups(run.id)
            assert sum(group.placed for group in found) == run.placed
            assert sum(group.score for group in found) == run.value
        towns = [group.key for group in queries.by_township(run.id)]
        assert all(isinstance(town, int) and town % 1000 == 0 for town in towns)
        assert sorted({one.township for one in queries.flow(run.id)}) == towns
        assert [one.id for one in queries.runs()] == [run.id]


def test_a_page_is_narrowed_and_ordered_with_two_statements(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by):
        with CaptureQueriesContext(connection) as caught:
            lines, total = queries.page(run.id, Filters(), order="-score")
            assert all(line.person.name for line in lines)
        assert len(caught) == 2
        assert total == run.placed
        scores = [line.score for line in lines]
        assert scores == sorted(scores, reverse=True)
        first = lines[0]
        town = first.region // 1000 * 1000
        wanted = Filters(
            region=(town, town + 999), channel=first.channel, tier=first.tier,
            vacancy=first.vacancy, verdict="",
        )  # fmt: skip
        narrowed, _ = queries.page(run.id, wanted)
        assert first in narrowed
        assert {line.vacancy for line in narrowed} == {first.vacancy}
        assert queries.page(run.id, Filters(verdict="offer")) == ([], 0)
        assert queries.page(run.id, Filters(), number=99) == ([], total)


def test_everybody_docked_has_a_card_and_nobody_else(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by):
        placed = Proposal.objects.filter(run=run)[0].person_id
        left = Left.objects.filter(run=run)[0].person_id
        one, other = queries.card(run.id, placed), queries.card(run.id, left)
        assert one
        assert other
        assert (one.left, other.proposal) == (None, None)
        assert queries.card(run.id, run.id) is None


def test_a_run_compared_with_itself_says_that_all_stayed(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by):
        found = queries.compare(run.id, run.id)
    assert found.counts[Change.STAYED] == run.placed
    assert not found.people


def test_a_vacancy_closed_is_why_its_people_move_or_lose_their_place(
    by: Context, policy: Policy
) -> None:
    first = done(by, policy)
    with entered(by):
        closed = Proposal.objects.filter(run=first).order_by("number")[0].vacancy
        its = set(
            Proposal.objects.filter(run=first, vacancy=closed).values_list("person", flat=True)
        )
        vacancies.close(closed, by=by, at=NOW)
    second = done(by, policy)
    found = compared(by, first, second)
    of_it = {one.person: one for one in found.people if one.vacancies[0] == closed}
    assert of_it.keys() == its
    assert {one.why for one in of_it.values()} == {Why.OPTION_GONE}
    assert first.placed == sum(found.counts.values()) - found.counts[Change.NEW]
    assert second.placed == sum(found.counts.values()) - found.counts[Change.GONE]


def test_somebody_who_took_back_the_consent_is_gone(by: Context, policy: Policy) -> None:
    first = done(by, policy)
    with entered(by):
        person: UUID = Proposal.objects.filter(run=first).order_by("number")[0].person_id
        told: dict[str, Any] = {"purpose": "docking", "on": TODAY, "by": by, "at": NOW}
        people.consent(person, how="paper", **told)
        people.withdraw(person, **told)
    found = compared(by, first, done(by, policy))
    (one,) = [one for one in found.people if one.person == person]
    assert (one.change, one.why) == (Change.GONE, Why.NO_LONGER_SUITS)


def compared(by: Context, first: DockingRun, second: DockingRun) -> queries.Comparison:
    with entered(by):
        return queries.compare(first.id, second.id)
