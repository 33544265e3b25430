"""How names are shortened and how points are found in polygons."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.places import Places
from chunfeng.foundation.places.names import names_of, official, plain, short, spoken
from chunfeng.foundation.places.points import inside, read_shape

SQUARE = np.array([[0.0, 0], [0, 10], [10, 10], [10, 0], [0, 0]])
HOLE = np.array([[4.0, 4], [6, 4], [6, 6], [4, 6], [4, 4]])


@pytest.mark.parametrize(
    ("name", "level", "brief"),
    [
        ("恩施土家族苗族自治州", 2, "恩施"),
        ("积石山保安族东乡族撒拉族自治县", 3, "积石山"),
        ("东乡族自治县", 3, "东乡"),
        ("鄂伦春自治旗", 3, "鄂伦春"),
        ("巴音郭楞蒙古自治州", 2, "巴音郭楞"),
        ("管城回族区", 3, "管城"),
        ("隆林各族自治县", 3, "隆林"),
        ("新疆维吾尔自治区", 1, "新疆"),
        ("香港特别行政区", 1, "香港"),
        ("阿里地区", 2, "阿里"),
        ("金江白族乡", 4, "金江"),
        ("民族乡", 4, "民族"),
        ("城关镇", 4, "城关"),
        ("城区", 3, "城区"),
        ("沙县区", 3, "沙县"),
        ("三里垭村", 5, "三里垭"),
    ],
)
def test_a_customary_short_name_drops_generics_and_peoples(
    name: str, level: int, brief: str
) -> None:
    assert short(name, level) == brief
    assert plain(brief) in names_of(name, level)


def test_no_region_is_shortened_to_a_single_sign(places: Places) -> None:
    query = "SELECT name FROM place WHERE length(short_name) < 2 AND length(name) > 1"
    assert places._database.execute(query).fetchall() == []


@pytest.mark.parametrize(
    "raw", ["龙头村村民委员会", "龙头村民委员会", "龙头村村委会", "龙头村委会", "龙头村"]
)
def test_a_village_goes_without_its_committee(raw: str) -> None:
    assert official(raw) == "龙头村"


def test_full_width_signs_and_separators_do_not_matter() -> None:
    assert plain(" 陕西省／平利县－（城关镇）Ａ１ ") == "陕西省平利县城关镇a1"


def test_pinyin_can_be_taken_of_the_first_signs() -> None:
    assert spoken("平利县") == "pinglixian"
    assert spoken("平利县", 2) == "pingli"


@given(st.floats(-1, 11), st.floats(-1, 11))
def test_a_point_is_inside_a_polygon_and_outside_its_hole(x: float, y: float) -> None:
    edges = {0.0, 4.0, 6.0, 10.0}
    if {x, y} & edges:
        return
    in_square = 0 < x < 10 and 0 < y < 10
    in_hole = 4 < x < 6 and 4 < y < 6
    assert inside([SQUARE, HOLE], (x, y)) == (in_square and not in_hole)


def block(parts: list[bytes]) -> bytes:
    sizes = b"".join(struct.pack("<I", len(part)) for part in parts)
    return struct.pack("<I", len(parts)) + sizes + b"".join(parts)


def ring(points: list[tuple[float, float]], differences: bool) -> bytes:
    steps = np.round(np.add(points, (180, 90)) / 2e-6).astype("<u4")
    if not differences:
        return struct.pack("<I", 0) + steps.tobytes()
    moves = np.diff(steps.astype(np.int64), axis=0).astype("<i2")
    return struct.pack("<I", 1) + steps[0].tobytes() + moves.tobytes()


def test_polygons_are_read_in_both_packings_and_in_several_parts() -> None:
    near = [(109.36, 32.38), (109.37, 32.38), (109.37, 32.39), (109.36, 32.38)]
    far = [(100.0, 20.0), (101.0, 20.0), (101.0, 21.0), (100.0, 20.0)]
    one = struct.pack("<I", 5) + block([ring(near, differences=True)])
    many = struct.pack("<I", 6) + block([block([ring(far, False)]), block([ring(near, True)])])
    ((alone,),) = read_shape(one)
    (first,), (second,) = read_shape(many)
    np.testing.assert_allclose(alone, near, atol=2e-6)
    np.testing.assert_allclose(first, far, atol=2e-6)
    np.testing.assert_allclose(second, near, atol=2e-6)
