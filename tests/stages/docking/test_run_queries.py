"""Lists of a run add up, and two runs say who moved and why."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.stages.docking import queries
from chunfeng.stages.docking.models import DockingRun, Left, Proposal
from chunfeng.stages.docking.policy import Policy
from chunfeng.stages.docking.queries import Filters
from chunfeng.stages.docking.states import Change, Why
from chunfeng.stages.people import operations as people
from chunfeng.stages.vacancies import operations as vacancies
from tests.cast import NOW, TODAY, context
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


def test_everybody_docked_is_told_what_else_there_is(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by):
        proposals = list(Proposal.objects.filter(run=run))
        others = [(line, queries.options(line)) for line in proposals]
        left = [line for line in Left.objects.filter(run=run) if line.why != "not_docked"]
        for line, found in others:
            assert len(found) <= 2
            assert line.vacancy not in {option.vacancy for option in found}
            assert all(option.score and option.reasons for option in found)
            assert all(option.why.to("zh") != option.why.to("en") for option in found)
        assert any(found for _, found in others)
        for one in left:
            found = queries.options(one)
            assert 1 <= len(found) <= 3
            assert all((option.score is None) == (one.why == "no_option") for option in found)


def test_the_best_option_beside_a_proposal_is_the_one_over_asked(
    by: Context, policy: Policy
) -> None:
    run = done(by, policy)
    with entered(by):
        for line in Proposal.objects.filter(run=run).exclude(over_asked=[]):
            best = queries.options(line)[0]
            assert str(best.vacancy) == line.over_asked[0]["vacancy"]
            assert best.score == line.over_asked[0]["score"] > line.score


def test_seats_left_add_up_to_all_seats_less_proposals(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by), CaptureQueriesContext(connection) as caught:
        lines, total = queries.empty(run.id)
    assert len(caught) == 2
    assert len(lines) == total > 0
    used = [line for line in lines if line.why != "not_used"]
    assert sum(line.headcount - line.filled for line in used) == sum(run.seats.values()) - (
        run.placed or 0
    )
    free = [line.headcount - line.filled for line in lines]
    assert free == sorted(free, reverse=True)
    with entered(by):
        some, _ = queries.empty(run.id, why=lines[0].why)
    assert {line.why for line in some} == {lines[0].why}


def test_the_levers_of_a_run_are_those_docking_confirmed(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by), CaptureQueriesContext(connection) as caught:
        found = queries.levers(run.id)
    assert len(caught) == 1
    assert found
    assert all(lever.people > 0 and lever.text.to("zh") for lever in found)
    gained = [lever.people for lever in found]
    assert gained == sorted(gained, reverse=True)


def test_people_flow_from_their_townships_to_ways_into_work(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by), CaptureQueriesContext(connection) as caught:
        streams = queries.flow(run.id)
    assert len(caught) == 1
    with entered(by):
        towns = {group.key: group.placed for group in queries.by_township(run.id)}
    told: dict[int, int] = {}
    for stream in streams:
        told[stream.township] = told.get(stream.township, 0) + stream.people
    assert told == towns


def test_people_without_a_place_are_listed_and_counted(by: Context, policy: Policy) -> None:
    run = done(by, policy)
    with entered(by):
        groups = {one.why: one.people for one in queries.waiting(run.id)}
        lines, total = queries.left(run.id)
        assert sum(groups.values()) == total == (run.people or 0) - (run.placed or 0)
        assert all(line.person.name for line in lines)
        for why, number in groups.items():
            some, counted = queries.left(run.id, why=why)
            assert counted == number
            assert {line.why for line in some} == {why}


def test_a_township_sees_the_seats_left_and_another_county_does_not(
    by: Context, policy: Policy
) -> None:
    run = done(by, policy)
    with entered(by):
        _, total = queries.empty(run.id)
        town = Proposal.objects.filter(run=run).order_by("region")[0].region // 1000 * 1000
    with entered(context(Role.TOWNSHIP, town, 1000)):
        assert queries.empty(run.id)[1] == total
    with entered(context(Role.COUNTY, 610922 * 10**6, 10**6)):
        assert queries.empty(run.id) == ([], 0)
