"""A ledger with mistakes: handed in, corrected, handed in again, taken back."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from chunfeng.kit.texts import text
from tests.journeys.site import Site, after, words
from tests.stages.people.imports import id_number

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
HEADS = ["姓名", "证件号码", "户编号", "与户主关系", "户籍地", "联系电话", "文化程度"]
HOME = "陕西省安康市平利县城关镇西城社区"
RIGHT = [
    ["游春兰", id_number(7001), "J1", "户主", HOME, "15400007001", "高中"],
    ["游夏生", id_number(7003), "J1", "子女", HOME, "15400007002", "初中"],
    ["游秋菊", id_number(7005), "J2", "户主", HOME, "15400007003", "小学"],
    ["游冬青", id_number(7007), "J3", "户主", HOME, "15400007004", "高中"],
]
WRONG_NUMBER = RIGHT[2][1][:-1] + ("0" if RIGHT[2][1][-1] != "0" else "1")


def ledger(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in [HEADS, *rows]:
        page.append(row)
    book.save(path)
    return path


def counts(page: Page) -> dict[str, int]:
    """The figures of an import, by what they count."""
    cards = page.locator("main .figure-card").all()
    shown = {card.locator("span").inner_text(): card.locator("b").inner_text() for card in cards}
    return {said: int(number.replace(",", "")) for said, number in shown.items()}


def count(page: Page, of: str) -> int:
    return counts(page)[text(of).to("zh")]


def compared(page: Page, file: Path) -> None:
    """Hands a file in and waits for the comparison."""
    page.goto("/imports")
    page.set_input_files("main input[type=file]", file)
    page.click("main form:has(input[type=file]) button")
    page.click("button[value=preview]")
    after(page, "button[value=apply]")


def applied(page: Page) -> None:
    page.click("button[value=apply]")
    after(page, "button[value=undo]")


def found(page: Page, name: str) -> bool:
    """Whether the list of people finds a name."""
    page.goto("/people")
    page.fill("[name=words]", name)
    page.press("[name=words]", "Enter")
    page.wait_for_url("**/people?q=*")
    return page.locator("a.table-name").count() > 0


def corrected(file: Path) -> Path:
    """The error workbook, its rows written right."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=6) for cell in row}
    rights = {row[0]: row for row in RIGHT[2:]}
    for row in range(1, sheet.max_row + 1):
        right = rights.get(sheet.cell(row, heads["姓名"]).value, [])
        for head, value in zip(HEADS, right, strict=False):
            sheet.cell(row, heads[head]).value = value
    book.save(file)
    return file


def handed_in_with_mistakes(page: Page, folder: Path) -> Path:
    """Imports what is right of the ledger; what is wrong comes back as a workbook."""
    wrong = [row[:] for row in RIGHT]
    wrong[2][1], wrong[3][4] = WRONG_NUMBER, "平利县无名镇"
    compared(page, ledger(folder / "台账.xlsx", wrong))
    assert (count(page, "new people"), count(page, "rows to correct")) == (3, 1)
    assert not found(page, "游春兰"), "nothing is written before it is confirmed"
    page.goto("/imports")
    page.locator("main a.button", has_text=text("Open").to("zh")).first.click()
    assert "无名镇" in words(page)
    assert WRONG_NUMBER not in words(page)
    with page.expect_download() as download:
        page.click("form[action$=corrections] button")
    applied(page)
    assert found(page, "游春兰")
    assert not found(page, "游冬青")
    download.value.save_as(folder / "corrections.xlsx")
    return folder / "corrections.xlsx"


def handed_in_again(page: Page, file: Path) -> None:
    """Imports the corrected workbook."""
    compared(page, corrected(file))
    assert (count(page, "new people"), count(page, "with changes")) == (1, 1)
    assert count(page, "rows to correct") == 0
    applied(page)
    assert found(page, "游冬青")


def handed_in_once_more(page: Page, folder: Path) -> None:
    """The whole ledger once more changes nothing."""
    compared(page, ledger(folder / "again.xlsx", RIGHT))
    assert (count(page, "new people"), count(page, "with changes")) == (0, 0)
    assert count(page, "unchanged") == 4


def taken_back(page: Page) -> None:
    """Undoes the corrections; what the first import brought stays."""
    page.goto("/imports")
    page.locator("main li", has_text="corrections").locator("a.button").first.click()
    page.click("button[value=undo]")
    after(page, f"main :text('{text('removed again').to('zh')}')")
    assert not found(page, "游冬青")
    assert found(page, "游春兰")


def test_a_ledger_with_mistakes_is_corrected_handed_in_again_and_taken_back(
    site: Site, tmp_path: Path
) -> None:
    page = site.officer()
    corrections = handed_in_with_mistakes(page, tmp_path)
    handed_in_again(page, corrections)
    handed_in_once_more(page, tmp_path)
    taken_back(page)
