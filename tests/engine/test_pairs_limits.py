"""Each limit in a sentence: who it keeps from what, and whom it leaves alone."""

from typing import Any

import numpy as np
import pytest

from chunfeng.engine.limits import READS, RULES, WORK_LIMITS, Limit
from chunfeng.engine.pairs import build
from tests.engine.markets import RULES as POLICY
from tests.engine.markets import market

FAR_SOUTH = {"lon": 113.3, "lat": 23.1, "work": 5, "housing": True}
HEAVY = {"intensity": 2, "demands": 1}


def failing(person: dict[str, Any], post: dict[str, Any], **relations: Any) -> set[Limit]:
    """The limits that exclude one pair."""
    bits = build(market([person], [post], **relations), POLICY).failures(np.zeros(1, np.int64))
    return {limit for limit in Limit if bits[0, 0] >> limit & 1}


def test_a_person_and_a_post_that_suit_each_other_are_eligible() -> None:
    assert failing({}, {}) == set()


def test_every_limit_has_a_bit_of_its_own_and_a_rule() -> None:
    assert sorted(Limit) == list(range(len(Limit)))
    assert RULES.keys() == set(Limit) - {Limit.LAST_RESORT}
    assert READS.keys() <= RULES.keys()


@pytest.mark.parametrize("age", [16, 17])
@pytest.mark.parametrize(
    "post",
    [HEAVY, {"hazardous": True}, {"demands": 1 << 4}, {"demands": 1 << 3}, {"intensity": -1}],
    ids=["heavy", "hazardous", "night", "heights", "load not said"],
)
def test_the_young_do_no_heavy_hazardous_high_or_night_work(age: int, post: dict[str, Any]) -> None:
    assert failing({"age": age}, post) == {Limit.YOUNG}
    assert failing({"age": 18}, post) == set()


def test_an_unknown_age_is_kept_from_known_dangers_only() -> None:
    assert failing({"age": -1}, {"hazardous": True}) == {Limit.YOUNG}
    assert failing({"age": -1}, {"intensity": -1, "age_min": 18, "age_max": 40}) == set()


def test_past_the_statutory_age_only_casual_work_is_left() -> None:
    assert failing({"over_age": True}, {}) == {Limit.OVER_AGE}
    assert failing({"over_age": True}, {"casual": True}) == set()


@pytest.mark.parametrize(("age", "passes"), [(24, False), (25, True), (40, True), (41, False)])
def test_the_ages_a_vacancy_asks_for_include_both_ends(age: int, passes: bool) -> None:
    assert (failing({"age": age}, {"age_min": 25, "age_max": 40}) == set()) is passes


def test_weak_capacity_takes_light_flexible_or_public_welfare_work() -> None:
    weak = {"weak": True}
    assert failing(weak, {"intensity": 1}) == {Limit.CAPACITY}
    for post in ({"intensity": 0}, {"intensity": -1}, {"intensity": 1, "flexible": True}):
        assert failing(weak, post) == set()
    assert failing(weak, {"intensity": 1, "public_welfare": True}) == set()


@pytest.mark.parametrize("bit", range(len(WORK_LIMITS)), ids=[w.name for w in WORK_LIMITS])
def test_a_work_restriction_excludes_what_demands_it(bit: int) -> None:
    limited = {"limits": 1 << bit}
    assert failing(limited, {"demands": 1 << bit}) == {WORK_LIMITS[bit]}
    assert failing(limited, {"demands": 0xFF & ~(1 << bit)}) == set()
    assert failing({}, {"demands": 1 << bit}) == set()


def test_who_cannot_travel_alone_goes_far_only_with_an_escort_or_company() -> None:
    bound = {"limits": 1 << 8}
    assert failing(bound, {}) == set()
    assert failing(bound, FAR_SOUTH) == {Limit.ALONE_TRAVEL}
    assert failing(bound, FAR_SOUTH | {"escorted": True}) == set()
    assert failing(bound | {"company": 1 << 1}, FAR_SOUTH) == set()
    assert failing(bound | {"company": 1 << 2}, FAR_SOUTH | {"employer_seats": 1}) == {
        Limit.ALONE_TRAVEL
    }


def test_a_disability_the_vacancy_does_not_name_is_excluded_where_it_names_any() -> None:
    assert failing({"disabilities": 0b101}, {"disabilities": 0b001}) == {Limit.DISABILITY}
    assert failing({"disabilities": 0b101}, {"disabilities": 0b111}) == set()
    assert failing({"disabilities": 0b101}, {"disabilities": 0}) == set()
    assert failing({}, {"disabilities": 0b001}) == set()


def test_a_certificate_the_law_requires_must_be_held() -> None:
    both = {"certificates": 0b11}
    assert failing({"certificates": 0b01}, both) == {Limit.CERTIFICATE}
    assert failing({"certificates": 0b111}, both) == set()
    assert failing({}, {"certificates": 1 << 63}) == {Limit.CERTIFICATE}


def test_known_schooling_below_what_is_asked_is_excluded() -> None:
    assert failing({"education": 1}, {"education": 2}) == {Limit.EDUCATION}
    assert failing({"education": 2}, {"education": 2}) == set()
    assert failing({"education": -1}, {"education": 5}) == set()


def test_who_speaks_no_putonghua_is_excluded_where_it_is_needed() -> None:
    assert failing({"putonghua": 0}, {"putonghua": True}) == {Limit.PUTONGHUA}
    assert failing({"putonghua": 1}, {"putonghua": True}) == set()
    assert failing({"putonghua": -1}, {"putonghua": True}) == set()
    assert failing({"putonghua": 0}, {}) == set()


def test_carers_stay_within_their_commute_even_where_there_is_housing() -> None:
    carer = {"carer": True, "commute_km": 5.0}
    ten_km = {"lon": 109.436}
    assert failing(carer, ten_km) == {Limit.CARE_DISTANCE}
    assert failing(carer, ten_km | {"housing": True}) == {Limit.CARE_DISTANCE}
    assert failing(carer | {"commute_km": 12.0}, ten_km) == set()
    assert failing(carer, {}) == set()


def test_others_commute_only_where_there_is_no_housing() -> None:
    ten_km = {"lon": 109.436}
    assert failing({"commute_km": 5.0}, ten_km) == {Limit.COMMUTE}
    assert failing({"commute_km": 5.0}, ten_km | {"housing": True}) == set()


def test_a_shuttle_lengthens_the_commute() -> None:
    ten_km = {"lon": 109.436, "shuttle": True}
    assert failing({"commute_km": 5.0}, ten_km) == set()
    assert failing({"carer": True, "commute_km": 5.0}, ten_km) == set()


def test_a_carers_hours_must_hold_the_work() -> None:
    carer = {"carer": True, "hours": 6.0}
    assert failing(carer, {"hours": 8.0}) == {Limit.CARE_HOURS}
    assert failing(carer, {"hours": 6.0}) == set()
    assert failing(carer, {"hours": np.nan}) == set()
    assert failing(carer, {"hours": 8.0, "flexible": True}) == set()
    assert failing({"hours": 6.0}, {"hours": 8.0}) == set()


def test_a_carers_time_of_day_must_hold_the_work() -> None:
    carer = {"carer": True, "window_start": 8 * 60, "window_end": 16 * 60}
    day = {"window_start": 8 * 60, "window_end": 16 * 60}
    assert failing(carer, day) == set()
    assert failing(carer, day | {"window_end": 17 * 60}) == {Limit.CARE_HOURS}
    assert failing(carer, day | {"window_start": 7 * 60}) == {Limit.CARE_HOURS}
    assert failing(carer, {}) == set()


@pytest.mark.parametrize("reach", range(6))
@pytest.mark.parametrize("work", range(6))
def test_the_wished_distance_is_a_limit_outward_not_inward(reach: int, work: int) -> None:
    post = {"work": work, "housing": True}
    assert (failing({"reach": reach}, post) == {Limit.REACH}) is (work > reach)


def test_a_named_place_counts_as_wished() -> None:
    home_body = {"reach": 1, "named": 1}
    assert failing(home_body, FAR_SOUTH) == set()
    assert failing(home_body, FAR_SOUTH | {"work": 4}) == {Limit.REACH}


def test_who_is_free_only_after_the_last_day_to_begin_is_excluded() -> None:
    assert failing({"available": 740100}, {"end": 740099}) == {Limit.DATES}
    assert failing({"available": 740100}, {"end": 740100}) == set()
    assert failing({"available": 740100}, {"end": 0}) == set()
    assert failing({}, {"end": 740000}) == set()


def test_an_agreement_serves_the_people_of_its_regions() -> None:
    agreed = np.array([[True, False], [True, True]])
    assert failing({}, {"agreement": 1}, agreed=agreed) == {Limit.AGREEMENT}
    assert failing({"origin": 1}, {"agreement": 1}, agreed=agreed) == set()
    assert failing({}, {"agreement": 0}, agreed=agreed) == set()


def last_resort(person: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """Whether a public-welfare post is open beside other posts."""
    posts = [{"public_welfare": True}, *others]
    found = build(market([person], posts), POLICY)
    return 0 in found.opportunity


def test_public_welfare_posts_are_for_people_without_another_option() -> None:
    assert last_resort({}, [])
    assert last_resort({"limits": 1}, [HEAVY])
    assert not last_resort({}, [{}])
    assert not last_resort({}, [FAR_SOUTH])
    assert last_resort({"weak": True}, [{}])


def test_an_option_among_public_welfare_posts_is_no_other_option() -> None:
    assert last_resort({}, [{"public_welfare": True}])


def test_a_pair_fails_every_limit_that_excludes_it() -> None:
    person = {"limits": 1, "reach": 1, "education": 0, "over_age": True}
    assert failing(person, FAR_SOUTH | HEAVY | {"education": 3}) == {
        Limit.HEAVY,
        Limit.REACH,
        Limit.EDUCATION,
        Limit.OVER_AGE,
    }
