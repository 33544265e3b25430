"""The five ones of a household, each from records, and the one next step of each person."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.casework import operations, policy, queries
from chunfeng.stages.casework.next_step import NOBODY, Situation, next_step
from chunfeng.stages.casework.ones import Marked, Member, Work, YearIncome, four, led
from chunfeng.stages.casework.operations import Given
from chunfeng.stages.casework.vocabulary import Cause, Kind, Mark, One, Result, Service, Source
from chunfeng.stages.people import queries as register
from chunfeng.stages.people.status import LabourStatus
from tests.cast import TODAY
from tests.stages.casework.caring import Care

MEMBER = Member(id=uuid4(), name="王小春", able=True, certificates=(), works=(), confirmed=())


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def work(days: int, insured: bool | None = None) -> Work:
    return Work(begun=ago(days), ended=None, employer="春燕厂", insured=insured, insured_on=TODAY)


def income(year: int, amount: float) -> YearIncome:
    return YearIncome(year=year, amount=amount, heads=4, source=Source.DECLARED.label, evidence="",
                      on=TODAY)  # fmt: skip


def marks(*members: Member, incomes: tuple[YearIncome, ...] = ()) -> dict[One, Mark]:
    return {one: marked.mark for one, marked in four(members, incomes, TODAY).items()}


@pytest.mark.parametrize(
    ("certificates", "able", "expected"),
    [(("电工证",), True, "yes"), ((), True, "not_yet"), (None, True, "unknown"),
     (None, False, "not_yet")],
)  # fmt: skip
def test_trained_is_a_certificate(certificates: Any, able: bool, expected: str) -> None:
    assert marks(replace(MEMBER, certificates=certificates, able=able))[One.TRAINED] == expected


def test_employed_is_stable_work_that_somebody_confirmed() -> None:
    long = replace(MEMBER, works=(work(200),), confirmed=(ago(10),))
    assert marks(long)[One.EMPLOYED] == "yes"
    assert marks(replace(long, confirmed=(ago(70),)))[One.EMPLOYED] == "unknown"
    assert marks(replace(long, works=(work(20),)))[One.EMPLOYED] == "not_yet"
    assert marks(replace(MEMBER, able=False))[One.EMPLOYED] == "not_yet"


@pytest.mark.parametrize(
    ("works", "expected"),
    [((work(9, True),), "yes"), ((work(9, False),), "not_yet"), ((work(9),), "unknown"),
     ((), "unknown"), ((work(9, False), work(9)), "unknown")],
)  # fmt: skip
def test_insured_is_what_was_said_of_work_that_runs(works: Any, expected: str) -> None:
    assert marks(replace(MEMBER, works=works))[One.INSURED] == expected


def test_insured_is_also_who_is_insured_as_a_resident() -> None:
    at_home = replace(MEMBER, resident=ago(30))
    assert marks(at_home)[One.INSURED] == "yes"
    assert marks(replace(MEMBER, works=(work(9, False),)), at_home)[One.INSURED] == "yes"


def test_lifted_is_an_income_above_the_line_of_its_year() -> None:
    line = policy.on(date(2025, 12, 31)).line.yuan
    assert marks(incomes=(income(2025, 4.0 * line),))[One.LIFTED] == "yes"
    assert marks(incomes=(income(2025, 4.0 * line - 1),))[One.LIFTED] == "not_yet"
    assert marks(incomes=(income(2023, 9e5),))[One.LIFTED] == "unknown"
    assert marks()[One.LIFTED] == "unknown"
    assert policy.on(date(2016, 12, 31)).line.yuan == 2952


home = st.fixed_dictionaries({one: st.sampled_from(Mark) for one in One if one is not One.LED})


@given(st.lists(home, min_size=1, max_size=12))
def test_a_village_is_led_when_enough_have_the_four(homes: list[dict[One, Mark]]) -> None:
    village = [{one: Marked(one=one, mark=mark) for one, mark in row.items()} for row in homes]
    least = policy.on(TODAY).number("village_share") / 100 * len(homes)
    full = sum(set(row.values()) == {Mark.YES} for row in homes)
    may = sum(Mark.NOT_YET not in row.values() for row in homes)
    mark = led(village, TODAY).mark
    assert mark == (Mark.YES if full >= least else Mark.UNKNOWN if may >= least else Mark.NOT_YET)


def test_a_village_without_households_that_can_work_is_not_known() -> None:
    assert led([], TODAY).mark is Mark.UNKNOWN


IDLE = Situation(status="not_in_work", work_capacity="ordinary", willing="yes",
                 wish_reach=("county",), consent=True)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ({}, "person"),
        ({"consent": False}, "consent"),
        ({"wish_reach": ()}, "facts"),
        ({"willing": ""}, "facts"),
        ({"willing": "no"}, "contact"),
        ({"work_capacity": ""}, "facts"),
        ({"status": "lost_contact"}, "facts"),
        ({"offers": [("made", "春燕厂")], "consent": False}, "offer"),
        ({"due": (Cause.ENDED, TODAY), "offers": [("made", "春燕厂")]}, "contact"),
        ({"due": (Cause.STEP, TODAY), "difficulty": (Kind.CARE, TODAY)}, "difficulty"),
        ({"status": "transfer", "due": (Cause.STEP, TODAY)}, "contact"),
    ],
)
def test_the_next_step_is_the_most_pressing(change: dict[str, Any], target: str) -> None:
    step = next_step(replace(IDLE, **change), TODAY)
    assert step
    assert step.target == target


def test_who_works_quietly_or_cannot_work_has_no_next_step() -> None:
    later = TODAY + timedelta(3)
    calm = replace(IDLE, status="transfer", due=(Cause.STEP, later), difficulty=(Kind.CARE, later))
    assert next_step(calm, TODAY) is None
    assert next_step(replace(IDLE, work_capacity="lost"), TODAY) is None


@given(
    st.sampled_from(LabourStatus), st.sampled_from(["", "ordinary", "skilled", "weak", "none"]),
    st.sampled_from(["", "yes", "no", "not_now"]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_whoever_can_and_does_not_work_always_has_a_next_step(
    status: str, capacity: str, willing: str, consent: bool, reach: bool
) -> None:
    now = Situation(status=status, work_capacity=capacity, willing=willing, consent=consent,
                    wish_reach=("county",) if reach else ())  # fmt: skip
    step = next_step(now, TODAY)
    if status in NOBODY or capacity == "none":
        assert step is None
    elif status in {"not_in_work", "farming", "lost_contact"}:
        assert step


@pytest.mark.django_db(transaction=True)
def test_the_marks_of_a_household_come_from_its_records(
    care: Care, django_assert_max_num_queries: Any
) -> None:
    person = care.person(certificates=("电工证",), categories=("exited",),
                         birth_date=date(1990, 1, 1), work_capacity="ordinary")  # fmt: skip
    care.worker(200, person=person)
    facts = care.act(lambda: register.facts(person, on=TODAY))
    home: UUID = facts.household

    def now() -> dict[One, str]:
        found = care.act(lambda: queries.five_ones(home, on=TODAY))
        return {one: str(marked.mark) for one, marked in found.items()}

    assert now() == {"trained": "yes", "employed": "unknown", "insured": "unknown",
                     "lifted": "unknown", "led": "unknown"}  # fmt: skip
    care.call(person, insured=True)
    told = {"heads": 4, "source": Source.PAPERS, "evidence": "工资条"}
    care.do(operations.note_income, home, year=2025, amount=90000.0, **told)
    assert set(now().values()) == {"yes"}
    poor = care.person(categories=("exited",), birth_date=date(1990, 1, 1), certificates=())
    assert now()["led"] == "not_yet"
    assert poor
    with django_assert_max_num_queries(17):
        care.act(lambda: queries.five_ones(home, on=TODAY))
    marked = care.act(lambda: queries.five_ones(home, on=TODAY))
    assert [(e.person, e.on) for e in marked[One.EMPLOYED].evidence] == [(person, TODAY)]
    assert care.act(lambda: queries.five_ones(uuid4(), on=TODAY)) == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("days", "result", "expected"),
    [(0, Result.DONE, "yes"), (365, Result.DONE, "yes"), (366, Result.DONE, "unknown"),
     (3, Result.GOES_ON, "unknown"), (3, Result.IN_VAIN, "unknown")],
)  # fmt: skip
def test_insurance_as_a_resident_counts_for_a_year_once_it_is_done(
    care: Care, days: int, result: Result, expected: str
) -> None:
    person = care.person(categories=("exited",))
    given = Given(kind=Service.INSURANCE, on=ago(days), result=result)
    care.do(operations.give, person, given, key="a")
    home = care.act(lambda: register.facts(person, on=TODAY)).household
    marked = care.act(lambda: queries.five_ones(home, on=TODAY))
    assert marked[One.INSURED].mark == expected


@pytest.mark.django_db(transaction=True)
def test_next_steps_of_a_household_ask_once(care: Care, django_assert_max_num_queries: Any) -> None:
    due, idle = care.worker(7), care.person(work_capacity="ordinary")
    lines = care.act(lambda: register.lines([due, idle], on=TODAY))
    with django_assert_max_num_queries(8):
        steps = care.act(lambda: queries.next_steps(lines, on=TODAY))
    assert {person: step.target for person, step in steps.items()} == {
        due: "contact", idle: "facts",
    }  # fmt: skip
