"""Stored files: nobody reads them on the disk, and an altered one does not open."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunfeng.foundation.ciphers import Broken, Keyring
from chunfeng.foundation.intake import UnreadableFile
from chunfeng.foundation.intake.sealed_files import (
    HEAD,
    PIECE,
    TAG,
    SealedFile,
    in_memory,
    safe_name,
    seal_file,
)

KEYS = Keyring(current=2, masters={1: bytes(32), 2: bytes(range(32))}, index=bytes(32))


@pytest.fixture
def target(tmp_path: Path) -> SealedFile:
    return SealedFile(tmp_path / "a" / "file", uuid4(), KEYS)


def content(file: SealedFile) -> bytes:
    return b"".join(file.pieces())


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_was_stored_comes_back(target: SealedFile, size: int) -> None:
    plain = bytes(n % 251 for n in range(size))
    stored, _ = seal_file(io.BytesIO(plain), target, 1 << 30)
    assert stored == size
    assert content(target) == plain
    assert target.open().read() == plain


def test_nothing_of_it_can_be_read_on_the_disk(target: SealedFile) -> None:
    seal_file(io.BytesIO("王小春，15400000000".encode() * 50), target, 1 << 20)
    assert "王小春".encode() not in target.path.read_bytes()
    assert target.path.stat().st_mode & 0o077 == 0


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(target: SealedFile) -> None:
    with pytest.raises(UnreadableFile):
        seal_file(io.BytesIO(bytes(2 * PIECE)), target, PIECE)
    assert list(target.path.parent.iterdir()) == []


def test_an_empty_file_is_refused(target: SealedFile) -> None:
    with pytest.raises(UnreadableFile):
        seal_file(io.BytesIO(b""), target, PIECE)


@pytest.mark.parametrize("spoil", ["flip", "cut", "swap", "drop", "move"])
def test_an_altered_file_does_not_open(target: SealedFile, spoil: str) -> None:
    seal_file(io.BytesIO(bytes(3 * PIECE)), target, 1 << 30)
    whole = bytearray(target.path.read_bytes())
    head, size = whole[:HEAD], PIECE + TAG
    pieces = [whole[HEAD + n * size : HEAD + (n + 1) * size] for n in range(3)]
    bound = target.bound
    if spoil == "flip":
        pieces[1][7] ^= 1
    elif spoil == "cut":
        pieces.pop()
    elif spoil == "swap":
        pieces[0], pieces[1] = pieces[1], pieces[0]
    elif spoil == "drop":
        del pieces[1]
    else:
        bound = uuid4()
    target.path.write_bytes(b"".join([head, *pieces]))
    with pytest.raises(Broken):
        content(SealedFile(target.path, bound, KEYS))


def test_a_file_of_an_older_key_still_opens(target: SealedFile) -> None:
    old = SealedFile(target.path, target.bound, Keyring(current=1, masters=KEYS.masters, index=b""))
    seal_file(io.BytesIO(b"abc"), old, PIECE)
    assert content(target) == b"abc"


def test_the_keys_are_not_shown(target: SealedFile) -> None:
    assert "Keyring" not in repr(target)


def test_a_file_in_memory_is_read_like_one_on_the_disk_and_then_gone() -> None:
    with in_memory([b"ab", b"c"], "../人员.csv") as path:
        assert (path.name, path.read_bytes()) == ("人员.csv", b"abc")
        assert path.is_symlink()
    assert not path.exists()


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_name_becomes_one_a_disk_takes(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert "/" not in safe
    assert safe.isprintable()
    assert len(safe.encode()) <= 200
    assert safe not in (".", "..")
