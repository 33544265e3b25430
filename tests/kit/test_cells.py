"""Counts of few people are hidden, and so is what would give them away."""

from hypothesis import given
from hypothesis import strategies as st

from chunfeng.kit.cells import LEAST, hidden

tables = st.dictionaries(st.integers(0, 20), st.integers(0, 40), max_size=8)


@given(tables)
def test_no_cell_below_the_least_is_shown(cells: dict[int, int]) -> None:
    assert all(cells[key] >= LEAST for key in cells.keys() - hidden(cells))


@given(tables)
def test_nothing_is_hidden_where_every_cell_is_large(cells: dict[int, int]) -> None:
    if all(n >= LEAST for n in cells.values()):
        assert hidden(cells) == frozenset()


@given(tables)
def test_the_total_gives_no_hidden_cell_away(cells: dict[int, int]) -> None:
    gone = hidden(cells)
    left = sum(cells[key] for key in gone)
    assert not gone or gone == cells.keys() or (len(gone) >= 2 and left >= LEAST)


@given(tables)
def test_no_more_is_hidden_than_it_takes(cells: dict[int, int]) -> None:
    gone = hidden(cells)
    small = {key for key in gone if cells[key] < LEAST}
    for key in gone - small:
        rest = gone - {key}
        smaller = [cells[one] for one in rest]
        assert len(rest) < 2 or sum(smaller) < LEAST or cells[key] < max(smaller)


def test_two_small_cells_together_hide_themselves() -> None:
    assert hidden({"甲": 6, "乙": 7, "丙": 40}) == {"甲", "乙"}


def test_one_small_cell_takes_the_next_with_it() -> None:
    assert hidden({"甲": 3, "乙": 12, "丙": 40}) == {"甲", "乙"}
