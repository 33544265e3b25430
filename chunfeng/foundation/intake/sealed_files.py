"""Uploaded files on the disk: encrypted piece by piece, and opened in memory alone.

Layout: suite (1 byte) · key number (2) · salt (16) · pieces. Every file has a key of its own; a
piece's nonce counts up and says whether it is the last, so that none can be lost or exchanged.
Source: NIST SP 800-38D (GCM), RFC 5869 (HKDF); the counting nonce is the STREAM construction.
"""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chunfeng.foundation.ciphers import Broken, Keyring
from chunfeng.foundation.intake.errors import UnreadableFile
from chunfeng.foundation.intake.refusal import REFUSALS
from chunfeng.kit.texts import Text

PIECE = 1 << 20  # bytes of plain text
TAG = 16
SUITE, SALT = 1, 16
HEAD = 3 + SALT
LONGEST_NAME = 200  # bytes


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A stored file, its keys, and the id it is bound to."""

    path: Path
    bound: UUID
    keys: Keyring = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """The plain bytes, piece by piece; Broken where the file was altered."""
        with self.path.open("rb") as stream:
            head = stream.read(HEAD)
            number = int.from_bytes(head[1:3], "big")
            if head[:1] != bytes([SUITE]) or number not in self.keys.masters:
                raise Broken("unknown key of a stored file")
            cipher = _cipher(self.keys.masters[number], head[3:])
            piece, count = stream.read(PIECE + TAG), 0
            while piece:
                after = stream.read(PIECE + TAG)
                try:
                    nonce = _nonce(count, last=not after)
                    yield cipher.decrypt(nonce, piece, self.bound.bytes)
                except InvalidTag:
                    raise Broken("a stored file does not open") from None
                piece, count = after, count + 1

    def open(self, mode: str = "rb") -> IO[bytes]:
        """The plain bytes as a stream."""
        return io.BufferedReader(_Stream(self.pieces()), PIECE)


def seal_file(source: IO[bytes], target: SealedFile, largest: int) -> tuple[int, str]:
    """Stores a stream; (bytes, SHA-256). UnreadableFile where it is empty or too large."""
    salt, digest, size = os.urandom(SALT), hashlib.sha256(), 0
    cipher = _cipher(target.keys.masters[target.keys.current], salt)
    target.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.path.with_suffix(".part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(bytes([SUITE]) + target.keys.current.to_bytes(2, "big") + salt)
            for count, (piece, last) in enumerate(_even(source)):
                size += len(piece)
                if size > largest:
                    raise UnreadableFile(_refusal("large", largest >> 20))
                digest.update(piece)
                out.write(cipher.encrypt(_nonce(count, last=last), piece, target.bound.bytes))
            if not size:
                raise UnreadableFile(REFUSALS["empty"])
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target.path)
    finally:
        draft.unlink(missing_ok=True)
    return size, digest.hexdigest()


@contextmanager
def in_memory(pieces: Iterable[bytes], name: str) -> Iterator[Path]:
    """A path to bytes that lie in memory alone: even a killed process leaves none on the disk."""
    with (
        os.fdopen(os.memfd_create("ledger"), "wb") as stream,
        TemporaryDirectory(prefix="chunfeng-") as folder,
    ):
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        path = Path(folder) / safe_name(name)
        path.symlink_to(f"/proc/{os.getpid()}/fd/{stream.fileno()}")
        yield path


def safe_name(name: str) -> str:
    """A file name without folders and signs that steer, short enough for any disk."""
    bare = "".join(sign for sign in name.replace("\\", "/").split("/")[-1] if sign.isprintable())
    stem, dot, suffix = bare.strip(" .").rpartition(".")
    room = LONGEST_NAME - len(suffix.encode()) - 1
    if not stem or room < 1:
        return bare.strip(" .").encode()[:LONGEST_NAME].decode(errors="ignore") or "ledger"
    return stem.encode()[:room].decode(errors="ignore") + dot + suffix


def _refusal(code: str, detail: object) -> Text:
    return Text(REFUSALS[code].message, {"detail": str(detail)})


def _even(source: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pieces of equal size, each with whether it is the last."""
    piece = _full(source)
    while piece:
        after = _full(source)
        yield piece, not after
        piece = after


def _full(source: IO[bytes]) -> bytes:
    """A whole piece, however little the source gives at a time."""
    out = b""
    while len(out) < PIECE and (more := source.read(PIECE - len(out))):
        out += more
    return out


def _cipher(master: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"intake.file").derive(master))


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])


class _Stream(io.RawIOBase):
    """Pieces as a stream that goes forward only."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]  # any buffer there
        """Fills a buffer as far as the piece at hand goes."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        taken = self._rest[: len(room)]
        room[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
