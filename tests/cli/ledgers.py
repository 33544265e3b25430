"""Two small filled ledgers on the disk, and a way to run the command on them."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from chunfeng.cli.app import app
from chunfeng.foundation.intake import write_ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

DAY = "2026-12-01"
HOMES = (610926100001, 610926100002, 610926101001)
PHONE = "13912340000"


def id_number(number: int) -> str:
    """A valid ID number of an unassigned region."""
    body = f"999999{1975 + number % 20}0{1 + number % 9}1{number % 10}{number:03}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def person(number: int) -> dict[str, Any]:
    return {
        "person_no": f"A{number:04}",
        "name": f"王春{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}",
        "id_number": id_number(number),
        "phone": f"139{12340000 + number}",
        "household_no": f"H{number}",
        "home": HOMES[number % 3],
        "willing": "yes",
        "status": "none",
        "work_capacity": "ordinary",
    }


def vacancy(number: int) -> dict[str, Any]:
    return {
        "vacancy_no": f"V{number:03}",
        "employer": f"平利县春燕第{number}社区工厂",
        "channel": "near",
        "title": "缝纫工",
        "place": 610926100000,
        "headcount": 3,
        "pay_kind": "month",
        "pay_low": 2600.0,
        "hours_per_day": 8.0,
    }


def fill(path: Path, layout: Layout, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Writes rows as a ledger; fields not given stay empty."""
    columns = {column.field: [row.get(column.field) for row in rows] for column in layout}
    write_ledger(path, layout, columns, "zh")
    return path


def people(folder: Path, number: int = 12) -> Path:
    return fill(folder / "people.xlsx", PEOPLE, [person(k) for k in range(number)])


def vacancies(folder: Path, number: int = 3) -> Path:
    return fill(folder / "vacancies.xlsx", VACANCIES, [vacancy(k) for k in range(number)])


def chunfeng(*words: object) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(app, [str(word) for word in words], prog_name="chunfeng")


def command(*words: object) -> list[str]:
    """The command as a process of its own."""
    return [sys.executable, "-m", "chunfeng.cli", *map(str, words)]
