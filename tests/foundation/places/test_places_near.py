"""What lies around a workshop: villages, or townships where no village has a point."""

import pytest

from chunfeng.foundation.access import entered
from chunfeng.foundation.places import operations
from chunfeng.foundation.places.current import places, refresh
from chunfeng.foundation.places.near import around, kilometres
from tests.cast import NOW, PINGLI, Cast

pytestmark = pytest.mark.django_db
TOWN, NEXT_TOWN = PINGLI + 100_000, PINGLI + 106_000
VILLAGE, FAR = PINGLI + 100_001, PINGLI + 100_002
HERE = (109.36, 32.39)


def lies(cast: Cast, region: int, lon: float, lat: float) -> None:
    with entered(cast.an):
        operations.move_point(region, lon=lon, lat=lat, by=cast.an, at=NOW)
        refresh()


def test_villages_within_ten_kilometres_stand_nearest_first(cast: Cast) -> None:
    lies(cast, FAR, 109.40, 32.39)
    lies(cast, VILLAGE, 109.37, 32.39)
    found = around(*HERE, TOWN)
    assert [one.place.code for one in found.found] == [VILLAGE, FAR]
    assert [round(one.km, 1) for one in found.found] == [0.9, 3.8]
    assert found.villages


def test_those_without_a_point_are_counted_and_not_guessed(cast: Cast) -> None:
    lies(cast, VILLAGE, 109.37, 32.39)
    found = around(*HERE, TOWN)
    every = len(places().under(PINGLI, 5))
    assert (found.of, found.unplaced) == (every, every - 1)


def test_where_no_village_has_a_point_townships_stand_for_them(cast: Cast) -> None:
    lies(cast, NEXT_TOWN, 109.38, 32.33)
    found = around(*HERE, TOWN)
    assert [one.place.code for one in found.found] == [NEXT_TOWN]
    assert not found.villages


def test_what_is_further_is_left_out(cast: Cast) -> None:
    lies(cast, VILLAGE, 109.6, 32.39)
    assert around(*HERE, TOWN).found == ()


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert kilometres(109, 32, 109, 33) == pytest.approx(111.2, abs=0.1)
