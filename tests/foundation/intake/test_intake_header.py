"""Finding the header of a sheet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_sheets import grid

from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.header import Header, Names, find_header, keys
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

LAYOUTS = pytest.mark.parametrize("layout", [PEOPLE, VACANCIES], ids=["people", "vacancies"])
A_ROW = ("王小春", "平利县城关镇龙头村", "13800000000")


def people_header(*rows, merges=(), mapping=None) -> Header:  # type: ignore[no-untyped-def]
    found = find_header(grid(*rows, merges=merges), Names(PEOPLE, mapping or {}))
    assert found is not None
    return found


@LAYOUTS
def test_no_header_means_two_columns(layout: Layout) -> None:
    meant: dict[str, str] = {}
    for column in layout:
        for word in {column.zh, column.en, *column.also}:
            other = meant.setdefault(keys(word)[0], column.field)
            assert other == column.field, f"{word} means {other} and {column.field}"


@LAYOUTS
@settings(deadline=None)
@given(data=st.data())
def test_every_header_is_found_in_any_order_and_language(
    layout: Layout, data: st.DataObject
) -> None:
    columns = data.draw(st.permutations(layout.columns))
    names = [
        data.draw(st.sampled_from([c.zh, c.en, *(w for w in c.also if w not in REGION_WORDS)]))
        for c in columns
    ]
    found = find_header(grid(names), Names(layout, {}))
    assert found is not None
    assert {c.field: found.column(c.field) for c in columns} == {
        c.field: at for at, c in enumerate(columns, 1)
    }
    assert not found.unknown
    assert not found.twice


REGION_WORDS = {"村", "行政村", "所在村", "村(社区)", "村名"}


@pytest.mark.parametrize(
    "header",
    ["姓名", " 姓 名 ", "姓\n名", "*姓名", "姓名（必填）", "＊姓名：", "1.姓名", "姓名 *", "NAME"],
)
def test_marks_and_spaces_do_not_hide_a_header(header: str) -> None:
    assert people_header([header, "户籍地", "电话"]).fields["name"] == 1


def test_a_unit_in_brackets_does_not_hide_a_header() -> None:
    header = people_header(["姓名", "户籍地", "期望月薪（元/月）", "可接受单程通勤公里(公里)"])
    assert {"pay_min", "commute_km"} <= header.fields.keys()


def test_a_title_a_unit_line_and_notes_above_the_header_are_passed_over() -> None:
    header = people_header(
        ["平利县农村劳动力台账"],
        ["填报单位：城关镇", None, "单位：元"],
        [],
        ["序号", "姓名", "户籍地", "联系电话"],
        [1, *A_ROW],
    )
    assert header.first_row == header.last_row == 4
    assert header.fields == {"name": 2, "home": 3, "phone": 4}
    assert not header.unknown


def test_two_levels_are_read_together_where_the_lower_names_alone_say_too_little() -> None:
    header = people_header(
        ["姓名", "户籍地", "意愿", None, "就业", None],
        [None, None, "地点", "工种", "地点", "单位"],
        ["王小春", "龙头村", "县内", "缝纫工", None, None],
        merges=[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 1, 6)],
    )
    assert header.last_row == 2
    assert header.fields == {
        "name": 1,
        "home": 2,
        "wish_reach": 3,
        "wish_occupations": 4,
        "work_place": 5,
        "work_employer": 6,
    }


def test_two_levels_are_read_without_merged_cells_too() -> None:
    header = people_header(
        ["姓名", "户籍地", "意愿", None, "电话"],
        [None, None, "地点", "工种", None],
        ["王小春", "龙头村", "县内", "缝纫工", "13800000000"],
    )
    assert header.fields["wish_occupations"] == 4
    assert header.fields["phone"] == 5


def test_a_row_of_groups_above_plain_names_changes_nothing() -> None:
    header = people_header(
        ["基本信息", None, None, "意愿"],
        ["姓名", "户籍地", "联系电话", "就业意愿"],
        merges=[(1, 1, 1, 3)],
    )
    assert list(header.fields) == ["name", "home", "phone", "willing"]
    assert header.last_row == 2


def test_the_first_data_row_is_never_taken_for_a_header() -> None:
    header = find_header(
        grid(
            ["用工单位", "岗位名称", "工作地点", "招聘人数", "其他"],
            ["春燕公司", "岗位", "平利县", "10", "合同"],
        ),
        Names(VACANCIES, {}),
    )
    assert header is not None
    assert header.last_row == 1


def test_of_two_columns_for_one_field_the_surer_name_wins_else_the_first() -> None:
    header = people_header(["家庭住址", "姓名", "户籍地", "手机", "电话"])
    assert header.fields["home"] == 3
    assert header.fields["phone"] == 4
    assert header.twice == [1, 5]


def test_a_mapping_goes_before_every_name() -> None:
    header = people_header(["谁", "姓名", "户籍地"], mapping={"谁": "name"})
    assert header.fields["name"] == 1
    assert header.twice == [2]


def test_regions_in_columns_of_their_own_are_put_together() -> None:
    header = people_header(["姓名", "县", "乡镇", "行政村", "电话"])
    assert header.parts == [(3, 2), (4, 3), (5, 4)]
    assert "home" not in header.fields
    assert header.column("home") == 4


def test_only_regions_side_by_side_are_put_together() -> None:
    header = people_header(["姓名", "乡镇", "村", "电话", "省", "市"])
    assert header.parts == [(4, 2), (5, 3)]
    assert header.unknown == [5, 6]


def test_a_single_column_of_villages_is_the_region() -> None:
    assert people_header(["姓名", "村", "电话"]).fields["home"] == 2


def test_a_sheet_without_known_names_has_no_header() -> None:
    assert find_header(grid(["填表说明"], ["一、按村填报"]), Names(PEOPLE, {})) is None


def test_absurd_merged_areas_are_not_walked_cell_by_cell() -> None:  # it would never end
    merges = [(1, 1, 1_048_576, 16_384)] * 20_000
    sheet = grid(["姓名", "户籍地"], list(A_ROW), merges=merges)
    assert find_header(sheet, Names(PEOPLE, {})) is None
