"""Doubts about rows and between rows, each in a sentence with how to mend it."""

from datetime import date
from typing import Any

import pytest

from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.reference import Reference
from tests.stages.docking.ledgers import CITY, id_number, people, snapshot, vacancies
from tests.stages.docking.made import phone

BORN = date(1988, 2, 29)
NUMBER = id_number(BORN, "female")


def of_people(reference: Reference, *rows: dict[str, Any]) -> list[Issue]:
    return list(snapshot(reference, people(*rows)).issues)


def of_vacancies(reference: Reference, *rows: dict[str, Any]) -> list[Issue]:
    return list(snapshot(reference, None, vacancies(*rows)).issues)


def headers(issues: list[Issue]) -> list[tuple[int, str, Severity]]:
    """(sheet row, header, severity) of each."""
    return [(issue.row, issue.header, issue.severity) for issue in issues]


def test_sound_ledgers_raise_no_doubts(reference: Reference) -> None:
    sound = {"id_number": NUMBER, "birth_date": BORN, "sex": "female", "phone": phone(1)}
    assert of_people(reference, sound) == []
    assert of_vacancies(reference, {}) == []


@pytest.mark.parametrize(
    ("person", "header"),
    [
        ({"id_number": NUMBER, "birth_date": date(1988, 3, 1)}, "出生日期"),
        ({"id_number": NUMBER, "birth_date": BORN, "sex": "male"}, "性别"),
        ({"status": "employed", "work_capacity": "lost"}, "劳动能力"),
        ({"status": "casual", "in_school": True}, "在校状态"),
        ({"status": "employed", "income": 99.0}, "月收入"),
        ({"status": "employed", "income": 30_001.0}, "月收入"),
        ({"work_since": date(2005, 1, 1)}, "就业开始日期"),
        ({"birth_date": None, "id_number": NUMBER, "work_since": date(2000, 1, 1)}, "就业开始日期"),
    ],
)
def test_facts_of_a_person_that_contradict_each_other_are_noted(
    reference: Reference, person: dict[str, Any], header: str
) -> None:
    assert headers(of_people(reference, person)) == [(3, header, Severity.NOTE)]


def test_a_month_of_birth_that_agrees_is_no_contradiction(reference: Reference) -> None:
    person = {"id_number": NUMBER, "birth_date": date(1988, 2, 1)}
    assert of_people(reference, person) == []


def test_a_person_of_unknown_age_is_noted(reference: Reference) -> None:
    issues = of_people(reference, {}, {"birth_date": None})
    assert headers(issues) == [(4, "出生日期", Severity.NOTE)]


def test_a_ledger_without_any_age_is_noted_once(reference: Reference) -> None:
    issues = of_people(reference, {"birth_date": None}, {"birth_date": None})
    assert headers(issues) == [(0, "出生日期", Severity.NOTE)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"id_number": NUMBER}, {"id_number": NUMBER, "name": "王春花"}),
        ({"phone": phone(1)}, {"phone": phone(1)}),
        ({"id_number": NUMBER, "phone": phone(1)}, {"phone": phone(1)}),
        ({"phone": phone(1)}, {"id_number": NUMBER, "phone": phone(1)}),
    ],
)
def test_a_person_who_stands_twice_is_reported_with_the_first_row(
    reference: Reference, first: dict[str, Any], second: dict[str, Any]
) -> None:
    no_age = {"birth_date": BORN, "sex": None}
    issues = of_people(reference, no_age | first, no_age | second)
    assert headers(issues) == [(4, "证件号码", Severity.ROW)]
    assert "row 3" in issues[0].problem.to("en")
    assert NUMBER not in issues[0].value


def test_two_id_numbers_are_two_people_even_with_one_phone(reference: Reference) -> None:
    other = id_number(BORN, "female", serial=1)
    rows = [{"id_number": n, "phone": phone(1), "birth_date": BORN} for n in (NUMBER, other)]
    assert of_people(reference, *rows) == []


def test_a_second_head_of_a_household_is_noted(reference: Reference) -> None:
    head = {"household_no": "H1", "relation": "head"}
    issues = of_people(reference, head, head | {"relation": "spouse"}, head)
    assert headers(issues) == [(5, "与户主关系", Severity.NOTE)]


def test_one_phone_in_two_households_is_noted_without_the_number(reference: Reference) -> None:
    rows = [{"household_no": no, "phone": phone(1), "name": f"王{no}"} for no in ("H1", "H2")]
    issues = of_people(reference, *rows)
    assert headers(issues) == [(4, "联系电话", Severity.NOTE)]
    assert issues[0].value == ""


def test_one_phone_for_many_employers_is_noted(reference: Reference) -> None:
    rows = [{"employer": f"公司{n}", "phone": phone(1)} for n in range(3)]
    assert headers(of_vacancies(reference, *rows)) == [(3, "联系电话", Severity.NOTE)]
    assert of_vacancies(reference, *rows[:2]) == []


@pytest.mark.parametrize(
    ("vacancy", "header", "severity"),
    [
        ({"pay_low": 4000.0, "pay_high": 3000.0}, "薪酬下限", Severity.NOTE),
        ({"pay_low": 31_000.0}, "薪酬方式", Severity.NOTE),
        ({"pay_kind": "hour", "pay_low": 900.0}, "薪酬方式", Severity.NOTE),
        ({"pay_kind": None, "pay_low": 20.0}, "薪酬方式", Severity.CELL),
        ({"start_date": date(2027, 2, 1), "end_date": date(2027, 1, 1)}, "截止日期", Severity.NOTE),
        ({"reserved": 9, "reserved_for": CITY}, "其中预留", Severity.NOTE),
        ({"reserved": 2}, "预留对象地区", Severity.NOTE),
        ({"lon": 32.2, "lat": 109.3}, "经度", Severity.CELL),
    ],
)
def test_facts_of_a_vacancy_that_contradict_each_other_are_noted(
    reference: Reference, vacancy: dict[str, Any], header: str, severity: Severity
) -> None:
    assert headers(of_vacancies(reference, vacancy)) == [(3, header, severity)]


def test_coordinates_far_from_the_home_are_a_wrong_cell(reference: Reference) -> None:
    issues = of_people(reference, {"lon": 120.0, "lat": 32.2})
    assert headers(issues) == [(3, "经度", Severity.CELL)]


def test_more_certificates_than_can_be_compared_are_noted_once(reference: Reference) -> None:
    names = tuple(f"第{n}号特种作业" for n in range(70))
    issues = of_vacancies(reference, {"certificates_required": names})
    assert headers(issues) == [(0, "证书要求", Severity.NOTE)]


def test_every_doubt_says_how_to_mend_it(reference: Reference) -> None:
    issues = of_people(reference, {"birth_date": None}) + of_vacancies(reference, {"reserved": 1})
    for issue in issues:
        assert issue.problem.to("en")
        assert issue.mend.to("en")
