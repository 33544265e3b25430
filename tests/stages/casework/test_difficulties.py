"""Difficulties with their tasks, services to one and many, income of a household."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chunfeng.stages.casework import operations, queries
from chunfeng.stages.casework.operations import Given
from chunfeng.stages.casework.queries import Hard
from chunfeng.stages.casework.refusals import NotFound, Over, Refused
from chunfeng.stages.casework.vocabulary import Kind, Outcome, Result, Service, Severity, Source
from chunfeng.stages.people import queries as register
from tests.cast import PINGLI, TODAY
from tests.stages.casework.caring import HERE, Care

pytestmark = pytest.mark.django_db(transaction=True)


def opened(care: Care, kind: Kind = Kind.CARE, **more: Any) -> Any:
    return care.do(operations.open_difficulty, care.person(), kind, **more)


def line(care: Care, difficulty: Any) -> queries.DifficultyLine:
    found = care.act(lambda: queries.difficulty(difficulty))
    assert isinstance(found, queries.DifficultyLine)
    return found


def test_a_difficulty_has_a_task_and_a_last_day(care: Care) -> None:
    held = line(care, opened(care, Kind.INJURY, task="陪同就医 "))
    assert (held.task, held.severity, held.due_on) == (
        "陪同就医", "urgent", TODAY + timedelta(1),
    )  # fmt: skip


def test_the_task_and_the_last_day_change(care: Care) -> None:
    held = opened(care)
    day = TODAY + timedelta(20)
    care.do(operations.change_difficulty, held, severity=Severity.LIGHT, task="再问", due_on=day)
    found = line(care, held)
    assert (found.severity, found.task, found.due_on) == ("light", "再问", day)


@pytest.mark.parametrize("days", [-1, 181])
def test_a_last_day_is_within_half_a_year(care: Care, days: int) -> None:
    with pytest.raises(Refused, match="within"):
        opened(care, due_on=TODAY + timedelta(days))


def test_a_difficulty_is_settled_once_and_may_be_opened_again(care: Care) -> None:
    held = opened(care)
    how = {"outcome": Outcome.SOLVED, "said": "邻居照看", "on": TODAY}
    care.do(operations.resolve, held, **how)
    found = line(care, held)
    assert (found.resolved_on, found.outcome, found.said) == (TODAY, "solved", "邻居照看")
    with pytest.raises(Over):
        care.do(operations.resolve, held, **how)
    care.do(operations.reopen, held)
    care.do(operations.reopen, held)
    assert line(care, held).resolved_on is None
    assert care.kinds("^difficulty[.]") == [
        "difficulty.opened", "difficulty.resolved", "difficulty.reopened",
    ]  # fmt: skip


def test_a_settled_one_stays_settled_where_another_is_open(care: Care) -> None:
    person = care.person()
    first = care.do(operations.open_difficulty, person, Kind.CARE)
    care.do(operations.resolve, first, outcome=Outcome.SOLVED, said="", on=TODAY)
    care.do(operations.open_difficulty, person, Kind.CARE)
    with pytest.raises(Refused, match="open already"):
        care.do(operations.reopen, first)


def test_it_is_not_settled_before_it_was_opened(care: Care) -> None:
    with pytest.raises(Refused, match="between"):
        care.do(operations.resolve, opened(care), outcome=Outcome.SOLVED, said="",
                on=TODAY - timedelta(1))  # fmt: skip


def test_the_list_has_what_is_due_first_on_top(care: Care) -> None:
    late, soon = opened(care, Kind.CARE), opened(care, Kind.INJURY)
    done = opened(care, Kind.HOUSING)
    care.do(operations.resolve, done, outcome=Outcome.EASED, said="", on=TODAY)

    def listed(day: Any = TODAY, **wanted: Any) -> list[Any]:
        rows, total = care.act(lambda: queries.difficulties(Hard(**wanted), on=day))
        assert total == len(rows)
        return [row.id for row in rows]

    assert listed() == [soon, late]
    assert listed(state="settled") == [done]
    assert listed(kind="care") == [late]
    assert listed(severity="urgent") == [soon]
    assert listed(TODAY + timedelta(2), overdue=True) == [soon]
    assert listed(region=(PINGLI + 101_000, PINGLI + 101_999)) == []
    assert care.act(lambda: queries.difficulties_due(on=TODAY + timedelta(2))) == (2, 1)


def test_a_service_is_noted_once_for_a_key(care: Care) -> None:
    person = care.person()
    given = Given(kind=Service.JOURNEY, on=TODAY, minutes=90, note="送到车站")
    first = care.do(operations.give, person, given, key="a")
    assert care.do(operations.give, person, given, key="a") == first
    (one,) = care.act(lambda: queries.services_of(person))
    assert (one.kind, one.minutes, one.result) == ("journey", 90, Result.DONE)


def test_a_service_to_many_says_who_was_left_out(care: Care) -> None:
    people, stranger = [care.person(), care.person()], uuid4()
    given = Given(kind=Service.POLICY, on=TODAY)
    done, refused = care.do(operations.give_many, [*people, stranger], given, key="b")
    assert set(done) == set(people)
    assert set(refused) == {stranger}


@pytest.mark.parametrize("wrong", [{"on": TODAY + timedelta(1)}, {"minutes": 0}])
def test_a_service_of_tomorrow_or_without_time_is_refused(care: Care, wrong: Any) -> None:
    given = Given(**{"kind": Service.RIGHTS, "on": TODAY} | wrong)
    with pytest.raises(Refused):
        care.do(operations.give, care.person(), given, key="c")


def test_of_a_year_the_income_noted_last_counts(care: Care) -> None:
    facts = care.act(lambda: register.facts(care.person(), on=TODAY))
    home = facts.household
    told = {"heads": 4, "source": Source.DECLARED}
    care.do(operations.note_income, home, year=2025, amount=20000.0, **told)
    care.do(operations.note_income, home, year=2016, amount=9000.0, **told)
    care.do(operations.note_income, home, year=2025, amount=32000.0, **told)
    found = care.act(lambda: queries.incomes_of(home))
    assert {(one.year, one.per_head) for one in found} == {(2016, 2250), (2025, 8000)}
    for wrong in ({"year": 1999}, {"year": 2027}, {"amount": -1.0}, {"heads": 0}):
        with pytest.raises(Refused):
            care.do(operations.note_income, home, **{"year": 2025, "amount": 1.0, **told} | wrong)
    with pytest.raises(NotFound):
        care.do(operations.note_income, uuid4(), year=2025, amount=1.0, **told)
    assert facts.region == HERE
