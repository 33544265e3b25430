"""What an officer sees of a ledger on its way in."""

from uuid import UUID

from tests.faces.workbench.desk import Desk, Page
from tests.stages.people.imports import (
    applied,
    as_csv,
    handed_in,
    imported,
    person,
    previewed,
)


def compared(desk: Desk, *rows: dict[str, str]) -> tuple[UUID, Page]:
    """A ledger compared with the register, and its page."""
    by = desk.county.context
    upload = handed_in(as_csv(rows), by)
    previewed(upload, by)
    return upload, desk.page(f"/imports/{upload}")


def test_changes_are_told_in_the_ledgers_words(desk: Desk) -> None:
    imported(as_csv([person(0), person(1)]), desk.county.context)
    rows = [person(0, 文化程度="大专"), person(1, 就业意愿="有", 意愿地点="县内、省内")]
    _, page = compared(desk, *rows)
    told = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in
            page.soup.select("section table tbody tr")]  # fmt: skip
    assert ["2", "王春一", "文化程度", "小学", "大专"] in told
    assert ["", "意愿地点", "–", "县内、省内"] in [row[-4:] for row in told]
    assert "college" not in page.main


def test_rows_of_other_regions_are_named(desk: Desk) -> None:
    away = person(2, 户籍地="陕西省安康市石泉县城关镇", 户编号="Z9", 与户主关系="户主")
    upload, page = compared(desk, person(0), away)
    assert "不在您的任职辖区" in page.main
    row = next(row for row in page.soup.select("tbody tr") if "不在您的任职辖区" in row.text)
    assert row.select_one("td").get_text() == "3"
    applied(upload, desk.county.context)
    assert "不在您的任职辖区" in desk.page(f"/imports/{upload}").main
