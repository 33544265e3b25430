"""Planted mistakes: all of them there, and where ``mess.json`` says they are."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from chunfeng.cli.demo.mess import PEOPLE as KINDS
from chunfeng.cli.demo.mess import Formula, Kind, Sheet, plant, repeat
from chunfeng.cli.demo.mess_sheet import Heading, write_mess
from chunfeng.stages.people.sheets import PEOPLE

HEADING = Heading("平利县", date(2026, 12, 1), "zh")
SIZE = 240
EACH = 2


def tidy() -> dict[str, list[str]]:
    """A ledger as text: households of three."""
    people = range(SIZE)
    return {
        "name": [f"王春{n}" for n in people],
        "id_number": ["11010519491231002X" for _ in people],
        "sex": ["男" for _ in people],
        "birth_date": ["1949-12-31" for _ in people],
        "phone": [f"154{n:08d}" for n in people],
        "household_no": [f"H{n // 3:04d}" for n in people],
        "home": [f"平利县第{n // 3}村" for n in people],
        "categories": ["脱贫户" for _ in people],
        "education": ["初中" for _ in people],
        "hours_per_day": ["8" for _ in people],
        "pay_min": ["2000" for _ in people],
        "remarks": ["" for _ in people],
    }


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    planted = plant(np.random.default_rng(1), PEOPLE, tidy(), KINDS, EACH)
    return repeat(planted, "id_number", [5, 9])


@pytest.fixture(scope="module")
def written(sheet: Sheet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mess") / "people.xlsx"
    write_mess(path, sheet, HEADING)
    return path


@pytest.fixture(scope="module")
def page(written: Path) -> Worksheet:
    found = openpyxl.load_workbook(written)["人员台账"]
    assert isinstance(found, Worksheet)
    return found


def test_every_kind_is_planted_as_often_as_asked(sheet: Sheet) -> None:
    found = Counter(planted.kind for planted in sheet.planted)
    assert found == {kind.name: EACH for kind in KINDS} | {"entered_twice": 2}


def test_no_row_is_spoilt_twice(sheet: Sheet) -> None:
    rows = [planted.row for planted in sheet.planted]
    assert len(rows) == len(set(rows))


def test_a_column_without_any_value_is_left_out(sheet: Sheet) -> None:
    assert "remarks" not in sheet.fields


def test_the_same_draw_gives_the_same_sheet() -> None:
    one, two = (plant(np.random.default_rng(7), PEOPLE, tidy(), KINDS, EACH) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("kind", [k for k in KINDS if k.name != "formula"], ids=lambda k: k.name)
def test_a_spoilt_cell_lies_where_the_list_says(
    sheet: Sheet, page: Worksheet, tmp_path: Path, kind: Kind
) -> None:
    places = write_mess(tmp_path / "again.xlsx", sheet, HEADING)
    for planted, place in zip(sheet.planted, places, strict=True):
        if planted.kind != kind.name:
            continue
        expected = sheet.rows[planted.row][sheet.fields.index(planted.field)]
        cell = page[f"{place['column']}{place['row']}"]
        if isinstance(expected, Formula):
            expected = expected.text
        shown = cell.value.date() if isinstance(cell.value, datetime) else cell.value
        assert shown == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_headers_stand_above_their_columns(sheet: Sheet, page: Worksheet) -> None:
    for at, field in enumerate(sheet.fields, 2):
        column = PEOPLE.column(field)
        assert page.cell(4, at).value in (column.zh, *column.also)


def test_households_are_merged_and_hidden_rows_subtotals_and_signatures_are_there(
    page: Worksheet,
) -> None:
    merged = [r for r in page.merged_cells.ranges if r.min_row > 4 and r.size["columns"] == 1]
    assert len(merged) > 100
    assert [n for n, row in page.row_dimensions.items() if row.hidden]
    words = [page.cell(row, 1).value for row in range(1, page.max_row + 1)]
    assert {"小计", "合计"} <= set(words)
    assert str(words[-1]).startswith("填表人")


def test_a_name_that_looks_like_a_formula_is_text(sheet: Sheet, page: Worksheet) -> None:
    at = sheet.fields.index("name") + 2
    cells = [page.cell(row, at) for row in range(5, page.max_row + 1)]
    odd = [cell for cell in cells if str(cell.value).startswith("=")]
    assert len(odd) == EACH
    assert {cell.data_type for cell in odd} <= {"s", "f"}
    assert all(cell.data_type == "s" for cell in odd)


@pytest.mark.parametrize(("sex", "other"), [("男", "女"), ("female", "male")])
def test_a_wrong_sex_is_wrong_in_either_language(sex: str, other: str) -> None:
    wrong = next(kind for kind in KINDS if kind.name == "sex_against_id")
    assert wrong.spoil(sex) == other
