"""The invented people: whose they are not, and that they could be a county's."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.stages.people.sheets import PEOPLE

Columns = dict[str, list[Any]]
ON = date(2026, 12, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def rows(columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def age(born: date) -> int:
    return ON.year - born.year - ((ON.month, ON.day) < (born.month, born.day))


def share(values: list[Any], wanted: Callable[[Any], bool]) -> float:
    return sum(map(wanted, values)) / len(values)


@given(count=st.integers(1, 300), seed=st.integers(0, 99))
def test_a_ledger_has_exactly_the_people_asked_for(
    make_people: Callable[..., Columns], count: int, seed: int
) -> None:
    assert {len(values) for values in make_people(count, seed).values()} == {count}


def test_every_field_is_one_of_the_ledger(crowd: Columns) -> None:
    assert crowd.keys() <= {column.field for column in PEOPLE}
    assert {column.field for column in PEOPLE if column.required} <= crowd.keys()


def test_every_choice_is_one_of_the_column(crowd: Columns) -> None:
    for column in PEOPLE:
        if not column.choices or column.field not in crowd:
            continue
        allowed = {choice.code for choice in column.choices}
        for value in crowd[column.field]:
            given = value if isinstance(value, tuple) else (value,)
            assert set(given) - {None} <= allowed, column.field


def test_numbers_stay_within_the_limits_of_their_columns(crowd: Columns) -> None:
    for column in PEOPLE:
        values = [v for v in crowd.get(column.field, []) if isinstance(v, int | float)]
        if column.minimum is not None and values:
            assert column.minimum <= min(values), column.field
        if column.maximum is not None and values:
            assert max(values) <= column.maximum, column.field


def test_id_numbers_belong_to_no_region_and_have_the_right_check_digit(crowd: Columns) -> None:
    for number in crowd["id_number"]:
        total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
        assert number.startswith("999999")
        assert number[17] == "10X98765432"[total % 11]


def test_no_id_number_or_phone_is_used_twice(crowd: Columns) -> None:
    assert len(set(crowd["id_number"])) == len(crowd["id_number"])
    phones = [phone for phone in crowd["phone"] if phone]
    assert len(set(phones)) == len(phones)


def test_phones_lie_in_a_range_no_operator_has(crowd: Columns) -> None:
    assert all(phone[:3] == "154" and len(phone) == 11 for phone in crowd["phone"] if phone)


def test_an_id_number_agrees_with_birth_date_and_sex(crowd: Columns) -> None:
    for row in rows(crowd):
        assert row["id_number"][6:14] == f"{row['birth_date']:%Y%m%d}"
        assert (int(row["id_number"][16]) % 2 == 1) == (row["sex"] == "male")


def test_every_household_has_one_head_and_at_most_one_spouse(crowd: Columns) -> None:
    relations = defaultdict(list)
    for row in rows(crowd):
        relations[row["household_no"]].append(row["relation"])
    for members in relations.values():
        assert members[0] == "head"
        assert members.count("head") == 1
        assert members.count("spouse") <= 1
        assert 1 <= len(members) <= 6


def test_members_of_a_household_share_home_and_category(crowd: Columns) -> None:
    shared = ("home", "lon", "lat", "categories", "settlement", "poverty_cause")
    homes: dict[str, tuple[Any, ...]] = {}
    for row in rows(crowd):
        facts = tuple(row[field] for field in shared)
        assert homes.setdefault(row["household_no"], facts) == facts


def test_a_parent_is_older_than_the_head(crowd: Columns) -> None:
    heads = {r["household_no"]: r["birth_date"] for r in rows(crowd) if r["relation"] == "head"}
    gaps = [
        heads[r["household_no"]].year - r["birth_date"].year
        for r in rows(crowd)
        if r["relation"] == "parent"
    ]
    assert min(gaps) >= 18


def test_the_ledger_also_lists_people_who_must_not_be_docked(crowd: Columns) -> None:
    ages = [age(born) for born in crowd["birth_date"]]
    assert 0.0005 < share(ages, lambda a: a < 16) < 0.02
    assert 0.05 < share(ages, lambda a: a >= 60) < 0.2
    assert 0.02 < share(crowd["work_capacity"], lambda c: c in ("lost", "none")) < 0.1


def test_nobody_under_sixteen_can_work(crowd: Columns) -> None:
    for row in rows(crowd):
        if age(row["birth_date"]) < 16:
            assert row["work_capacity"] in ("none", "lost")
            assert row["status"] in ("studying", "left_labour")


def test_women_and_men_care_but_women_more_often(crowd: Columns) -> None:
    carers = Counter(r["sex"] for r in rows(crowd) if r["care"] not in (None, ("none",)))
    assert carers["female"] > carers["male"] > 0.15 * carers["female"]


def test_one_duty_of_a_household_ties_one_member(crowd: Columns) -> None:
    duties: Counter[tuple[str, str]] = Counter()
    for row in rows(crowd):
        duties.update((row["household_no"], duty) for duty in row["care"] or () if duty != "none")
    assert max(duties.values()) == 1


def test_wishes_spread_over_distance_as_in_a_real_county(crowd: Columns) -> None:
    order = ["village", "township", "county", "prefecture", "province", "outside"]
    farthest = [max(w, key=order.index) for w in crowd["wish_reach"] if w]
    assert 0.5 < share(farthest, lambda r: r in order[:3]) < 0.68
    assert 0.2 < share(farthest, lambda r: r in order[:2]) < 0.34
    assert 0.22 < share(farthest, lambda r: r == "outside") < 0.36


def test_two_in_five_are_out_of_work(crowd: Columns) -> None:
    labour = [r["status"] for r in rows(crowd) if r["status"] not in ("studying", "left_labour")]
    assert 0.3 < share(labour, lambda status: status == "none") < 0.45


def test_only_who_looks_for_work_is_asked_what_for(crowd: Columns) -> None:
    for row in rows(crowd):
        if row["wish_reach"]:
            assert row["willing"] == "yes"
            assert row["status"] == "none" or row["change_wanted"]


def test_a_zero_employment_household_has_nobody_in_work(crowd: Columns) -> None:
    idle = {"none", "farming", "studying", "left_labour"}
    marked = [r for r in rows(crowd) if "zero_employment" in r["categories"]]
    assert len(marked) > 100
    assert {r["status"] for r in marked} <= idle


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_people(
    make_people: Callable[..., Columns], seed: int
) -> None:
    assert make_people(500, seed) == make_people(500, seed)


def test_another_seed_gives_other_people(make_people: Callable[..., Columns]) -> None:
    assert make_people(200, 1)["name"] != make_people(200, 2)["name"]


def test_no_sensitive_fact_decides_whether_people_want_work(crowd: Columns) -> None:
    by_group = defaultdict(list)
    for row in rows(crowd):
        if row["status"] == "none" and row["work_capacity"] == "ordinary":
            by_group[row["ethnic_group"] == "汉族"].append(row["willing"] == "yes")
    han, others = (share(by_group[key], bool) for key in (True, False))
    assert abs(han - others) < 0.15
