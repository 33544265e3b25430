"""From the person ledger to seekers: who is looked for, and what docking may know of them."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.places import Scale
from chunfeng.stages.docking.policy import Policy
from tests.stages.docking.ledgers import (
    CITY,
    COUNTY,
    DAY,
    NEXT_TOWN_VILLAGE,
    TOWN,
    VILLAGE,
    id_number,
    people,
    snapshot,
    vacancies,
    words,
)


def seeker(reference: Reference, person: dict[str, Any], **vacancy: Any) -> dict[str, Any]:
    """The one seeker of a snapshot, as plain values."""
    taken = snapshot(reference, people(person), vacancies(vacancy) if vacancy else None)
    columns = vars(taken.market.seekers)
    return {name: column[0].item() for name, column in columns.items()}


def why_not(reference: Reference, person: dict[str, Any]) -> str | None:
    """Why a person is not looked for, None when the person is."""
    taken = snapshot(reference, people(person))
    assert len(taken.not_docked) + len(taken.seeker_rows) == 1
    return taken.not_docked[0].code if taken.not_docked else None


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"birth_date": date(2010, 12, 2)}, "under_age"),
        ({"birth_date": date(2010, 12, 1)}, None),
        ({"birth_date": None, "id_number": id_number(date(2011, 1, 1), "male")}, "under_age"),
        ({"work_capacity": "lost"}, "no_capacity"),
        ({"work_capacity": "none"}, "no_capacity"),
        ({"work_capacity": "weak"}, None),
        ({"in_school": True}, "in_school"),
        ({"status": "studying"}, "in_school"),
        ({"status": "left_labour"}, "left_labour"),
        ({"willing": "no"}, "unwilling"),
        ({"willing": "not_now"}, "unwilling"),
        ({"willing": None}, None),
        ({"status": "employed"}, "in_work"),
        ({"status": "employed", "change_wanted": True}, None),
        ({"status": "casual"}, None),
        ({"status": "farming"}, None),
        ({"status": None}, None),
        ({"consent": False}, "no_consent"),
        ({"consent": None}, None),
    ],
)
def test_who_is_not_looked_for_is_listed_with_the_reason(
    reference: Reference, person: dict[str, Any], code: str | None
) -> None:
    assert why_not(reference, person) == code


def test_a_person_under_16_is_never_docked_whatever_else_is_said(reference: Reference) -> None:
    child = {"birth_date": date(2011, 1, 1), "change_wanted": True, "work_capacity": "skilled"}
    assert why_not(reference, child) == "under_age"


def test_every_reason_comes_with_a_next_step(reference: Reference) -> None:
    taken = snapshot(reference, people({"willing": "no"}, {"in_school": True}))
    for left in taken.not_docked:
        assert left.reason.to("en")
        assert left.next_step.to("en")


@pytest.mark.parametrize(("born", "age"), [(date(1990, 12, 1), 36), (date(1990, 12, 2), 35)])
def test_age_is_in_completed_years_on_the_day(reference: Reference, born: date, age: int) -> None:
    assert seeker(reference, {"birth_date": born})["age"] == age


def test_the_id_number_comes_before_the_columns(reference: Reference) -> None:
    number = id_number(date(1966, 1, 1), "male")
    person = {"id_number": number, "birth_date": date(1990, 1, 1), "sex": "female"}
    found = seeker(reference, person)
    assert found["age"] == 60
    assert found["over_age"]


@pytest.mark.parametrize(
    ("sex", "born", "over"),
    [
        # Men at 60 and women at 55 until 2024; then a month more for every four months of birth.
        ("male", date(1964, 12, 31), True),
        ("male", date(1965, 1, 1), True),
        ("male", date(1966, 6, 2), True),  # 60 years and 5 months: November 2026
        ("male", date(1966, 7, 1), True),  # 60 years and 5 months: 1 December 2026
        ("male", date(1966, 7, 2), False),
        ("female", date(1969, 12, 1), True),
        ("female", date(1971, 7, 1), True),
        ("female", date(1971, 7, 2), False),
        ("female", date(1971, 12, 1), False),
        (None, date(1940, 1, 1), False),
        ("male", None, False),
    ],
)
def test_the_statutory_age_is_by_sex_and_rises_from_2025(
    reference: Reference, sex: str | None, born: date | None, over: bool
) -> None:
    assert seeker(reference, {"sex": sex, "birth_date": born})["over_age"] is over


@pytest.mark.parametrize(("day", "over"), [(date(2039, 12, 31), False), (date(2040, 1, 1), True)])
def test_the_statutory_age_stops_rising_at_the_highest(
    reference: Reference, day: date, over: bool
) -> None:
    taken = snapshot(reference, people({"sex": "male", "birth_date": date(1977, 1, 1)}), on=day)
    assert taken.market.seekers.over_age[0].item() is over


def test_care_that_ties_is_for_small_children_and_patients(reference: Reference) -> None:
    assert seeker(reference, {"care": ("preschool",)})["carer"]
    assert seeker(reference, {"care": ("elder", "patient")})["carer"]
    assert not seeker(reference, {"care": ("school_child", "elder")})["carer"]
    assert not seeker(reference, {"care": ("none",)})["carer"]


@pytest.mark.parametrize(
    ("person", "km"),
    [
        ({"commute_km": 7.0}, 7),
        ({"commute_km": 7.0, "commute_minutes": 60}, 7),
        ({"commute_minutes": 30}, 12),
        ({"commute_km": 150.0}, 60),
        ({}, 15),
        ({"vehicle": True}, 25),
        ({"care": ("preschool",)}, 5),
        ({"care": ("preschool",), "vehicle": True}, 10),
        ({"care": ("preschool",), "commute_km": 3.0}, 3),
    ],
)
def test_the_commute_is_what_was_stated_else_the_policys(
    reference: Reference, person: dict[str, Any], km: float
) -> None:
    assert seeker(reference, person)["commute_km"] == pytest.approx(km)


def test_the_furthest_wish_is_the_limit_and_every_wish_counts(reference: Reference) -> None:
    found = seeker(reference, {"wish_reach": ("township", "province")})
    assert found["reach"] == Scale.PROVINCE
    assert found["wished"] == 1 << Scale.TOWNSHIP | 1 << Scale.PROVINCE


def test_who_was_not_asked_goes_as_far_as_the_policy_says(reference: Reference) -> None:
    found = seeker(reference, {"wish_reach": None})
    assert found["reach"] == Scale.COUNTY
    assert found["wished"] == 0


def test_a_home_known_only_to_the_county_cannot_limit_to_the_village(reference: Reference) -> None:
    assert seeker(reference, {"wish_reach": ("village",), "home": VILLAGE})["reach"] == 0
    found = seeker(reference, {"wish_reach": ("village",), "home": TOWN})
    assert found["reach"] == Scale.TOWNSHIP
    found = seeker(reference, {"wish_reach": ("village",), "home": COUNTY})
    assert found["reach"] == Scale.COUNTY


def test_people_are_sought_from_where_they_live_and_agreed_for_where_they_belong(
    reference: Reference,
) -> None:
    moved = {"home": VILLAGE, "residence": CITY}
    offers = vacancies({"agreement_regions": (COUNTY,), "place": CITY})
    taken = snapshot(reference, people(moved, {"home": CITY}), offers)
    market, people_rows = taken.market, taken.seeker_rows.tolist()
    agreement = market.opportunities.agreement[0]
    agreed = market.agreed[market.seekers.origin, agreement]
    assert dict(zip(people_rows, agreed.tolist(), strict=True)) == {0: True, 1: False}
    homes = list(taken.registers.homes)
    assert [homes[home] for home in market.seekers.home] == [CITY, CITY]


def test_coordinates_of_the_home_count_for_who_lives_there(reference: Reference) -> None:
    own = {"lon": 109.4, "lat": 32.3}
    found = seeker(reference, own)
    assert (found["lon"], found["lat"], found["approximate"]) == (109.4, 32.3, False)
    away = seeker(reference, own | {"residence": CITY})
    assert away["lon"] > 115


def test_coordinates_far_from_the_home_do_not_count(reference: Reference) -> None:
    exchanged = seeker(reference, {"lon": 73.2, "lat": 32.2})
    assert exchanged["lon"] == pytest.approx(109.3, abs=0.3)


def test_hours_of_carers_have_a_default_and_others_are_unknown(reference: Reference) -> None:
    assert np.isnan(seeker(reference, {})["hours"])
    assert seeker(reference, {"care": ("patient",)})["hours"] == 8
    assert seeker(reference, {"hours_per_day": 4.5})["hours"] == 4.5


def test_words_become_bits(reference: Reference) -> None:
    found = seeker(
        reference,
        {
            "work_limits": ("heavy", "alone_travel"),
            "disability_type": ("hearing",),
            "busy_months": (5, 10),
            "wish_forms": ("half", "seasonal"),
            "board_needed": ("housing",),
            "shuttle_needed": True,
            "company": ("villagers",),
        },
    )
    assert found["limits"] == 1 << 0 | 1 << 8
    assert found["disabilities"] == 1 << 1
    assert found["busy"] == 1 << 4 | 1 << 9
    assert found["forms"] == 1 << 1 | 1 << 3
    assert found["board"] == 1 << 2 | 1 << 3
    assert found["company"] == 1 << 2


def test_unknown_cells_are_unknown_and_not_no(reference: Reference) -> None:
    found = seeker(reference, {"birth_date": None, "sex": None})
    assert found["age"] == -1
    assert found["education"] == found["putonghua"] == found["window_start"] == -1
    assert np.isnan(found["pay_min"])
    assert found["available"] == 0
    assert seeker(reference, {"putonghua": False})["putonghua"] == 0


def test_senior_secondary_and_vocational_schooling_are_one_step(reference: Reference) -> None:
    ranks = [
        seeker(reference, {"education": level})["education"]
        for level in ("none", "primary", "junior", "senior", "vocational", "college", "university")
    ]
    assert ranks == [0, 1, 2, 3, 3, 4, 5]


def test_expired_certificates_are_not_held(reference: Reference) -> None:
    needs = {"certificates_required": ("电工证",)}
    valid = {"certificates": ("电工证书",), "certificates_until": DAY}
    assert seeker(reference, valid, **needs)["certificates"] == 1
    expired = valid | {"certificates_until": date(2026, 11, 30)}
    assert seeker(reference, expired, **needs)["certificates"] == 0


def test_people_stand_in_the_order_of_their_places(reference: Reference) -> None:
    taken = snapshot(reference, people({"home": NEXT_TOWN_VILLAGE}, {}, {"home": COUNTY}, {}))
    assert taken.seeker_rows.tolist() == [2, 1, 3, 0]


def test_a_person_who_stands_twice_is_docked_once(reference: Reference) -> None:
    number = id_number(date(1985, 3, 4), "male")
    taken = snapshot(reference, people({"id_number": number}, {}, {"id_number": number}))
    assert taken.seeker_rows.tolist() == [0, 1]
    assert taken.repeated == {2}
    assert not taken.not_docked


def test_the_best_known_word_fits_what_is_asked(reference: Reference, policy: Policy) -> None:
    taken = snapshot(
        reference,
        people(
            {"wish_occupations": words("缝纫工", code="6-05-01-03")},
            {"skills": words("毛绒玩具")},
            {"experience": words("养蜂")},
            {},
        ),
        vacancies({"title": "毛绒玩具缝制", "occupation": words("缝纫工", code="6-05-01-03")}),
    )
    m = taken.market
    fit = m.fit[m.profiles[m.seekers.occupations], m.opportunities.occupation[0]]
    best = [np.nanmax(row) if not np.isnan(row).all() else None for row in fit]
    assert best[0] == pytest.approx(policy.occupation.wanted)
    assert best[1] == pytest.approx(policy.occupation.skill * policy.occupation.words)
    assert best[2] == 0
    assert best[3] is None


def test_a_ledger_without_people_is_a_snapshot_without_seekers(reference: Reference) -> None:
    taken = snapshot(reference, people({"willing": "no"}))
    assert len(taken.market.seekers) == 0
    assert taken.market.scale.shape[0] == 0
