"""The seals: made each minute, kept in the database and in a file outside it.

The file is only ever added to. ``verifying`` compares the two.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import orjson
from django.db import connection, transaction

from chunfeng.kit.texts import Text, text

FILE = "seals.jsonl"
_LAST = 4096  # bytes; a line has some 180
_TABLE = """SELECT number, at, horizon, events, digest FROM audit_seal
    WHERE number >= %s ORDER BY number"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A seal as it is kept. horizon: number of the first transaction it does not cover."""

    number: int
    at: str  # ISO, UTC
    horizon: int
    events: int
    digest: str  # hexadecimal


class SealsDiffer(Exception):
    """File and database tell two stories; the file stays as it is. ``said`` may be shown."""

    def __init__(self) -> None:
        self.said: Text = text("The file of seals does not end as the database's seals do.")
        super().__init__(self.said.message)


def seal(*, at: datetime, folder: Path) -> None:
    """Seals what has finished since the last seal, and brings the file up to date.

    SealsDiffer when the file's last seal is not the database's: somebody changed one of them.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _file(folder, fcntl.LOCK_EX) as file:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT audit_seal_now(%s)", [at])
        size, last = _end(file)
        kept = of_table(last.number if last else 1)
        if size and kept[:1] != [last]:
            raise SealsDiffer
        _append(file, kept[1:] if last else kept)


def both(folder: Path) -> tuple[list[Kept], list[Kept]]:
    """The seals of the table and of the file at one moment: none is being made meanwhile."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _file(folder, fcntl.LOCK_SH) as file:
        return of_table(1), of_file(file)


def of_table(first: int) -> list[Kept]:
    """The database's seals from a number on."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE, [first])
        return [
            Kept(number, at.astimezone(UTC).isoformat(), horizon, events, bytes(digest).hex())
            for number, at, horizon, events, digest in cursor.fetchall()
        ]


def of_file(file: BinaryIO) -> list[Kept]:
    """A file's seals in its order. A line that a crash has torn is no seal."""
    file.seek(0)
    return [found for line in file if (found := _read(line))]


@contextmanager
def _file(folder: Path, lock: int) -> Iterator[BinaryIO]:
    """The file, open for adding; it waits for whoever holds it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    with os.fdopen(os.open(folder / FILE, flags, 0o600), "a+b") as file:
        fcntl.flock(file, lock)
        yield file


def _end(file: BinaryIO) -> tuple[int, Kept | None]:
    """Size of the file, and its last seal: a year of minutes is not read each minute."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LAST))
    found = [one for line in file.read().splitlines() if (one := _read(line))]
    return size, found[-1] if found else None


def _read(line: bytes) -> Kept | None:
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    wanted = {field.name: field.type for field in fields(Kept)}
    if not isinstance(told, dict) or {name: type(told[name]) for name in told} != wanted:
        return None
    return Kept(**told)


def _append(file: BinaryIO, seals: Sequence[Kept]) -> None:
    """Adds lines; a torn one before them is ended, and stays a line that is no seal."""
    if not seals:
        return
    lines = [orjson.dumps({f.name: getattr(one, f.name) for f in fields(one)}) for one in seals]
    file.write(b"\n" * _torn(file) + b"\n".join(lines) + b"\n")
    file.flush()
    os.fsync(file.fileno())


def _torn(file: BinaryIO) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 1))
    return file.read() not in (b"", b"\n")
