"""What is said of a person with a placement: reasons, better options, the order of calling."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from small_ledgers import (
    NANJING,
    OTHER_TOWNSHIP,
    at,
    docked,
    people,
    person,
    placement,
    reason,
    said,
    tried,
    vacancies,
    vacancy,
    work,
)

from chunfeng.stages.docking.result import Docking

Rows = list[dict[str, Any]]
SEWING = work("缝纫工", "6-05-01-03")


def alone(person_cells: dict[str, Any] | None = None, **cells: Any) -> Docking:
    return docked([person(**(person_cells or {}))], [vacancy(**cells)])


@settings(max_examples=30, deadline=None)
@given(who=people(), what=vacancies())
def test_reasons_stand_with_most_points_first(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    for line in docking.placements:
        points = [part.points for part in line.reasons]
        assert points == sorted(points, reverse=True)
        assert len(points) == 8


@pytest.mark.parametrize(
    ("wish", "pay", "words"),
    [
        (2000.0, 2400.0, "About 2,400 yuan a month, reaching the 2,000 hoped for"),
        (2500.0, 2300.0, "About 2,300 yuan a month, 200 below the 2,500 hoped for"),
        (None, 2400.0, "About 2,400 yuan a month"),
        (2000.0, None, "Pay is not given; ask the employer"),
    ],
)
def test_pay_is_set_against_the_wish(wish: float | None, pay: float | None, words: str) -> None:
    assert reason(alone({"pay_min": wish}, pay_low=pay), "pay") == words


def test_the_way_to_work_is_given_in_road_km() -> None:
    docking = alone(**at(3.2))
    assert reason(docking, "commute") == "About 3.2 km from home"
    assert placement(docking).distance_km == pytest.approx(3.2, abs=0.05)
    assert not placement(docking).distance_approximate


def test_a_distance_without_coordinates_is_said_to_be_estimated() -> None:
    docking = alone(lon=None, lat=None, place=610926000000)
    assert docking.placements == [] or "estimated" in reason(docking, "commute")
    near = alone({"lon": None, "lat": None}, lon=None, lat=None)
    assert "estimated" in reason(near, "commute")
    assert placement(near).distance_approximate


def test_work_in_the_own_village_is_said_so() -> None:
    village = 610926107200
    docking = alone({"home": village}, place=village)
    assert reason(docking, "commute") == "Work in the own village, about 1 km from home"


def test_a_shuttle_that_bridges_the_way_is_named() -> None:
    assert reason(alone(shuttle=True, **at(20)), "commute") == (
        "About 20 km from home, with a shuttle"
    )


@pytest.mark.parametrize(
    ("escort", "escorted", "words"),
    [
        (True, True, "Housing and an escorted journey"),
        (False, False, "Housing provided"),
        (True, False, "arrange someone to travel along"),
    ],
)
def test_far_work_says_housing_and_who_travels_along(
    escort: bool, escorted: bool, words: str
) -> None:
    far = {"place": NANJING, "lon": 118.8, "lat": 32.0, "housing": True, "escorted": escorted}
    docking = alone({"wish_reach": ("outside",), "escort": escort}, **far)
    assert words in reason(docking, "commute")


@pytest.mark.parametrize(
    ("field", "word", "words"),
    [
        ("wish_occupations", SEWING, "The work that is wanted: 缝纫工"),
        ("skills", SEWING, "Has the skill: 缝纫工"),
        ("experience", SEWING, "Has done this work: 缝纫工"),
        ("experience", work("缝纫"), "Close to earlier work: 缝纫"),
        ("skills", work("电工", "6-29-03-08"), "A new kind of work for the person"),
    ],
)
def test_the_work_is_set_against_what_the_person_wants_can_or_did(
    field: str, word: Any, words: str
) -> None:
    asked = {"title": "缝纫工", "occupation": (SEWING,), "skills_required": (SEWING,)}
    assert reason(alone({field: (word,)}, **asked), "occupation") == words


def test_work_that_asks_for_no_skill_can_be_learnt() -> None:
    assert reason(alone(), "occupation") == "Asks for no skill; can be learnt on the job"


def test_unknown_skills_are_said_to_be_unknown() -> None:
    docking = alone(skills_required=(SEWING,))
    assert reason(docking, "occupation") == "Nothing is recorded of the person's skills"


def test_hours_within_the_free_hours_let_children_be_fetched() -> None:
    free = {"care": ("school_child",), "hours_window": (480, 1080)}
    assert reason(alone(free, hours_window=(510, 1020)), "hours") == (
        "Works 08:30–17:00, within the free hours: children can be fetched"
    )


def test_flexible_hours_leave_room_for_farm_work() -> None:
    assert reason(alone({"busy_months": (4, 5)}, flexible=True), "hours") == (
        "Flexible hours leave room for farm work"
    )


def test_everything_about_hours_that_does_not_fit_is_said() -> None:
    free = {"hours_per_day": 6.0, "hours_window": (480, 900), "busy_months": (4, 5)}
    words = reason(alone(free, hours_window=(510, 1020), hours_per_day=8.0), "hours")
    assert words == (
        "8 hours a day, 6 are free, Works 08:30–17:00, free 08:00–15:00, "
        "Agree on leave for the farm-busy months (4, 5)"
    )


def test_unknown_hours_are_not_made_up() -> None:
    assert reason(alone(hours_per_day=None), "hours") == "Working hours are not given"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"wish_places": (610926000000,)}, "A place the person named"),
        ({"wish_reach": ("township",)}, "Where the person wished: In the own township"),
        ({"wish_reach": ("province",)}, "Nearer than the person would go: In the own township"),
        ({}, "Nobody asked how far the person would go; In the own township"),
    ],
)
def test_the_place_is_set_against_the_wish(wish: dict[str, Any], words: str) -> None:
    assert reason(alone(wish), "place") == words


@pytest.mark.parametrize(
    ("meals", "words"),
    [(True, "Provided as needed: Meals"), (False, "Needed but not provided: Meals")],
)
def test_board_that_is_needed_is_said_to_be_there_or_not(meals: bool, words: str) -> None:
    assert reason(alone({"board_needed": ("meals",)}, meals=meals), "board") == words


def test_others_of_the_household_at_the_same_employer_are_counted_first() -> None:
    who = [person(household_no="H1"), person(household_no="H1"), person(household_no="H2")]
    docking = docked(who, [vacancy(headcount=2), vacancy(title="包装工")])
    words = [reason(docking, "company", row) for row in range(3)]
    assert words[0] == words[1] == "From the household to the same employer: 1 more"
    assert words[2] == "From the village to the same employer: 2 more"


@pytest.mark.parametrize(
    ("wish", "seats", "words"),
    [
        (("spouse",), 2, "The employer has seats for the company wished"),
        (("spouse",), 1, "The employer has no seats for the company wished"),
        (("none",), 2, "No company asked for"),
    ],
)
def test_company_wished_is_set_against_the_employers_seats(
    wish: tuple[str, ...], seats: int, words: str
) -> None:
    assert reason(alone({"company": wish}, headcount=seats), "company") == words


def test_staying_is_the_employers_record_or_what_is_usual() -> None:
    assert reason(alone(stay_share=85.0), "stability") == (
        "85% stay with this employer for 90 days"
    )
    assert reason(alone(), "stability") == ("Usually 70% stay 90 days; the employer has no record")


def test_a_public_welfare_posts_points_are_lowered_and_still_add_up() -> None:
    docking = alone(channel="public_welfare", pay_low=2000.0)
    line = placement(docking)
    assert sum(part.points for part in line.reasons) == line.score < 5000


def test_a_better_option_that_others_gain_more_from_is_named_with_the_shortfall() -> None:
    good, plain = vacancy(title="好岗位", pay_low=4000.0), vacancy(**at(5), pay_low=2400.0)
    who = [person(wish_occupations=(work("好岗位"),)), person()]
    docking = docked(who, [good, plain])
    line = placement(docking, 1)
    best = placement(docking, 0)
    assert (line.vacancy, best.vacancy, best.over_asked) == (1, 0, ())
    assert [option.vacancy for option in line.over_asked] == [0]
    # Were the two to swap, the sum would fall by the shortfall at least.
    swapped = line.over_asked[0].score + docked([who[0]], [plain]).proof.value
    assert 0 <= line.over_asked[0].short_by <= docking.proof.value - swapped


@settings(max_examples=40, deadline=None)
@given(who=people(), what=vacancies())
def test_over_asked_options_score_better_and_are_full(who: Rows, what: Rows) -> None:
    docking = tried(who, what)
    if docking is None:
        return
    filled = [line.vacancy for line in docking.placements]
    for line in docking.placements:
        assert len(line.over_asked) <= 2
        for option in line.over_asked:
            assert option.score > line.score
            assert option.vacancy in filled
            assert 0 <= option.short_by <= 10_000


def test_a_township_is_called_in_one_order_those_most_at_risk_first() -> None:
    who = [
        person(household_no="H3"),
        person(categories=("exited",), household_no="H1", wish_reach=("village",)),
        person(categories=("at_risk",), household_no="H2"),
        person(household_no="H2", categories=("at_risk",)),
        person(home=OTHER_TOWNSHIP, household_no="H4"),
        person(household_no="H5", status="employed", birth_date=date(1960, 1, 1)),
    ]
    docking = docked(who, [vacancy(headcount=9), vacancy(headcount=9, **at(2))])
    order = [(line.person, line.contact_order) for line in docking.placements]
    assert order[-1] == (4, 1)
    own = [row for row, _ in order[:-1]]
    assert [number for _, number in order[:-1]] == list(range(1, len(own) + 1))
    assert abs(own.index(2) - own.index(3)) == 1
    tiers = [placement(docking, row).tier for row in own if row != 3]
    assert tiers == sorted(tiers)


def test_of_equal_tier_those_with_fewest_alternatives_are_called_first() -> None:
    who = [person(household_no="H1"), person(household_no="H2", commute_km=1.5)]
    docking = docked(who, [vacancy(headcount=2), vacancy(**at(5))])
    assert [line.person for line in docking.placements] == [1, 0]


def test_the_words_are_chinese_first() -> None:
    docking = alone()
    assert said(placement(docking).reasons[0].text)
