"""Why seats stay empty."""

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from small_ledgers import (
    DAY,
    OTHER_TOWNSHIP,
    at,
    docked,
    empty,
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

from chunfeng.engine.pairs import build
from chunfeng.stages.docking.result import Empty
from chunfeng.stages.docking.snapshot import take
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

Rows = list[dict[str, Any]]


def test_the_requirement_that_excludes_most_people_comes_first() -> None:
    what = [vacancy(certificates_required=("电工证",), putonghua=True, **at(12))]
    who = [person(putonghua=False), person(putonghua=False, commute_km=20.0), person()]
    told = empty(docked(who, what))
    assert told.why is Empty.NOBODY_ELIGIBLE
    assert said(told.reason) == "Eligible: none of 3. Certificate required by law excludes 3"
    assert [(count.limit, count.number) for count in told.excluded] == [
        ("certificate", 3),
        ("putonghua", 2),
        ("commute", 2),
    ]


def test_fewer_people_than_seats_is_said() -> None:
    told = empty(docked([person()], [vacancy(headcount=3)]))
    assert told.why is Empty.FEWER_THAN_SEATS
    assert said(told.reason) == "Eligible: 1, for 3 seats; placed here: 1"


def test_people_who_do_better_elsewhere_are_said() -> None:
    docking = docked([person(), person()], [vacancy(headcount=2), vacancy(**at(8))])
    told = empty(docking, 1)
    assert (told.why, told.filled) == (Empty.DID_BETTER, 0)
    assert said(told.reason) == "Eligible: 2; placed here: 0; better places for the others"


def test_a_vacancy_that_was_left_out_keeps_its_reason_and_all_its_seats() -> None:
    what = [vacancy(headcount=4, end_date=date(2026, 10, 1)), vacancy()]
    told = empty(docked([person()], what))
    assert (told.why, told.headcount, told.filled) == (Empty.NOT_USED, 4, 0)
    assert said(told.reason) == "Closed on 2026-10-01."


def test_a_full_vacancy_is_not_listed() -> None:
    assert docked([person()], [vacancy()]).empty == []


def test_where_only_reserved_seats_are_left_those_are_explained() -> None:
    what = [vacancy(headcount=2, reserved=1, reserved_for=OTHER_TOWNSHIP)]
    told = empty(docked([person(), person()], what))
    assert (told.why, told.filled) == (Empty.NOBODY_ELIGIBLE, 1)
    assert [(count.limit, count.number) for count in told.excluded] == [("agreement", 2)]


@settings(max_examples=50, deadline=None)
@given(who=people(), what=vacancies())
def test_people_are_counted_over_everybody_looked_for(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    sheets = ledger(PEOPLE, who), ledger(VACANCIES, what)
    snapshot = take(*sheets, policy(), DAY, reference())
    failures = build(snapshot.market, snapshot.rules).failures(np.arange(len(snapshot.seeker_rows)))
    for line in docking.empty:
        if line.why is Empty.NOT_USED or what[line.vacancy].get("reserved"):
            continue
        j = next(k for k, part in enumerate(snapshot.parts) if part.row == line.vacancy)
        eligible = int((failures[:, j] == 0).sum())
        assert (eligible == 0) == (line.why is Empty.NOBODY_ELIGIBLE)
        assert (0 < eligible < line.headcount) == (line.why is Empty.FEWER_THAN_SEATS)
        assert line.filled <= eligible
