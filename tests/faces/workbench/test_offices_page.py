"""Offices people turn to, at the workbench: entered, changed, out as a list and in again."""

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import PINGLI
from tests.faces.workbench.desk import Desk

TOWN = PINGLI + 100_000
FACTS = {"name": "城关镇就业服务站", "phones": "0000-0000101", "address": "", "hours": ""}


def enter(desk: Desk, region: int = TOWN, status: int = 302, **facts: str) -> Any:
    return desk.send(f"/offices/{region:012d}", FACTS | facts, status=status)


def book_of(desk: Desk) -> Any:
    content = desk.page("/offices?as=xlsx").answer.content
    return openpyxl.load_workbook(io.BytesIO(content))


def sent(desk: Desk, content: bytes) -> str:
    file = SimpleUploadedFile("offices.xlsx", content)
    answer = desk.county.client.post("/offices/read", {"file": file}, follow=True)
    return str(answer.content.decode())


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_office_that_was_entered_stands_in_the_list(desk: Desk) -> None:
    enter(desk)
    page = desk.page("/offices").main
    assert "城关镇就业服务站" in page
    assert "0000-0000101" in page


def test_the_list_names_the_townships_that_have_none(desk: Desk) -> None:
    before = desk.page("/offices").soup.select("tbody .muted")
    enter(desk)
    assert len(desk.page("/offices").soup.select("tbody .muted")) == len(before) - 1


def test_what_is_wrong_stands_at_the_form_with_all_that_was_typed(desk: Desk) -> None:
    page = enter(desk, status=422, phones="没有电话", hours="周一")
    assert "没有电话" in page.main
    assert page.soup.select_one("[name=hours]")["value"] == "周一"


def test_an_office_is_taken_out_again(desk: Desk) -> None:
    enter(desk)
    desk.send(f"/offices/{TOWN:012d}/forget")
    assert "城关镇就业服务站" not in desk.page("/offices").main


def test_a_township_enters_only_its_own(desk: Desk) -> None:
    other = PINGLI + 101_000
    desk.send(f"/offices/{other:012d}", FACTS, by=desk.township, status=404)


def test_the_list_goes_out_is_filled_in_and_comes_back(desk: Desk) -> None:
    enter(desk)
    book = book_of(desk)
    assert "录入或更改 0 个" in sent(desk, saved(book))
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == f"{PINGLI:012d}")
    for column, value in ((3, "平利县就业服务中心"), (5, "12333")):
        sheet.cell(row, column).value = value
    assert "录入或更改 1 个" in sent(desk, saved(book))
    assert "平利县就业服务中心" in desk.page("/offices").main


def test_a_wrong_row_is_said_and_the_others_are_in(desk: Desk) -> None:
    book = book_of(desk)
    sheet = book.worksheets[0]
    sheet.cell(3, 3).value, sheet.cell(3, 5).value = "一个窗口", "没有"
    assert "第 3 行" in sent(desk, saved(book))


def test_today_says_that_nobody_is_named_until_somebody_is(desk: Desk) -> None:
    desk.enrol()
    assert f"/offices/{PINGLI:012d}" in str(desk.page("/").soup)
    enter(desk, PINGLI)
    assert f"/offices/{PINGLI:012d}" not in str(desk.page("/").soup)
