"""The demo's ledgers as the filler reads them: who offers work, and who works where already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chunfeng.foundation.intake import Reference, read_ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.people.tiers import MONITORED, REGISTERED
from chunfeng.stages.vacancies.sheets import VACANCIES

Row = Mapping[str, Any]
TARGET = frozenset({*MONITORED, *REGISTERED, "zero_employment"})
AT_WORKSHOPS = frozenset({"workshop", "public_welfare"})


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works somewhere: since when, and whether of a registered household."""

    since: date
    target: bool


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who might ask on the portal. home: a village's code."""

    name: str
    phone: str
    home: int


@dataclass(frozen=True, slots=True)
class Ledgers:
    """Rows of the vacancy ledger, {employer's name: who works there}, people who look for work."""

    vacancies: Sequence[Row]
    workers: Mapping[str, Sequence[Worker]]
    seekers: Sequence[Seeker]


def read(people: Path, vacancies: Path) -> Ledgers:
    """Both ledgers, as anybody's would be read."""
    reference = Reference.open()
    workers: dict[str, list[Worker]] = {}
    seekers: list[Seeker] = []
    for row in _rows(people, PEOPLE, reference):
        if row["status"] in AT_WORKSHOPS and row["work_employer"] and row["work_since"]:
            target = not TARGET.isdisjoint(row["categories"] or ())
            workers.setdefault(row["work_employer"], []).append(Worker(row["work_since"], target))
        elif row["willing"] == "yes" and row["phone"]:
            seekers.append(Seeker(row["name"], row["phone"], row["home"]))
    return Ledgers(_rows(vacancies, VACANCIES, reference), workers, seekers)


def _rows(path: Path, layout: Layout, reference: Reference) -> list[Row]:
    columns = read_ledger(path, layout, reference=reference).columns
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
