"""What demo county is wanted. Light to import: the command line reads it at every start."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

DEMO_DAY = date(2026, 12, 1)
PINGLI = "610926"
MOST_PEOPLE = 1_000_000  # past that the made-up ID numbers of one birth date run out
MOST_VACANCIES = 100_000
Format = Literal["xlsx", "csv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to make: sizes, seed, and the day on which the ledgers are up to date."""

    county: str = PINGLI
    people: int = 12_000
    vacancies: int = 900
    seed: int = 1
    on: date = DEMO_DAY
