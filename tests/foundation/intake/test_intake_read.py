"""Reading whole ledgers: files, sheets, headers, notes."""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from intake_sheets import (
    HOME,
    PEOPLE_HEAD,
    PINGLI,
    SUZHOU,
    TOWN,
    VACANCY,
    VACANCY_HEAD,
    VILLAGE,
    Sheet,
    write_book,
    write_csv,
)

from chunfeng.foundation.intake import (
    Ledger,
    Reference,
    Severity,
    UnreadableFile,
    UnusableLedger,
    read,
    read_ledger,
)
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

DATA = Path(__file__).resolve().parents[2] / "data/intake"
Read = Callable[..., Ledger]
ROWS: list[Sequence[Any]] = [
    ("姓名", "户籍地", "联系电话", "期望月薪"),
    ("王小春", HOME, "13800000000", "2000"),
    ("李，小明", "城关镇", "13900000000", "1.2万"),
]


def notes(ledger: Ledger) -> list[str]:
    return [note.to("en") for note in ledger.notes]


def test_a_ledger_holds_every_field_with_one_value_a_row(read_rows: Read) -> None:
    ledger = read_rows(ROWS)
    assert list(ledger.columns) == [column.field for column in PEOPLE]
    assert {len(values) for values in ledger.columns.values()} == {2}
    assert ledger["home"] == [VILLAGE, TOWN]
    assert ledger["pay_min"] == [2000, 12000]
    assert ledger["skills"] == [None, None]
    assert (ledger.file, ledger.sheet, ledger.rows_seen) == ("ledger.xlsx", "台账", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_csv_is_read_in_the_encodings_offices_use(
    encoding: str, tmp_path: Path, reference: Reference
) -> None:
    path = write_csv(tmp_path / "people.csv", ROWS, encoding)
    ledger = read_ledger(path, PEOPLE, reference=reference)
    assert ledger["name"] == ["王小春", "李，小明"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_is_read_with_the_usual_separators(
    sign: str, tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "people.csv"
    lines = [sign.join(f'"{cell}"' for cell in row) for row in ROWS]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    assert read_ledger(path, PEOPLE, reference=reference)["home"] == [VILLAGE, TOWN]


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path, reference: Reference) -> None:
    with pytest.raises(UnreadableFile, match=r"people\.xlsx"):
        read_ledger(tmp_path / "people.xlsx", PEOPLE, reference=reference)


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_a_ledger_saved_by_libreoffice_is_read(suffix: str, reference: Reference) -> None:
    ledger = read_ledger(DATA / f"libreoffice.{suffix}", PEOPLE, reference=reference)
    assert ledger["name"] == ["王小春", "李小明", "赵小红"]
    assert ledger["household_no"] == ["H1", "H1", "H2"]
    assert ledger["home"] == [VILLAGE, VILLAGE, TOWN]
    assert ledger["birth_date"] == [datetime.date(1980, 1, 5), datetime.date(1982, 3, 1), None]
    assert ledger["pay_min"] == [2000, 2500, None]
    assert [(i.row, i.header, i.severity) for i in ledger.issues if i.severity != "note"] == [
        (8, "证件号码", Severity.CELL)
    ]


def test_an_opendocument_sheet_is_refused_with_what_to_do(reference: Reference) -> None:
    with pytest.raises(UnreadableFile, match=r"\.xlsx"):
        read_ledger(DATA / "libreoffice.ods", PEOPLE, reference=reference)


def test_a_ledger_written_by_openpyxl_is_read(tmp_path: Path, reference: Reference) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["姓名", "户籍地", "出生日期", "有无合同", "联系电话"])
    page.append(["王小春", HOME, datetime.date(1980, 1, 5), True, 13800000000])
    book.save(tmp_path / "people.xlsx")
    ledger = read_ledger(tmp_path / "people.xlsx", PEOPLE, reference=reference)
    assert ledger["birth_date"] == [datetime.date(1980, 1, 5)]
    assert ledger["has_contract"] == [True]
    assert ledger["phone"] == ["13800000000"]
    assert not ledger.issues


def test_of_several_sheets_the_one_that_fits_is_read_and_the_others_are_named(
    in_process: None, tmp_path: Path, reference: Reference
) -> None:
    path = write_book(
        tmp_path / "both.xlsx",
        Sheet([("填表说明",), ("一、按村填报",)], "说明"),
        Sheet([VACANCY_HEAD, VACANCY], "岗位"),
        Sheet(ROWS, "人员"),
    )
    people = read_ledger(path, PEOPLE, reference=reference)
    vacancies = read_ledger(path, VACANCIES, reference=reference)
    assert (people.sheet, vacancies.sheet) == ("人员", "岗位")
    assert "The sheet “人员” was read; not read: 说明, 岗位." in notes(people)


def test_a_sheet_may_be_asked_for_by_name_or_number(
    in_process: None, tmp_path: Path, reference: Reference
) -> None:
    path = write_book(tmp_path / "b.xlsx", Sheet(ROWS, "甲镇"), Sheet(ROWS[:2], "乙镇"))
    assert read_ledger(path, PEOPLE, reference=reference).sheet == "甲镇"
    assert read_ledger(path, PEOPLE, reference=reference, sheet="乙镇").sheet == "乙镇"
    assert read_ledger(path, PEOPLE, reference=reference, sheet="2").sheet == "乙镇"
    with pytest.raises(UnusableLedger, match="甲镇, 乙镇"):
        read_ledger(path, PEOPLE, reference=reference, sheet="丙镇")


def test_a_hidden_sheet_is_read_only_where_no_other_fits(
    in_process: None, tmp_path: Path, reference: Reference
) -> None:
    shown = Sheet(ROWS[:2], "今年")
    path = write_book(tmp_path / "b.xlsx", shown, Sheet(ROWS, "去年", hidden=True))
    assert read_ledger(path, PEOPLE, reference=reference).sheet == "今年"
    path = write_book(
        tmp_path / "c.xlsx", Sheet([("说明",)], "说明"), Sheet(ROWS, "去年", hidden=True)
    )
    ledger = read_ledger(path, PEOPLE, reference=reference)
    assert ledger.sheet == "去年"
    assert "The sheet “去年” is hidden in the file." in notes(ledger)


def test_a_missing_required_column_is_named_with_what_was_found(read_rows: Read) -> None:
    with pytest.raises(UnusableLedger) as caught:
        read_rows([("姓名", "联系电话", "大名", "民族")])
    said = caught.value.text
    assert "户籍地" in said.to("zh")
    for part in ("Home place", "姓名, 联系电话, 大名, 民族", "--map", "=home"):
        assert part in said.to("en")


def test_a_sheet_without_a_header_says_how_to_begin(read_rows: Read) -> None:
    with pytest.raises(UnusableLedger, match="chunfeng template"):
        read_rows([("甲", "乙"), ("丙", "丁")])


@pytest.mark.parametrize("field", ["name", "姓名", "Name"])
def test_a_mapping_names_a_header_the_layout_does_not_know(read_rows: Read, field: str) -> None:
    rows = [("老乡大名", *PEOPLE_HEAD[1:], "电话"), ("王小春", HOME, None)]
    assert read_rows(rows, mapping={"老乡大名": field})["name"] == ["王小春"]


def test_a_mapping_to_an_unknown_field_is_refused(read_rows: Read) -> None:
    with pytest.raises(UnusableLedger, match="no field “大名”"):
        read_rows(ROWS, mapping={"姓名": "大名"})


def test_a_mapping_of_a_column_that_is_not_there_is_said(read_rows: Read) -> None:
    ledger = read_rows(ROWS, mapping={"老乡大名": "name"})
    assert "--map names columns this sheet does not have: 老乡大名." in notes(ledger)


def test_unknown_columns_are_listed_in_one_note(read_rows: Read) -> None:
    ledger = read_rows([(*PEOPLE_HEAD, "电话", "鞋码", "爱好"), ("王小春", HOME)])
    assert "Columns that are not known and were not used: 鞋码, 爱好." in notes(ledger)


def test_a_second_column_for_a_field_is_noted_and_not_used(read_rows: Read) -> None:
    ledger = read_rows(
        [(*PEOPLE_HEAD, "手机", "电话"), ("王小春", HOME, "13800000000", "13900000000")]
    )
    assert ledger["phone"] == ["13800000000"]
    (issue,) = ledger.issues
    assert (issue.row, issue.column, issue.header, issue.severity) == (1, "D", "电话", "note")


@pytest.mark.parametrize(
    "header", ["性别要求", "民族", "婚姻状况", "乙肝检查", "是否已婚已育", "Sex"]
)
def test_a_requirement_the_law_forbids_is_noted_and_not_used(read_rows: Read, header: str) -> None:
    ledger = read_rows([(*VACANCY_HEAD, header), (*VACANCY, "女")], VACANCIES)
    (issue,) = ledger.issues
    assert (issue.header, issue.severity) == (header, Severity.NOTE)
    assert "law" in issue.problem.to("en")


def test_the_sex_of_a_person_is_no_forbidden_requirement(read_rows: Read) -> None:
    assert not read_rows([(*PEOPLE_HEAD, "性别", "婚姻状况"), ("王小春", HOME, "女")]).issues


def test_an_issue_says_where_what_and_how_to_mend(read_rows: Read) -> None:
    ledger = read_rows([("台账",), ("姓名", "户籍地", "学历"), ("王小春", HOME, "念过书")])
    (issue,) = ledger.issues
    assert (issue.file, issue.sheet, issue.row) == ("ledger.xlsx", "台账", 3)
    assert (issue.column, issue.header, issue.value) == ("C", "学历", "念过书")
    assert issue.severity is Severity.CELL
    assert "初中" in issue.mend.to("zh")
    assert ledger["education"] == [None]


def test_a_place_that_is_wrong_drops_its_row_only_where_it_is_required(read_rows: Read) -> None:
    ledger = read_rows(
        [
            (*PEOPLE_HEAD, "就业地", "意向地区"),
            ("王小春", HOME, "月亮县", "苏州市"),
            ("李", "月亮县"),
        ]
    )
    assert ledger["name"] == ["王小春"]
    assert ledger["wish_places"] == [(SUZHOU,)]
    assert ledger.rows_seen == 2
    assert [(i.row, i.severity) for i in ledger.issues] == [(2, "cell"), (3, "row")]


def test_the_county_of_most_rows_decides_what_a_short_name_means(read_rows: Read) -> None:
    ledger = read_rows([PEOPLE_HEAD, *[("王小春", HOME)] * 3, ("李小明", "城关镇")])
    assert ledger["home"][-1] == TOWN
    assert ledger["home"][-1] // 10**6 * 10**6 == PINGLI


def test_an_id_number_kept_as_a_number_is_refused_but_the_person_stays(read_rows: Read) -> None:
    rows = [(*PEOPLE_HEAD, "身份证号"), ("王小春", HOME, 110105194912310021.0)]
    ledger = read_rows(rows)
    assert ledger["id_number"] == [None]
    (issue,) = ledger.issues
    assert issue.severity is Severity.CELL
    assert "text" in issue.mend.to("en")


def test_progress_is_told_column_by_column(read_rows: Read) -> None:
    told: list[tuple[int, int]] = []
    read_rows(ROWS, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(n, len(PEOPLE.columns)) for n in range(1, len(PEOPLE.columns) + 1)]


def test_thousands_of_equal_mistakes_are_listed_in_part_and_counted(
    read_rows: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_ISSUES", 3)
    ledger = read_rows([(*PEOPLE_HEAD, "学历"), *[("王小春", HOME, "念过书")] * 10])
    assert len(ledger) == 10
    assert [issue.row for issue in ledger.issues] == [0, 2, 3, 4]
    assert "7 more" in ledger.issues[0].problem.to("en")


def test_the_same_file_gives_the_same_ledger(read_rows: Read) -> None:
    rows = [(*PEOPLE_HEAD, "学历", "健康"), *[("王小春", HOME, f"错{n}", "？") for n in range(40)]]
    assert read_rows(rows) == read_rows(rows)
