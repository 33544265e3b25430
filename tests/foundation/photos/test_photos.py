"""Photos: made anew from their points; hostile files are refused with a sentence."""

import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from chunfeng.foundation.photos import Photo, UnusablePhoto, child, reencode
from chunfeng.foundation.photos.limits import MOST_BYTES
from chunfeng.kit.capped import started
from tests.foundation.caps import caps

CANARY = "31.9876N 108.1234E phone 15400001234"
TAIL = b"<script>alert('tail')</script>PK\x03\x04canary"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def halves(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (width // 2, 0, width, height))
    return made.convert(mode)


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=["JPEG"])
    picture.load()
    return picture


def code_of(data: bytes) -> str:
    with pytest.raises(UnusablePhoto) as refused:
        reencode(data)
    said = refused.value.text
    assert said.to("en").endswith(".")
    assert said.to("zh").endswith("。")
    return refused.value.code


def near(seen: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 25 for a, b in zip(seen, wanted, strict=True))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, packed: bytes, *others: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), *others, chunk(b"IDAT", packed), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_two_jpeg_files(kind: str) -> None:
    photo = reencode(saved(halves(2000, 1000), kind))
    assert (photo.width, photo.height) == (1280, 640)
    assert opened(photo.large).size == (1280, 640)
    assert opened(photo.small).size == (320, 160)
    assert near(opened(photo.small).getpixel((10, 80)), RED)
    assert near(opened(photo.small).getpixel((310, 80)), BLUE)


def test_a_small_photo_is_not_enlarged() -> None:
    photo = reencode(saved(halves(200, 100)))
    assert opened(photo.large).size == opened(photo.small).size == (200, 100)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "I;16"])
def test_every_kind_of_colours_is_taken(mode: str) -> None:
    kind = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    source = halves().convert("L").convert("I;16") if mode == "I;16" else halves(mode=mode)
    photo = reencode(saved(source, kind))
    assert opened(photo.large).size == (400, 300)


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    deep = Image.new("I;16", (64, 64), 128 << 8)
    assert near(opened(reencode(saved(deep, "PNG")).large).getpixel((32, 32)), (128, 128, 128))


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    for kind in ("PNG", "WEBP"):
        assert near(opened(reencode(saved(clear, kind)).large).getpixel((25, 25)), (255, 255, 255))


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(halves(), exif=exif)


def test_a_photo_taken_sideways_stands_upright() -> None:
    photo = reencode(turned(6))
    assert (photo.width, photo.height) == (300, 400)
    assert near(opened(photo.large).getpixel((150, 10)), RED)
    assert near(opened(photo.large).getpixel((150, 390)), BLUE)


def test_of_an_animated_photo_the_first_picture_is_taken() -> None:
    frames = [Image.new("RGB", (60, 60), colour) for colour in (RED, BLUE)]
    for kind in ("WEBP", "PNG"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert near(opened(reencode(data).large).getpixel((30, 30)), RED)


@cache  # a profile holds the second it was made in
def with_metadata(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = CANARY
    exif.get_ifd(0x8825)[29] = CANARY  # the day of the position
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY.encode()
    options: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    if kind == "JPEG":
        options["comment"] = CANARY
    if kind != "PNG":
        options["xmp"] = CANARY.encode()
    return saved(halves(), kind, **options)


def nothing_left(photo: Photo, *canaries: bytes) -> None:
    for data in (photo.large, photo.small):
        assert not [canary for canary in canaries if canary in data]
        assert data.startswith(b"\xff\xd8\xff\xe0")  # JFIF; neither Exif nor profile before it
        assert data.endswith(b"\xff\xd9")
        assert data.count(b"\xff\xe1") == data.count(b"\xff\xe2") == data.count(b"\xff\xfe") == 0
        assert opened(data).info.keys() <= {
            "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
        }  # fmt: skip
        assert not opened(data).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_phone_and_every_other_note_are_gone(kind: str) -> None:
    data = with_metadata(kind)
    assert CANARY.encode() in data
    nothing_left(reencode(data), CANARY.encode(), b"15400001234")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_a_photo_is_gone(kind: str) -> None:
    nothing_left(reencode(saved(halves(), kind) + TAIL * 50), TAIL, b"script", b"canary")


def test_a_photo_that_is_also_a_page_loses_the_page() -> None:
    data = saved(halves())
    page = b"<html><script>alert(1)</script></html>"
    both = data[:2] + b"\xff\xfe" + struct.pack(">H", len(page) + 2) + page + data[2:] + page
    nothing_left(reencode(both), b"script", b"html")


def test_the_same_photo_gives_the_same_files() -> None:
    data = turned(3)
    assert reencode(data) == reencode(data)


def noise() -> bytes:
    return random.Random(7).randbytes(200_000)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing at all": (lambda: b"", "empty"),
    "a page": (lambda: b"<html><img src=x></html>", "kind"),
    "a drawing in SVG": (lambda: b"<svg xmlns='x'><script/></svg>", "kind"),
    "a GIF": (lambda: saved(halves(mode="P"), "GIF"), "kind"),
    "a TIFF": (lambda: saved(halves(), "TIFF"), "kind"),
    "a BMP": (lambda: saved(halves(), "BMP"), "kind"),
    "a PDF": (lambda: saved(halves(), "PDF"), "kind"),
    "a PostScript file": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file", "kind"),
    "a sound in a RIFF": (lambda: b"RIFF\x24\0\0\0WAVEfmt ", "kind"),
    "a HEIC photo": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    "a file too large": (lambda: b"\xff\xd8\xff" + bytes(MOST_BYTES), "large"),
    "a header of a huge PNG": (lambda: png(60_000, 60_000, b""), "pixels"),
    "a header of the hugest PNG": (lambda: png(2**31 - 1, 2**31 - 1, b""), "pixels"),
    "a PNG bomb that packs well": (
        lambda: png(20_000, 20_000, zlib.compress(bytes(60_001) * 2_000, 9)),
        "pixels",
    ),
    "a PNG with a bomb in its profile": (
        lambda: png(10, 10, b"", chunk(b"iCCP", b"icc\0\0" + zlib.compress(bytes(300_000_000), 9))),
        "damaged",
    ),
    "a PNG without points": (lambda: png(100, 100, b""), "damaged"),
    "a PNG whose points are noise": (lambda: png(100, 100, noise()), "damaged"),
    "a PNG without width": (lambda: png(0, 10, b""), "damaged"),
    "a JPEG cut in half": (lambda: saved(halves())[: len(saved(halves())) // 2], "damaged"),
    "a PNG cut in half": (
        lambda: saved(Image.frombytes("L", (90, 90), noise()[:8100]), "PNG")[:3000],
        "damaged",
    ),
    "a WebP cut in half": (lambda: saved(halves(), "WEBP")[:200], "damaged"),
    "a JPEG of noise": (lambda: b"\xff\xd8\xff\xe0" + noise(), "damaged"),
    "a WebP of noise": (lambda: b"RIFF\xff\xff\0\0WEBPVP8X" + noise(), "damaged"),
    "a JPEG with nothing but its beginning": (lambda: b"\xff\xd8\xff", "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    made, code = HOSTILE[name]
    assert code_of(made()) == code


@pytest.mark.parametrize("name", [name for name, (_, code) in HOSTILE.items() if code == "pixels"])
def test_of_too_many_points_none_is_decoded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, code = HOSTILE[name]
    decoded: list[str] = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: decoded.append(name))
    with pytest.raises(child.Refused) as refused:
        child.made_anew(made())
    assert (refused.value.code, decoded) == (code, [])


def test_a_photo_is_decoded_with_little_time_and_memory_and_no_right_to_write() -> None:
    with started("chunfeng.foundation.photos.child", seconds=30, given=True) as decoding:
        found = caps(decoding.pid)
    assert found == (child.SECONDS, child.MEMORY, 0)


def test_a_photo_of_the_most_points_is_taken() -> None:
    photo = reencode(saved(Image.new("RGBA", (8000, 5000), RED), "PNG"))
    assert (photo.width, photo.height) == (1280, 800)


def test_a_long_strip_keeps_at_least_one_point_of_height() -> None:
    photo = reencode(saved(Image.new("RGB", (30_000, 2), RED), "PNG"))
    assert (photo.width, photo.height) == (1280, 1)


@settings(max_examples=25)
@given(st.data())
def test_a_photo_with_bytes_changed_is_refused_or_still_a_clean_photo(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    broken = bytearray(with_metadata(kind))
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnusablePhoto):
        nothing_left(reencode(bytes(broken)), CANARY.encode())


def test_the_asking_process_does_not_even_load_the_decoder() -> None:
    looks = "import sys, chunfeng.foundation.photos; sys.exit('PIL' in sys.modules)"
    command = [sys.executable, "-c", looks]
    assert subprocess.run(command, check=False).returncode == 0  # noqa: S603 our own code


def test_the_child_sees_none_of_this_process_s_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNFENG_SECRET", "canary")
    with started("chunfeng.foundation.photos.child", seconds=30, given=True) as decoding:
        seen = Path(f"/proc/{decoding.pid}/environ").read_bytes()
    assert b"canary" not in seen
