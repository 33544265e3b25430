"""Workbooks: cells arrive as the sheet shows them, wherever the file puts them."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from chunfeng.foundation.intake.files import read_workbook
from tests.foundation.intake.evil import LINKS, MAIN, archive, book, relations, sheet

STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STRICT_TEXTS = (
    '<sst xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><si><t>姓名</t></si></sst>'.encode()
)


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
