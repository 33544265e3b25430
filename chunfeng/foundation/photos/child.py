"""The process that decodes a photo: capped, and able to say nothing but new JPEG files.

Started by ``encoding.py``; takes the file on its standard input, writes a line of JSON and then the
two files.
"""

import sys
from io import BytesIO

import orjson
from PIL import Image, ImageOps

from chunfeng.foundation.photos.limits import LARGE, MOST_BYTES, MOST_PIXELS, SMALL
from chunfeng.kit.capped import cap, cap_time

MEMORY = 1 << 30  # bytes of address space; 40 million points of four bytes, twice, and the library
SECONDS = 15  # of processor time
QUALITY = {LARGE: 82, SMALL: 78}
FORMATS = ("JPEG", "PNG", "WEBP")
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypheim")
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class Refused(Exception):
    """A file that is not decoded: a code of ``encoding.REFUSALS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_beginning(data: bytes) -> None:
    """Refused for what cannot be a photo we take, by its first bytes."""
    if data[4:12] in _HEIC:
        raise Refused("heic")
    if not data.startswith(_BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] != b"WEBP"):
        raise Refused("kind")


def made_anew(data: bytes) -> tuple[int, int, dict[int, bytes]]:
    """(width, height, JPEG files by their greatest side) of the picture in a file."""
    check_beginning(data)
    Image.MAX_IMAGE_PIXELS = None  # counted here
    try:
        opened = Image.open(BytesIO(data), formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("pixels")
        opened.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG is decoded no larger than it need be
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError) as error:
        raise Refused("damaged") from error
    large = _points(upright, LARGE)
    return *large.size, {side: _jpeg(large, side) for side in (LARGE, SMALL)}


def _points(picture: Image.Image, side: int) -> Image.Image:
    """A picture without anything but points: scaled down, on white where it was transparent."""
    if picture.mode.startswith("I;16"):  # 16 bits of grey, which a plain conversion cuts off
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode != "L":
        picture = picture.convert("RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return clean


def _jpeg(picture: Image.Image, side: int) -> bytes:
    scaled = picture.copy()
    scaled.thumbnail((side, side))
    out = BytesIO()
    scaled.save(out, "JPEG", quality=QUALITY[side], optimize=True, progressive=True)
    return out.getvalue()


def main() -> None:
    """Answers for the file on standard input."""
    cap(MEMORY)
    cap_time(SECONDS)
    out = sys.stdout.buffer
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        width, height, files = made_anew(data)
    except Refused as refused:
        out.write(orjson.dumps({"refused": refused.code}) + b"\n")
    except MemoryError:
        out.write(b'{"refused":"pixels"}\n')
    else:
        large, small = files[LARGE], files[SMALL]
        about = {"width": width, "height": height, "large": len(large), "small": len(small)}
        out.write(orjson.dumps(about) + b"\n" + large + small)
    out.flush()
