"""What helps most: every number shown is what solving the changed ledgers from nothing gives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from small_ledgers import (
    DAY,
    OTHER_TOWNSHIP,
    at,
    carer,
    docked,
    ledger,
    people,
    person,
    policy,
    reference,
    said,
    vacancies,
    vacancy,
)

from chunfeng.engine import solve
from chunfeng.engine.pairs import build
from chunfeng.stages.docking import whatif
from chunfeng.stages.docking.candidates import candidates
from chunfeng.stages.docking.result import Docking, Lever, LeverKind
from chunfeng.stages.docking.snapshot import take
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.whatif import Today
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

Rows = list[dict[str, Any]]


def lever(docking: Docking, kind: LeverKind, beginning: str = "") -> Lever:
    return next(
        line
        for line in docking.levers
        if line.kind is kind and said(line.text).startswith(beginning)
    )


def gained(before: Docking, after: Docking) -> tuple[int, int]:
    """People and score that another run has more."""
    people = len(after.placements) - len(before.placements)
    return people, after.proof.value - before.proof.value


def test_seats_are_added_where_people_wait_and_the_gain_is_that_of_a_new_run() -> None:
    who = [person(pay_min=1800.0 + 100 * k) for k in range(4)]
    what = [vacancy(), vacancy(title="包装工", **at(9))]
    before = docked(who, what)
    seats = lever(before, LeverKind.SEATS)
    assert said(seats.text) == "Seats to add: 2 (装配工 at 春燕社区工厂)"
    assert seats.vacancy == 0
    after = docked(who, [what[0] | {"headcount": 3}, what[1]])
    assert (seats.people_gained, seats.score_gained) == gained(before, after)
    assert seats.people_gained == 2


def test_a_certificate_that_alone_is_missing_is_worth_getting() -> None:
    who = [person(), person(pay_min=2100.0), person(commute_km=2.0)]
    what = [vacancy(headcount=2, certificates_required=("电工证",), **at(5))]
    before = docked(who, [*what, vacancy(**at(30))])
    course = lever(before, LeverKind.CLASS)
    assert said(course.text) == "Get 电工证 (people: 2)"
    trained = [cells | {"certificates": ("电工证",)} for cells in who[:2]]
    after = docked([*trained, who[2]], [*what, vacancy(**at(30))])
    assert (course.people_gained, course.score_gained) == gained(before, after)


def test_a_class_in_putonghua() -> None:
    who, what = [person(putonghua=False)], [vacancy(putonghua=True)]
    before, after = docked(who, what), docked([who[0] | {"putonghua": True}], what)
    course = lever(before, LeverKind.CLASS)
    assert said(course.text) == "A class in Putonghua (people: 1)"
    assert (course.people_gained, course.score_gained) == gained(before, after)


def test_a_shuttle_for_the_people_of_a_township() -> None:
    who, what = [person(), person(home=OTHER_TOWNSHIP)], [vacancy(headcount=2, **at(20))]
    before = docked(who, what)
    shuttle = lever(before, LeverKind.LIMIT, "A shuttle")
    assert said(shuttle.text) == "A shuttle from 城关镇, 15 km beyond the daily way (people: 1)"
    after = docked([who[0] | {"commute_km": 25.0}, who[1]], what)
    assert (shuttle.people_gained, shuttle.score_gained) == gained(before, after)


def test_care_places_or_flexible_hours_for_carers() -> None:
    who, what = [carer(hours_per_day=6.0)], [vacancy()]
    before = docked(who, what)
    care = lever(before, LeverKind.LIMIT, "Care places in 城关镇")
    freed = docked([who[0] | {"hours_per_day": 24.0}], what)
    assert (care.people_gained, care.score_gained) == gained(before, freed)
    flexible = lever(before, LeverKind.LIMIT, "Flexible hours: 装配工")
    after = docked(who, [what[0] | {"flexible": True}])
    assert flexible.people_gained == gained(before, after)[0] == 1


def test_less_schooling_asked_for() -> None:
    who, what = [person(education="primary")], [vacancy(education_min="senior")]
    before, after = docked(who, what), docked(who, [what[0] | {"education_min": "primary"}])
    eased = lever(before, LeverKind.LIMIT)
    assert said(eased.text) == "Ask for primary only: 装配工 at 春燕社区工厂"
    assert (eased.people_gained, eased.score_gained) == gained(before, after)


def test_a_workshop_where_people_are_tied_to_home() -> None:
    who = [carer(**at(0)), carer(**at(0)), person()]
    before = docked(who, [vacancy(**at(9))])
    workshop = lever(before, LeverKind.WORKSHOP)
    assert (workshop.place, workshop.vacancy) == (610926100000, None)
    assert "A workshop with 2 seats in 城关镇" in said(workshop.text)
    assert workshop.people_gained == 2
    opened = {"title": "来料加工", "headcount": 2, "flexible": True, "channel": "near"}
    assert len(docked(who, [vacancy(**at(9)), vacancy(**opened, **at(0))]).placements) == 3


def test_a_change_that_places_nobody_more_is_not_shown() -> None:
    assert docked([person()], [vacancy(headcount=2)]).levers == []


@settings(max_examples=40, deadline=None)
@given(who=people(10), what=vacancies())
def test_levers_come_by_people_then_by_score_and_are_at_most_ten(who: Rows, what: Rows) -> None:
    solved = solved_of(who, what)
    if solved is None:
        return
    levers = docked(who, what).levers
    order = [(-line.people_gained, -line.score_gained) for line in levers]
    assert order == sorted(order)
    assert len(levers) <= 10
    assert all(line.people_gained > 0 for line in levers)


def solved_of(who: Rows, what: Rows) -> Solved | None:
    """The solved market of some rows, None where nothing is left to dock."""
    sheets = ledger(PEOPLE, who), ledger(VACANCIES, what)
    snapshot = take(*sheets, policy(), DAY, reference())
    if not len(snapshot.seeker_rows) or not snapshot.parts:
        return None
    pairs = build(snapshot.market, snapshot.rules)
    snapshot = snapshot.with_tiers(pairs.eligible)
    pairs = replace(pairs, market=snapshot.market)
    instance = pairs.instance()
    return Solved(snapshot, pairs, instance, solve(instance, exact=True))


@settings(max_examples=80, deadline=None)
@given(who=people(8), what=vacancies(8))
def test_what_is_confirmed_is_what_the_changed_market_gives_from_nothing(
    who: Rows, what: Rows
) -> None:
    solved = solved_of(who, what)
    if solved is None:
        return
    today = Today.of(solved)
    for candidate in candidates(solved, reference().places):
        change = candidate.change()
        cold = build(change.market, solved.snapshot.rules).instance()
        warm = today.changed(change)
        assert np.array_equal(warm.indptr, cold.indptr)
        assert np.array_equal(warm.pairs, cold.pairs)
        assert np.array_equal(warm.headcount, cold.headcount)
        plan = solve(cold, exact=True)
        placed = int(np.count_nonzero(plan.assignment >= 0))
        more = plan.value - solved.plan.value
        assert today.gained(change) == (placed - solved.placed.size, more)


@contextmanager
def few_pairs() -> Iterator[None]:
    """Keeps hardly any pair, as of a very large market."""
    before = whatif.ALL_PAIRS, whatif.SOME_PAIRS
    whatif.ALL_PAIRS, whatif.SOME_PAIRS = 0, 2
    try:
        yield
    finally:
        whatif.ALL_PAIRS, whatif.SOME_PAIRS = before


@settings(max_examples=60, deadline=None)
@given(who=people(8), what=vacancies(8))
def test_in_a_large_market_at_least_as_many_people_gain_as_is_said(who: Rows, what: Rows) -> None:
    solved = solved_of(who, what)
    if solved is None:
        return
    whole = Today.of(solved)
    with few_pairs():
        some = Today.of(solved)
    assert some.instance.pairs.size <= whole.instance.pairs.size
    for candidate in candidates(solved, reference().places):
        change = candidate.change()
        assert 0 <= some.gained(change)[0] <= whole.gained(change)[0]


@pytest.mark.parametrize("kind", list(LeverKind))
def test_every_kind_of_lever_is_tried(kind: LeverKind) -> None:
    who = [person(), person(), carer(hours_per_day=4.0), carer(commute_km=0.5), person()]
    what = [
        vacancy(),
        vacancy(certificates_required=("电工证",), **at(3)),
        vacancy(title="分拣工", **at(4)),
        vacancy(education_min="senior"),
    ]
    solved = solved_of(who, what)
    assert solved is not None
    assert kind in {candidate.kind for candidate in candidates(solved, reference().places)}
