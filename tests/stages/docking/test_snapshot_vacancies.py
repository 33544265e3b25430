"""From the vacancy ledger to opportunities: what is used, what work asks and gives."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from chunfeng.engine.pairs import build
from chunfeng.foundation.intake.reference import Reference
from chunfeng.stages.docking.masks import CHANNELS
from tests.stages.docking.ledgers import (
    CITY,
    COUNTY,
    DAY,
    NEXT_COUNTY,
    NEXT_TOWN,
    NEXT_TOWN_VILLAGE,
    TOWN,
    VILLAGE,
    people,
    snapshot,
    vacancies,
)


def opportunity(reference: Reference, vacancy: dict[str, Any]) -> dict[str, Any]:
    """The one opportunity of a snapshot, as plain values."""
    columns = vars(snapshot(reference, None, vacancies(vacancy)).market.opportunities)
    return {name: column[0].item() for name, column in columns.items()}


def why_not(reference: Reference, vacancy: dict[str, Any]) -> str | None:
    """Why a vacancy is not used, None when it is."""
    taken = snapshot(reference, None, vacancies(vacancy))
    assert len(taken.not_used) + len(taken.parts) == 1
    return taken.not_used[0].code if taken.not_used else None


HALF = {"hours_per_day": 4.0, "days_per_week": 6.0}


@pytest.mark.parametrize(
    ("vacancy", "code"),
    [
        ({"headcount": 0}, "no_seats"),
        ({"end_date": date(2026, 11, 30)}, "closed"),
        ({"end_date": DAY}, None),
        ({"pay_low": 1690.0}, "below_floor"),  # 8 hours on 6 days: overtime is paid on top
        ({"pay_low": 1700.0}, None),
        ({"pay_low": 1410.0, "days_per_week": 5.0}, "below_floor"),
        ({"pay_low": 1420.0, "days_per_week": 5.0}, None),
        ({"pay_low": 1400.0, "hours_per_day": None}, None),
        ({"pay_low": None}, None),
        ({"pay_low": 1410.0} | HALF, None),
        ({"pay_low": 1400.0} | HALF, "below_floor"),  # part-time: the hourly line
        ({"pay_kind": "hour", "pay_low": 13.4}, "below_floor"),
        ({"pay_kind": "hour", "pay_low": 13.5}, None),
        ({"pay_kind": "hour", "pay_low": 13.4, "hours_per_day": None}, "below_floor"),
        ({"pay_kind": "day", "pay_low": 50.0}, "below_floor"),
        ({"pay_kind": "day", "pay_low": 66.0}, None),
        ({"pay_kind": None, "pay_low": 18.0}, None),
        ({"pay_kind": None, "pay_low": 1000.0}, "below_floor"),
    ],
)
def test_a_vacancy_not_used_is_listed_with_the_reason(
    reference: Reference, vacancy: dict[str, Any], code: str | None
) -> None:
    assert why_not(reference, vacancy) == code


PIECE = {"pay_kind": "piece", "pay_low": None, "piece_price": 0.5, "hours_per_day": 8.0}


@pytest.mark.parametrize(
    ("vacancy", "code"),
    [
        (PIECE | {"daily_output": 120.0}, "below_floor"),  # 7.5 an hour
        (PIECE | {"daily_output": 140.0}, None),  # 8.75 an hour
        (PIECE | {"daily_output": 120.0, "hours_per_day": None}, None),
        (PIECE | {"daily_output": None}, None),
    ],
)
def test_piece_work_below_the_hourly_floor_is_not_used(
    reference: Reference, vacancy: dict[str, Any], code: str | None
) -> None:
    assert why_not(reference, vacancy) == code


def test_the_reason_of_the_pay_floor_says_both_amounts(reference: Reference) -> None:
    taken = snapshot(reference, None, vacancies({"pay_low": 1000.0}))
    assert "4.81" in taken.not_used[0].reason.to("en")
    assert "8.16" in taken.not_used[0].reason.to("en")


@pytest.mark.parametrize(
    ("vacancy", "pay"),
    [
        ({"pay_low": 2500.0, "pay_high": 3500.0}, 2500),
        ({"pay_low": 3500.0, "pay_high": 2500.0}, 2500),
        ({"pay_low": None, "pay_high": 3500.0}, 3500),
        ({"pay_kind": None, "pay_low": 2500.0}, 2500),
        ({"pay_kind": None, "pay_low": 150.0}, None),
        ({"pay_kind": "day", "pay_low": 100.0, "days_per_week": 6.0}, 100 * 6 * 4.333),
        ({"pay_kind": "day", "pay_low": 100.0, "days_per_week": 5.0}, 100 * 5 * 4.333),
        ({"pay_kind": "hour", "pay_low": 20.0, "days_per_week": 5.0}, 20 * 8 * 5 * 4.333),
        (PIECE | {"daily_output": 160.0}, 80 * 6 * 4.333),
        ({"pay_kind": "piece", "pay_low": 2200.0}, 2200),
        ({"pay_low": None}, None),
    ],
)
def test_pay_is_the_least_a_month(
    reference: Reference, vacancy: dict[str, Any], pay: float | None
) -> None:
    found = opportunity(reference, vacancy)["pay"]
    assert np.isnan(found) if pay is None else found == pytest.approx(pay)


@pytest.mark.parametrize(
    ("vacancy", "channel"),
    [
        ({"channel": "base"}, "base"),
        ({"channel": None}, "local"),
        ({"channel": None, "employer_kind": "workshop"}, "near"),
        ({"channel": None, "employer_kind": "public_body"}, "public_welfare"),
    ],
)
def test_a_missing_channel_is_told_by_the_kind_of_employer(
    reference: Reference, vacancy: dict[str, Any], channel: str
) -> None:
    found = opportunity(reference, vacancy)
    assert CHANNELS[found["channel"]] == channel
    assert found["public_welfare"] == (channel == "public_welfare")


@pytest.mark.parametrize(
    ("vacancy", "casual"),
    [
        ({}, False),
        ({"channel": "temporary"}, True),
        ({"channel": "near"}, True),
        ({"pay_kind": "day", "pay_low": 120.0}, True),
        ({"channel": "base"}, False),
    ],
)
def test_casual_work_is_what_the_policy_names(
    reference: Reference, vacancy: dict[str, Any], casual: bool
) -> None:
    assert opportunity(reference, vacancy)["casual"] is casual


@pytest.mark.parametrize(
    ("vacancy", "housing"),
    [
        ({"housing": True}, True),
        ({"housing": False, "place": CITY}, False),
        ({}, False),
        ({"place": CITY}, True),
        ({"place": NEXT_COUNTY}, True),
        ({"channel": "cooperation"}, True),
        ({"channel": "base"}, True),
    ],
)
def test_work_nobody_reaches_daily_has_housing_unless_it_says_no(
    reference: Reference, vacancy: dict[str, Any], housing: bool
) -> None:
    assert opportunity(reference, vacancy)["housing"] is housing


def test_demands_are_conditions_load_and_night_shifts(reference: Reference) -> None:
    vacancy = {
        "conditions": ("standing", "hazardous"),
        "intensity": "heavy",
        "night_shift": True,
    }
    found = opportunity(reference, vacancy)
    assert found["demands"] == 1 << 0 | 1 << 1 | 1 << 4
    assert found["hazardous"]
    assert found["intensity"] == 2
    assert opportunity(reference, {"intensity": None})["intensity"] == -1


@pytest.mark.parametrize(
    ("vacancy", "forms"),
    [
        ({"hours_per_day": 8.0}, 0b0001),
        ({"hours_per_day": 4.0}, 0b0010),
        ({"hours_per_day": 6.0}, 0b0000),
        ({"hours_per_day": 6.0, "flexible": True}, 0b0100),
        ({"channel": "temporary"}, 0b1001),
    ],
)
def test_the_forms_of_work_follow_from_the_hours(
    reference: Reference, vacancy: dict[str, Any], forms: int
) -> None:
    assert opportunity(reference, vacancy)["forms"] == forms


def test_hours_that_nobody_stated_are_unknown(reference: Reference) -> None:
    assert np.isnan(opportunity(reference, {"hours_per_day": None})["hours"])


@pytest.mark.parametrize(
    ("vacancy", "last"),
    [
        ({}, 0),
        ({"end_date": date(2027, 3, 1)}, date(2027, 3, 1).toordinal()),
        ({"start_date": date(2027, 1, 1)}, date(2027, 1, 31).toordinal()),
        (
            {"start_date": date(2027, 1, 1), "end_date": date(2027, 3, 1)},
            date(2027, 3, 1).toordinal(),
        ),
    ],
)
def test_the_last_day_to_begin(reference: Reference, vacancy: dict[str, Any], last: int) -> None:
    assert opportunity(reference, vacancy)["end"] == last


def test_any_disability_accepted_is_the_same_as_nothing_said(reference: Reference) -> None:
    assert opportunity(reference, {"disabilities_accepted": ("any",)})["disabilities"] == 0
    assert opportunity(reference, {"disabilities_accepted": None})["disabilities"] == 0
    assert opportunity(reference, {"disabilities_accepted": ("limb",)})["disabilities"] == 1 << 3


def test_any_schooling_asked_is_the_same_as_nothing_said(reference: Reference) -> None:
    assert opportunity(reference, {"education_min": "any"})["education"] == -1
    assert opportunity(reference, {"education_min": "junior"})["education"] == 2


def test_the_share_who_stay_is_a_part_of_one(reference: Reference) -> None:
    assert opportunity(reference, {"stay_share": 85.0})["stay"] == pytest.approx(0.85)


def test_an_employers_seats_are_those_of_all_its_vacancies(reference: Reference) -> None:
    offers = vacancies({"headcount": 2}, {"headcount": 1, "title": "检验员"}, {"employer": "甲"})
    taken = snapshot(reference, None, offers)
    seats = dict(
        zip((p.row for p in taken.parts), taken.market.opportunities.employer_seats, strict=True)
    )
    assert seats == {0: 3, 1: 3, 2: 5}


def test_reserved_seats_are_a_part_for_people_of_the_region(reference: Reference) -> None:
    offers = vacancies({"headcount": 5, "reserved": 2, "reserved_for": NEXT_TOWN})
    taken = snapshot(reference, people({}, {"home": NEXT_TOWN_VILLAGE}), offers)
    assert [(p.seats, p.open) for p in taken.parts] == [(3, True), (2, False)]
    assert taken.market.opportunities.headcount.tolist() == [3, 2]
    pairs = build(taken.market, taken.rules)
    seen = {
        int(taken.seeker_rows[i]): pairs.opportunity[pairs.indptr[i] : pairs.indptr[i + 1]].tolist()
        for i in range(2)
    }
    assert seen == {0: [0], 1: [0, 1]}


@pytest.mark.parametrize(
    ("vacancy", "parts"),
    [
        ({"reserved": 9, "reserved_for": TOWN}, [(5, True)]),
        ({"reserved": 2}, [(5, True)]),
        ({"reserved": None, "reserved_for": TOWN}, [(5, True)]),
    ],
)
def test_the_seats_of_all_parts_are_the_headcount(
    reference: Reference, vacancy: dict[str, Any], parts: list[tuple[int, bool]]
) -> None:
    taken = snapshot(reference, None, vacancies(vacancy))
    assert [(part.seats, part.open) for part in taken.parts] == parts


def test_an_agreement_serves_its_regions_alone(reference: Reference) -> None:
    offers = vacancies({"agreement_regions": (NEXT_TOWN,), "place": CITY, "housing": True})
    taken = snapshot(reference, people({}, {"home": NEXT_TOWN_VILLAGE}), offers)
    pairs = build(taken.market, taken.rules)
    assert dict(zip(taken.seeker_rows.tolist(), pairs.eligible.tolist(), strict=True)) == {
        0: 0,
        1: 1,
    }


def test_a_named_place_opens_work_beyond_the_wished_distance(reference: Reference) -> None:
    offers = vacancies({"place": CITY, "housing": True})
    homely = {"wish_reach": ("county",)}
    named = homely | {"wish_places": (320000000000,)}
    taken = snapshot(reference, people(homely, named), offers)
    assert build(taken.market, taken.rules).eligible.tolist() == [0, 1]


def test_the_median_pay_is_that_of_the_vacancies_used(reference: Reference) -> None:
    offers = vacancies({"pay_low": 2000.0}, {"pay_low": 3000.0}, {"pay_low": 9000.0})
    assert snapshot(reference, None, offers).rules.median_pay == 3000
    silent = vacancies({"pay_low": None})
    assert snapshot(reference, None, silent).rules.median_pay > 0


def test_every_township_where_people_live_is_a_place_of_work(reference: Reference) -> None:
    taken = snapshot(reference, people({"home": NEXT_TOWN_VILLAGE}, {"home": COUNTY}))
    assert list(taken.registers.works) == [TOWN, NEXT_TOWN]
    assert taken.market.scale.shape == (2, 2)
    homes = list(taken.registers.homes)
    assert taken.market.scale[homes.index(NEXT_TOWN_VILLAGE)].tolist() == [2, 1]


def test_ledgers_without_a_usable_vacancy_have_no_opportunities(reference: Reference) -> None:
    taken = snapshot(reference, None, vacancies({"headcount": 0}))
    assert len(taken.market.opportunities) == 0
    assert build(taken.market, taken.rules).eligible.tolist() == [0]


def test_a_snapshot_is_the_same_whenever_it_is_taken(reference: Reference) -> None:
    persons = people({"skills": None}, {"home": NEXT_TOWN_VILLAGE}, {"home": VILLAGE})
    offers = vacancies({}, {"place": CITY, "certificates_required": ("电工证", "焊工证")})
    first, second = (snapshot(reference, persons, offers) for _ in range(2))
    for side in ("seekers", "opportunities"):
        a, b = vars(getattr(first.market, side)), vars(getattr(second.market, side))
        assert all(np.array_equal(a[name], b[name], equal_nan=True) for name in a)
