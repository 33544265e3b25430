"""Opening files: what is a table is read, whatever its name; the rest is refused in words."""

import csv
import io
import os
import resource
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.intake import child
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.files import read_workbook
from chunfeng.foundation.intake.refusal import REFUSALS
from chunfeng.kit.texts import Text
from tests.foundation.intake.evil import EVIL, LINKS, MAIN, archive, book, relations, sheet

STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STRICT_TEXTS = (
    '<sst xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><si><t>姓名</t></si></sst>'.encode()
)
START = 1.0  # seconds of processor time before the child has its cap
SPARE_MEMORY = 16 << 10  # KiB this process may grow by


def time_of_children() -> float:
    """Processor time in seconds that finished child processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(what: str) -> int:
    """This process's memory in KiB: VmRSS now, VmHWM at its highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition(f"{what}:")[2].split()[0])


@pytest.mark.parametrize("name", EVIL)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(EVIL[name]())
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the peak so far
    before, start = memory("VmRSS"), time_of_children()
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(path)
    assert time_of_children() - start < child.seconds_for(path.stat().st_size) + START
    assert memory("VmHWM") - before < SPARE_MEMORY
    english, chinese = refused.value.text.to("en"), refused.value.text.to("zh")
    assert english.startswith("people.xlsx: ")
    assert english.endswith(".")
    assert chinese.endswith("。")


def reason(path: Path) -> str:
    """The code of the reason a path is refused with."""
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(path)
    why = refused.value.text.values["reason"]
    assert isinstance(why, Text)
    return next(code for code, text in REFUSALS.items() if text.message == why.message)


@pytest.mark.parametrize(
    ("builder", "code"),
    [
        ("a_zip_bomb_of_one_sheet", "bomb"),
        ("a_bomb_in_a_picture_nobody_needs", "bomb"),
        ("a_bomb_of_parts_that_share_their_bytes", "bomb"),
        ("a_name_that_climbs_out", "names"),
        ("a_part_marked_encrypted", "encrypted"),
        ("a_workbook_locked_with_a_password", "encrypted"),
        ("an_entity_bomb_in_the_shared_strings", "entity"),
        ("an_entity_that_reads_a_file", "entity"),
        ("a_doctype_in_a_part_nobody_reads", "entity"),
        ("a_cell_in_the_last_row", "rows"),
        ("a_cell_in_the_last_column", "columns"),
        ("four_hundred_columns_of_csv", "columns"),
        ("one_csv_cell_of_ten_megabytes", "cell"),
        ("one_cell_of_forty_thousand_signs", "cell"),
        ("a_quote_that_never_closes", "quotes"),
        ("a_zero_byte_deep_in_a_text_table", "binary"),
        ("text_in_no_known_encoding", "encoding"),
        ("a_word_document", "docx"),
        ("an_old_word_document", "docx"),
        ("an_opendocument_sheet", "ods"),
        ("a_binary_workbook", "xlsb"),
        ("a_web_page_with_an_excel_name", "html"),
        ("a_pdf", "pdf"),
        ("a_picture", "image"),
        ("a_rar_archive", "rar"),
        ("an_archive_of_other_things", "zip"),
        ("nothing_at_all", "empty"),
        ("a_workbook_with_an_empty_sheet", "no_sheet"),
    ],
)
def test_the_sentence_says_what_the_file_really_is(builder: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(EVIL[builder]())
    assert reason(path) == code


@pytest.mark.parametrize("code", REFUSALS)
def test_every_reason_is_said_in_chinese(code: str) -> None:
    chinese = Text(REFUSALS[code].message, {"detail": "7"}).to("zh")
    assert chinese.endswith("。")
    assert "{" not in chinese


def test_there_are_sixty_hostile_files() -> None:
    assert len(EVIL) >= 60


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "broken.csv").symlink_to(tmp_path / "gone.csv")
    assert reason(tmp_path / "missing.xlsx") == "missing"
    assert reason(tmp_path / "broken.csv") == "missing"
    assert reason(tmp_path / "a" / "b.xlsx") == "missing"
    assert reason(tmp_path / ("n" * 300 + ".xlsx")) == "missing"
    assert reason(tmp_path / "zero\0.xlsx") == "missing"
    assert reason(tmp_path) == "folder"
    assert reason(tmp_path / "pipe.xlsx") == "device"
    assert reason(tmp_path / "zero.csv") == "device"


def test_a_file_larger_than_any_ledger_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(301 << 20)
    assert reason(path) == "large"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_this_account_may_not_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.csv"
    path.write_text("姓名\n", encoding="utf-8")
    path.chmod(0)
    assert reason(path) == "forbidden"


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
    expected = [
        "1980-01-05",
        "1980-01-05 08:30",
        "95%",
        1.5,
        12,
        "TRUE",
        "文字",
        None,
        "1980-01-01",
    ]
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
                "_rels/.rels": relations(r0=("officeDocument", "xl/workbook.xml")),
                "xl/_rels/workbook.xml.rels": relations(r1=("worksheet", "/xl/worksheets/s.xml")),
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
    assert found[1] == "1E400"


def shown(tmp_path: Path, *cells: str, styles: str = "", strings: str = "", late: str = "0") -> Any:
    """The first row of a sheet made of these cells."""
    made = book(
        sheet(f"<row>{''.join(cells)}</row>"),
        xl__styles_xml=f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode(),
        xl__sharedStrings_xml=f'<sst xmlns="{MAIN}">{strings}</sst>'.encode(),
        xl__workbook_xml=(
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="{late}"/>'
            '<sheets><sheet name="人员" r:id="r1"/></sheets></workbook>'
        ).encode(),
    )
    path = tmp_path / "made.xlsx"
    path.write_bytes(made)
    return read_workbook(path).sheets[0].rows[0]


def styled(code: str) -> str:
    """Styles whose style 1 has a number format."""
    return (
        f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts><cellStyleXfs><xf '
        'numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )


@pytest.mark.parametrize(
    ("code", "number", "expected"),
    [
        ("yyyy-mm-dd", "1", "1900-01-01"),
        ("yyyy-mm-dd", "59", "1900-02-28"),
        ("yyyy-mm-dd", "60", "1900-02-29"),
        ("yyyy-mm-dd", "61", "1900-03-01"),
        ("yyyy-mm-dd", "2958465", "9999-12-31"),
        ("yyyy-mm-dd", "2958466", 2958466),
        ("yyyy-mm-dd", "-1", -1),
        ("yyyy-mm-dd", "0", 0),
        ("[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@", "29221", "1980-01-01"),
        ("yyyy年m月", "29221", "1980-01-01"),
        ("mmm", "29221", "1980-01-01"),
        ("yyyy-mm-dd hh:mm", "29221.354166666664", "1980-01-01 08:30"),
        ("yyyy-mm-dd hh:mm", "29221.99999999", "1980-01-02"),
        ("h:mm", "0.3541666666", "08:30"),
        ("h:mm;@", "0", "00:00"),
        ("[h]:mm", "1.0625", "25:30"),
        ("0.0%", "0.955", "95.5%"),
        ("0%", "1", "100%"),
        ("#,##0.00&quot;元/月&quot;", "1200", 1200),
        ("0.00_ ;[Red]-0.00", "1.5", 1.5),
        ("[Magenta]0&quot;天&quot;", "30", 30),
        ("0\\d", "30", 30),
        ("General&quot;日&quot;", "30", 30),
        ("0.00E+00", "15", 15),
        ("@", "15", 15),
    ],
)
def test_a_number_is_shown_as_its_style_shows_it(
    code: str, number: str, expected: Any, tmp_path: Path
) -> None:
    cell = f'<c s="1"><v>{number}</v></c>'
    assert shown(tmp_path, cell, styles=styled(code)) == [expected]


def test_the_1904_calendar_begins_with_day_zero(tmp_path: Path) -> None:
    cells = '<c s="1"><v>0</v></c>', '<c s="1"><v>60</v></c>'
    found = shown(tmp_path, *cells, styles=styled("yyyy-mm-dd"), late="1")
    assert found == ["1904-01-01", "1904-03-01"]
    late = shown(tmp_path, '<c s="1"><v>2957004</v></c>', styles=styled("yyyy"), late="1")
    assert late == [2957004]


def test_every_type_of_cell_has_its_text(tmp_path: Path) -> None:
    found = shown(
        tmp_path,
        '<c t="s"><v>0</v></c>',
        '<c t="inlineStr"><is><r><t>龙</t></r><r><t>头</t></r><rPh sb="0" eb="1"><t>long</t></rPh>'
        "</is></c>",
        '<c t="b"><v>0</v></c>',
        '<c t="e"><v>#N/A</v></c>',
        '<c t="str"><f>A1</f><v>王小春</v></c>',
        '<c t="d"><v>1980-01-05T00:00:00</v></c>',
        '<c t="d"><v>1980-01-05T08:30:00Z</v></c>',
        "<c><v>1.50</v></c>",
        "<c><v>1E3</v></c>",
        '<c t="s"/>',
        '<c r="L1"><v>7</v></c>',
        strings="<si><t>第一行_x000D__x005F_x_xD800_</t></si>",
    )
    assert found[:6] == ["第一行\r_x_xD800_", "龙头", "FALSE", "#N/A", "王小春", "1980-01-05"]
    assert found[6:] == ["1980-01-05 08:30", 1.5, 1000, None, None, 7]


def test_a_formula_is_stored_empty_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    cells = '<c><f>1</f><v></v></c><c t="str"><f>1</f><v></v></c><c><f>1</f></c><c><f/><v>1</v></c>'
    path.write_bytes(book(sheet(f"<row>{cells}</row>")))
    found = read_workbook(path).sheets[0]
    assert found.formulas == {(1, 1): False, (1, 2): True, (1, 3): False, (1, 4): True}


def test_a_strict_workbook_is_read(tmp_path: Path) -> None:
    made = book(sheet('<row><c t="s"><v>0</v></c></row>'), xl__sharedStrings_xml=STRICT_TEXTS)
    path = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    path.write_bytes(
        archive({n: d.replace(LINKS.encode(), STRICT_LINKS.encode()) for n, d in parts.items()})
    )
    assert read_workbook(path).sheets[0].rows == [["姓名"]]


def test_pictures_anchored_in_a_sheet_add_no_rows(tmp_path: Path) -> None:
    made = sheet("<row><c><v>1</v></c></row>").replace(
        b"</worksheet>",
        b'<controls xmlns:xdr="u"><xdr:row r="9"/><xdr:c r="A9"><xdr:v>9</xdr:v></xdr:c></controls>'
        b"</worksheet>",
    )
    path = tmp_path / "anchored.xlsx"
    path.write_bytes(book(made))
    found = read_workbook(path).sheets[0].rows
    assert found == [[1]]


def test_rows_come_from_their_numbers_and_sheets_from_the_relations(tmp_path: Path) -> None:
    path = tmp_path / "gaps.xlsx"
    rows = '<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row><c r="A4"><v>3</v></c></row>'
    path.write_bytes(book(sheet(rows)))
    assert read_workbook(path).sheets[0].rows == [[], [], [None, 1, 2], [3]]


def test_a_merge_ends_where_the_cells_end(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    merges = b'<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:B2"/></mergeCells>'
    rows = sheet("<row><c><v>1</v></c><c><v>2</v></c></row>")
    path.write_bytes(book(rows.replace(b"</worksheet>", merges + b"</worksheet>")))
    assert read_workbook(path).sheets[0].merges == [(1, 1, 1, 2)]


def test_a_table_of_text_keeps_empty_lines_and_cuts_empty_ends(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text("标题\n\n姓名;备注;\n王小春;;\n;;\n", encoding="utf-8")
    assert read_workbook(path).sheets[0].rows == [["标题"], [], ["姓名", "备注"], ["王小春"]]


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
