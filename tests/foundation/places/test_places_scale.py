"""How far from home a place of work is, derived from two codes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.places import Places, Scale, scale, scales
from chunfeng.foundation.places.place import LEVEL_DIGITS, STEPS, level_of

PINGLI = 610926_000_000
VILLAGE, TOWN = 610926_100_224, 610926_100_000
ANY = st.floats(0, 1, exclude_max=True)
MUNICIPALITIES = {11, 12, 31, 50}


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (VILLAGE, Scale.VILLAGE),
        (610926_100_001, Scale.TOWNSHIP),
        (610926_108_210, Scale.COUNTY),
        (610902_001_000, Scale.PREFECTURE),
        (610116_000_000, Scale.PROVINCE),
        (320400_000_000, Scale.COUNTRY),
        (0, Scale.ABROAD),
    ],
)
def test_scale_counts_the_administrative_steps_from_a_village(work: int, expected: Scale) -> None:
    assert scale(VILLAGE, work) is expected


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (TOWN, Scale.TOWNSHIP),
        (PINGLI, Scale.COUNTY),
        (610900_000_000, Scale.PREFECTURE),
        (610000_000_000, Scale.PROVINCE),
    ],
)
def test_a_short_code_of_work_gives_the_nearest_scale_it_can_mean(
    work: int, expected: Scale
) -> None:
    assert scale(VILLAGE, work) is expected


@pytest.mark.parametrize(
    ("home", "work", "expected"),
    [
        (110105_000_000, 110228_000_000, Scale.PREFECTURE),
        (500101_000_000, 500236_000_000, Scale.PREFECTURE),  # 市辖区 and 县 of Chongqing
        (110000_000_000, 110105_000_000, Scale.PREFECTURE),
    ],
)
def test_a_municipality_is_one_prefecture(home: int, work: int, expected: Scale) -> None:
    assert scale(home, work) is expected


def test_counties_that_answer_to_their_province_share_no_prefecture() -> None:
    assert scale(429004_000_000, 429005_000_000) is Scale.PROVINCE
    assert scale(429004_000_000, 429004_100_000) is Scale.COUNTY
    assert scale(429000_000_000, 429000_000_000) is Scale.PROVINCE


def test_a_city_without_counties_counts_as_one_county() -> None:
    assert scale(441900_003_001, 441900_121_001) is Scale.COUNTY
    assert scale(441900_003_001, 441900_000_000) is Scale.COUNTY


def test_two_codes_that_name_only_a_province_share_no_more() -> None:
    assert scale(610000_000_000, 610000_000_000) is Scale.PROVINCE


@pytest.mark.parametrize("work", [710000_000_000, 810000_000_000, 820000_000_000])
def test_work_beyond_the_exit_border_is_abroad_but_not_for_those_who_live_there(work: int) -> None:
    assert scale(VILLAGE, work) is Scale.ABROAD
    assert scale(work, work) is Scale.PROVINCE


@pytest.fixture(scope="module")
def villages(codes: list[int]) -> list[int]:
    return [code for code in codes if code % 1000]


def common(places: Places, home: int, work: int) -> Scale:
    """The scale told from the paths: what the two have in common, prefectures on paper aside."""
    both = set(places.path(home)) & set(places.path(work))
    direct = {place for place in both if place.level == 2 and place.code // 10**8 % 100 == 90}
    deepest = max((place.level for place in both - direct), default=0)
    if deepest == 1 and home // 10**10 in MUNICIPALITIES:
        deepest = 2
    if deepest == 2 and not places.under(home // 10**8, 3):
        deepest = 3
    return Scale(5 - deepest)


@given(ANY, st.integers(0, 20) | st.integers(0, 2_000) | st.integers(0, 600_000))
def test_scale_is_what_two_villages_have_in_common(
    places: Places, villages: list[int], where: float, apart: int
) -> None:
    index = int(where * len(villages))
    home, work = villages[index], villages[(index + apart) % len(villages)]
    assert scale(home, work) is common(places, home, work)
    assert scale(home, work) is scale(work, home)


@given(ANY, ANY, st.integers(1, 4))
def test_cutting_a_code_short_never_brings_it_nearer(
    codes: list[int], first: float, second: float, level: int
) -> None:
    home, work = (codes[int(at * len(codes))] for at in (first, second))
    cut = work // STEPS[level] * STEPS[level]
    assert scale(home, cut) >= scale(home, work)
    assert scale(home, cut) >= min(scale(home, home), 5 - level)


@given(st.lists(ANY, min_size=1, max_size=20), ANY)
def test_an_array_has_the_scales_of_its_pairs(
    codes: list[int], homes: list[float], at: float
) -> None:
    home = [codes[int(where * len(codes))] for where in homes]
    work = codes[int(at * len(codes))]
    expected = [scale(code, work) for code in home]
    assert scales(np.array(home), work).tolist() == expected
    assert scales(np.array(home)[:, None], np.array([work])).shape == (len(home), 1)


def test_the_level_of_a_code_is_read_from_its_zeros() -> None:
    for level, digits in LEVEL_DIGITS.items():
        assert level_of(int(str(VILLAGE)[:digits].ljust(12, "0"))) == level
