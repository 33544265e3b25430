"""Files nobody should be able to hurt us with, each made by a small function: name → bytes."""

import io
import struct
import zipfile
from collections.abc import Callable

EVIL: dict[str, Callable[[], bytes]] = {}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def evil(builder: Callable[[], bytes]) -> Callable[[], bytes]:
    """Registers a builder under its own name."""
    EVIL[builder.__name__] = builder
    return builder


def book(sheet: bytes, **parts: bytes) -> bytes:
    """A workbook whose one sheet is the given XML; ``parts`` replace or add other parts."""
    made = {
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="人员" sheetId="1" '
            'r:id="r1"/></sheets></workbook>'
        ).encode(),
        "_rels/.rels": relations(r0=("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            r1=("worksheet", "worksheets/sheet1.xml"),
            r2=("sharedStrings", "sharedStrings.xml"),
            r3=("styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    made.update(
        {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()}
    )
    return archive(made)


def relations(**links: tuple[str, str]) -> bytes:
    """A part's relations: id → (kind, target)."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in links.items()
    )
    return f"<Relationships>{listed}</Relationships>".encode()


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def sheet(rows: str) -> bytes:
    """A worksheet's XML around its rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cell(reference: str, value: str = "1") -> bytes:
    """A worksheet with a single cell."""
    return sheet(f'<row><c r="{reference}"><v>{value}</v></c></row>')


@evil
def a_zip_bomb_of_one_sheet() -> bytes:
    return book(sheet("<row>" + "<c/>" * 10_000_000 + "</row>"))


@evil
def a_bomb_in_the_shared_strings() -> bytes:
    return book(
        cell("A1"), xl__sharedStrings_xml=b"<sst><si><t>" + b"x" * 50_000_000 + b"</t></si></sst>"
    )


@evil
def a_bomb_in_the_styles() -> bytes:
    return book(cell("A1"), xl__styles_xml=b"<styleSheet>" + b" " * 50_000_000 + b"</styleSheet>")


@evil
def a_bomb_in_a_picture_nobody_needs() -> bytes:
    return book(cell("A1"), xl__media__image1=b"\0" * 50_000_000)


@evil
def parts_that_overlap() -> bytes:
    good = bytearray(book(cell("A1")))
    listed = good.index(b"PK\x01\x02")
    second = good.index(b"PK\x01\x02", listed + 4)
    # The second part's place in the file is set to the first part's.
    good[second + 42 : second + 46] = good[listed + 42 : listed + 46]
    return bytes(good)


@evil
def sizes_that_lie_upward() -> bytes:
    good = bytearray(book(cell("A1")))
    listed = good.index(b"PK\x01\x02")
    good[listed + 24 : listed + 28] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(good)


@evil
def sizes_that_lie_downward() -> bytes:
    good = bytearray(book(sheet("<row>" + "<c><v>1</v></c>" * 50_000 + "</row>")))
    for at in range(len(good) - 4):
        if good[at : at + 4] == b"PK\x01\x02":
            good[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(good)


@evil
def ten_thousand_parts() -> bytes:
    return archive(
        {f"xl/part{k}.xml": b"<a/>" for k in range(10_000)} | {"xl/workbook.xml": b"<a/>"}
    )


@evil
def a_name_that_climbs_out() -> bytes:
    return archive({"xl/workbook.xml": b"<a/>", "../../etc/cron.d/x": b"x"})


@evil
def an_absolute_name() -> bytes:
    return archive({"xl/workbook.xml": b"<a/>", "/etc/passwd": b"x"})


@evil
def the_same_name_twice_in_other_letters() -> bytes:
    return archive({"xl/workbook.xml": b"<a/>", "XL/Workbook.xml": b"<b/>"})


@evil
def a_part_marked_encrypted() -> bytes:
    good = bytearray(book(cell("A1")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = good.index(mark)
        good[at + offset] |= 1
    return bytes(good)


@evil
def a_packing_nobody_uses() -> bytes:
    return archive({"xl/workbook.xml": b"<a/>" * 100}, zipfile.ZIP_LZMA)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + k)} "{("&" + chr(97 + k) + ";") * 10}">' for k in range(9)
)


@evil
def an_entity_bomb_in_the_sheet() -> bytes:
    return book((ENTITIES + "]>").encode() + sheet("<row><c t='str'><v>&j;</v></c></row>"))


@evil
def an_entity_bomb_in_the_workbook() -> bytes:
    return book(cell("A1"), xl__workbook_xml=(ENTITIES + "]><workbook>&j;</workbook>").encode())


@evil
def an_entity_bomb_in_the_shared_strings() -> bytes:
    text = (ENTITIES + "]><sst><si><t>&j;</t></si></sst>").encode()
    return book(cell("A1"), xl__sharedStrings_xml=text)


@evil
def an_entity_that_reads_a_file() -> bytes:
    steal = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return book(steal.encode() + sheet("<row><c t='str'><v>&f;</v></c></row>"))


@evil
def an_entity_that_asks_the_network() -> bytes:
    ask = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
    return book(ask.encode() + cell("A1"))


@evil
def a_doctype_in_the_relations() -> bytes:
    return archive(
        {
            "xl/workbook.xml": b"<workbook/>",
            "xl/_rels/workbook.xml.rels": b"<!DOCTYPE a [<!ELEMENT a ANY>]><Relationships/>",
        }
    )


@evil
def a_cell_at_the_last_corner() -> bytes:
    return book(cell("XFD1048576"))


@evil
def a_cell_in_the_last_row() -> bytes:
    return book(cell("A1048576"))


@evil
def a_cell_in_the_last_column() -> bytes:
    return book(cell("XFD1"))


@evil
def a_row_number_beyond_any_sheet() -> bytes:
    return book(sheet('<row r="999999999"><c><v>1</v></c></row>'))


@evil
def more_rows_than_a_sheet_has() -> bytes:
    rows = (f'<row r="{k}"><c><v>{k}</v></c></row>' for k in range(1, 1_048_578))
    return book(sheet("".join(rows)))


@evil
def a_million_and_more_lines_of_csv() -> bytes:
    return "姓名,户籍地\n".encode() + b"a\n" * 1_048_577


@evil
def four_hundred_columns_of_csv() -> bytes:
    return (",".join(f"列{k}" for k in range(400)) + "\n").encode() * 3


@evil
def one_cell_of_forty_thousand_signs() -> bytes:
    return book(sheet(f'<row><c t="inlineStr"><is><t>{"长" * 40_000}</t></is></c></row>'))


@evil
def one_csv_cell_of_ten_megabytes() -> bytes:
    return "姓名\n".encode() + b'"' + b"x" * 10_000_000 + b'"\n'


@evil
def a_quote_that_never_closes() -> bytes:
    return '姓名,户籍地\n"王小春,龙头村\n'.encode() * 3


@evil
def a_shared_text_that_does_not_exist() -> bytes:
    return book(sheet('<row><c t="s"><v>7</v></c></row>'))


@evil
def a_shared_text_before_the_first() -> bytes:
    text = f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>'.encode()
    return book(sheet('<row><c t="s"><v>-1</v></c></row>'), xl__sharedStrings_xml=text)


@evil
def a_sheet_cut_in_the_middle() -> bytes:
    return book(cell("A1")[:-30])


@evil
def a_sheet_of_another_encoding() -> bytes:
    return book(b'<?xml version="1.0" encoding="x-unknown"?>' + cell("A1"))


@evil
def a_sheet_with_stray_bytes() -> bytes:
    return book(cell("A1").replace(b"1</v>", b"\xff\xfe\x00</v>"))


@evil
def elements_nested_a_million_deep() -> bytes:
    return book(sheet("<row>" * 1_000_000))


@evil
def an_archive_cut_short() -> bytes:
    return book(cell("A1"))[:-40]


@evil
def an_archive_with_a_broken_list() -> bytes:
    good = book(cell("A1"))
    return good[:-22] + b"PK\x05\x06" + b"\xff" * 18


@evil
def an_archive_with_flipped_bytes() -> bytes:
    good = bytearray(book(sheet("<row>" + "<c><v>1</v></c>" * 500 + "</row>")))
    middle = good.index(b"worksheets/sheet1.xml") + 40
    good[middle : middle + 20] = bytes(255 - b for b in good[middle : middle + 20])
    return bytes(good)


@evil
def only_the_first_bytes_of_an_archive() -> bytes:
    return b"PK\x03\x04"


@evil
def an_empty_archive() -> bytes:
    return b"PK\x05\x06" + b"\0" * 18


@evil
def an_archive_of_other_things() -> bytes:
    return archive({"a.txt": b"x"})


@evil
def an_archive_inside_an_archive() -> bytes:
    return archive({"people.xlsx": book(cell("A1"))})


@evil
def a_workbook_without_sheets() -> bytes:
    return archive({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets/></workbook>'.encode()})


@evil
def a_workbook_whose_sheet_is_missing() -> bytes:
    return book(b"", xl__worksheets__sheet1_xml=b"")


@evil
def a_workbook_with_an_empty_sheet() -> bytes:
    return book(sheet(""))


@evil
def a_word_document() -> bytes:
    return archive({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<a/>"})


@evil
def an_opendocument_sheet() -> bytes:
    return archive(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
    )


@evil
def a_binary_workbook() -> bytes:
    return archive({"xl/workbook.bin": b"\0" * 100})


@evil
def a_web_page_with_an_excel_name() -> bytes:
    return b"<html><body><table><tr><td>x</td></tr></table></body></html>"


@evil
def an_xml_file_with_an_excel_name() -> bytes:
    return b'<?xml version="1.0"?><Workbook/>'


@evil
def a_pdf() -> bytes:
    return b"%PDF-1.7\n" + b"x" * 100


@evil
def a_picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@evil
def a_photograph() -> bytes:
    return b"\xff\xd8\xff\xe0" + b"\0" * 100


@evil
def a_rar_archive() -> bytes:
    return b"Rar!\x1a\x07\x00" + b"\0" * 100


@evil
def a_program() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20


@evil
def nothing_at_all() -> bytes:
    return b""


@evil
def only_zero_bytes() -> bytes:
    return b"\0" * 5_000


@evil
def random_looking_bytes() -> bytes:
    return bytes((k * 7919 + 13) % 256 for k in range(20_000))


@evil
def an_old_workbook_cut_short() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@evil
def an_old_workbook_of_garbage() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes((k * 31) % 256 for k in range(8_000))


@evil
def an_old_workbook_that_points_in_a_circle() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHH", 0x3E, 3, 0xFFFE)
    head += struct.pack("<HH", 9, 6) + b"\0" * 6 + struct.pack("<7I", 0, 1, 0, 0, 4096, 0, 1)
    return head.ljust(512, b"\0") + struct.pack("<128I", *([0] * 128)) * 4


@evil
def a_workbook_locked_with_a_password() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2_000


@evil
def text_in_no_known_encoding() -> bytes:
    return b"name,home\n" + b"\x81\x20\xff\xff" * 300


@evil
def a_doctype_in_a_part_nobody_reads() -> bytes:
    return book(cell("A1"), docProps__app_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")


@evil
def a_bomb_of_parts_that_share_their_bytes() -> bytes:
    good = bytearray(book(cell("A1"), xl__a_xml=b"a" * 5_000, xl__b_xml=b"b" * 5_000))
    first = good.index(b"PK\x01\x02")
    at = first
    while (at := good.find(b"PK\x01\x02", at + 1)) > 0:
        good[at + 42 : at + 46] = good[first + 42 : first + 46]
    return bytes(good)


@evil
def a_list_of_parts_larger_than_any_workbook() -> bytes:
    good = bytearray(book(cell("A1")))
    good[-10:-6] = struct.pack("<I", 1 << 30)
    return bytes(good)


@evil
def an_attribute_of_fifty_megabytes() -> bytes:
    return book(sheet('<row><c r="A1" x="' + "ab1" * 17_000_000 + '"/></row>'))


@evil
def a_comment_that_never_ends() -> bytes:
    noise = b"".join(struct.pack("<I", k * 2654435761 % 2**32).hex().encode() for k in range(10**6))
    return book(cell("A1").replace(b"<row>", b"<row><!-- " + noise))


@evil
def a_million_attributes() -> bytes:
    return book(sheet("<row " + " ".join(f'a{k}="1"' for k in range(1_000_000)) + "/>"))


@evil
def a_merge_over_everything_twice() -> bytes:
    merges = b'<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:XFD1048576"/>'
    return book(
        cell("B2").replace(b"</worksheet>", merges + b"</mergeCells></worksheet>"),
    )


@evil
def a_merge_that_runs_backwards() -> bytes:
    merges = b'<mergeCells><mergeCell ref="B2:A1"/></mergeCells></worksheet>'
    return book(cell("C3").replace(b"</worksheet>", merges))


@evil
def a_merge_of_nonsense() -> bytes:
    merges = b'<mergeCells><mergeCell ref="everything"/></mergeCells></worksheet>'
    return book(cell("A1").replace(b"</worksheet>", merges))


@evil
def a_reference_of_nonsense() -> bytes:
    return book(cell("../etc/passwd"))


@evil
def a_number_that_is_none() -> bytes:
    return book(cell("A1", "__import__('os')"))


@evil
def a_formula_in_the_last_corner() -> bytes:
    return book(sheet('<row><c r="XFD1048576"><f>1+1</f></c></row>'))


@evil
def wide_rows_with_only_their_last_cell_filled() -> bytes:
    rows = "".join(f'<row r="{k}"><c r="KN{k}"><v>1</v></c></row>' for k in range(1, 150_001))
    return book(sheet(rows))


@evil
def a_sheet_that_lies_outside_the_archive() -> bytes:
    return book(
        cell("A1"),
        **{"xl___rels__workbook_xml.rels": relations(r1=("worksheet", "../../../etc/passwd"))},
    )


@evil
def a_sheet_that_lies_on_the_network() -> bytes:
    linked = relations(r1=("worksheet", "http://127.0.0.1:9/s.xml"))
    return book(cell("A1"), **{"xl___rels__workbook_xml.rels": linked})


@evil
def a_presentation() -> bytes:
    return archive({"ppt/presentation.xml": b"<p/>", "[Content_Types].xml": b"<a/>"})


@evil
def a_rich_text_document() -> bytes:
    return b"{\\rtf1\\ansi name,home}"


@evil
def an_excel_4_sheet() -> bytes:
    return b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 50


@evil
def an_old_word_document() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return head + "WordDocument".encode("utf-16-le").ljust(2_048, b"\0")


@evil
def a_web_archive() -> bytes:
    return b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\n<html/>"


@evil
def a_web_page_in_utf_16() -> bytes:
    return "<html><table><tr><td>姓名</td></tr></table></html>".encode("utf-16")


@evil
def a_zero_byte_deep_in_a_text_table() -> bytes:
    return "姓名,户籍地\n".encode() * 10_000 + b"a,\0b\n"


@evil
def a_csv_of_separators_only() -> bytes:
    return b",,,,\n" * 1_000


@evil
def a_mark_of_utf_16_before_half_a_sign() -> bytes:
    return b"\xff\xfea"
