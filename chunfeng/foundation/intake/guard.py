"""What a file may be before anything looks inside: its kind, and what it unpacks to."""

import zipfile
from dataclasses import dataclass

from chunfeng.foundation.intake.refusal import Refused

MAX_FILE = 300 << 20  # bytes
MAX_UNPACKED = 1500 << 20
MAX_RATIO = 400  # a real sheet packs about 10 : 1, long runs of equal rows up to 100 : 1
RATIO_FROM = 20 << 20  # small parts may pack better
MAX_PARTS = 5000
MAX_ROW, MAX_COLUMN = 1_000_000, 300
LONGEST_CELL = 32_767

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "rar"),
    (b"\x1f\x8b", "rar"),
)


@dataclass
class Budget:
    """Bytes that may still be unpacked."""

    left: int = MAX_UNPACKED

    def spend(self, size: int) -> None:
        """Counts unpacked bytes; Refused when they are more than allowed."""
        self.left -= size
        if self.left < 0:
            raise Refused("bomb")


def kind_of(data: bytes) -> str:
    """zip, ole, text, or the kind of a file that is no table (then it is refused)."""
    if not data:
        raise Refused("empty")
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "text")
    if kind in {"pdf", "image", "rar"}:
        raise Refused(kind)
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<script")):
        raise Refused("html")
    return kind


def check_archive(archive: zipfile.ZipFile) -> None:
    """Refuses archives no spreadsheet program writes: locked, bombs, odd or repeated names."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise Refused("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise Refused("damaged")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("bomb")
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Refused("bomb")
    _check_names([part.filename for part in parts])
    _check_overlap(parts)


def _check_names(names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    odd = any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in lowered)
    if odd or len(set(lowered)) < len(lowered):
        raise Refused("names")
    if "xl/workbook.xml" in lowered:
        return
    if "xl/workbook.bin" in lowered:
        raise Refused("xlsb")
    if "content.xml" in lowered:
        raise Refused("ods")
    raise Refused("docx" if any(name.startswith("word/") for name in lowered) else "zip")


def _check_overlap(parts: list[zipfile.ZipInfo]) -> None:
    """Parts that share bytes are how small archives unpack to terabytes."""
    end = -1
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise Refused("bomb")
        end = part.header_offset + part.compress_size
