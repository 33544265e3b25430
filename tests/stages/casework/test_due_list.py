"""Who is to be asked: by the plan, by the employer's word, after an end, as agreed upon."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.stages.casework import policy, queries, rules
from chunfeng.stages.people import households
from chunfeng.stages.people import operations as people
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements.vocabulary import How as Way
from chunfeng.stages.placements.vocabulary import Whose as Side
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.stages.casework.caring import AWAY, HERE, Care

pytestmark = pytest.mark.django_db(transaction=True)


def in_days(days: int) -> Any:
    return TODAY + timedelta(days)


@pytest.mark.parametrize("step", [7, 30, 90, 180])
def test_somebody_is_to_be_asked_on_each_day_of_the_plan(care: Care, step: int) -> None:
    due = care.due(care.worker(step))
    assert due
    assert (due.cause, due.step, due.due_on, due.whose) == ("step", step, TODAY, "village")


def test_the_next_two_weeks_are_listed_too(care: Care) -> None:
    far, near = care.worker(1, kind="casual"), care.worker(20)
    care.call(near, in_days(-12))
    assert [row.person for row in care.listed(when="soon")] == [far, near]
    assert care.listed(when="now") == []


def test_a_day_of_the_plan_gives_way_to_the_next(care: Care) -> None:
    person = care.worker(35)
    due = care.due(person)
    assert due
    assert due.step == 30


def test_whoever_was_reached_is_not_to_be_asked_again(care: Care) -> None:
    person = care.worker(30)
    care.call(person, in_days(-2))
    assert care.due(person) is None
    due = care.due(person, in_days(60))
    assert due
    assert due.step == 90


def test_a_call_nobody_answers_leaves_it_due_and_is_counted(care: Care) -> None:
    person = care.worker(31)
    care.call(person, reached=False)
    due = care.due(person)
    assert due
    assert (due.step, due.tries) == (30, 1)


def test_nobody_is_asked_about_what_is_long_past(care: Care) -> None:
    assert care.due(care.worker(180 + 91)) is None
    assert care.due(care.worker(180 + 90))


def test_work_out_of_the_county_is_asked_about_by_the_township(care: Care) -> None:
    due = care.due(care.worker(7, place=AWAY))
    assert due
    assert due.whose == "township"
    assert [row.person for row in care.listed(whose="township")] == [due.person]
    assert care.listed(whose="village") == []


@pytest.mark.parametrize("kind", ["farming", "school", "training"])
def test_who_farms_or_learns_is_not_asked(care: Care, kind: str) -> None:
    assert care.due(care.worker(7, kind=kind)) is None


def test_work_that_ended_is_asked_about_the_same_day(care: Care) -> None:
    person = care.worker(20)
    care.do(people.end_spell, care.spell(person).id, ended=TODAY, reason="x")
    due = care.due(person)
    assert due
    assert (due.cause, due.due_on) == ("ended", TODAY)
    care.call(person, at_work=None)
    assert care.due(person) is None


def test_who_has_other_work_is_not_asked_why_the_last_one_ended(care: Care) -> None:
    person = care.worker(100)
    care.do(people.end_spell, care.spell(person).id, ended=in_days(-50), reason="x")
    care.worker(40, person=person, kind="casual")
    due = care.due(person)
    assert due
    assert (due.cause, due.step) == ("step", 30)


def test_an_employer_who_says_not_there_is_looked_into_within_three_days(care: Care) -> None:
    person = care.person()
    offer = care.begun(person, care.vacancy())
    care.do(placements.attest, offer, whose=Side.EMPLOYER, there=False, how=Way.DESK)
    due = care.due(person)
    assert due
    assert (due.cause, due.due_on) == ("not_there", in_days(3))
    care.call(person, in_days(1))
    again = care.due(person, in_days(1))
    assert again
    assert (again.cause, again.step) == ("step", 7)


def test_a_day_agreed_upon_is_due_until_the_next_call(care: Care) -> None:
    person = care.worker(35)
    care.call(person, next_on=in_days(5))
    due = care.due(person)
    assert due
    assert (due.cause, due.due_on) == ("agreed", in_days(5))
    care.call(person, in_days(5))
    assert care.due(person, in_days(5)) is None


def test_each_person_stands_in_the_list_once(care: Care) -> None:
    person = care.worker(40)
    care.worker(35, person=person, kind="casual")
    assert [row.person for row in care.listed()] == [person]


def test_who_has_left_is_not_asked(care: Care) -> None:
    person = care.worker(7)
    care.do(people.leave, person, on=TODAY, reason="moved_out")
    assert care.due(person) is None


def test_counts_and_villages_are_those_of_the_list(care: Care) -> None:
    care.worker(7)
    care.worker(45)
    care.worker(1)
    counts = care.act(lambda: queries.follow_up_counts(on=TODAY))
    assert (counts.now, counts.overdue, counts.soon) == (2, 1, 1)
    assert len(care.listed(when="overdue")) == 1
    assert care.act(lambda: queries.follow_ups_by_village(on=TODAY)) == [(HERE, 2, 1, 3)]


def test_pages_follow_each_other_and_keep_the_total(care: Care) -> None:
    for days in (7, 8, 9):
        care.worker(days)
    wanted = queries.Wanted(region=(HERE, HERE))
    rows, total = care.act(lambda: queries.follow_ups(wanted, on=TODAY, offset=2, limit=2))
    assert (len(rows), total) == (1, 3)
    assert care.act(lambda: queries.follow_ups(wanted, on=TODAY, offset=9)) == ([], 3)
    assert care.listed(region=(PINGLI + 101_000, PINGLI + 101_999)) == []


def test_a_village_sees_its_own_and_what_is_due_moves_with_the_household(
    care: Care, cast: Cast
) -> None:
    person = care.worker(7)
    home = care.due(person)
    assert home
    care.do(households.move, home.household, PINGLI + 101_201, reason="搬迁")
    assert [row.region for row in care.listed()] == [PINGLI + 101_201]
    care.by = cast.dong
    assert care.listed() == []


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    days=st.integers(0, 400),
    kind=st.sampled_from(["employed", "workshop", "casual", "public_welfare", "own_business",
                          "farming"]),
    place=st.sampled_from([None, HERE, AWAY]),
)  # fmt: skip
def test_the_list_and_the_rule_say_the_same(
    care: Care, days: int, kind: str, place: int | None
) -> None:
    person = care.worker(days, kind=kind, place=place)
    held, begun = policy.on(TODAY), TODAY - timedelta(days)
    plan = held.plans.get(rules.plan_of(kind, HERE, place), ())
    step = rules.step_on(begun, plan, TODAY)
    if step is not None and days - step > held.number("lapses"):
        step = None
    due = care.due(person)
    assert (due.step if due and due.due_on <= TODAY else None) == step
    care.do(people.leave, person, on=TODAY, reason="x", at=NOW)
