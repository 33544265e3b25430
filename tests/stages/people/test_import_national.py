"""The national system's exports are read as they come: title rows, header on row 3, text cells."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from chunfeng.foundation.access import entered
from chunfeng.foundation.intake import UnusableLedger
from chunfeng.stages.people import importing
from chunfeng.stages.people.models import Household, Person, Profile, Spell
from chunfeng.stages.people.national import layouts
from chunfeng.stages.people.sheets import PEOPLE
from tests.cast import NOW
from tests.foundation.jobs.arranging import officer
from tests.stages.people.imports import applied, handed_in, id_number, previewed

pytestmark = pytest.mark.django_db
WHERE = {"省": "陕西省", "市": "安康市", "县": "平利县", "乡": "城关镇", "村": "东关社区"}


def export(sheet: str, *rows: dict[str, str]) -> bytes:
    """A workbook as the system writes it."""
    book = Workbook()
    page: Any = book.active
    page.title = sheet
    page.append([sheet])
    page.append(["导出时间：2026-11-20"])
    headers = list(rows[0])
    page.append(headers)
    for row in rows:
        page.append([row[name] for name in headers])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(sheet: str, *rows: dict[str, str]) -> Any:
    by = officer()
    upload = handed_in(export(sheet, *rows), by, f"{sheet}.xlsx")
    previewed(upload, by)
    with entered(by):
        found = importing.result(upload, by=by).layout
    applied(upload, by)
    return by, found.to("zh") if found else None


def one(number: int = 1, **cells: str) -> dict[str, str]:
    identity = {"姓名": f"王一{number}", "证件号码": id_number(number)}
    return WHERE | identity | {"没有人知道的列": "x"} | cells


def test_people_monitored_become_people() -> None:
    cells = {"户编号": "6109260001", "人编号": "1", "与户主关系": "户主", "劳动技能": "普通劳动力"}
    by, found = imported("(自定义)监测对象信息", one(**cells, 监测对象类别="脱贫不稳定户"))
    assert found == "监测对象信息"
    with entered(by):
        person = Person.objects.select_related("household", "profile").get()
    assert (person.relation, person.profile.work_capacity) == ("head", "ordinary")
    assert (person.household.number, person.household.categories) == ("6109260001", ["unstable"])


def test_households_are_told_by_their_heads() -> None:
    row = WHERE | {"户编号": "6109260002", "户主姓名": "王二", "户主证件号码": id_number(2)}
    by, found = imported("（乡村建设）户信息", row | {"户类型": "脱贫户", "人口数": "3"})
    assert found == "户信息"
    with entered(by):
        assert Person.objects.get().relation == "head"
        assert Household.objects.get().categories == ["exited"]


def test_a_month_of_work_away_becomes_a_spell() -> None:
    cells = {"务工地": "江苏省苏州市", "务工企业名称": "某电子厂", "务工月收入": "4200"}
    by, found = imported("(务工月监测)已外出务工信息", one(**cells, 外出务工时间="2026-03-01"))
    assert found == "已外出务工信息"
    with entered(by):
        spell = Spell.objects.get()
    assert (spell.kind, spell.employer, spell.income) == ("employed", "某电子厂", 4200)
    assert str(spell.begun) == "2026-03-01"


def test_a_plan_to_work_away_becomes_a_wish() -> None:
    cells = {"计划外出务工地": "江苏省苏州市", "计划外出时间": "2027-02-15", "务工需求": "两人同厂"}
    by, found = imported("计划外出务工信息", one(**cells))
    assert found == "计划外出务工信息"
    with entered(by):
        profile = Profile.objects.get()
    assert (profile.willing, str(profile.available_from)) == ("yes", "2027-02-15")
    assert profile.wish_places == [320500000000]


def test_a_list_of_villages_is_checked_and_not_imported() -> None:
    by = officer()
    rows = [
        {"省": "陕西省", "市": "安康市", "县": "平利县", "乡": "城关镇", "行政村名称": name}
        | {"村支书姓名": "某", "行政村类型": "一般"}
        for name in ("东关社区", "没有的村")
    ]
    sheet = "(自定义)行政村信息"
    upload = handed_in(export(sheet, *rows), by, f"{sheet}.xlsx")
    with entered(by):
        seen = importing.look(upload, by=by)
        with pytest.raises(UnusableLedger):
            importing.start_preview(upload, sheet=seen.sheet, mapping={}, by=by, at=NOW)
        unknown = importing.unknown_villages(upload, by=by)
    assert [row for row, _ in unknown] == [5]


def test_an_ordinary_ledger_is_no_export() -> None:
    _, found = imported("人员", one(户籍地="陕西省安康市平利县城关镇"))
    assert found is None


def test_the_exports_name_fields_that_exist() -> None:
    fields = {column.field for column in PEOPLE}
    for layout in layouts():
        assert set(layout.columns.values()) <= fields
        for field, code in layout.given.items():
            assert code in {choice.code for choice in PEOPLE.column(field).choices}
