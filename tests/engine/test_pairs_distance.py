"""Road distances: great circle times the road factor, never less than a vague point allows."""

from dataclasses import replace
from math import asin, cos, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.engine.distance import arc_km, unit_vectors
from chunfeng.engine.pairs import build
from tests.engine.markets import RULES, market, random_market

ONE = np.zeros(1, np.int64)
LON, LAT = st.floats(73, 136), st.floats(18, 54)


def haversine(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle km, the textbook way."""
    (x, y), (u, v) = ((radians(p[0]), radians(p[1])) for p in (a, b))
    return 2 * 6371.0 * asin(sqrt(sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2))


@settings(deadline=None)
@given(st.tuples(LON, LAT), st.tuples(LON, LAT))
def test_the_arc_is_the_great_circle_all_over_the_country(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    here, there = (unit_vectors(np.array([p[0]]), np.array([p[1]])) for p in (a, b))
    km = float(arc_km((here * there).sum(axis=0))[0])
    assert km == pytest.approx(haversine(a, b), rel=1e-3, abs=0.01)


def test_the_road_is_longer_than_the_arc_by_the_factor() -> None:
    found = build(market([{}], [{}]), RULES)
    double = build(market([{}], [{}]), replace(RULES, road_factor=2.8))
    assert double.km(ONE, ONE)[0] == pytest.approx(2 * found.km(ONE, ONE)[0], rel=1e-6)


@pytest.mark.parametrize(("work", "least"), [(0, 2.0), (1, 4.0), (2, 15.0), (3, 0.0)])
@pytest.mark.parametrize("who", ["home", "work"])
def test_a_vague_point_is_at_least_the_policys_km_away(work: int, least: float, who: str) -> None:
    person = {"lon": 109.37, "approximate": who == "home"}
    post = {"work": work, "approximate": who == "work"}
    assert build(market([person], [post]), RULES).km(ONE, ONE)[0] == pytest.approx(least, abs=1e-3)


def test_known_points_are_as_near_as_they_are() -> None:
    assert build(market([{"lon": 109.37}], [{}]), RULES).km(ONE, ONE)[0] < 1e-3


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_pair_is_as_far_apart_as_in_a_block(seed: int) -> None:
    found = build(random_market(seed, 7, 6), RULES)
    i, j = np.indices((7, 6)).reshape(2, -1)
    block = found.view.block(np.arange(7))
    assert found.km(i, j).tolist() == block.km.ravel().tolist()
    assert found.scale(i, j).tolist() == block.scale.ravel().tolist()
