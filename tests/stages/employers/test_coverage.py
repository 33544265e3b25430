"""Which townships have a living workshop, and how many people seek work near home there."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.places.current import places
from chunfeng.stages.employers import coverage
from chunfeng.stages.people import operations as people
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY, Cast, context
from tests.stages.employers import works

pytestmark = pytest.mark.django_db
ANKANG = 610900 * 10**6
TOWN, SECOND = works.TOWN, works.TOWN + 1000
SEEKS = {"work_capacity": "ordinary", "willing": "yes", "birth_date": date(1985, 4, 1)}


def table(by: Context, at: int = PINGLI) -> coverage.Table:
    """The table of a region."""
    with entered(by):
        return coverage.table(places().get(at), by=by, on=TODAY)


def row_of(by: Context, town: int, at: int = PINGLI) -> coverage.Row:
    """The row of a region in it."""
    return next(row for row in table(by, at).rows if row.place and row.place.code == town)


def seekers(by: Context, keys: Any, home: int, number: int, **facts: Any) -> None:
    """People who care for a small child and seek work."""
    with entered(by):
        for n in range(number):
            told = {"name": "王春", "home": home, "household_no": f"S{home}-{n}"}
            people.enrol(told | SEEKS | {"care": ("preschool",)} | facts, keys=keys, by=by, at=NOW)


def test_every_township_of_the_county_has_a_row(cast: Cast) -> None:
    found = table(cast.an)
    towns = [place.code for place in places().children(PINGLI)]
    assert [row.place.code for row in found.rows if row.place] == towns
    assert (found.total.towns, found.total.covered) == (len(towns), 0)


def test_a_township_with_a_living_workshop_is_covered(cast: Cast, keys: Any) -> None:
    with entered(cast.an):
        works.in_order()
        second = works.site(works.employer("驿站"), seats=None)
        works.recognised(second, sub_kind="station", number="平车间〔2026〕2号")
    seekers(cast.an, keys, TOWN + 1, 4)
    row = row_of(cast.an, TOWN)
    assert (row.towns, row.covered, row.workshops) == (1, 1, 2)
    assert row.by_kind == {"community_factory": 1, "station": 1}
    assert (row.seats, row.unsaid, row.seekers, row.workers, row.target) == (30, 1, 4, 12, 6)
    assert row.rate == 750
    total = table(cast.an).total
    assert (total.covered, total.workshops, total.seekers) == (1, 2, 4)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "suspended"},
        {"state": "applied"},
        {"state": "ended"},
        {"valid_until": date(2026, 11, 22)},
        {"kind": "base", "sub_kind": "", "level": "county"},
    ],
)
def test_only_a_workshop_in_force_covers_a_township(cast: Cast, facts: dict[str, Any]) -> None:
    with entered(cast.an):
        works.recognised(works.site(works.employer()), **facts)
    assert row_of(cast.an, TOWN).workshops == 0


@pytest.mark.parametrize(
    ("owner", "where"),
    [({"state": "suspended"}, {}), ({}, {"closed_on": date(2026, 11, 23)})],
)
def test_nor_does_one_whose_employer_is_suspended_or_whose_site_has_closed(
    cast: Cast, owner: dict[str, Any], where: dict[str, Any]
) -> None:
    with entered(cast.an):
        works.recognised(works.site(works.employer(**owner), **where))
    assert row_of(cast.an, TOWN).workshops == 0


def test_a_workshop_counts_where_its_site_is(cast: Cast) -> None:
    with entered(cast.an):
        works.recognised(works.site(works.employer(), place=SECOND + 201))
    assert row_of(cast.an, TOWN).covered == 0
    assert row_of(cast.an, SECOND).covered == 1


def test_one_whose_site_names_no_township_is_not_lost(cast: Cast) -> None:
    with entered(cast.an):
        works.recognised(works.site(works.employer(), place=PINGLI))
    found = table(cast.an)
    assert [(row.workshops, row.towns) for row in found.rows if row.place is None] == [(1, 0)]
    assert (found.total.workshops, found.total.covered) == (1, 0)


def test_payroll_of_long_ago_says_nothing_of_today(cast: Cast) -> None:
    with entered(cast.an):
        where = works.site(works.employer())
        works.recognised(where)
        works.paid(where, date(2026, 1, 1), date(2026, 8, 1))
    assert row_of(cast.an, TOWN).workers == 0


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ({}, 1),
        ({"care": None, "wish_reach": ("township", "county")}, 1),
        ({"care": ("none",)}, 0),
        ({"care": None, "wish_reach": ("county", "province")}, 0),
        ({"willing": "no"}, 0),
        ({"willing": "not_now"}, 0),
        ({"willing": None}, 1),
        ({"work_capacity": "lost", "willing": None}, 0),
        ({"birth_date": date(2015, 1, 1)}, 0),
        ({"status": "workshop", "work_since": date(2026, 3, 1)}, 0),
    ],
)
def test_who_seeks_work_near_home_only(
    cast: Cast, keys: Any, facts: dict[str, Any], counted: int
) -> None:
    seekers(cast.an, keys, TOWN + 1, 1, **facts)
    assert row_of(cast.an, TOWN).seekers == counted


def test_a_township_sees_its_own_row(cast: Cast, keys: Any) -> None:
    seekers(cast.an, keys, TOWN + 1, 2)
    seekers(cast.an, keys, SECOND + 201, 3)
    found = table(cast.chun)
    assert [row.place.code for row in found.rows if row.place] == [TOWN]
    assert (found.total.towns, found.total.seekers) == (1, 2)


def test_a_prefecture_sees_its_counties_with_their_townships_counted(cast: Cast) -> None:
    with entered(cast.an):
        works.in_order()
    row = row_of(cast.feng, PINGLI, ANKANG)
    assert row.towns == len(places().children(PINGLI))
    assert (row.covered, row.workshops, row.seats) == (1, 1, 30)


def test_a_supervisor_is_not_told_of_few_people(cast: Cast, keys: Any) -> None:
    seekers(cast.an, keys, TOWN + 1, 9)
    seekers(cast.an, keys, SECOND + 201, 25)
    with entered(cast.an):
        works.in_order()  # 12 workers, 6 of registered households
    officer, told = table(cast.an), table(cast.feng)
    assert officer.total.seekers == 34
    shown = {row.place.code: row.seekers for row in told.rows if row.place}
    assert shown[TOWN] is None
    # The other townships have nobody: nine and nothing are below ten, so the next is hidden too.
    assert shown[SECOND] is None
    assert set(shown.values()) == {None}
    assert (row_of(cast.feng, TOWN).workers, row_of(cast.feng, TOWN).target) == (12, None)
    assert (row_of(cast.feng, SECOND).workers, row_of(cast.feng, SECOND).target) == (0, 0)
    assert told.total.target is None
    assert row_of(cast.feng, TOWN).rate is None


def test_what_the_table_above_hides_the_table_below_does_not_give_away(
    cast: Cast, keys: Any
) -> None:
    there = replace(cast, an=cast.bo)
    seekers(cast.an, keys, TOWN + 1, 12)
    seekers(there.an, keys, SHIQUAN + 100_001, 3)
    above = table(cast.feng, ANKANG)
    hidden = {row.place.code for row in above.rows if row.place and row.seekers is None}
    assert {PINGLI, SHIQUAN} <= hidden
    below = table(cast.feng)
    assert {row.seekers for row in below.rows} == {None}
    assert below.total.seekers is None


def test_officers_of_the_region_are_told_all(cast: Cast, keys: Any) -> None:
    seekers(cast.an, keys, TOWN + 1, 1)
    assert row_of(cast.an, TOWN).seekers == 1
    assert row_of(context(Role.TOWNSHIP, TOWN, 1000), TOWN).seekers == 1


def test_the_table_takes_the_same_statements_for_many_workshops(cast: Cast) -> None:
    counted = []
    with entered(cast.an):
        for number in range(6):
            owner = works.employer(f"第{number}号厂")
            where = works.site(owner, place=SECOND + 201)
            works.recognised(where, number=f"{number}号")
            works.paid(where, date(2026, 9, 1), date(2026, 10, 1))
            if number in (0, 5):
                with CaptureQueriesContext(connection) as caught:
                    coverage.table(places().get(PINGLI), by=cast.an, on=TODAY)
                counted.append(len(caught))
    assert counted == [3, 3]
