"""The guide names every column of both ledgers, and no other."""

import re
from pathlib import Path

import pytest

from chunfeng.foundation.intake.columns import Column, Layout
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

GUIDE = (Path(__file__).resolve().parents[3] / "docs/guides/ledgers.md").read_text("utf-8")
SECTIONS = {
    "people": GUIDE.partition("## Columns of the person ledger")[2].partition("\n## ")[0],
    "vacancies": GUIDE.partition("## Columns of the vacancy ledger")[2],
}
LAYOUTS = pytest.mark.parametrize("layout", [PEOPLE, VACANCIES], ids=["people", "vacancies"])


def rows(layout: Layout) -> dict[str, tuple[str, str, str]]:
    """By field: Chinese header, English header, what the column holds."""
    found = {}
    for line in SECTIONS[layout.name].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not cells[0].startswith("`"):
            continue
        fields, zh, en, holds = cells
        names = re.findall(r"`(\w+)`", fields)
        shared = len(names) > 1
        zhs, ens = (zh.split("、"), en.split(", ")) if shared else ([zh], [en])
        for row in zip(names, zhs, ens, strict=True):
            found[row[0]] = (row[1], row[2], holds)
    return found


@LAYOUTS
def test_the_guide_names_every_column_of_a_ledger_and_no_other(layout: Layout) -> None:
    said = rows(layout)
    assert list(said) == [column.field for column in layout]
    for column in layout:
        assert said[column.field][:2] == (column.zh, column.en)


@LAYOUTS
def test_the_guide_says_which_columns_are_needed_shared_or_personal(layout: Layout) -> None:
    for field, (_, _, holds) in rows(layout).items():
        column = layout.column(field)
        assert marks(holds) == flags(column), field


def marks(holds: str) -> set[str]:
    return {mark for group in re.findall(r"\*\*([nhp ]+)\*\*", holds) for mark in group.split()}


def flags(column: Column) -> set[str]:
    named = {"n": column.required, "h": column.household, "p": column.personal}
    return {mark for mark, held in named.items() if held}
