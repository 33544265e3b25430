"""Opening files: what is a table is read, whatever its name; the rest is refused in words."""

import resource
import time
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.files import read_workbook
from tests.foundation.intake.evil import EVIL, LINKS, MAIN, archive, book, sheet

REFUSED_WITHIN = 5.0  # seconds; the promise of the guide
SPARE_MEMORY = 64 << 10  # KiB this process may grow by


@pytest.mark.parametrize("name", EVIL)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(EVIL[name]())
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(path)
    assert time.monotonic() - start < REFUSED_WITHIN
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < SPARE_MEMORY
    assert len(refused.value.text.to("en")) > len("people.xlsx: ") + 10
    assert refused.value.text.to("zh") != refused.value.text.to("en")


def test_there_are_sixty_hostile_files() -> None:
    assert len(EVIL) >= 60


@pytest.mark.parametrize("name", ["missing.xlsx", "."])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_workbook(tmp_path / name)


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


def test_cells_arrive_as_the_sheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "kinds.xlsx"
    made = openpyxl.Workbook()
    page = made.active
    page.append(
        [
            date(1980, 1, 5),
            datetime(1980, 1, 5, 8, 30, tzinfo=UTC).replace(tzinfo=None),
            0.95,
            1.5,
            12,
            True,
            "文字",
            None,
        ]
    )
    page["C1"].number_format = "0%"
    page["I1"] = 29221
    page["I1"].number_format = 'yyyy"年"m"月"d"日"'
    made.save(path)
    expected = ["1980-01-05", "1980-01-05 08:30", "95%", 1.5, 12, "是", "文字", None, "1980-01-01"]
    assert read_workbook(path).sheets[0].rows[0] == expected


def test_the_1904_calendar_is_honoured(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        page = made.add_worksheet()
        page.write_datetime(0, 0, date(1980, 1, 5), made.add_format({"num_format": "yyyy-mm-dd"}))
    assert read_workbook(path).sheets[0].rows[0] == ["1980-01-05"]


def test_merges_hidden_parts_and_formulas_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "parts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("台账")
        page.merge_range("A1:C2", "标题")
        page.write_formula("D3", "=1+1", None, 2)
        page.write_formula("D4", "=1+1", None, "")
        page.set_row(4, None, None, {"hidden": True})
        page.set_column("F:G", 5, None, {"hidden": True})
        page.write("A5", "藏着的行")
        made.add_worksheet("隐藏").hide()
    shown, hidden = read_workbook(path).sheets
    assert shown.merges == [(1, 1, 2, 3)]
    assert shown.hidden_rows == {5}
    assert shown.hidden_columns == {6, 7}
    assert shown.formulas == {(3, 4): True, (4, 4): False}
    assert hidden.hidden


def test_rich_text_is_joined_and_reading_aids_are_left_out(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>王</t></r><r><t xml:space="preserve">小春 </t></r>'
        "<rPh sb='0' eb='1'><t>wang</t></rPh></si></sst>"
    )
    path = tmp_path / "rich.xlsx"
    cells = sheet('<row><c t="s"><v>0</v></c></row>')
    path.write_bytes(book(cells, xl__sharedStrings_xml=strings.encode()))
    assert read_workbook(path).sheets[0].rows == [["王小春 "]]


def test_a_book_with_prefixed_names_and_absolute_targets_is_read(tmp_path: Path) -> None:
    path = tmp_path / "prefixed.xlsx"
    path.write_bytes(
        archive(
            {
                "xl/workbook.xml": (
                    f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{LINKS}"><x:sheets>'
                    '<x:sheet name="甲" r:id="r1"/></x:sheets></x:workbook>'
                ).encode(),
                "xl/_rels/workbook.xml.rels": (
                    b'<Relationships><Relationship Id="r1" Target="/xl/worksheets/s.xml"/>'
                    b"</Relationships>"
                ),
                "xl/worksheets/s.xml": (
                    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c>'
                    "</x:row></x:sheetData></x:worksheet>"
                ).encode(),
            }
        )
    )
    assert read_workbook(path).sheets[0].rows == [[7]]


def test_a_styled_but_empty_far_corner_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    path.write_bytes(book(sheet('<row><c r="A1"><v>1</v></c><c r="XFD1048576" s="1"/></row>')))
    assert read_workbook(path).sheets[0].rows == [[1]]


def test_a_lying_dimension_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "dimension.xlsx"
    cells = sheet("<row><c><v>1</v></c></row>")
    path.write_bytes(
        book(cells.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))
    )
    assert read_workbook(path).sheets[0].rows == [[1]]


def test_a_long_number_keeps_the_digits_the_file_has(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    path.write_bytes(book(sheet("<row><c><v>110105194912310020</v></c><c><v>1E400</v></c></row>")))
    found = read_workbook(path).sheets[0].rows[0]
    assert isinstance(found[0], float)
