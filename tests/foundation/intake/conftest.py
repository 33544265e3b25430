"""What reading ledgers is tested with: few regions, few occupations, files made in the test."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from intake_sheets import (
    HOME,
    PEOPLE_HEAD,
    VACANCY,
    VACANCY_HEAD,
    Sheet,
    SomeOccupations,
    SomePlaces,
    write_book,
)

from chunfeng.foundation.intake import Issue, Ledger, Reference, child, read, read_ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.grid import Workbook
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES


@pytest.fixture(scope="session")
def reference() -> Reference:
    return Reference(SomePlaces(), SomeOccupations())  # type: ignore[arg-type]  # stand-ins


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opens files in this process: as the child does, but faster."""

    def read_workbook(path: Path) -> Workbook:
        kind, grids = child.read(path)
        return Workbook(kind=kind, sheets=grids)

    monkeypatch.setattr(read, "read_workbook", read_workbook)


Read = Callable[..., Ledger]


@pytest.fixture
def read_rows(in_process: None, tmp_path: Path, reference: Reference) -> Read:
    """Reads rows of cells as a ledger, by way of an .xlsx file."""

    def read_them(rows: Sequence[Sequence[Any]], layout: Layout = PEOPLE, **how: Any) -> Ledger:
        sheet = {k: how.pop(k) for k in list(how) if k in Sheet.__dataclass_fields__}
        path = write_book(tmp_path / "ledger.xlsx", Sheet(rows, **sheet))
        return read_ledger(path, layout, reference=reference, **how)

    return read_them


@pytest.fixture
def read_cell(read_rows: Read) -> Callable[..., Any]:
    """Reads one cell under a header of a person (or vacancy) ledger: (value, its issues)."""

    def read_it(header: str, cell: Any, layout: Layout = PEOPLE) -> tuple[Any, list[Issue]]:
        column = next(c for c in layout if header in (c.zh, c.en, c.field, *c.also))
        head, row = (
            (VACANCY_HEAD, VACANCY) if layout is VACANCIES else (PEOPLE_HEAD, ("王小春", HOME))
        )
        ledger = read_rows([(*head, header), (*row, cell)], layout)
        assert len(ledger) == 1
        issues = [issue for issue in ledger.issues if issue.header == header]
        return ledger[column.field][0], issues

    return read_it
