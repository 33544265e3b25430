"""Opening files: what is a table is read, whatever its name and encoding."""

import csv
import io
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.intake import child
from chunfeng.foundation.intake.files import read_workbook


@pytest.mark.parametrize("name", ["-c.csv", "空 格';$(id).csv", "--help", "{root}.csv"])
def test_a_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("姓名,户籍地\n王小春,龙头村\n", encoding="utf-8")
    assert read_workbook(path).sheets[0].rows[0] == ["姓名", "户籍地"]


def test_a_link_to_a_ledger_is_read(tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("姓名,户籍地\n", encoding="utf-8")
    (tmp_path / "here.csv").symlink_to(tmp_path / "there.csv")
    assert read_workbook(tmp_path / "here.csv").sheets[0].rows == [["姓名", "户籍地"]]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("gb18030", "\t"),
        ("utf-16", "\t"),
        ("utf-16-le", ";"),
        ("utf-16-be", ","),
        ("utf-8", ";"),
    ],
)
def test_a_text_table_is_read_in_every_usual_encoding(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = [["姓名", "户籍地", "备注"], ["王小春", "城关镇龙头村", '说"好"，\n第二行']]
    quoted = [[f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row] for row in rows]
    path.write_bytes("\r\n".join(separator.join(row) for row in quoted).encode(encoding))
    assert read_workbook(path).sheets[0].rows == rows


def test_a_text_table_with_an_excel_name_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_text("姓名,户籍地\n王小春,龙头村\n", encoding="gb18030")
    found = read_workbook(path)
    assert (found.kind, found.sheets[0].rows[1]) == ("csv", ["王小春", "龙头村"])


def test_a_table_of_text_keeps_empty_lines_and_cuts_empty_ends(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text("标题\n\n姓名;备注;\n王小春;;\n;;\n", encoding="utf-8")
    assert read_workbook(path).sheets[0].rows == [["标题"], [], ["姓名", "备注"], ["王小春"]]


@pytest.mark.parametrize("note", ["1;\n2;\n3;", "a;\n;\n;", ";\n\t;"])
def test_lists_written_into_cells_part_no_columns(note: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = [["姓名", "备注"], *[["王小春", note]] * 9]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert read_workbook(path).sheets[0].rows == rows


@given(
    rows=st.lists(
        st.lists(st.text("ab王春,;\t\n\"' 1", min_size=1, max_size=5), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_what_csv_writes_is_read_back(rows: list[list[str]], encoding: str) -> None:
    rows = [["姓名", "户籍地", "年龄", "备注"]] * 6 + rows
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    with NamedTemporaryFile() as stored:
        stored.write(out.getvalue().encode(encoding))
        stored.flush()
        assert child.read(Path(stored.name))[1][0].rows == rows


@pytest.mark.parametrize(
    ("kind", "share", "clock", "total"),
    [("xlsx", "95%", "08:30", 2), ("xls", 0.95, "08:30", 2), ("csv", "95%", "8:30:00", "2")],
)
def test_a_file_saved_by_libreoffice_is_read(kind: str, share: Any, clock: str, total: Any) -> None:
    found = read_workbook(Path(__file__).parents[2] / "data" / "intake" / f"files.{kind}")
    row = ["王小春", "1980-01-05", share, clock, "TRUE", total]
    assert found.kind == kind
    assert found.sheets[0].rows[2] == row
    assert [sheet.hidden for sheet in found.sheets] == ([False] if kind == "csv" else [False, True])
    assert found.sheets[0].merges == ([] if kind == "csv" else [(1, 1, 1, 6)])


def test_rare_characters_of_names_do_not_make_a_table_binary(tmp_path: Path) -> None:
    path = tmp_path / "rare.csv"
    path.write_text("姓名,户籍地\n王\ue863\ue864,龙头村\n", encoding="gb18030")
    assert read_workbook(path).sheets[0].rows[1] == ["王\ue863\ue864", "龙头村"]
