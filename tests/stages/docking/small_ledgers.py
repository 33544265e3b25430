"""Ledgers of a few rows, made by hand: a village on a road, people and vacancies along it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from math import cos, radians
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from chunfeng.foundation.intake.columns import Layout, OccupationWord
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.kit.texts import Text
from chunfeng.stages.docking.dock import NothingToDock, dock
from chunfeng.stages.docking.policy import Policy, load_policy
from chunfeng.stages.docking.result import Docking, EmptySeats, Placement, Unplaced
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

DAY = date(2026, 12, 1)
TOWNSHIP, OTHER_TOWNSHIP = 610926100000, 610926107000
NANJING = 320100000000
LON, LAT = 109.2, 32.3
ROAD_FACTOR = 1.4  # of the default policy
Cells = Mapping[str, Any]


@cache
def reference() -> Reference:
    return Reference.open()


@cache
def policy() -> Policy:
    return load_policy()


def at(km: float) -> dict[str, float]:
    """The point so many road km east of the village."""
    degree = 6371 * radians(1) * cos(radians(LAT)) * ROAD_FACTOR
    return {"lon": LON + km / degree, "lat": LAT}


def person(**cells: Any) -> dict[str, Any]:
    """Somebody in the village who could do any ordinary work within 10 km."""
    plain = {
        "name": "王小春",
        "home": TOWNSHIP,
        "birth_date": date(1985, 5, 5),
        "education": "junior",
        "work_capacity": "ordinary",
        "willing": "yes",
        "status": "none",
        "commute_km": 10.0,
        "putonghua": True,
        "pay_min": 2000.0,
        "categories": ("general",),
    }
    return plain | at(0) | cells


def carer(**cells: Any) -> dict[str, Any]:
    """Somebody who looks after a small child."""
    return person(care=("preschool",), commute_km=5.0) | cells


def vacancy(**cells: Any) -> dict[str, Any]:
    """A post in the village that asks for nothing."""
    plain = {
        "employer": "春燕社区工厂",
        "title": "装配工",
        "place": TOWNSHIP,
        "headcount": 1,
        "pay_kind": "month",
        "pay_low": 2400.0,
        "channel": "local",
        "hours_per_day": 8.0,
        "housing": False,
    }
    return plain | at(1) | cells


def ledger(layout: Layout, rows: Sequence[Cells]) -> Ledger:
    """Rows as intake would give them."""
    columns = {column.field: [row.get(column.field) for row in rows] for column in layout}
    return Ledger(
        layout=layout,
        file=f"{layout.name}.xlsx",
        sheet="1",
        columns=columns,
        row_numbers=range(2, len(rows) + 2),
        rows_seen=len(rows),
    )


def docked(people: Sequence[Cells], vacancies: Sequence[Cells], **options: Any) -> Docking:
    """The run of some rows."""
    sheets = (ledger(PEOPLE, people), ledger(VACANCIES, vacancies))
    rules = options.pop("policy", policy())
    return dock(*sheets, rules, DAY, reference(), **options)


def tried(people: Sequence[Cells], vacancies: Sequence[Cells]) -> Docking | None:
    """The run of made-up ledgers; None where they leave nothing to dock."""
    try:
        return docked(people, vacancies)
    except NothingToDock:
        return None


def placement(docking: Docking, row: int = 0) -> Placement:
    """The line of a person."""
    return next(line for line in docking.placements if line.person == row)


def unplaced(docking: Docking, row: int = 0) -> Unplaced:
    """What is said of a person without a placement."""
    return next(line for line in docking.unplaced if line.person == row)


def empty(docking: Docking, row: int = 0) -> EmptySeats:
    """What is said of a vacancy with seats left."""
    return next(line for line in docking.empty if line.vacancy == row)


def reason(docking: Docking, term: str, row: int = 0) -> str:
    """The words of one term of a person's line."""
    return said(next(r.text for r in placement(docking, row).reasons if r.term == term))


def said(message: Text | None) -> str:
    assert message is not None
    return message.to("en")


def work(word: str, code: str | None = None) -> OccupationWord:
    return OccupationWord(word, code)


def people(most: int = 6) -> SearchStrategy[list[dict[str, Any]]]:
    """People of all kinds, some in one household."""
    some = st.fixed_dictionaries(
        {},
        optional={
            "km": st.integers(0, 30),
            "household_no": st.sampled_from(["H1", "H2"]),
            "home": st.sampled_from([TOWNSHIP, OTHER_TOWNSHIP, 610926000000]),
            "categories": st.sampled_from([("exited",), ("at_risk",), ("general",)]),
            "care": st.sampled_from([("preschool",), ("school_child",), ("none",)]),
            "commute_km": st.sampled_from([0.0, 3.0, 10.0, 40.0]),
            "hours_per_day": st.sampled_from([4.0, 8.0]),
            "hours_window": st.sampled_from([(480, 720), (480, 1080)]),
            "busy_months": st.sampled_from([(4, 5), ()]),
            "work_capacity": st.sampled_from(["weak", "ordinary", "lost"]),
            "work_limits": st.sampled_from([("standing",), ("night", "alone_travel")]),
            "education": st.sampled_from(["none", "primary", "senior"]),
            "putonghua": st.booleans(),
            "birth_date": st.sampled_from([date(1950, 1, 1), date(2009, 6, 1), date(2015, 1, 1)]),
            "sex": st.sampled_from(["male", "female"]),
            "wish_reach": st.sampled_from([("village",), ("township",), ("county", "outside")]),
            "wish_places": st.just((NANJING,)),
            "pay_min": st.sampled_from([1500.0, 5000.0]),
            "willing": st.sampled_from(["yes", "no"]),
            "skills": st.sampled_from([(work("缝纫工", "6-05-01-03"),), (work("电工"),)]),
            "available_from": st.just(date(2027, 6, 1)),
            "board_needed": st.sampled_from([("meals",), ("housing",)]),
            "company": st.sampled_from([("spouse",), ("villagers",)]),
            "escort": st.booleans(),
        },
    )
    return st.lists(some.map(_row(person)), min_size=1, max_size=most)


def vacancies(most: int = 6) -> SearchStrategy[list[dict[str, Any]]]:
    """Vacancies of all kinds, near and far, some partly reserved."""
    some = st.fixed_dictionaries(
        {},
        optional={
            "km": st.integers(0, 30),
            "headcount": st.integers(0, 3),
            "place": st.sampled_from([TOWNSHIP, OTHER_TOWNSHIP, NANJING]),
            "channel": st.sampled_from(["near", "public_welfare", "cooperation", "temporary"]),
            "pay_low": st.sampled_from([None, 100.0, 3000.0, 5000.0]),
            "hours_per_day": st.sampled_from([None, 4.0, 10.0]),
            "hours_window": st.just((510, 1050)),
            "flexible": st.booleans(),
            "night_shift": st.booleans(),
            "housing": st.booleans(),
            "shuttle": st.booleans(),
            "escorted": st.booleans(),
            "meals": st.booleans(),
            "intensity": st.sampled_from(["light", "medium", "heavy"]),
            "conditions": st.just(("standing",)),
            "education_min": st.sampled_from(["any", "junior", "senior"]),
            "putonghua": st.booleans(),
            "certificates_required": st.sampled_from([("电工证",), ("健康证", "电工证")]),
            "skills_required": st.just((work("缝纫工", "6-05-01-03"),)),
            "age_max": st.sampled_from([45, 60]),
            "reserved": st.integers(0, 2),
            "reserved_for": st.sampled_from([OTHER_TOWNSHIP, 610926000000]),
            "end_date": st.sampled_from([date(2026, 10, 1), date(2027, 1, 31)]),
            "stay_share": st.just(85.0),
        },
    )
    return st.lists(some.map(_row(vacancy)), min_size=1, max_size=most)


def _row(make: Any) -> Any:
    def row(cells: dict[str, Any]) -> dict[str, Any]:
        point = at(cells.pop("km")) if "km" in cells else {}
        return make(**point, **cells)

    return row
