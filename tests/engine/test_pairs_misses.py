"""How far a pair is from passing, and what a limit moved by one step would add."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from chunfeng.engine.limits import Limit
from chunfeng.engine.misses import lacking, misses
from chunfeng.engine.pairs import build
from tests.engine.markets import RULES, market, random_market
from tests.engine.test_pairs import FEW, SEEDS

ONE = np.zeros(1, np.int64)


@pytest.mark.parametrize(
    ("limit", "person", "post", "miss"),
    [
        (Limit.AGE_ASKED, {"age": 20}, {"age_min": 25}, 5),
        (Limit.AGE_ASKED, {"age": 55}, {"age_max": 45}, 10),
        (Limit.CARE_HOURS, {"carer": True, "hours": 6.0}, {"hours": 8.5}, 2.5),
        (
            Limit.CARE_HOURS,
            {"carer": True, "window_start": 480, "window_end": 960},
            {"window_start": 450, "window_end": 1020},
            1.5,
        ),
        (Limit.EDUCATION, {"education": 1}, {"education": 3}, 2),
        (Limit.REACH, {"reach": 2}, {"work": 5, "housing": True}, 3),
        (Limit.CERTIFICATE, {"certificates": 1}, {"certificates": 7}, 2),
        (Limit.DATES, {"available": 740100}, {"end": 740090}, 10),
        (Limit.HEAVY, {"limits": 1}, {"demands": 1}, 1),
    ],
)
def test_a_miss_is_in_the_unit_of_its_limit(
    limit: Limit, person: dict[str, Any], post: dict[str, Any], miss: float
) -> None:
    found = build(market([person], [post]), RULES)
    assert found.failures(ONE)[0, 0] == 1 << limit
    assert misses(found, limit, ONE, ONE)[0] == pytest.approx(miss)


@pytest.mark.parametrize("limit", [Limit.COMMUTE, Limit.CARE_DISTANCE])
def test_a_commute_is_missed_by_km(limit: Limit) -> None:
    person = {"commute_km": 5.0, "carer": limit == Limit.CARE_DISTANCE}
    found = build(market([person], [{"lon": 109.5}]), RULES)
    assert misses(found, limit, ONE, ONE)[0] == pytest.approx(found.km(ONE, ONE)[0] - 5)


def test_the_certificates_lacking_are_those_not_held() -> None:
    found = build(market([{"certificates": 0b0011}], [{"certificates": 0b0110}]), RULES)
    assert lacking(found, ONE, ONE).tolist() == [0b0100]


@FEW
@given(SEEDS)
def test_pairs_excluded_by_a_limit_miss_it_by_more_than_nothing(seed: int) -> None:
    found = build(random_market(seed, 9, 8), RULES)
    bits = found.failures(np.arange(9))
    for limit in Limit:
        i, j = np.nonzero(bits >> limit & 1)
        assert (misses(found, limit, i, j) > 0).all()
