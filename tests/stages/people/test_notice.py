"""A public notice shows no more of people than it must."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.places.current import places
from chunfeng.stages.people.notice import SMALLEST, masked, notice
from tests.cast import PINGLI

EAST = PINGLI + 100_001
NEXT = PINGLI + 100_002
TOWN = PINGLI + 100_000
FARTHER = [places().under(PINGLI + town * 1000, 5)[0].code for town in (101, 102)]
THREE = [("王小春", EAST), ("李秋", EAST), ("欧阳明月", EAST)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王春", "王*"), ("王小春", "王*春"), ("欧阳明月", "欧阳*月"), ("王", "王*")],
)
def test_one_sign_of_a_name_is_hidden(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_a_village_with_three_names_stands_as_it_is() -> None:
    made = notice(THREE, "车间务工补助")
    assert {region for _, region in made.lines} == {EAST}
    assert not made.problems
    assert not made.widened


def test_a_village_with_fewer_names_is_shown_as_its_town() -> None:
    made = notice([*THREE[:2], ("赵冬", NEXT)], "车间务工补助")
    assert {region for _, region in made.lines} == {TOWN}
    assert made.widened == [EAST, NEXT]


def test_a_town_with_fewer_names_is_shown_as_its_county() -> None:
    made = notice([*THREE, ("赵冬", FARTHER[0])], "补助")
    assert PINGLI in {region for _, region in made.lines}


@pytest.mark.parametrize(
    "item",
    ["", "补助 15400000001", "卡号 6222 0000 1111 2222", "残疾人补贴", "大病救助", "致贫原因"],
)
def test_an_item_that_gives_too_much_away_is_a_problem(item: str) -> None:
    assert notice(THREE, item).problems


@pytest.mark.parametrize("item", ["2026年稳岗补贴", "跨省务工一次性交通补助 500元"])
def test_an_ordinary_item_is_none(item: str) -> None:
    assert not notice(THREE, item).problems


def test_two_names_are_too_few() -> None:
    assert notice(THREE[:2], "车间务工补助").problems


@given(st.lists(st.sampled_from([EAST, NEXT, *FARTHER]), max_size=12))
def test_below_the_county_nobody_stands_in_a_place_with_too_few(villages: list[int]) -> None:
    made = notice([("王春", village) for village in villages], "补助")
    counted = [region for _, region in made.lines]
    assert all(region == PINGLI or counted.count(region) >= SMALLEST for region in counted)
    assert len(made.lines) == len(villages)
