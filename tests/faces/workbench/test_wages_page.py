"""The page of the lowest lawful pay: lines entered, taken back, exported; what falls below."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from chunfeng.foundation.access import Role, entered
from chunfeng.stages.employers import wage_lines
from chunfeng.stages.vacancies import operations
from chunfeng.stages.vacancies.models import Vacancy
from tests.cast import PINGLI
from tests.faces.workbench.desk import Desk
from tests.stages.vacancies import market

WAY = "/wages"
NOTICE = {"month": "2,050", "hour": "20", "source": "陕人社发〔2026〕1号"}


def enter(desk: Desk, **changed: Any) -> None:
    desk.send(f"{WAY}/new", desk.page(f"{WAY}/new").form() | NOTICE | changed)


def test_everybody_reads_the_lines_and_the_county_enters_them(desk: Desk) -> None:
    enter(desk)
    supervisor = desk.world.officer(Role.SUPERVISOR, PINGLI // 10**8 * 10**8)
    for officer in (desk.village, desk.township, desk.county, supervisor):
        page = desk.page(WAY, officer)
        assert "陕人社发〔2026〕1号" in page.main
        assert "2,050" in page.main
        assert "执行中" in page.main
        assert bool(page.links(f"{WAY}/new")) == (officer is desk.county)
    desk.page(f"{WAY}/new", desk.township, status=403)


def test_the_nations_line_is_named_where_there_is_no_other(desk: Desk) -> None:
    page = desk.page(WAY)
    assert "还没有录入最低工资标准" in page.main
    assert "1,420" in page.main


@pytest.mark.parametrize(
    ("field", "typed"),
    [("month", "205"), ("month", "two"), ("hour", ""), ("source", " "), ("valid_from", "soon"),
     ("region", "石泉县"), ("region", "全国")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: Desk, field: str, typed: str
) -> None:
    form = desk.page(f"{WAY}/new").form() | NOTICE | {field: typed}
    page = desk.send(f"{WAY}/new", form, status=422)
    assert page.form()[field] == typed
    assert page.soup.select(".error")
    assert "还没有录入最低工资标准" in desk.page(WAY).main


def test_a_line_is_taken_back_with_a_reason_that_stays(desk: Desk) -> None:
    enter(desk)
    (way,) = [link for link in desk.page(WAY).links(f"{WAY}/") if link.endswith("/withdraw")]
    desk.send(way, {"reason": ""}, status=422)
    desk.send(way, {"reason": "录错了"})
    page = desk.page(WAY)
    assert "录错了" in page.main
    assert not page.links(way)
    enter(desk, month="2060")
    assert "2,060" in desk.page(WAY).main


def test_the_list_goes_out_as_a_file(desk: Desk) -> None:
    enter(desk)
    lines = desk.page(f"{WAY}?as=csv").answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("撤回理由")
    assert "2050" in lines[1]
    assert desk.page(f"{WAY}?as=xlsx").answer.content[:2] == b"PK"


def read_in(desk: Desk, content: bytes, name: str = "wages.csv") -> str:
    file = SimpleUploadedFile(name, content)
    answer = desk.county.client.post(f"{WAY}/read", {"file": file}, follow=True)
    return str(answer.content.decode())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_comes_back_in_and_changes_nothing(desk: Desk, form: str) -> None:
    enter(desk)
    content = desk.page(f"{WAY}?as={form}").answer.content
    assert "录入 0 条" in read_in(desk, content, f"wages.{form}")


def test_what_stands_new_in_the_list_is_entered(desk: Desk) -> None:
    enter(desk)
    lines = desk.page(f"{WAY}?as=csv").answer.content.decode("utf-8-sig").splitlines()
    more = lines[1].replace("2050", "2150").replace(lines[1].split(",")[1], "2026-12-01")
    assert "录入 1 条" in read_in(desk, "\n".join((*lines, more)).encode("utf-8-sig"))
    assert "2,150" in desk.page(WAY).main


def test_a_line_that_contradicts_one_that_is_there_is_named_with_its_row(desk: Desk) -> None:
    enter(desk)
    lines = desk.page(f"{WAY}?as=csv").answer.content.decode("utf-8-sig").splitlines()
    other = lines[1].replace("2050", "2999")
    assert "第 3 行" in read_in(desk, "\n".join((*lines, other)).encode("utf-8-sig"))


def test_a_line_of_another_county_is_named_with_its_row(desk: Desk) -> None:
    list_ = "区划,生效日期,元/月,元/小时,依据文件\n陕西省安康市石泉县,2026-01-01,2000,20,文\n"
    assert "第 2 行" in read_in(desk, list_.encode("utf-8-sig"))


def test_what_was_taken_back_stays_taken_back(desk: Desk) -> None:
    enter(desk)
    (way,) = [link for link in desk.page(WAY).links(f"{WAY}/") if link.endswith("/withdraw")]
    desk.send(way, {"reason": "录错了"})
    content = desk.page(f"{WAY}?as=csv").answer.content
    assert "录入 0 条" in read_in(desk, content)


def test_a_page_takes_the_same_statements_for_any_number_of_lines(desk: Desk) -> None:
    enter(desk)
    few = desk.statements(WAY)
    for month in (1, 2, 3):
        enter(desk, valid_from=f"2026-0{month}-01")
    assert desk.statements(WAY) <= few


def test_a_public_vacancy_below_a_new_line_stays_public_and_is_shown(desk: Desk, keys: Any) -> None:
    context = desk.county.context
    vacancy = market.published(context, keys, market.employer(context))
    listed = "/vacancies?state=published&below=yes"
    assert not desk.page(listed).links(f"/vacancies/{vacancy}")
    with entered(context):
        place = Vacancy.objects.values_list("place", flat=True).get(id=vacancy)
        told = wage_lines.Told(valid_from=timezone.localdate(), month=9000, hour=90, source="通知")
        wage_lines.enter(PINGLI, told, by=context, at=timezone.now())
        assert wage_lines.floors().on(timezone.localdate(), place)
    assert desk.page(listed).links(f"/vacancies/{vacancy}")
    assert "1个公开岗位低于最低工资" in desk.page("/").main
    assert market.state(context, vacancy) == "published"


def test_a_vacancy_in_review_is_held_against_todays_line(desk: Desk, keys: Any) -> None:
    context = desk.county.context
    vacancy = market.draft(context, keys, market.employer(context))
    with entered(context):
        operations.submit(vacancy, by=context, at=timezone.now())
    assert "低于最低工资标准" not in desk.page(f"/review/{vacancy}").main
    with entered(context):
        told = wage_lines.Told(valid_from=timezone.localdate(), month=9000, hour=90, source="通知")
        wage_lines.enter(PINGLI, told, by=context, at=timezone.now())
    page = desk.page(f"/review/{vacancy}").main
    assert "低于最低工资标准" in page
    assert "全日制每月174小时9000元" in page
