"""Which rows of a sheet are data, and what fills down."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from intake_sheets import HOME, PEOPLE_HEAD, PINGLI, TOWN, VACANCY, VACANCY_HEAD, VILLAGE

from chunfeng.foundation.intake import Ledger, Severity
from chunfeng.stages.vacancies.sheets import VACANCIES

Read = Callable[..., Ledger]
HOUSEHOLD_HEAD = ("户编号", "姓名", "与户主关系", "户籍地", "对象类别", "联系电话")


def notes(ledger: Ledger) -> list[str]:
    return [note.to("en") for note in ledger.notes]


def test_totals_signatures_and_blank_rows_are_no_people(read_rows: Read) -> None:
    ledger = read_rows(
        [
            ("序号", "姓名", "户籍地", "联系电话", "期望月薪"),
            (1, "王小春", HOME, 13800000000, 2000),
            ("小计", None, 1, None, 2000),
            (2, "李小明", HOME, None, None),
            (3,),
            (4,),
            (None, "  ", None),
            ("合　计", None, 2, None, "2000元"),
            ("填表人：张三　　审核人：李四　　联系电话：0915-8000000",),
            ("备注：以上均为常住人口",),
        ]
    )
    assert ledger["name"] == ["王小春", "李小明"]
    assert list(ledger.row_numbers) == [2, 4]
    assert ledger.rows_seen == 2
    assert not ledger.issues
    assert "Totals, not read: 3, 8." in notes(ledger)
    assert "Remarks and signatures, not read: 9, 10." in notes(ledger)


def test_a_person_without_a_home_is_still_a_row_and_an_issue(read_rows: Read) -> None:
    ledger = read_rows([("姓名", "户籍地", "电话", "民族", "性别"), ("王小春",)])
    assert len(ledger) == 0
    assert ledger.rows_seen == 1
    assert [(i.row, i.column, i.header, i.severity) for i in ledger.issues] == [
        (2, "B", "户籍地", Severity.ROW)
    ]


def test_headers_repeated_at_page_breaks_are_passed_over(read_rows: Read) -> None:
    head = ("序号", "姓名", "户籍地", "联系电话")
    ledger = read_rows([head, (1, "王小春", HOME), head, (2, "李小明", HOME)])
    assert ledger["name"] == ["王小春", "李小明"]
    assert "Repeated headers, not read: 3." in notes(ledger)


def test_a_banner_between_the_rows_is_no_person(read_rows: Read) -> None:
    ledger = read_rows(
        [
            ("姓名", "户籍地", "电话", "民族", "性别"),
            ("一、城关镇",),
            ("王小春", HOME, None, None, "女"),
        ],
        merges=[(1, 0, 1, 4)],
    )
    assert ledger["name"] == ["王小春"]


def test_an_example_row_is_never_read(read_rows: Read) -> None:
    for word in ("示例", "例：", "Example", "example row"):
        head = ("人员编号", *PEOPLE_HEAD)
        ledger = read_rows([head, (word, "王小春", HOME), ("A2", "李小明", HOME)])
        assert ledger["name"] == ["李小明"]
        assert "Example rows, not read: 2." in notes(ledger)


def test_hidden_rows_and_columns_are_read_and_said(read_rows: Read) -> None:
    ledger = read_rows(
        [("姓名", "户籍地", "电话"), ("王小春", HOME), ("李小明", HOME, "13800000000")],
        hidden_rows=[2],
        hidden_columns=[2],
    )
    assert len(ledger) == 2
    assert ledger["phone"] == [None, "13800000000"]
    assert "Hidden rows were read like the others: 3." in notes(ledger)
    assert "Hidden columns were read like the others: 电话." in notes(ledger)


def test_merged_household_cells_hold_for_every_member(read_rows: Read) -> None:
    ledger = read_rows(
        [
            HOUSEHOLD_HEAD,
            ("H1", "王小春", "户主", HOME, "脱贫户", "13800000000"),
            (None, "王小明", "配偶"),
            (None, "王小红", "子女"),
            ("H2", "李小明", "户主", "城关镇", None, None),
        ],
        merges=[(1, 0, 3, 0), (1, 3, 3, 3), (1, 4, 3, 4)],
    )
    assert ledger["household_no"] == ["H1", "H1", "H1", "H2"]
    assert ledger["home"] == [VILLAGE, VILLAGE, VILLAGE, TOWN]
    assert ledger["categories"] == [("exited",)] * 3 + [None]
    assert ledger["phone"] == ["13800000000", None, None, None]


def test_empty_household_cells_below_the_first_member_are_filled_and_said(read_rows: Read) -> None:
    ledger = read_rows(
        [
            HOUSEHOLD_HEAD,
            ("H1", "王小春", "户主", HOME, "脱贫户"),
            (None, "王小明", "配偶"),
            ("H1", "王小红", "子女"),
        ]
    )
    assert ledger["household_no"] == ["H1"] * 3
    assert ledger["home"] == [VILLAGE] * 3
    assert "Column “户籍地”: 2 empty cells took the value above, the first in row 3." in notes(
        ledger
    )


def test_the_next_household_takes_nothing_from_the_one_above(read_rows: Read) -> None:
    ledger = read_rows(
        [
            HOUSEHOLD_HEAD,
            ("H1", "王小春", "户主", HOME, "脱贫户"),
            ("H2", "李小明", "户主", HOME, None),
            (None, "赵小红", "户主", "城关镇", None),
        ]
    )
    assert ledger["household_no"] == ["H1", "H2", None]
    assert ledger["categories"] == [("exited",), None, None]


def test_neighbours_in_one_village_are_not_one_household(read_rows: Read) -> None:
    ledger = read_rows(
        [
            ("姓名", "户籍地", "对象类别", "安置点"),
            ("王小春", HOME, "脱贫户", "第一安置点"),
            ("李小明", HOME, None, None),
        ]
    )
    assert ledger["categories"][1] is None
    assert ledger["settlement"][1] is None


def test_posts_of_one_employer_share_merged_cells_but_never_a_headcount(read_rows: Read) -> None:
    ledger = read_rows(
        [
            VACANCY_HEAD,
            VACANCY,
            (None, "质检员", None, None),
            (None, "包装工", None, 5),
        ],
        VACANCIES,
        merges=[(1, 0, 3, 0), (1, 2, 3, 2), (1, 3, 2, 3)],
    )
    assert ledger["employer"] == [VACANCY[0]] * 2
    assert ledger["place"] == [TOWN] * 2
    assert ledger["headcount"] == [20, 5]
    assert [(i.row, i.header, i.severity) for i in ledger.issues] == [(3, "招聘人数", Severity.ROW)]


def test_regions_in_columns_of_their_own_are_put_together_and_fill_down(read_rows: Read) -> None:
    ledger = read_rows(
        [
            ("姓名", "县", "乡镇", "行政村", "电话"),
            ("王小春", "平利县", "城关镇", "龙头村"),
            ("李小明", None, None, "龙头村"),
            ("赵小红", "平利县", "/", None),
        ],
        merges=[(1, 1, 2, 1), (1, 2, 2, 2)],
    )
    assert ledger["home"] == [VILLAGE, VILLAGE, PINGLI]


def test_a_wrong_region_in_columns_of_their_own_points_at_the_finest(read_rows: Read) -> None:
    ledger = read_rows([("姓名", "县", "乡镇"), ("王小春", "平利县", "彩虹镇")])
    (issue,) = ledger.issues
    assert (issue.column, issue.header, issue.value) == ("C", "乡镇", "平利县彩虹镇")


def test_a_formula_with_a_stored_result_is_used_with_one_note_for_its_column(
    read_rows: Read,
) -> None:
    ledger = read_rows(
        [("姓名", "户籍地", "期望月薪")] + [("王小春", HOME, None)] * 3,
        formulas={(row, 2): ("=1000+1000", 2000) for row in (1, 2, 3)},
    )
    assert ledger["pay_min"] == [2000] * 3
    (note,) = ledger.issues
    assert (note.row, note.column, note.severity) == (2, "C", Severity.NOTE)
    assert note.problem.to("en").startswith("3 cells")


def test_a_formula_without_a_stored_result_is_an_issue_at_its_cell(read_rows: Read) -> None:
    ledger = read_rows(
        [("姓名", "户籍地", "期望月薪"), ("王小春", HOME, None), ("李小明", None, 2000)],
        formulas={(1, 2): ("=1000+800", ""), (2, 1): ("=A1", "")},
    )
    assert ledger["name"] == ["王小春"]
    assert [(i.row, i.column, i.severity) for i in ledger.issues] == [
        (2, "C", Severity.CELL),
        (3, "B", Severity.ROW),
    ]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_an_error_of_the_spreadsheet_is_no_value(error: str, read_cell: Callable[..., Any]) -> None:
    for header in ("备注", "期望月收入下限", "文化程度"):
        value, (issue,) = read_cell(header, error)
        assert value is None
        assert issue.severity is Severity.CELL
        assert "error" in issue.problem.to("en")


@pytest.mark.parametrize("header", ["备注", "户籍地", "证书", "学历", "电话", "工作限制"])
def test_a_novel_in_a_cell_is_refused(header: str, read_rows: Read) -> None:
    head = ("姓名", "户籍地", header) if header != "户籍地" else PEOPLE_HEAD
    row = ("王小春", HOME, "长" * 2001) if header != "户籍地" else ("王小春", "长" * 2001)
    (issue,) = read_rows([head, row]).issues
    assert "2000" in issue.problem.to("en")


@pytest.mark.parametrize("word", ["无", "不详", "/", "——", "未知"])
def test_a_cell_that_says_nothing_is_empty_and_no_issue(
    word: str, read_cell: Callable[..., Any]
) -> None:
    for header in (
        "证件号码",
        "联系电话",
        "期望月收入下限",
        "证书",
        "出生日期",
        "意愿工种",
        "残疾类别",
    ):
        assert read_cell(header, word) == (None, [])


def test_none_is_a_choice_where_it_is_declared(read_cell: Callable[..., Any]) -> None:
    assert read_cell("照护责任", "无")[0] == ("none",)
    assert read_cell("有无摩托或电动车", "无")[0] is False


def test_a_date_cell_is_a_date(read_cell: Callable[..., Any]) -> None:
    assert read_cell("出生日期", 29225)[0] == date(1980, 1, 5)
    assert read_cell("出生日期", "1980年1月")[0] == date(1980, 1, 1)
    value, (issue,) = read_cell("出生日期", 1980.1)
    assert value is None
    assert issue.value == "***"


def test_a_range_of_pay_fills_the_upper_end_too(read_rows: Read) -> None:
    head = (*VACANCY_HEAD, "薪酬下限", "薪酬上限", "年龄下限")
    ledger = read_rows([head, (*VACANCY, "3000-4500元", None, "18-45岁")], VACANCIES)
    assert ledger["pay_low"] == [3000]
    assert ledger["pay_high"] == [4500]
    assert ledger["age_min"] == [18]
    assert ledger["age_max"] == [45]
    assert not ledger.issues


def test_up_to_an_age_in_a_single_column_is_the_upper_end(read_rows: Read) -> None:
    ledger = read_rows([(*VACANCY_HEAD, "年龄要求"), (*VACANCY, "45岁以下")], VACANCIES)
    assert (ledger["age_min"], ledger["age_max"]) == ([None], [45])
    assert not ledger.issues


def test_an_upper_end_of_its_own_goes_before_that_of_a_range(read_rows: Read) -> None:
    head = (*VACANCY_HEAD, "薪酬下限", "薪酬上限")
    ledger = read_rows([head, (*VACANCY, "3000-4500元", 5000)], VACANCIES)
    assert ledger["pay_high"] == [5000]


def test_of_a_range_without_a_second_column_the_lower_end_is_used_with_a_note(
    read_cell: Callable[..., Any],
) -> None:
    value, (issue,) = read_cell("期望月收入下限", "2000-3000")
    assert value == 2000
    assert issue.severity is Severity.NOTE
