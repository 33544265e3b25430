"""What a file may be before anything looks inside it: its kind, and limits on its contents."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from chunfeng.foundation.intake.refusal import Refused

MAX_FILE = 300 << 20  # bytes
MAX_UNPACKED = 800 << 20  # 100,000 rows of 67 columns unpack to 300 MB
MAX_RATIO = 300  # a real sheet packs about 10 : 1, long runs of equal rows up to 100 : 1
RATIO_FROM = 4 << 20  # bytes; small parts may pack better
MAX_PARTS = 5000
MAX_LIST = 4 << 20  # bytes of an archive's list of parts
MAX_ROW, MAX_COLUMN = 1_000_000, 300
MAX_CELLS = 30_000_000  # in all sheets, empty ones left of a filled one counted
LONGEST_CELL = 32_767
LONGEST_TAG = 4 << 20  # bytes; expat scans an unfinished one again with every chunk
CHUNK = 1 << 18

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x09\x08\x10\x00", "excel4"),
    (b"\x09\x04\x06\x00", "excel4"),
    (b"\x09\x02\x06\x00", "excel4"),
    (b"\x09\x00\x04\x00", "excel4"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "docx"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "rar"),
    (b"\x1f\x8b", "rar"),
)
_MARKUP = ("<html", "<!doctype", "<table", "<?xml", "<script", "<!--", "mime-version:")


@dataclass
class Budget:
    """Bytes that may still be unpacked."""

    left: int = MAX_UNPACKED

    def spend(self, size: int) -> None:
        """Counts unpacked bytes; Refused when they are more than allowed."""
        self.left -= size
        if self.left < 0:
            raise Refused("bomb")


def kind_of(head: bytes) -> str:
    """zip, ole or text by a file's first bytes; Refused for what is no table."""
    if not head:
        raise Refused("empty")
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "text")
    if kind == "image" and head.startswith(b"BM") and b"\0" not in head[:16]:
        kind = "text"  # a header of a text table may begin with these two letters
    if kind not in {"zip", "ole", "text"}:
        raise Refused(kind)
    return kind


def check_markup(text: str) -> None:
    """Refuses web pages and bare XML, which old systems save under Excel names."""
    if text.lstrip("\ufeff \t\r\n").lower().startswith(_MARKUP):
        raise Refused("html")


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive at a path, its list of parts checked; none of them unpacked yet."""
    _check_list(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("damaged") from error
    _check_parts(archive.infolist())
    return archive


def chunks(archive: zipfile.ZipFile, name: str, budget: Budget) -> Iterator[bytes]:
    """The unpacked bytes of a part, counted as they come."""
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                budget.spend(len(chunk))
                yield chunk
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refused("damaged") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]  # not in the stubs
        raise Refused("damaged") from error


def xml_parser() -> expat.XMLParserType:
    """A parser that refuses definitions, so no entity is ever expanded or fetched."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.EntityDeclHandler = _refuse_definitions
    return parser


def feed(parser: expat.XMLParserType, pieces: Iterator[bytes]) -> None:
    """Gives a part to a parser; Refused when it is not well-formed."""
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise Refused("damaged")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refused("damaged") from error


def check_prologs(archive: zipfile.ZipFile, budget: Budget) -> None:
    """Refuses definitions in any XML part, also in those that nobody reads."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            parser = xml_parser()
            with suppress(expat.ExpatError, ValueError, LookupError):
                parser.Parse(next(chunks(archive, name, budget), b""), False)


def _refuse_definitions(*_: object) -> None:
    raise Refused("entity")


def _check_list(path: Path) -> None:
    """The archive's own list must be small: reading it costs far more than its bytes."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Refused("damaged")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MAX_LIST:
        raise Refused("bomb")


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("bomb")
    for part in parts:
        if part.flag_bits & 1:
            raise Refused("encrypted")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused("damaged")
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Refused("bomb")
    _check_names([part.filename for part in parts])
    _check_overlap(parts)


def _check_names(names: list[str]) -> None:
    lowered = [name.lower().replace("\\", "/") for name in names]
    odd = any(name.startswith("/") or ".." in name.split("/") for name in lowered)
    if odd or len(set(lowered)) < len(lowered):
        raise Refused("names")
    known = set(lowered)
    if "xl/workbook.bin" in known:
        raise Refused("xlsb")
    if "content.xml" in known:
        raise Refused("ods")
    if any(name.startswith(("word/", "ppt/")) for name in lowered):
        raise Refused("docx")
    if not any(name.startswith("xl/") for name in lowered):
        raise Refused("zip")


def _check_overlap(parts: list[zipfile.ZipInfo]) -> None:
    """Parts that share bytes are how small archives unpack to terabytes."""
    end = -1
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise Refused("bomb")
        end = part.header_offset + 30 + part.compress_size  # 30: the shortest local header
