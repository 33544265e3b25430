"""The whole run: everybody and every seat is accounted for, and the plan is proven."""

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from small_ledgers import (
    DAY,
    NANJING,
    at,
    carer,
    docked,
    ledger,
    people,
    person,
    policy,
    reference,
    said,
    tried,
    vacancies,
    vacancy,
)

from chunfeng.engine import Plan, PlanError
from chunfeng.foundation.intake.ledger import Severity
from chunfeng.stages.docking import dock as run
from chunfeng.stages.docking.dock import NothingToDock
from chunfeng.stages.docking.result import Empty
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

Rows = list[dict[str, Any]]


@settings(max_examples=60, deadline=None)
@given(who=people(), what=vacancies())
def test_everybody_stands_in_the_plan_once(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    rows = [line.person for line in (*docking.placements, *docking.unplaced)]
    assert sorted(rows) == list(range(len(who)))


@settings(max_examples=60, deadline=None)
@given(who=people(), what=vacancies())
def test_filled_and_empty_seats_add_up_to_the_headcount(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    placed = Counter(line.vacancy for line in docking.placements)
    left = {line.vacancy: line for line in docking.empty}
    for row, cells in enumerate(what):
        if row in left:
            assert (left[row].headcount, left[row].filled) == (cells["headcount"], placed[row])
        else:
            assert placed[row] == cells["headcount"]


@settings(max_examples=60, deadline=None)
@given(who=people(), what=vacancies())
def test_the_points_of_the_reasons_add_up_to_the_score(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    for line in docking.placements if docking else ():
        assert sum(reason.points for reason in line.reasons) == line.score
        assert all(reason.points >= 0 for reason in line.reasons)


@settings(max_examples=40, deadline=None)
@given(who=people(), what=vacancies())
def test_every_text_can_be_said(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    texts = [reason.text for line in docking.placements for reason in line.reasons]
    texts += [text for line in docking.unplaced for text in (line.reason, line.change) if text]
    texts += [line.reason for line in docking.empty]
    texts += [line.text for line in docking.levers]
    assert all("{" not in said(text) for text in texts)


@settings(max_examples=40, deadline=None)
@given(who=people(), what=vacancies())
def test_the_value_is_the_sum_of_the_scores_and_the_proof_holds(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    proof = docking.proof
    assert proof.value == sum(line.score for line in docking.placements)
    assert (proof.bound, proof.gap, proof.status) == (proof.value, 0.0, "optimal")
    tiers = Counter(line.tier for line in docking.placements)
    assert proof.tier_placed == tuple(tiers[tier] for tier in range(len(docking.tier_names)))


def test_the_same_ledgers_give_the_same_docking() -> None:
    who = [person(), carer(), person(wish_reach=("village",)), person(commute_km=2.0)]
    what = [vacancy(headcount=2), vacancy(**at(7)), vacancy(place=NANJING, housing=True)]
    first, second = docked(who, what), docked(who, what)
    same = replace(second.proof, seconds=first.proof.seconds)
    assert first == replace(second, people=first.people, vacancies=first.vacancies, proof=same)


def test_a_repeated_person_is_an_issue_and_in_no_list() -> None:
    twice = person(id_number="99999919850505001X")
    docking = docked([twice, twice], [vacancy(headcount=2)])
    assert [line.person for line in docking.placements] == [0]
    assert not docking.unplaced
    assert [issue.row for issue in docking.issues if issue.severity is Severity.ROW] == [3]


def test_open_and_reserved_seats_of_a_vacancy_are_one_line() -> None:
    what = [vacancy(headcount=5, reserved=2, reserved_for=NANJING)]
    docking = docked([person(), person()], what)
    assert len(docking.placements) == 2
    assert [(e.headcount, e.filled) for e in docking.empty] == [(5, 2)]


def test_seats_kept_for_another_region_stay_empty_and_say_so() -> None:
    what = [vacancy(headcount=2, reserved=1, reserved_for=NANJING)]
    docking = docked([person(), person()], what)
    assert [(e.headcount, e.filled, e.why) for e in docking.empty] == [
        (2, 1, Empty.NOBODY_ELIGIBLE)
    ]
    assert docking.empty[0].excluded[0].limit == "agreement"


def test_those_who_come_first_by_tier_are_placed_before_others_gain_more() -> None:
    poor = person(categories=("at_risk",), status="farming", household_no="H1", pay_min=4000.0)
    working = person(status="employed", household_no="H1")
    docking = docked([person(), poor, working], [vacancy()])
    assert [line.person for line in docking.placements] == [1]


def test_nobody_usable_is_said_with_the_first_reason() -> None:
    with pytest.raises(NothingToDock, match="Nobody is left to dock: 1 people"):
        docked([person(willing="no")], [vacancy()])


def test_no_usable_vacancy_is_said_with_the_first_reason() -> None:
    with pytest.raises(NothingToDock, match=r"No vacancy can be used.*headcount is 0"):
        docked([person()], [vacancy(headcount=0)])


def test_empty_ledgers_have_nothing_to_dock() -> None:
    with pytest.raises(NothingToDock):
        docked([], [vacancy()])
    with pytest.raises(NothingToDock):
        docked([person()], [])


def test_a_wrong_plan_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: Any, **options: Any) -> Plan:
        plan = solve(*args, **options)
        return replace(plan, assignment=np.zeros_like(plan.assignment))

    solve = run.solve
    monkeypatch.setattr(run, "solve", wrong)
    with pytest.raises(PlanError):
        docked([person(), person()], [vacancy(), vacancy()])


def test_progress_names_every_stage_in_order() -> None:
    stages: list[str] = []

    def told(stage: Any, done: int, total: int) -> None:
        assert 0 <= done <= total
        if said(stage) not in stages:
            stages.append(said(stage))

    docked([person(), person()], [vacancy()], on_progress=told)
    assert stages == [
        "Reading the ledgers as numbers",
        "Looking for suitable pairs",
        "Finding the best plan",
        "Trying what would help most",
        "Putting reasons into words",
    ]


def test_far_pairs_that_were_not_kept_do_not_weaken_the_proof() -> None:
    who = [person(wish_reach=("outside",), commute_km=1.0) for _ in range(3)]
    far = [
        vacancy(place=NANJING, housing=True, pay_low=3000.0 + 100 * k, lon=118.8, lat=32.0)
        for k in range(4)
    ]
    few = policy().model_copy(update={"far": policy().far.model_copy(update={"options": 1})})
    kept = docked(who, far, policy=few)
    assert len(kept.placements) == 3
    assert kept.proof.value == docked(who, far).proof.value == kept.proof.bound


def test_a_search_that_is_stopped_still_gives_a_plan_and_its_gap() -> None:
    who, what = [person() for _ in range(5)], [vacancy(headcount=2), vacancy(**at(2))]
    docking = docked(who, what, time_limit=0.0)
    assert len(docking.placements) == 3
    assert docking.proof.bound >= docking.proof.value


def test_tier_names_are_the_policys_in_both_languages() -> None:
    docking = docked([person()], [vacancy()])
    assert docking.tier_names[0].to("zh") == "零就业家庭"
    assert docking.tier_names[0].to("en") == "Zero-employment households"


def test_notes_count_the_distances_that_are_only_estimated() -> None:
    docking = docked([person(lon=None, commute_km=40.0), person()], [vacancy(headcount=2)])
    assert [said(note) for note in docking.notes] == [
        "1 of 2 distances are estimated from a township's or county's place."
    ]


def test_the_ledgers_day_and_policy_are_in_the_docking() -> None:
    docking = docked([person()], [vacancy()])
    assert (docking.on, docking.policy_digest) == (DAY, policy().digest)
    assert docking.people == ledger(PEOPLE, [person()])
    assert docking.vacancies == ledger(VACANCIES, [vacancy()])
    assert reference() is not None
