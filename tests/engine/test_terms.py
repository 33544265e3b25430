"""Each term in a sentence: what makes a pair fit better."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.engine.limits import Limit
from chunfeng.engine.pairs import build
from chunfeng.engine.terms import READS, TERMS
from tests.engine.markets import RULES, market, random_market

FAR = {"lon": 113.3, "lat": 23.1, "work": 5}


def term(name: str, person: dict[str, Any], post: dict[str, Any], **relations: Any) -> float:
    """One term of one pair."""
    found = build(market([person], [post], **relations), RULES)
    one = np.zeros(1, np.int64)
    return float(found.terms(one, one)[0, list(TERMS).index(name)])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_term_lies_between_0_and_1(seed: int) -> None:
    found = build(random_market(seed, 6, 6), RULES)
    i, j = np.indices((6, 6)).reshape(2, -1)
    values = found.terms(i, j)
    assert values.shape == (36, len(TERMS))
    assert ((values >= 0) & (values <= 1)).all()


def test_every_term_has_a_weight() -> None:
    assert list(TERMS) == list(RULES.weights)
    assert READS.keys() <= TERMS.keys()


def test_more_pay_is_better_up_to_a_good_deal_more_than_wished() -> None:
    wish = {"pay_min": 3000.0}
    values = [term("pay", wish, {"pay": p}) for p in (1500.0, 2400.0, 3000.0, 3600.0, 5000.0)]
    assert all(a < b for a, b in pairwise(values))
    assert values[0] == 0
    assert values[-1] == term("pay", wish, {"pay": 9000.0}) == 1


def test_without_a_wish_pay_is_held_against_the_median() -> None:
    assert term("pay", {}, {"pay": 3000.0}) == pytest.approx(0.5)
    assert term("pay", {}, {"pay": 4200.0}) == 1


def test_unknown_pay_is_worth_a_little_less_than_the_middle() -> None:
    assert term("pay", {"pay_min": 3000.0}, {"pay": np.nan}) == pytest.approx(0.4)


def test_a_wish_of_nothing_is_met_by_any_pay() -> None:
    assert term("pay", {"pay_min": 0.0}, {"pay": 4200.0}) == 1


def test_the_commute_falls_from_the_door_to_the_end_of_what_is_accepted() -> None:
    assert term("commute", {}, {"lon": 109.36}) == 1
    middle = term("commute", {"commute_km": 20.0}, {"lon": 109.436})
    assert middle == pytest.approx(0.5, abs=0.02)
    assert term("commute", {"commute_km": 5.0}, {"lon": 109.436}) == 0
    assert term("commute", {"commute_km": 0.0}, {"lon": 109.436}) == 0


def test_a_shuttle_makes_the_way_shorter() -> None:
    ten_km = {"lon": 109.436}
    assert term("commute", {}, ten_km | {"shuttle": True}) > term("commute", {}, ten_km)


def test_housing_is_worth_half_a_short_way_and_an_escort_more() -> None:
    far = FAR | {"housing": True}
    assert term("commute", {}, far) == 0.5
    assert term("commute", {}, far | {"escorted": True}) == pytest.approx(0.7)
    assert term("commute", {}, {"lon": 109.36, "housing": True}) == 1


def test_a_far_journey_without_an_escort_is_worse_for_who_needs_one() -> None:
    far = FAR | {"housing": True}
    assert term("commute", {"escort": True}, far) == pytest.approx(0.2)
    assert term("commute", {"escort": True}, far | {"escorted": True}) == pytest.approx(0.7)
    assert term("commute", {"escort": True}, {"lon": 109.5, "housing": True}) == 0.5


def test_the_best_word_known_of_a_person_counts() -> None:
    table = {
        "profiles": np.array([[0, 0], [1, 2]], np.int32),
        "fit": np.array([[np.nan], [0.3], [0.8]], np.float32),
    }
    assert term("occupation", {"occupations": 1}, {"skilled": True}, **table) == pytest.approx(0.8)


def test_work_without_a_skill_fits_everybody_a_little() -> None:
    table = {"fit": np.array([[np.nan], [0.0]], np.float32)}
    assert term("occupation", {"occupations": 1}, {"skilled": True}, **table) == 0
    assert term("occupation", {"occupations": 1}, {}, **table) == pytest.approx(0.4)


def test_nothing_known_of_a_persons_work_is_worth_a_little_less_than_the_middle() -> None:
    assert term("occupation", {}, {"skilled": True}) == pytest.approx(0.4)


def test_another_form_of_work_than_wished_costs() -> None:
    assert term("hours", {"forms": 0b10}, {"forms": 0b01}) == pytest.approx(0.6)
    assert term("hours", {"forms": 0b11}, {"forms": 0b01}) == 1
    assert term("hours", {}, {"forms": 0b01}) == 1


def test_longer_hours_than_a_person_has_cost_the_more_the_longer() -> None:
    free = {"hours": 4.0}
    values = [term("hours", free, {"hours": h}) for h in (4.0, 6.0, 8.0, 12.0)]
    assert values == pytest.approx([1, 0.8, 0.6, 0.6])
    assert term("hours", free, {"hours": np.nan}) == 1


def test_work_outside_the_free_time_of_day_costs_unless_flexible() -> None:
    free = {"window_start": 480, "window_end": 960}
    late = {"window_start": 540, "window_end": 1020}
    assert term("hours", free, late) == pytest.approx(0.7)
    assert term("hours", free, late | {"flexible": True}) == 1


def test_farm_busy_months_cost_a_little_where_hours_are_fixed() -> None:
    assert term("hours", {"busy": 0b11000}, {}) == pytest.approx(0.8)
    assert term("hours", {"busy": 0b11000}, {"flexible": True}) == 1


def test_a_wished_distance_or_a_named_place_is_best() -> None:
    wished = {"wished": 1 << 5}
    assert term("place", wished, FAR) == 1
    assert term("place", wished, {}) == pytest.approx(0.6)
    assert term("place", {"wished": 1 << 1, "named": 1}, FAR) == 1
    assert term("place", {}, {}) == pytest.approx(0.8)


def test_each_thing_needed_and_missing_costs_its_share() -> None:
    needs = {"board": 1 << 1 | 1 << 2}
    assert term("board", needs, {}) == 0
    assert term("board", needs, {"meals": True}) == 0.5
    assert term("board", needs, {"meals": True, "housing": True}) == 1
    assert term("board", {"board": 1}, {}) == 1


def test_a_shuttle_needed_is_also_met_by_housing() -> None:
    assert term("board", {"board": 1 << 3}, {}) == 0
    assert term("board", {"board": 1 << 3}, {"shuttle": True}) == 1
    assert term("board", {"board": 1 << 3}, {"housing": True}) == 1


@pytest.mark.parametrize(
    ("company", "seats", "value"),
    [(0, 1, 0.6), (1, 1, 0.6), (2, 1, 0), (2, 2, 1), (4, 2, 0), (4, 3, 1), (6, 2, 0)],
)
def test_company_is_found_where_the_employer_has_seats_for_it(
    company: int, seats: int, value: float
) -> None:
    found = term("company", {"company": company}, {"employer_seats": seats})
    assert found == pytest.approx(value)


def test_stability_is_the_employers_record_or_what_is_usual() -> None:
    assert term("stability", {}, {"stay": 0.35}) == pytest.approx(0.35)
    assert term("stability", {}, {"channel": 2}) == pytest.approx(0.6)


def test_terms_exclude_nobody() -> None:
    worst = {"pay_min": 9999.0, "forms": 2, "company": 2, "board": 14, "commute_km": 15.0}
    found = build(market([worst], [{"pay": 100.0, "forms": 1, "employer_seats": 1}]), RULES)
    assert not any(found.excluded[limit] for limit in Limit)
    assert found.score[0] >= 1
