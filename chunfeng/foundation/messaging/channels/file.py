"""Lines appended to files/messages.jsonl in the state folder, for a program that sends them.

That program may take the file away while it holds its lock (flock): the next line begins a new one.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import orjson

from chunfeng.foundation.database.home import HOME
from chunfeng.foundation.messaging.channels import Letter, NotTaken

PATH = Path("files", "messages.jsonl")


def send(letter: Letter) -> str:
    """Appends one line, on the disk before it answers; the receipt: where in the file it begins."""
    line = {"id": letter.id, "at": letter.at, "phone": letter.phone, "text": letter.body}
    with _locked(HOME / PATH) as file:
        begins = file.seek(0, os.SEEK_END)
        try:
            _write(file, _parted(file, begins) + orjson.dumps(line) + b"\n")
        except OSError as error:
            os.ftruncate(file.fileno(), begins)
            raise NotTaken(f"errno_{error.errno}") from None
    return str(begins)


def _write(file: BinaryIO, said: bytes) -> None:
    """Writes it whole, onto the disk."""
    if file.write(said) != len(said):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file.fileno())


def _parted(file: BinaryIO, end: int) -> bytes:
    """What a worker killed in the middle of a line has left out."""
    if not end:
        return b""
    return b"" if os.pread(file.fileno(), 1, end - 1) == b"\n" else b"\n"


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """The file, its owner's alone, while nobody else writes; never one just taken away."""
    while True:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino:
                yield file
                return
