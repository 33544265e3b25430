"""What the programme changed about regions lies over the reference file, and nothing else moves."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.access import entered
from chunfeng.foundation.places import AmbiguousPlace, Places, operations
from chunfeng.foundation.places.current import places, refresh
from chunfeng.foundation.places.models import PlacePoint
from chunfeng.foundation.places.overlay import Changes, CurrentPlaces, changes_of
from chunfeng.foundation.places.refusals import Refused
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY, Cast

TOWN, VILLAGE, NEW = PINGLI + 100_000, PINGLI + 100_001, PINGLI + 100_399
POINT = (109.361, 32.388)


@pytest.fixture(scope="module")
def base() -> Places:
    return Places.open()


def over(**changes: Any) -> CurrentPlaces:
    return CurrentPlaces.over(Changes(**changes))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_without_changes_the_overlay_is_the_reference_file(data: st.DataObject) -> None:
    base, current = Places.open(), over()
    town = data.draw(st.sampled_from(base.children(PINGLI)))
    assert current.get(town.code) == base.get(town.code)
    assert current.children(town.code) == base.children(town.code)
    assert current.search(town.short_name, within=PINGLI) == base.search(
        town.short_name, within=PINGLI
    )
    assert current.full_name(town.code) == base.full_name(town.code)


def test_a_moved_point_is_the_regions_own(base: Places) -> None:
    assert base.get(VILLAGE).approximate
    moved = over(points={VILLAGE: POINT}).get(VILLAGE)
    assert (moved.lon, moved.lat, moved.approximate) == (*POINT, False)


def test_a_moved_point_counts_in_distances(base: Places) -> None:
    lon, lat, rough = over(points={VILLAGE: POINT}).points([VILLAGE])
    assert (lon[0], lat[0], bool(rough[0])) == (*POINT, False)


def test_a_renamed_region_is_found_by_its_new_name() -> None:
    current = over(names={VILLAGE: "春风新村"})
    assert current.resolve("春风新村").code == VILLAGE
    assert current.full_name(VILLAGE).endswith("春风新村")
    assert [p.code for p in current.search("chunfeng", within=PINGLI)] == [VILLAGE]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("陕西省安康市平利县城关镇新安社区", NEW),
        ("平利县/城关镇/新安", NEW),
        ("安康市平利县春风新村", VILLAGE),
        ("平利县城关镇西城社区", VILLAGE),
    ],
)
def test_an_address_may_end_in_a_name_the_programme_gave(written: str, meant: int) -> None:
    current = over(names={VILLAGE: "春风新村"}, added={NEW: "新安社区"})
    assert current.resolve(written).code == meant
    assert current.resolve(written, within=PINGLI).code == meant


def test_a_name_given_twice_in_the_country_is_a_question() -> None:
    theirs = SHIQUAN + 100_001
    current = over(names={VILLAGE: "春风新村", theirs: "春风新村"})
    for county, meant in ((PINGLI, VILLAGE), (SHIQUAN, theirs)):
        assert current.resolve("春风新村", within=county).code == meant
        assert [place.code for place in current.search("chunfeng", within=county)] == [meant]
    with pytest.raises(AmbiguousPlace):
        current.resolve("春风新村")


def test_an_added_village_stands_under_its_town() -> None:
    current = over(added={NEW: "新安社区"})
    assert NEW in [place.code for place in current.children(TOWN)]
    assert NEW in [place.code for place in current.under(PINGLI, 5)]
    assert current.get(NEW).approximate
    assert current.resolve("新安社区", within=PINGLI).code == NEW


def test_a_closed_village_means_its_successor() -> None:
    current = over(closed={VILLAGE: (TODAY, NEW)}, added={NEW: "新安社区"})
    assert current.get(VILLAGE).code == NEW
    assert VILLAGE not in [place.code for place in current.children(TOWN)]
    assert VILLAGE not in [place.code for place in current.under(TOWN, 5)]


def test_successors_in_a_circle_do_not_hang() -> None:
    other = VILLAGE + 200
    current = over(closed={VILLAGE: (TODAY, other), other: (TODAY, VILLAGE)})
    assert current.successor(VILLAGE) in {VILLAGE, other}


def test_a_change_of_a_later_day_does_not_hold_yet() -> None:
    rows = [(VILLAGE, "renamed", "明天村", None, date(2026, 12, 1))]
    assert changes_of([], rows, date(2026, 11, 30)).names == {}
    assert changes_of([], rows, date(2026, 12, 1)).names == {VILLAGE: "明天村"}


@pytest.mark.django_db
def test_an_officer_moves_a_point_and_everybody_sees_it(cast: Cast) -> None:
    with entered(cast.an):
        operations.move_point(VILLAGE, lon=POINT[0], lat=POINT[1], by=cast.an, at=NOW)
    with entered(cast.bo):
        refresh()
        assert not places().get(VILLAGE).approximate
    PlacePoint.objects.none()


@pytest.mark.django_db
def test_what_may_be_a_minute_old_is_not_asked_for_again_within_it(cast: Cast) -> None:
    with entered(cast.an):
        refresh()
        operations.move_point(VILLAGE, lon=POINT[0], lat=POINT[1], by=cast.an, at=NOW)
        refresh(60)
        assert places().get(VILLAGE).approximate
        refresh()
        assert not places().get(VILLAGE).approximate


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "lon", "lat"),
    [("bo", *POINT), ("an", 32.388, 109.361), ("an", 121.4, 31.2), ("gu", *POINT)],
)
def test_a_point_is_not_moved_by_strangers_or_by_mistake(
    cast: Cast, who: str, lon: float, lat: float
) -> None:
    by = getattr(cast, who)
    with entered(by), pytest.raises(Refused):
        operations.move_point(VILLAGE, lon=lon, lat=lat, by=by, at=NOW)


@pytest.mark.django_db
def test_the_wall_keeps_foreign_points_even_from_a_careless_page(cast: Cast) -> None:
    with entered(cast.bo), pytest.raises(DatabaseError), transaction.atomic():
        PlacePoint.objects.create(
            region=VILLAGE, lon=POINT[0], lat=POINT[1], source="map", at=NOW, user=cast.bo.user
        )


@pytest.mark.django_db
def test_a_region_is_added_renamed_and_closed_by_the_county(cast: Cast) -> None:
    with entered(cast.an):
        operations.add(NEW, "新安社区", valid_from=TODAY, by=cast.an, at=NOW)
        operations.close(VILLAGE, NEW, valid_from=TODAY, by=cast.an, at=NOW)
        refresh()
        assert places().get(VILLAGE).name == "新安社区"
        with pytest.raises(Refused, match="in use"):
            operations.add(NEW, "又一村", valid_from=TODAY, by=cast.an, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["chun", "dong", "bo", "he"])
def test_regions_are_changed_by_their_county_only(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    with entered(by), pytest.raises(Refused):
        operations.rename(VILLAGE, "新村", valid_from=TODAY, by=by, at=NOW)
