"""Regions by code: every length, retired codes, the tree, points."""

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.places import Places, UnknownPlace
from chunfeng.foundation.places.place import LEVEL_DIGITS, level_of, uppers
from chunfeng.kit.reference import LISTS, NotBuilt

ANY = st.floats(0, 1, exclude_max=True)  # where in the list of all codes
PINGLI, CHENGGUAN = 610926_000_000, 610926_100_000


def retired() -> list[dict[str, str]]:
    with (LISTS / "code_changes.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@given(where=ANY)
def test_every_code_gives_the_region_that_bears_it(
    places: Places, codes: list[int], where: float
) -> None:
    code = codes[int(where * len(codes))]
    place = places.get(code)
    short = str(code)[: LEVEL_DIGITS[place.level]]
    assert place.code == code
    assert places.get(str(code)) == places.get(short) == place
    assert place.level == level_of(code)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (61, "陕西省"),
        ("6109", "安康市"),
        (610926, "平利县"),
        ("610926100", "城关镇"),
        ("610926100224", "三里垭村"),
        (441900003, "东城街道"),
    ],
)
def test_codes_of_all_usual_lengths_are_understood(
    places: Places, code: int | str, name: str
) -> None:
    assert places.get(code).name == name


@pytest.mark.parametrize(
    "code", ["", "6", "61092", "6109261", "61092610022４", "-61", "x", "9" * 99]
)
def test_a_code_of_another_length_is_refused(places: Places, code: str) -> None:
    with pytest.raises(UnknownPlace, match="12 digits") as refused:
        places.get(code)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("code", [99, 999999, 610926999, 610926100999])
def test_a_code_nobody_bears_is_refused(places: Places, code: int) -> None:
    with pytest.raises(UnknownPlace, match=str(code)):
        places.get(code)


@pytest.mark.parametrize("change", retired(), ids=lambda row: row["old_code"])
def test_a_retired_county_code_gives_its_successor(places: Places, change: dict[str, str]) -> None:
    found = places.get(change["old_code"]).code // 10**6
    assert found in {int(change["new_code"]), int(change["old_code"])}
    if found == int(change["old_code"]):  # the county lives on and has only lost a part
        assert change["kind"] == "partial" or change["old_name"] == places.get(found).name


def test_a_retired_code_leads_to_the_town_and_village_under_the_new_prefix(places: Places) -> None:
    assert places.full_name("610928100") == "陕西省安康市旬阳市城关镇"
    village = places.under(610981, 5)[0]
    assert places.get(str(village.code).replace("610981", "610928", 1)) == village


def test_a_retired_code_nothing_matches_leads_to_the_new_county(places: Places) -> None:
    assert places.get("610928999").code == 610981_000_000


def test_a_code_missing_in_a_county_that_lives_on_leads_nowhere(places: Places) -> None:
    with pytest.raises(UnknownPlace):
        places.get("330110999")  # Yuhang gave a part to Linping: which part is not known


@given(where=ANY)
def test_the_path_runs_from_the_province_to_the_region(
    places: Places, codes: list[int], where: float
) -> None:
    path = places.path(codes[int(where * len(codes))])
    assert path[0].level == 1
    assert path[0].parent is None
    for above, below in pairwise(path):
        assert below.parent == above.code
        assert above.code in uppers(below.code)
        assert above.level < below.level
        assert above.span[0] < below.code <= below.span[1] <= above.span[1]


def test_children_lie_right_below_and_under_gives_any_level(places: Places) -> None:
    towns = places.children(PINGLI)
    assert len(towns) == 11
    assert towns == places.under("610926", 4)
    assert {place.parent for place in places.under(PINGLI, 5)} == {town.code for town in towns}


def test_a_city_without_counties_has_its_towns_right_below(places: Places) -> None:
    assert {town.level for town in places.children(441900)} == {4}
    assert places.under(441900, 3) == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (110105, "北京市朝阳区"),
        (500236, "重庆市奉节县"),
        (429005, "湖北省潜江市"),
        (659001, "新疆维吾尔自治区石河子市"),
        (220200, "吉林省吉林市"),
        (610926100224, "陕西省安康市平利县城关镇三里垭村"),
    ],
)
def test_a_full_name_leaves_out_prefectures_on_paper(places: Places, code: int, name: str) -> None:
    assert places.full_name(code) == name


def test_search_finds_beginnings_of_names_and_of_pinyin(places: Places) -> None:
    assert places.search("平利")[0].code == PINGLI
    assert places.search("pinglixian")[0].code == PINGLI
    assert [p.name for p in places.search("chengguan", PINGLI)] == ["城关镇"]
    assert len(places.search("新", limit=3)) == 3
    assert places.search("") == ()


def test_search_shows_villages_only_inside_a_region(places: Places) -> None:
    assert all(place.level < 5 for place in places.search("三里垭", limit=1000))
    assert [p.name for p in places.search("三里垭", PINGLI)] == ["三里垭村"]


@given(where=ANY)
def test_a_point_is_the_places_own_or_that_of_the_nearest_region_above(
    places: Places, codes: list[int], where: float
) -> None:
    place = places.get(codes[int(where * len(codes))])
    assert 73 < place.lon < 136
    assert 3 < place.lat < 54
    assert place.approximate == (place.point != "own")
    if place.approximate:
        above = places.get(place.parent or 0)
        words = {1: "province", 2: "prefecture", 3: "county", 4: "township"}
        assert (place.lon, place.lat) == (above.lon, above.lat)
        assert place.point == (above.point if above.approximate else words[above.level])


def test_a_village_has_no_point_of_its_own(places: Places) -> None:
    assert all(village.approximate for village in places.under(PINGLI, 5))


def test_points_of_an_array_are_the_points_of_its_places(places: Places) -> None:
    asked = np.array([CHENGGUAN, PINGLI, CHENGGUAN, 110000_000_000])
    lon, lat, approximate = places.points(asked)
    found = [places.get(int(code)) for code in asked]
    assert lon.tolist() == [place.lon for place in found]
    assert lat.tolist() == [place.lat for place in found]
    assert approximate.tolist() == [place.approximate for place in found]
    assert all(array.size == 0 for array in places.points([]))


def test_missing_data_says_to_run_setup(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match=r"\./run setup"):
        Places.open(tmp_path / "places.sqlite")
