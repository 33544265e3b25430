"""When work is stable, as a rule of one person and as a statement over many."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunfeng.stages.casework import policy, queries
from chunfeng.stages.casework.rules import Span, stable, stable_since
from chunfeng.stages.people import operations as people
from tests.cast import PINGLI, TODAY
from tests.stages.casework.caring import HERE, Care, noon

RULE = policy.on(TODAY).stable


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def spans(*days: tuple[int, int | None]) -> list[Span]:
    """Spells from so many days ago until so many days ago."""
    return [Span(ago(a), None if b is None else ago(b)) for a, b in days]


def test_the_rule_is_that_of_2017() -> None:
    assert (RULE.days, RULE.window, RULE.gap, RULE.confirmed) == (180, 210, 30, 60)


@pytest.mark.parametrize(
    ("worked", "confirmed", "expected"),
    [
        ([(179, None)], 0, True),  # 180 days with today
        ([(178, None)], 0, False),
        ([(400, None)], 60, True),
        ([(400, None)], 61, False),  # nobody has asked for too long
        ([(400, 30)], 31, True),  # a gap of thirty days until today
        ([(400, 31)], 31, False),
        ([(209, 100), (69, None)], 0, True),  # thirty days between
        ([(209, 101), (69, None)], 0, False),
        ([(209, 120), (109, 60), (49, None)], 0, True),  # two gaps of ten
        ([(209, 100), (109, None)], 0, True),  # side by side counts once
        ([], 0, False),
    ],
)
def test_stable_is_work_on_enough_days_known_lately(
    worked: list[tuple[int, int | None]], confirmed: int, expected: bool
) -> None:
    assert stable(spans(*worked), [ago(confirmed)], TODAY, RULE) is expected


def test_what_is_confirmed_later_does_not_count_before() -> None:
    assert not stable(spans((400, None)), [TODAY + timedelta(1)], TODAY, RULE)


def test_stable_since_is_the_first_of_the_unbroken_days() -> None:
    worked = spans((300, None))
    asked = [ago(300), ago(121), ago(60), ago(0)]
    assert stable_since(worked, asked, TODAY, RULE) == ago(121)
    assert stable_since(worked, [ago(100)], TODAY, RULE) is None


periods = st.lists(
    st.tuples(st.integers(0, 320), st.integers(0, 200) | st.none()), min_size=0, max_size=4
).map(lambda ps: [Span(ago(a), None if n is None else ago(max(0, a - n))) for a, n in ps])
days = st.lists(st.integers(0, 120).map(ago), max_size=3)


@given(worked=periods, more=periods, asked=days)
def test_more_work_never_makes_it_less_stable(
    worked: list[Span], more: list[Span], asked: list[date]
) -> None:
    if stable(worked, asked, TODAY, RULE):
        assert stable([*worked, *more], asked, TODAY, RULE)


@given(worked=periods, asked=days)
def test_stable_implies_at_most_thirty_days_without_work(
    worked: list[Span], asked: list[date]
) -> None:
    idle = sum(
        not any(s.begun <= ago(k) and (s.ended is None or ago(k) <= s.ended) for s in worked)
        for k in range(RULE.window)
    )
    if stable(worked, asked, TODAY, RULE):
        assert idle <= RULE.window - RULE.days
        assert any((TODAY - day).days <= RULE.confirmed for day in asked)


@given(worked=periods, asked=days)
def test_stable_since_is_stable_on_each_day(worked: list[Span], asked: list[date]) -> None:
    since = stable_since(worked, asked, TODAY, RULE)
    assert (since is not None) == stable(worked, asked, TODAY, RULE)
    if since:
        held = (TODAY - since).days
        assert all(stable(worked, asked, ago(k), RULE) for k in range(held + 1))
        assert not stable(worked, asked, since - timedelta(1), RULE)


def worked_as(care: Care, worked: list[Span], asked: list[date]) -> UUID:
    """Somebody with these spells and calls."""
    person = care.person()
    kinds = ("employed", "casual", "workshop", "own_business")
    for span, kind in zip(worked, kinds, strict=False):
        care.do(people.begin_spell, person, begun=span.begun, ended=span.ended, kind=kind,
                evidence="D", place=HERE, at=noon(span.begun))  # fmt: skip
    for day in asked:
        care.call(person, day, at=noon(TODAY))
    return person


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(worked=periods, asked=st.lists(st.integers(0, 80).map(ago), max_size=2, unique=True))
def test_the_statement_says_the_same_as_the_rule(
    care: Care, worked: list[Span], asked: list[date]
) -> None:
    person = worked_as(care, worked, asked)
    found = care.act(lambda: queries.stability_of(person, on=TODAY))
    assert (care.act(lambda: queries.stable_people([person], on=TODAY)) == {person}) is found.stable


@pytest.mark.django_db(transaction=True)
def test_heads_in_stable_work_are_counted_by_township(care: Care) -> None:
    worked_as(care, spans((200, None)), [ago(3)])
    worked_as(care, spans((200, None)), [])
    county = (PINGLI, PINGLI + 10**6 - 1)
    assert care.act(lambda: queries.stable_counts(county, step=1000, on=TODAY)) == {
        PINGLI + 100_000: 1
    }


@pytest.mark.django_db(transaction=True)
def test_what_it_rests_on_is_told(care: Care) -> None:
    person = worked_as(care, spans((200, None)), [ago(50), ago(3)])
    found = care.act(lambda: queries.stability_of(person, on=TODAY))
    assert found.since == ago(21)
    assert [(one.source, one.on) for one in found.confirmed] == [
        ("contact", ago(3)), ("contact", ago(50)), ("spell", ago(200)),
    ]  # fmt: skip
