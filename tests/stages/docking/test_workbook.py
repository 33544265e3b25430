"""The workbook says what the run says, no more and no less."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from made import ledger, made
from openpyxl import load_workbook
from sheets import Made, opened, written

from chunfeng.stages.docking.areas import township_of
from chunfeng.stages.docking.labels import WHY
from chunfeng.stages.docking.result import Docking, Why
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

SHEETS = ["汇总", "对接方案", "未对接人员", "空余名额", "最能见效", "数据问题"]


@pytest.fixture
def run() -> Made:
    return opened()


def by_row(docking: Docking) -> dict[int, Any]:
    rows = docking.people.row_numbers
    return {rows[line.person]: line for line in docking.placements}


def test_the_sheets_come_in_the_order_of_the_work(run: Made) -> None:
    assert run.book.sheetnames == SHEETS


def test_the_plan_lists_every_placement_once(run: Made) -> None:
    shown = [line["人员台账行号"] for line in run.lines("对接方案", "联系顺序")]
    assert sorted(shown) == sorted(by_row(run.docking))


def test_a_line_of_the_plan_says_what_the_docking_says(run: Made) -> None:
    people, vacancies = run.docking.people, run.docking.vacancies
    lines = by_row(run.docking)
    for shown in run.lines("对接方案", "联系顺序"):
        line = lines[shown["人员台账行号"]]
        assert shown["姓名"] == people["name"][line.person]
        assert shown["人员编号"] == people["person_no"][line.person]
        assert shown["岗位"] == vacancies["title"][line.vacancy]
        assert shown["用工单位"] == vacancies["employer"][line.vacancy]
        assert shown["岗位台账行号"] == vacancies.row_numbers[line.vacancy]
        assert shown["匹配分"] == line.score
        assert shown["距离（公里）"] == pytest.approx(line.distance_km)
        assert shown["月收入"] == line.pay_month
        assert shown["优先层级"] == run.docking.tier_names[line.tier].to("zh")
        assert line.reasons[0].text.to("zh") in shown["对接理由"]
        assert (shown["另一选择"] is not None) == bool(line.over_asked)


def test_the_phone_is_only_begun(run: Made) -> None:
    assert {line["电话开头"] for line in run.lines("对接方案", "联系顺序")} == {"139****"}


def test_officers_find_empty_columns_to_fill_in(run: Made) -> None:
    for line in run.lines("对接方案", "联系顺序"):
        assert line["联系结果"] is line["日期"] is line["备注"] is None


def test_a_township_stands_together_in_the_order_of_phoning(run: Made) -> None:
    homes, rows = run.docking.people["home"], list(run.docking.people.row_numbers)
    keys = [
        (township_of(homes[rows.index(line["人员台账行号"])]), line["联系顺序"])
        for line in run.lines("对接方案", "联系顺序")
    ]
    assert keys == sorted(keys)


def test_an_approximate_distance_is_marked(run: Made) -> None:
    sheet, lines = run.sheet("对接方案"), by_row(run.docking)
    headers = [cell.value for cell in sheet[1]]
    km, row = headers.index("距离（公里）"), headers.index("人员台账行号")
    for cells in sheet.iter_rows(min_row=2):
        line = lines[cells[row].value]
        assert ("≈" in cells[km].number_format) == line.distance_approximate


def test_pay_is_a_number_that_reads_as_yuan_a_month(run: Made) -> None:
    sheet = run.sheet("对接方案")
    column = [cell.value for cell in sheet[1]].index("月收入")
    cells = [row[column] for row in sheet.iter_rows(min_row=2) if row[column].value]
    assert {cell.number_format for cell in cells} == {'"¥"#,##0"/月"_ '}
    assert all(cell.data_type == "n" for cell in cells)


def test_piece_work_says_what_an_hour_comes_to() -> None:
    docking = made(1, 1)
    post = {
        "title": "缝纫工",
        "employer": "春燕社区工厂",
        "place": 610926100000,
        "headcount": 1,
        "pay_kind": "piece",
        "hours_per_day": 8.0,
        "days_per_week": 6.0,
        "hours_window": (510, 1050),
    }
    line = replace(made(3, 1).placements[0], person=0, vacancy=0, pay_month=2350.0)
    docking = replace(
        docking, vacancies=ledger(VACANCIES, [post]), placements=[line], unplaced=[], empty=[]
    )
    sheet = load_workbook(BytesIO(written(docking)))["对接方案"]
    shown = {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}
    assert shown["计薪与工时"] == "计件，约 ¥11.3/小时；8 小时/天；6 天/周；08:30–17:30"


def test_everyone_else_is_among_those_not_placed(run: Made) -> None:
    shown = [line["人员台账行号"] for line in run.lines("未对接人员", "乡镇")]
    placed = set(by_row(run.docking))
    assert sorted(shown) == [n for n in run.docking.people.row_numbers if n not in placed]


def test_a_line_of_those_not_placed_says_why_and_what_next(run: Made) -> None:
    rows = run.docking.people.row_numbers
    lines = {rows[line.person]: line for line in run.docking.unplaced}
    why = {
        Why.NOT_DOCKED: "未纳入对接",
        Why.NO_OPTION: "没有合适岗位",
        Why.OVER_ASKED: "名额不足",
        Why.ANSWERED: WHY[Why.ANSWERED].to("zh"),
    }
    for shown in run.lines("未对接人员", "乡镇"):
        line = lines[shown["人员台账行号"]]
        assert shown["未对接原因"] == why[line.why]
        assert shown["说明"] == line.reason.to("zh")
        assert line.change is not None
        # Someone not looked for needs no change but a next step.
        step = line.why is Why.NOT_DOCKED
        assert shown["下一步" if step else "最小改变"] == line.change.to("zh")
        assert shown["下一步"]
        assert (shown["最小改变"] is None) == step
        assert (shown["最近的岗位"] is None) == (line.nearest is None)
        for count in line.excluded:
            assert f"{count.text.to('zh')}（{count.number:,}）" in shown["排除岗位最多的条件"]


def test_empty_seats_come_largest_first_and_add_up(run: Made) -> None:
    lines = run.lines("空余名额", "用工单位")
    empty = [line["空余"] for line in lines]
    assert empty == sorted(empty, reverse=True)
    assert all(line["空余"] == line["招聘人数"] - line["已对接"] for line in lines)
    assert sum(empty) == sum(line.headcount - line.filled for line in run.docking.empty)


def test_levers_keep_their_rank_and_their_gain(run: Made) -> None:
    lines = run.lines("最能见效", "序号")
    assert [line["多对接人数"] for line in lines] == [
        lever.people_gained for lever in run.docking.levers
    ]
    assert [line["改什么"] for line in lines] == [
        lever.text.to("zh") for lever in run.docking.levers
    ]


def test_issues_stand_below_the_notes_of_reading(run: Made) -> None:
    sheet = run.sheet("数据问题")
    notes = [note.to("zh") for note in run.docking.notes]
    assert [sheet.cell(row, 1).value for row in range(1, len(notes) + 1)] == notes
    shown = run.lines("数据问题", "文件")
    assert [(line["行"], line["列"], line["问题"], line["如何改正"]) for line in shown] == [
        (issue.row, issue.column, issue.problem.to("zh"), issue.mend.to("zh"))
        for issue in run.docking.issues
    ]


def test_the_sentence_on_top_gives_people_proposals_and_gap(run: Made) -> None:
    people, placed = len(run.docking.people), len(run.docking.placements)
    left = sum(line.why is Why.NOT_DOCKED for line in run.docking.unplaced)
    assert run.sheet("汇总")["A2"].value == (
        f"{people} 人中 {people - left} 人需对接，已对接 {placed} 人，距最优不超过 0.05 %。"
    )


def test_a_proven_plan_says_so() -> None:
    docking = made(20, 5)
    proof = replace(docking.proof, status="optimal", gap=0.0)
    sheet = load_workbook(BytesIO(written(replace(docking, proof=proof))))["汇总"]
    assert "已证明没有更好的方案" in sheet["A2"].value


def test_the_figures_are_those_of_the_records(run: Made) -> None:
    docking, all_in_all = run.docking, run.block("总体情况")
    seats = sum(docking.vacancies["headcount"])
    assert all_in_all == {
        "人员台账行数": [docking.people.rows_seen],
        "可用人员": [len(docking.people)],
        "需对接人员": [sum(docking.proof.tier_people)],
        "已对接人员": [len(docking.placements)],
        "未对接人员": [len(docking.unplaced)],
        "岗位台账行数": [docking.vacancies.rows_seen],
        "可用岗位": [len(docking.vacancies)],
        "名额": [seats],
        "已对接名额": [len(docking.placements)],
        "空余名额": [seats - len(docking.placements)],
    }


@pytest.mark.parametrize("title", ["按乡镇", "按岗位类别", "未对接原因"])
def test_the_lines_of_a_table_add_up_to_its_total(run: Made, title: str) -> None:
    block = run.block(title)
    total = block.pop("合计")
    columns = list(zip(*block.values(), strict=True))
    for column, number in zip(columns, total, strict=True):
        if isinstance(number, int):
            assert sum(column) == number


def test_townships_split_people_into_placed_and_the_reasons(run: Made) -> None:
    for people, placed, unplaced, *why, not_docked, share in run.block("按乡镇").values():
        assert people == placed + unplaced
        assert unplaced == sum(why) + not_docked
        assert share == pytest.approx(placed / (people - not_docked))


def test_a_run_on_two_files_has_no_column_for_answers() -> None:
    docking = made(8, 3)
    docking = replace(docking, unplaced=[replace(docking.unplaced[0], why=Why.NO_OPTION)])
    sheet = load_workbook(BytesIO(written(docking)))["汇总"]
    said = [cell.value for row in sheet for cell in row]
    assert WHY[Why.NO_OPTION].to("zh") in said
    assert WHY[Why.ANSWERED].to("zh") not in said


def test_channels_split_seats_into_filled_and_empty(run: Made) -> None:
    block = run.block("按岗位类别")
    assert all(seats == filled + empty for _, seats, filled, empty in block.values())
    assert block["合计"][1:3] == [
        sum(run.docking.vacancies["headcount"]),
        len(run.docking.placements),
    ]


def test_limits_that_excluded_nothing_are_left_out_and_the_strongest_comes_first(run: Made) -> None:
    assert list(run.block("硬条件排除的人岗组合").items()) == [
        ("超出意愿地点", [7000]),
        ("每天路程太远", [500]),
        ("不能夜班", [40]),
    ]


def test_three_charts_are_drawn_from_the_cells() -> None:
    sheet = opened().sheet("汇总")
    assert len(sheet._charts) == 3
    for chart in sheet._charts:
        for series in chart.series:
            source = series.val.numRef
            area = source.f.split("!")[1].replace("$", "")
            in_cells = [row[0].value for row in sheet[area]]
            assert in_cells == [int(point.v) for point in source.numCache.pt]
            assert series.tx.strRef is None
            header = sheet.cell(sheet[area][0][0].row - 1, sheet[area][0][0].column)
            assert series.tx.v == header.value


def test_a_run_without_anything_still_makes_a_whole_workbook() -> None:
    docking = made(2, 1)
    nothing = replace(
        docking,
        people=ledger(PEOPLE, []), vacancies=ledger(VACANCIES, []), placements=[], unplaced=[],
        empty=[], levers=[], issues=[], notes=[], excluded_pairs={},
    )  # fmt: skip
    book = load_workbook(BytesIO(written(nothing)))
    assert book.sheetnames == SHEETS
    assert all(book[name]["A2"].value == "无。" for name in SHEETS[1:])


def test_the_same_run_gives_the_same_bytes_whenever_it_is_written() -> None:
    docking = made(40, 8)
    slower = replace(docking, proof=replace(docking.proof, seconds=99.0))
    with time_machine.travel(date(2001, 2, 3)):
        early = written(docking)
    with time_machine.travel(date(2031, 7, 8)):
        assert written(slower) == early


def test_the_day_of_the_run_is_the_day_of_the_workbook(run: Made) -> None:
    assert run.book.properties.created.date() == run.docking.on
