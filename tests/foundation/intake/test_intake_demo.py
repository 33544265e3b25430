"""The demo county, tidy and messy, read with the real regions and occupations."""

import json
from pathlib import Path
from typing import Any

import pytest

from chunfeng.cli.demo.county import County, Wanted, make
from chunfeng.cli.demo.files import MISTAKES, write_county, write_messy_county
from chunfeng.foundation.codes import Codes
from chunfeng.foundation.intake import Ledger, Reference, read_ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

WANTED = Wanted(people=400, vacancies=60)
# Mistakes of two cells together: they are found where a ledger is checked, not where it is read.
OF_A_ROW = {"sex_against_id", "birth_against_id", "entered_twice"}


@pytest.fixture(scope="module")
def real() -> Reference:
    return Reference.open()


@pytest.fixture(scope="module")
def county(real: Reference) -> County:
    return make(WANTED, real.places, Codes.open(), real.occupations)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_demo_county_is_read_back_without_loss(
    suffix: Any, language: Any, county: County, real: Reference, tmp_path: Path
) -> None:
    written = write_county(tmp_path, county, suffix, language)
    for path, layout, columns in (
        (written.people, PEOPLE, county.people),
        (written.vacancies, VACANCIES, county.vacancies),
    ):
        ledger = read_ledger(path, layout, reference=real)
        assert not ledger.issues
        assert {name: list(values) for name, values in ledger.columns.items()} == columns


@pytest.fixture(scope="module")
def messy(
    county: County, real: Reference, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Ledger]]:
    folder = tmp_path_factory.mktemp("messy")
    written = write_messy_county(folder, county, real.places, WANTED.on, 1, "zh")
    return folder, {
        path.name: read_ledger(path, layout, reference=real)
        for path, layout in ((written.people, PEOPLE), (written.vacancies, VACANCIES))
    }


def test_every_mistake_in_a_cell_is_reported_there_and_no_oddity_is(
    messy: tuple[Path, dict[str, Ledger]],
) -> None:
    folder, ledgers = messy
    for planted in json.loads((folder / MISTAKES).read_bytes()):
        if planted["kind"] in OF_A_ROW:
            continue
        issues = [
            issue
            for issue in ledgers[planted["file"]].issues
            if (issue.row, issue.column) == (planted["row"], planted["column"])
            and "formulas" not in issue.problem.message  # said of the whole column
        ]
        assert bool(issues) == planted["reported"], planted


def test_a_messy_sheet_gives_no_issue_but_for_the_planted_ones(
    messy: tuple[Path, dict[str, Ledger]],
) -> None:
    folder, ledgers = messy
    planted = {
        (cell["file"], cell["row"], cell["column"])
        for cell in json.loads((folder / MISTAKES).read_bytes())
    }
    for name, ledger in ledgers.items():
        for issue in ledger.issues:
            assert (name, issue.row, issue.column) in planted, issue


@pytest.mark.parametrize(
    ("name", "layout"), [("people.xlsx", PEOPLE), ("vacancies.xlsx", VACANCIES)]
)
def test_a_messy_sheet_loses_no_row(
    messy: tuple[Path, dict[str, Ledger]], county: County, name: str, layout: Layout
) -> None:
    folder, ledgers = messy
    repeated = [
        cell
        for cell in json.loads((folder / MISTAKES).read_bytes())
        if cell["kind"] == "entered_twice" and cell["file"] == name
    ]
    size = len((county.people if layout is PEOPLE else county.vacancies)[layout.columns[0].field])
    assert ledgers[name].rows_seen == size + len(repeated)
