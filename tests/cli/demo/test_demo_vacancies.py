"""The invented vacancies: lawful, plausible, uneven."""

import itertools
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest

from chunfeng.cli.demo.draw import Dice
from chunfeng.cli.demo.geography import Geography
from chunfeng.cli.demo.vacancies import vacancies
from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.stages.vacancies.sheets import VACANCIES

Columns = dict[str, list[Any]]
ON = date(2026, 12, 1)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def rows(columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def hourly(row: dict[str, Any]) -> float | None:
    """Yuan an hour at the lowest pay."""
    month = row["hours_per_day"] * row["days_per_week"] * 52 / 12
    if row["pay_kind"] == "piece":
        return float(row["piece_price"] * row["daily_output"] / row["hours_per_day"])
    if row["pay_low"] is None:
        return None
    hours = {"month": month, "day": row["hours_per_day"], "hour": 1}[row["pay_kind"]]
    return float(row["pay_low"] / hours)


def test_a_ledger_has_exactly_the_vacancies_and_about_the_seats_asked_for(offers: Columns) -> None:
    assert {len(values) for values in offers.values()} == {900}
    assert sum(offers["headcount"]) == pytest.approx(4_400, rel=0.05)


@pytest.mark.parametrize("count", [1, 2, 7, 60])
def test_a_small_ledger_is_complete_too(geography: Geography, count: int) -> None:
    columns = vacancies(
        Dice(3, 1), geography, count, 300, np.datetime64(ON), lambda w: OccupationWord(w, None)
    )
    assert {len(values) for values in columns.values()} == {count}


def test_every_channel_is_there(offers: Columns) -> None:
    assert set(offers["channel"]) == {choice.code for choice in VACANCIES.column("channel").choices}


def test_every_choice_is_one_of_the_column(offers: Columns) -> None:
    for column in VACANCIES:
        if not column.choices or column.field not in offers:
            continue
        allowed = {choice.code for choice in column.choices}
        for value in offers[column.field]:
            given = value if isinstance(value, tuple) else (value,)
            assert set(given) - {None} <= allowed, column.field


def test_credit_codes_belong_to_no_region_and_have_the_right_check_character(
    offers: Columns,
) -> None:
    for code in offers["credit_code"]:
        weighted = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
        assert code[2:8] == "999999"
        assert (weighted + CREDIT_ALPHABET.index(code[17])) % 31 == 0


def test_no_requirement_is_against_the_law(offers: Columns) -> None:
    assert min(offers["age_min"]) >= 16
    assert set(offers["age_max"]) == {None}
    for row in rows(offers):
        if row["night_shift"] or row["intensity"] == "heavy" or "hazardous" in row["conditions"]:
            assert row["age_min"] == 18


def test_hourly_pay_is_plausible_and_a_few_pay_too_little(offers: Columns) -> None:
    pay = [value for row in rows(offers) if (value := hourly(row)) is not None]
    assert np.quantile(pay, 0.05) > 9.5
    assert np.quantile(pay, 0.95) < 45
    assert 1 <= sum(value < 8.9 for value in pay) <= 30


def test_labour_cooperation_pays_more_and_mostly_houses(offers: Columns) -> None:
    far = [row for row in rows(offers) if row["channel"] == "cooperation"]
    assert np.mean([row["housing"] for row in far]) > 0.8
    assert all(row["place"] // 10**8 != 6109 for row in far)
    assert np.median([row["pay_low"] for row in far if row["pay_low"]]) > 4_000


def test_some_vacancies_are_closed_and_some_start_later(offers: Columns) -> None:
    closed = [end for end in offers["end_date"] if end and end < ON]
    later = [start for start in offers["start_date"] if (start - ON).days > 60]
    assert 5 <= len(closed) <= 80
    assert len(later) > 50
    for start, end in zip(offers["start_date"], offers["end_date"], strict=True):
        assert end is None or start <= end


def test_seats_are_spread_unevenly_over_the_towns(offers: Columns) -> None:
    near: Counter[int] = Counter()
    for row in rows(offers):
        if row["channel"] == "near":
            near[row["place"]] += row["headcount"]
    assert max(near.values()) > 2 * min(near.values())


def test_vacancies_of_an_employer_stand_together(offers: Columns) -> None:
    order = [code for code, _ in zip(offers["credit_code"], offers["title"], strict=True)]
    changes = sum(a != b for a, b in itertools.pairwise(order))
    assert changes == len(set(order)) - 1


def test_reserved_seats_are_fewer_than_all(offers: Columns) -> None:
    reserved = [r for r in rows(offers) if r["reserved"]]
    assert reserved
    assert all(0 < r["reserved"] < r["headcount"] and r["reserved_for"] for r in reserved)
