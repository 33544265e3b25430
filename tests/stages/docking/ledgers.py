"""Small ledgers: a person who looks for work and a vacancy, and changes to them."""

from datetime import date
from typing import Any

from chunfeng.foundation.intake.columns import OccupationWord
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.stages.docking.policy import Policy, load_policy
from chunfeng.stages.docking.snapshot import Snapshot, take
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES
from tests.stages.docking.made import ledger

DAY = date(2026, 12, 1)
VILLAGE, NEXT_VILLAGE = 610926100001, 610926100002
TOWN, NEXT_TOWN, NEXT_TOWN_VILLAGE = 610926100000, 610926101000, 610926101001
COUNTY, NEXT_COUNTY, PREFECTURE = 610926000000, 610902000000, 610900000000
CITY = 320100000000
PERSON = {
    "name": "王春",
    "home": VILLAGE,
    "birth_date": date(1990, 5, 20),
    "sex": "female",
    "status": "none",
    "willing": "yes",
    "wish_reach": ("outside",),
}
VACANCY = {
    "employer": "平利县春燕社区工厂",
    "title": "缝纫工",
    "place": TOWN,
    "headcount": 5,
    "channel": "local",
    "pay_kind": "month",
    "pay_low": 3000.0,
    "hours_per_day": 8.0,
    "intensity": "light",
}


def people(*rows: dict[str, Any]) -> Ledger:
    """A person ledger; without rows, one person."""
    return ledger(PEOPLE, [PERSON | row for row in rows or ({},)])


def vacancies(*rows: dict[str, Any]) -> Ledger:
    """A vacancy ledger; without rows, one vacancy."""
    return ledger(VACANCIES, [VACANCY | row for row in rows or ({},)])


def snapshot(
    reference: Reference,
    persons: Ledger | None = None,
    offers: Ledger | None = None,
    policy: Policy | None = None,
    on: date = DAY,
) -> Snapshot:
    """A snapshot of two ledgers, one person and one vacancy where none is given."""
    persons, offers = persons or people(), offers or vacancies()
    return take(persons, offers, policy or load_policy(), on, reference)


def words(*written: str, code: str | None = None) -> tuple[OccupationWord, ...]:
    """Occupation words as a ledger has them."""
    return tuple(OccupationWord(word, code) for word in written)


def id_number(born: date, sex: str, serial: int = 0) -> str:
    """A valid ID number of an unassigned region."""
    body = f"999999{born:%Y%m%d}{serial:02}{1 if sex == 'male' else 2}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]
