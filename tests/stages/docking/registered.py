"""A small demo county in the register: its people imported, its vacancies published."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chunfeng.cli.demo.made import write
from chunfeng.cli.demo.wanted import Wanted
from chunfeng.foundation.access import Context
from chunfeng.foundation.intake import Reference, read_ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.stages.vacancies.demand import READ
from chunfeng.stages.vacancies.refusals import Unlawful
from chunfeng.stages.vacancies.sheets import VACANCIES
from tests.cast import TODAY
from tests.foundation.jobs.arranging import officer
from tests.stages.people.imports import imported
from tests.stages.vacancies.market import VALUES, employer, published

LO, HI = 610926 * 10**6, 610926 * 10**6 + 10**6 - 1


@dataclass(frozen=True, slots=True)
class County:
    """Who acts there, and the ledger its people came in by."""

    by: Context
    people: Path


def county(keys: Any, folder: Path, *, people: int = 120, vacancies: int = 12) -> County:
    """Made, imported and published; the same for the same sizes."""
    wanted = Wanted(people=people, vacancies=vacancies, on=TODAY)
    made = write(folder, wanted, "csv", "zh")
    by = officer()
    imported(made.people.read_bytes(), by, made.people.name)
    for number, row in enumerate(rows_of(made.vacancies, VACANCIES)):
        kind = row["employer_kind"] or "company"
        of = employer(by, name=f"{row['employer']}{number}", kind=kind)
        told = {k: row[k] for k in READ if row[k] is not None}
        with suppress(Unlawful):  # heavy work without a lower age: nobody may publish it
            published(by, keys, of, **dict.fromkeys(set(VALUES) - {"contact", "phone"}) | told)
    return County(by, made.people)


def rows_of(path: Path, layout: Layout) -> list[dict[str, Any]]:
    """The rows of a ledger file."""
    ledger = read_ledger(path, layout, reference=Reference.open(), county=LO)
    return [{c.field: ledger[c.field][k] for c in layout} for k in range(len(ledger))]
