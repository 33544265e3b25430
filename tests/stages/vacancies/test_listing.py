"""The list of vacancies is narrowed, ordered and paged; its figures are counts of such lists."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.queries import Filters
from tests.cast import NOW, PINGLI, TODAY, Cast
from tests.stages.vacancies.market import draft, employer, member, published, stands

pytestmark = pytest.mark.django_db
ELSEWHERE = 320412 * 10**6  # 常州市武进区


def titles(by: Context, order: str = "title", **filters: Any) -> list[str]:
    with stands(by):
        found, total = queries.page(Filters(**filters), on=TODAY, order=order)
    assert total == len(found)
    return [line.title for line in found]


@pytest.fixture
def market(cast: Cast, keys: Any) -> Cast:
    """A published vacancy, one that is full, one that is over, one away from home, one marked."""
    of, other = employer(cast.an), employer(cast.an, name="秦岭茶业", kind="company")
    published(cast.an, keys, of, title="缝纫工", pay_low=3000.0)
    full = published(cast.an, keys, of, title="包装工", headcount=1, pay_low=3200.0)
    published(cast.an, keys, other, title="采茶工", end_date=TODAY + timedelta(1), pay_low=2500.0)
    draft(cast.an, keys, other, title="车工", place=ELSEWHERE, vacancy_no="Q7", pay_low=3900.0)
    marked = draft(cast.an, keys, other, title="保安", age_max=40, pay_low=2600.0)
    with entered(cast.an):
        operations.take_seat(full, holder=uuid4(), region=cast.an.lo, by=cast.an, at=NOW)
        operations.submit(marked, by=cast.an, at=NOW)
    return cast


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["保安", "包装工", "采茶工", "车工", "缝纫工"]),
        ({"state": ("published",)}, ["包装工", "采茶工", "缝纫工"]),
        ({"channel": ("near",)}, ["包装工", "缝纫工"]),
        ({"place": (PINGLI, PINGLI + 10**6 - 1), "channel": ("local",)}, ["保安", "采茶工"]),
        ({"words": "chagong"}, ["采茶工"]),
        ({"words": "茶"}, ["保安", "采茶工", "车工"]),  # of the title or the employer's name
        ({"words": "qinling"}, ["保安", "采茶工", "车工"]),
        ({"words": "Q7"}, ["车工"]),
        ({"words": "nothing"}, []),
        ({"full": True}, ["包装工"]),
        ({"full": False, "state": ("published",)}, ["采茶工", "缝纫工"]),
        ({"held": True}, ["保安"]),
        ({"region": (0, 1)}, []),
    ],
    ids=str,
)
def test_a_list_is_narrowed(market: Cast, filters: dict[str, Any], expected: list[str]) -> None:
    assert titles(market.an, **filters) == expected


def test_what_is_over_is_told_by_the_day(market: Cast) -> None:
    after = TODAY + timedelta(2)
    with entered(market.an):
        found, _ = queries.page(Filters(expired=True), on=after)
        assert [line.title for line in found] == ["采茶工"]
        assert all(line.expired for line in found)
        assert queries.page(Filters(expired=True), on=TODAY) == ([], 0)


def test_a_list_is_ordered_and_paged(market: Cast) -> None:
    assert titles(market.an, order="-pay") == ["车工", "包装工", "缝纫工", "保安", "采茶工"]
    with entered(market.an):
        second, total = queries.page(Filters(), on=TODAY, number=2, size=2, order="title")
        beyond = queries.page(Filters(), on=TODAY, number=9, size=2)
    assert ([line.title for line in second], total) == (["采茶工", "车工"], 5)
    assert beyond == ([], 5)


def test_a_page_takes_three_statements_whatever_its_length(market: Cast) -> None:
    with (
        entered(market.an),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        queries.page(Filters(), on=TODAY)
    assert len(asked) == 3


def test_the_figures_are_counts_of_lists(market: Cast) -> None:
    with entered(market.an):
        figures = queries.counts(on=TODAY)
    assert (figures.published, figures.in_review, figures.paused) == (3, 1, 0)
    assert (figures.full, figures.expired, figures.seats_open) == (1, 0, 10)


def test_a_member_has_their_own_list(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    desk = member(of)
    draft(desk, keys, of, title="锁边工")
    draft(cast.an, keys, employer(cast.an, name="别的厂"), title="车工")
    assert titles(desk) == ["锁边工"]
    with stands(desk):
        found, total = queries.of_employer(of, on=TODAY)
    assert (total, found[0].employer_name) == (1, "平利县春燕毛绒玩具社区工厂")
