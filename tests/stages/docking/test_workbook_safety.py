"""Nothing in a ledger can act in the workbook, and nothing secret is in it."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import HOSTILE, ID_NUMBER, PHONE, ledger, made
from openpyxl import load_workbook
from sheets import Made, opened, written

from chunfeng.kit.texts import Language
from chunfeng.stages.docking.workbook import table
from chunfeng.stages.people.sheets import PEOPLE


@pytest.fixture
def run() -> Made:
    return opened(hostile=True)


def strings(run: Made) -> list[str]:
    return [
        cell.value
        for sheet in run.book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def test_formula_looking_text_is_text(run: Made) -> None:
    kinds = {
        (sheet.title, cell.coordinate, cell.data_type)
        for sheet in run.book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value[:1] in "=+-@"
    }
    assert len(kinds) >= 4
    # openpyxl takes a string that begins with = for a formula; the file itself says which it is.
    raw = ZipFile(BytesIO(written(run.docking)))
    assert not any(b"<f>" in raw.read(name) for name in raw.namelist() if "worksheets" in name)


def test_no_link_is_made_of_a_text(run: Made) -> None:
    assert not any(sheet._hyperlinks for sheet in run.book.worksheets)
    names = ZipFile(BytesIO(written(run.docking))).namelist()
    assert not [name for name in names if "externalLink" in name or "vba" in name]


def test_markup_of_the_file_format_is_text_too(run: Made) -> None:
    assert " <r><t>x</t></r>" in strings(run)


def test_characters_no_file_can_hold_do_no_harm(run: Made) -> None:
    assert any(text.startswith("a") and text.endswith("?c") for text in strings(run))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("hostile", [False, True])
def test_no_cell_holds_an_id_number_or_a_phone(language: Language, hostile: bool) -> None:
    docking = made(60, 10, hostile=hostile)
    raw = ZipFile(BytesIO(written(docking, language)))
    everything = b"".join(raw.read(name) for name in raw.namelist()).decode()
    secret = {ID_NUMBER, PHONE, *docking.people["id_number"], *docking.people["phone"]}
    assert not [number for number in secret if number in everything]
    assert "139****" in everything


def test_the_hostile_texts_are_shown_where_they_are_harmless(run: Made) -> None:
    shown = set(strings(run))
    assert {HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[5], "电话139****", "******"} <= shown


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_name_makes_a_workbook_that_opens(name: str) -> None:
    docking = made(1, 1)
    home = docking.people["home"][0]
    people = ledger(PEOPLE, [{"name": name, "home": home, "person_no": name}])
    book = load_workbook(BytesIO(written(replace(docking, people=people))))
    assert len(book.sheetnames) == 6


def test_a_text_longer_than_a_cell_is_cut() -> None:
    docking = made(1, 1)
    people = ledger(PEOPLE, [{"name": "长" * 40_000, "home": docking.people["home"][0]}])
    book = load_workbook(BytesIO(written(replace(docking, people=people))))
    assert len(book["未对接人员"]["C2"].value) == 32_767
    assert book["未对接人员"].row_dimensions[2].height <= 409


def test_lines_that_a_sheet_cannot_hold_are_counted_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_LINES", 5)
    docking = made(30, 5)
    sheet = load_workbook(BytesIO(written(docking)))["对接方案"]
    assert sheet.max_row == 1 + 5 + 1
    assert sheet["A7"].value == f"另有 {len(docking.placements) - 5} 行，见 JSON 文件。"
