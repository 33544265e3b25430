"""What is said of a person without a placement: what excludes, the smallest change that helps."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from small_ledgers import (
    DAY,
    NANJING,
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
    tried,
    unplaced,
    vacancies,
    vacancy,
)

from chunfeng.engine import solve
from chunfeng.engine.limits import Limit
from chunfeng.engine.pairs import build
from chunfeng.stages.docking.changes import AND_ALSO, COST, STEP, costs
from chunfeng.stages.docking.result import Why
from chunfeng.stages.docking.snapshot import take
from chunfeng.stages.docking.solved import Solved
from chunfeng.stages.docking.unplaced import unplaced as everybody
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

Rows = list[dict[str, Any]]
Cells = dict[str, Any]
POST = "装配工 at 春燕社区工厂"


@dataclass
class Case:
    """Somebody one step away from a vacancy, what is said, and the step as ledgers record it."""

    words: str
    who: Cells = field(default_factory=person)
    what: Cells = field(default_factory=vacancy)
    then_who: Cells = field(default_factory=dict)
    then_what: Cells = field(default_factory=dict)


FAR = {"place": NANJING, "lon": 118.8, "lat": 32.0, "housing": True}
CASES = {
    "way": Case(
        "the daily way could be 13 km (now 10 km)",
        what=vacancy(**at(12.5)),
        then_who={"commute_km": 13.0},
    ),
    "carer's way": Case(
        "the daily way could be 8 km (now 5 km)",
        carer(),
        vacancy(**at(7.4)),
        then_who={"commute_km": 8.0},
    ),
    "way with a shuttle": Case(
        "the daily way could be 15 km (now 10 km)",
        what=vacancy(shuttle=True, **at(29.7)),
        then_who={"commute_km": 15.0},
    ),
    "shuttle": Case(
        "a shuttle ran there, about 22 km", what=vacancy(**at(22)), then_what={"shuttle": True}
    ),
    "housing": Case(
        "the employer offered housing", what=vacancy(**at(50)), then_what={"housing": True}
    ),
    "hours": Case(
        "care were found so that 8 hours a day are free (now 6)",
        carer(hours_per_day=6.0),
        then_who={"hours_per_day": 8.0},
    ),
    "window": Case(
        "care were found from 08:30 to 17:30 (free now 09:00–15:00)",
        carer(hours_window=(540, 900)),
        vacancy(hours_window=(510, 1050)),
        then_who={"hours_window": (510, 1050)},
    ),
    "certificate": Case(
        "the person held 电工证",
        what=vacancy(certificates_required=("电工证",)),
        then_who={"certificates": ("电工证",)},
    ),
    "putonghua": Case(
        "the person learnt Putonghua",
        person(putonghua=False),
        vacancy(putonghua=True),
        then_who={"putonghua": True},
    ),
    "schooling": Case(
        "the vacancy asked for primary only (now senior secondary)",
        person(education="primary"),
        vacancy(education_min="senior"),
        then_what={"education_min": "primary"},
    ),
    "reach": Case(
        "the person would go further (Elsewhere in the county)",
        person(wish_reach=("township",)),
        vacancy(place=OTHER_TOWNSHIP),
        then_who={"wish_reach": ("county",)},
    ),
    "dates": Case(
        "the person could begin by 2027-01-31",
        person(available_from=date(2027, 3, 1)),
        vacancy(end_date=date(2027, 1, 31)),
        then_who={"available_from": date(2027, 1, 31)},
    ),
    "escort": Case(
        "someone travelled along",
        person(work_limits=("alone_travel",), wish_reach=("outside",)),
        vacancy(**FAR),
        then_what={"escorted": True},
    ),
    "age": Case(
        "the vacancy took people aged 41", what=vacancy(age_max=35), then_what={"age_max": 41}
    ),
    "agreement": Case(
        "the vacancy were open to people from here",
        what=vacancy(agreement_regions=(NANJING,)),
        then_what={"agreement_regions": None},
    ),
    "capacity": Case(
        "the work were light, or its hours flexible",
        person(work_capacity="weak"),
        vacancy(intensity="medium"),
        then_what={"flexible": True},
    ),
    "disability": Case(
        "the employer accepted the person's kind of disability",
        person(disability_type=("hearing",)),
        vacancy(disabilities_accepted=("limb",)),
        then_what={"disabilities_accepted": ("limb", "hearing")},
    ),
    "heavy": Case(
        "the post could do without: heavy work",
        person(work_limits=("heavy",)),
        vacancy(intensity="heavy"),
        then_what={"intensity": "medium"},
    ),
    "night": Case(
        "the post could do without: night shifts",
        person(work_limits=("night",)),
        vacancy(night_shift=True),
        then_what={"night_shift": False},
    ),
    **{
        condition: Case(
            f"the post could do without: {name}",
            person(work_limits=(condition,)),
            vacancy(conditions=(condition,)),
            then_what={"conditions": ("none",)},
        )
        for condition, name in {
            "standing": "long standing",
            "bending": "bending",
            "heights": "heights",
            "dust": "dust",
            "noise": "noise",
            "fine_sight": "fine sight work",
        }.items()
    },
}


@pytest.mark.parametrize("name", CASES)
def test_the_smallest_change_is_said_and_really_helps(name: str) -> None:
    case = CASES[name]
    told = unplaced(docked([case.who], [case.what]))
    assert (told.why, said(told.change)) == (Why.NO_OPTION, f"If {case.words}: {POST}")
    after = docked([case.who | case.then_who], [case.what | case.then_what])
    assert [line.person for line in after.placements] == [0]


def test_a_carer_of_a_small_child_is_told_which_distance_would_help() -> None:
    told = unplaced(docked([carer()], [vacancy(**at(7.4)), vacancy(title="玩具工", **at(30))]))
    assert said(told.change) == f"If the daily way could be 8 km (now 5 km): {POST}"
    assert told.excluded[0].limit == "care_distance"
    assert told.excluded[0].number == 2
    assert (told.nearest, told.nearest_km) == (0, 7.4)


def test_the_limit_that_alone_stands_in_the_way_is_named() -> None:
    what = [
        vacancy(certificates_required=("电工证",), **at(30)),
        vacancy(certificates_required=("电工证",), **at(31)),
        vacancy(**at(40)),
    ]
    assert said(unplaced(docked([person()], what)).reason) == (
        "No vacancy passes every requirement. Daily way too long excludes 3 of 3; "
        "Daily way too long is all that stands in the way of 1"
    )


def test_two_changes_are_both_said_where_one_is_not_enough() -> None:
    who, what = person(putonghua=False), vacancy(putonghua=True, **at(13.5))
    told = unplaced(docked([who], [what]))
    assert said(told.change) == (
        f"If the daily way could be 14 km (now 10 km), the person learnt Putonghua: {POST}"
    )
    after = docked([who | {"putonghua": True, "commute_km": 14.0}], [what])
    assert len(after.placements) == 1


def test_what_the_law_sets_is_no_change() -> None:
    old = person(birth_date=date(1950, 1, 1), sex="male")
    told = unplaced(docked([old], [vacancy()]))
    assert told.change is None
    assert told.excluded[0].limit == "over_age"


def test_no_change_is_offered_for_limits_of_the_law_alone() -> None:
    lawful = {Limit.YOUNG, Limit.OVER_AGE, Limit.LAST_RESORT}
    assert {limit for limit in Limit if COST[limit] == float("inf")} == lawful


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (7.4, f"If the daily way could be 8 km (now 5 km): {POST}"),
        (30, "If the daily way could be 6 km (now 5 km), and a seat were added: 缝纫工 at 甲厂"),
    ],
)
def test_a_free_seat_counts_for_a_smaller_step_than_a_taken_one(km: float, words: str) -> None:
    taken = vacancy(title="缝纫工", employer="甲厂", **at(5.5))
    told = unplaced(docked([carer(), person(commute_km=6.0)], [taken, vacancy(**at(km))]))
    assert said(told.change) == words


def test_a_person_who_was_not_looked_for_keeps_the_reason_and_the_next_step() -> None:
    told = unplaced(docked([person(willing="no"), person()], [vacancy()]))
    assert (told.why, told.tier, told.excluded) == (Why.NOT_DOCKED, None, ())
    assert said(told.reason) == "Does not want work at present."
    assert told.change is not None


def test_who_waits_is_told_how_many_seats_more_it_takes_and_they_do_help() -> None:
    who = [person(pay_min=2000.0), person(pay_min=2300.0), person(pay_min=3000.0)]
    docking = docked(who, [vacancy()])
    told = {row: unplaced(docking, row) for row in (1, 2)}
    assert [told[row].why for row in (1, 2)] == [Why.OVER_ASKED] * 2
    assert said(told[1].change) == f"Seats to add: 1 ({POST})"
    assert said(told[2].change) == f"Seats to add: 2 ({POST})"
    assert "Suitable: 1, all taken" in said(told[2].reason)
    for seats, row in ((2, 1), (3, 2)):
        placed = {line.person for line in docked(who, [vacancy(headcount=seats)]).placements}
        assert row in placed


def test_who_waits_behind_an_earlier_tier_is_told_so() -> None:
    poor = person(categories=("at_risk",), status="farming", household_no="H1")
    working = person(status="employed", household_no="H1")
    told = unplaced(docked([person(), poor, working], [vacancy()]))
    assert (
        said(told.reason)
        == f"Suitable: 1, all taken. Closest: {POST}, where others are served first"
    )


def test_open_and_reserved_seats_are_one_option() -> None:
    what = [vacancy(headcount=2, reserved=1, reserved_for=610926000000)]
    told = unplaced(docked([person(), person(), person(pay_min=4000.0)], what), 2)
    assert said(told.reason).startswith("Suitable: 1,")


def test_the_nearest_option_is_within_the_wished_reach_even_if_something_else_excludes_it() -> None:
    who = person(wish_reach=("township",), commute_km=2.0)
    what = [vacancy(place=OTHER_TOWNSHIP, **at(3)), vacancy(**at(8))]
    told = unplaced(docked([who], what))
    assert (told.nearest, told.nearest_km) == (1, 8.0)


def test_the_nearest_option_of_who_waits_is_one_of_the_options() -> None:
    what = [vacancy(**at(4)), vacancy(night_shift=True, **at(1))]
    who = [person(), person(work_limits=("night",), pay_min=4000.0)]
    told = unplaced(docked([*who, person()], what), 1)
    assert (told.nearest, told.nearest_km) == (0, 4.0)


def test_a_plan_that_was_cut_short_says_that_a_seat_is_free() -> None:
    sheets = ledger(PEOPLE, [person()]), ledger(VACANCIES, [vacancy()])
    snapshot = take(*sheets, policy(), DAY, reference())
    pairs = build(snapshot.market, snapshot.rules)
    plan = solve(pairs.instance())
    nobody = replace(plan, assignment=np.full(1, -1, np.int32), value=0)
    (told,) = everybody(Solved(snapshot, pairs, pairs.instance(), nobody))
    assert said(told.reason) == f"{POST} would suit and has a free seat; dock again with more time"
    assert told.change is None


def test_costs_of_several_changes_add_up() -> None:
    failures = np.array(
        [[1 << Limit.CERTIFICATE | 1 << Limit.COMMUTE | 1 << Limit.REACH]], np.uint32
    )
    way, steps = np.array([[4.0]], np.float32), np.array([[2]], np.int8)
    assert (
        costs(failures, way, steps)[0, 0] == COST[Limit.CERTIFICATE] + 4 + 2 * STEP + 3 * AND_ALSO
    )


@settings(max_examples=50, deadline=None)
@given(who=people(), what=vacancies())
def test_limits_are_counted_over_the_vacancies(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    sheets = ledger(PEOPLE, who), ledger(VACANCIES, what)
    snapshot = take(*sheets, policy(), DAY, reference())
    pairs = build(snapshot.market, snapshot.rules)
    lines = {line.person: line for line in docking.unplaced if line.why is Why.NO_OPTION}
    rows = {int(row): i for i, row in enumerate(snapshot.seeker_rows)}
    for row, line in lines.items():
        slow: Counter[str] = Counter()
        for j, part in enumerate(snapshot.parts):
            if part.open:
                failing = int(pairs.failures(np.array([rows[row]]))[0, j])
                slow.update(limit.name.lower() for limit in Limit if failing >> limit & 1)
        told = {count.limit: count.number for count in line.excluded}
        assert told.items() <= slow.items()
        assert len(told) == min(5, len(slow))
        assert min(told.values()) >= max((n for k, n in slow.items() if k not in told), default=0)


@settings(max_examples=40, deadline=None)
@given(who=people(), what=vacancies())
def test_nobody_without_a_placement_has_a_free_seat_to_go_to(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    for line in docking.unplaced:
        if line.why is Why.OVER_ASKED:
            assert line.change is not None
            assert "Seats to add" in said(line.change)
