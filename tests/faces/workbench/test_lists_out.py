"""Short lists leave as files: what a post may take, noted; points of regions come back in."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chunfeng.foundation.access import Role, entered, rights
from chunfeng.foundation.access.roles import MATRIX
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.places.current import places, refresh
from tests.cast import PINGLI
from tests.faces.workbench.desk import VILLAGE, Desk
from tests.security.office import Officer

Noted = Callable[[], list[dict[str, Any]]]


def lines(desk: Desk, address: str, by: Officer | None = None) -> list[list[str]]:
    """A list as a spreadsheet reads it."""
    answer = desk.page(address, by).answer
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def noted(unwalled: Any) -> Noted:
    """What the log says of lists taken out."""

    def read() -> list[dict[str, Any]]:
        with unwalled():
            found = Event.objects.filter(kind="export.fetched").order_by("id")
            return list(found.values_list("detail", flat=True))

    return read


def test_doubts_leave_with_all_pages_and_are_noted(desk: Desk, noted: Noted) -> None:
    desk.enrol(name="=王小春", willing="", education=None)
    made = lines(desk, "/doubts?as=csv")
    assert len(made) > 1
    assert all(len(line) == len(made[0]) for line in made)
    assert any(line[1] == "'=王小春" for line in made), "a formula stays text"
    assert noted()[-1]["rows"] == len(made) - 1
    assert "as=csv" in str(desk.page("/doubts").soup)


def test_what_only_a_county_reads_of_health_does_not_leave(desk: Desk) -> None:
    desk.enrol(health="healthy", work_capacity="none")
    shown = desk.page("/doubts").soup.select("main tbody tr")
    assert len(lines(desk, "/doubts?as=csv")) - 1 < len(shown)


def test_a_village_takes_no_list_out(desk: Desk, noted: Noted) -> None:
    for address in ("/doubts", "/duplicates"):
        assert "as=csv" not in str(desk.page(address, desk.village).soup)
        desk.page(f"{address}?as=csv", desk.village, status=403)
    assert noted() == []


def test_more_than_a_post_takes_out_alone_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.enrol(willing="")
    few = replace(rights(Role.COUNTY), export_rows=1)
    monkeypatch.setitem(MATRIX, Role.COUNTY, few)  # type: ignore[arg-type]
    desk.enrol(name="李秋", household_no="H2", willing="")
    assert "筛选" in desk.page("/doubts?as=csv", status=403).main


def test_duplicates_posts_and_imports_leave_as_lists(desk: Desk) -> None:
    admin = desk.world.officer(Role.ADMIN, PINGLI)
    assert lines(desk, "/duplicates?as=csv")[0][-1] == "相同之处"
    assert len(lines(desk, "/accounts?as=csv", admin)) > 4
    assert len(lines(desk, "/imports?as=csv")) == 1


def test_the_log_leaves_for_the_auditor_and_says_so(desk: Desk, noted: Noted) -> None:
    auditor = desk.world.officer(Role.AUDITOR, PINGLI)
    desk.enrol()
    made = lines(desk, "/log?as=csv&kind=person.added", auditor)
    assert len(made) == 2
    assert noted()[-1] == {"what": "log", "rows": 1}


def sent(desk: Desk, content: bytes, by: Officer | None = None) -> Any:
    file = SimpleUploadedFile("points.xlsx", content)
    client = (by or desk.county).client
    return client.post("/regions/points", {"file": file, "code": f"{PINGLI:012d}"}, follow=True)


def points(desk: Desk) -> Any:
    content = desk.page(f"/regions?code={PINGLI:012d}&as=csv").answer.content
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet: Any, code: int) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == f"{code:012d}")


def test_points_go_out_are_filled_in_and_come_back(desk: Desk) -> None:
    book = points(desk)
    sheet = book.worksheets[0]
    row = row_of(sheet, VILLAGE)
    assert sheet.cell(row, 3).value is None, "a guess is not exported as a point"
    unchanged = sent(desk, saved(book))
    assert "已移动 0 个" in unchanged.content.decode()
    sheet.cell(row, 3).value, sheet.cell(row, 4).value = 109.36, 32.39
    assert "已移动 1 个" in sent(desk, saved(book)).content.decode()
    with entered(desk.county.context):
        refresh()
        assert (places().get(VILLAGE).lon, places().get(VILLAGE).approximate) == (109.36, False)


def test_wrong_points_are_said_row_by_row_and_the_right_ones_are_in(desk: Desk) -> None:
    book = points(desk)
    sheet = book.worksheets[0]
    right, wrong, half = (row_of(sheet, VILLAGE + n) for n in (0, 1, 2))
    sheet.cell(right, 3).value, sheet.cell(right, 4).value = 109.36, 32.39
    sheet.cell(wrong, 3).value, sheet.cell(wrong, 4).value = 85.0, 45.0
    sheet.cell(half, 3).value = 109.36
    said = sent(desk, saved(book)).content.decode()
    assert f"第 {wrong} 行" in said
    assert f"第 {half} 行" in said
    assert f"第 {right} 行" not in said


def test_another_county_moves_no_point_here(desk: Desk) -> None:
    book = points(desk)
    sheet = book.worksheets[0]
    row = row_of(sheet, VILLAGE)
    sheet.cell(row, 3).value, sheet.cell(row, 4).value = 109.36, 32.39
    assert f"第 {row} 行" in sent(desk, saved(book), desk.neighbour).content.decode()


def test_a_file_that_is_no_list_of_points_is_refused_with_a_sentence(desk: Desk) -> None:
    answer = sent(desk, "不是表格".encode())
    assert answer.status_code == 200
    assert "Text(" not in answer.content.decode()
