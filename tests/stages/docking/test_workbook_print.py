"""The workbook prints on A4 and reads well on the screen, in both languages."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from made import made, said
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheets import opened, written

from chunfeng.kit.texts import Language

A4 = 9
BOTH = pytest.mark.parametrize("language", ["zh", "en"])
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What a Chinese workbook may hold in Latin letters: file names, numbers of people, the digest.
LATIN = re.compile(r"people\.xlsx|vacancies\.xlsx|A\d{6}|0123456789abcdef")


def lists(language: Language) -> list[Worksheet]:
    return opened(language).book.worksheets[1:]


@BOTH
def test_every_sheet_prints_on_a4_landscape_one_page_wide(language: Language) -> None:
    for sheet in opened(language).book.worksheets:
        assert int(sheet.page_setup.paperSize) == A4
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


@BOTH
def test_every_page_has_its_title_day_and_number(language: Language) -> None:
    for sheet in opened(language).book.worksheets:
        assert "&A" in sheet.oddHeader.center.text or sheet.oddHeader.center.text == "&[Tab]"
        assert "2026-11-23" in sheet.oddHeader.right.text
        assert re.search(r"&(P|\[Page\]).*&(N|\[Pages\])", sheet.oddFooter.right.text)


@BOTH
def test_lists_repeat_their_header_filter_and_keep_it_in_sight(language: Language) -> None:
    for sheet in lists(language):
        top = sheet.auto_filter.ref.split(":")[0]
        row = int(re.sub(r"\D", "", top))
        assert sheet.print_title_rows == f"${row}:${row}"
        assert int(re.sub(r"\D", "", sheet.freeze_panes)) == row + 1


def test_many_notes_of_reading_leave_room_to_scroll() -> None:
    docking = made(5, 2)
    many = replace(docking, notes=[said(f"说明 {number}") for number in range(40)])
    sheet = load_workbook(BytesIO(written(many)))["数据问题"]
    assert sheet.freeze_panes is None
    assert sheet.auto_filter.ref.startswith("A41:")


@BOTH
def test_no_number_is_too_wide_for_its_column(language: Language) -> None:
    for sheet in opened(language).book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    width = sheet.column_dimensions[get_column_letter(cell.column)].width
                    assert len(shown(cell.value, cell.number_format)) + 1 <= width


def test_the_largest_figures_still_fit() -> None:
    book = load_workbook(BytesIO(written(made(2, 1))))
    widths = {
        cell.value: book["对接方案"].column_dimensions[cell.column_letter].width
        for cell in book["对接方案"][1]
    }
    assert widths["联系顺序"] >= len("100000") + 1
    assert widths["人员台账行号"] >= len("100000") + 1
    assert widths["月收入"] >= len("¥200,000/月 ") + 1 + 1
    assert widths["距离（公里）"] >= len("≈4000.5") + 1
    assert widths["匹配分"] >= len("10,000") + 1
    assert book["汇总"].column_dimensions["B"].width >= len("100,000,000") + 1


def shown(value: float, number_format: str) -> str:
    """A number as a spreadsheet shows it."""
    literal = "".join(re.findall(r'"([^"]*)"', number_format))
    if "%" in number_format:
        return f"{value:.1%}"
    digits = f"{value:,.0f}" if "#,##0" in number_format else f"{value:.1f}"
    return digits + literal


@BOTH
def test_rows_are_high_enough_for_their_texts(language: Language) -> None:
    sheet = opened(language).book.worksheets[1]
    widest = sheet.column_dimensions
    for row in sheet.iter_rows(min_row=2):
        needed = max(
            (2 * len(cell.value) * 0.75 / widest[cell.column_letter].width)
            for cell in row
            if isinstance(cell.value, str)
        )
        assert sheet.row_dimensions[row[0].row].height >= needed * 10


def test_the_chinese_workbook_holds_no_english() -> None:
    for sheet in opened("zh").book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, str):
                    assert not re.search(r"[A-Za-z]{2,}", LATIN.sub("", value)), value


def test_the_english_workbook_holds_no_chinese_but_names_and_quoted_texts() -> None:
    book = opened("en").book
    assert not any(CHINESE.search(name) for name in book.sheetnames)
    for sheet in book.worksheets[1:]:
        top = int(re.sub(r"\D", "", sheet.auto_filter.ref.split(":")[0]))
        assert not any(CHINESE.search(str(cell.value)) for cell in sheet[top])
    labels = [sheet_row[0] for sheet_row in book.worksheets[0].iter_rows(values_only=True)]
    named = re.compile(r"镇|县|第\dbb层|第\d层|Policy|People:|Vacancies:")
    assert not [
        label for label in labels if label and CHINESE.search(label) and not named.search(label)
    ]
