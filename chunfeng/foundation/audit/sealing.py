"""The seals: made each minute, kept in the database and in a file outside it.

The file is only ever added to. Verifying stands in ``verifying``.
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
_SEALS = """SELECT number, at, horizon, events, digest FROM audit_seal
    WHERE number >= %s ORDER BY number"""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as the file keeps it. horizon: number of the first transaction it does not cover."""

    number: int
    at: str  # ISO, UTC
    horizon: int
    events: int
    digest: str  # hexadecimal

    @classmethod
    def of_row(cls, number: int, at: datetime, horizon: int, events: int, digest: bytes) -> "Seal":
        """A row of the table."""
        return cls(number, at.astimezone(UTC).isoformat(), horizon, events, bytes(digest).hex())


class SealsDiffer(Exception):
    """File and database tell two stories; the file stays as it is. ``said`` may be shown."""

    def __init__(self, number: int) -> None:
        self.said: Text = text(
            "Seal {number} differs between the database and the file.", number=number
        )
        super().__init__(self.said.to("en"))


def seal(*, at: datetime, folder: Path) -> None:
    """Seals what has finished since the last seal, and brings the file up to date.

    SealsDiffer when the file's last seal is not the database's: somebody changed one of them.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder / FILE) as file:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT audit_seal_now(%s)", [at])
        last = _last(file)
        kept = _of_table(last.number if last else 1)
        if last and kept[:1] != [last]:
            raise SealsDiffer(last.number)
        _append(file, kept[1:] if last else kept)


def of_file(path: Path) -> list[Seal]:
    """The seals of a file in its order, without lines that are none (a crash can tear one)."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        return [found for line in file if (found := _read(line))]


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    """The file, open for adding, for one sealer at a time; verifying waits for it too."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _of_table(first: int) -> list[Seal]:
    with connection.cursor() as cursor:
        cursor.execute(_SEALS, [first])
        return [Seal.of_row(*row) for row in cursor.fetchall()]


def _last(file: BinaryIO) -> Seal | None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LAST))
    found = [one for line in file.read().splitlines() if (one := _read(line))]
    return found[-1] if found else None


def _read(line: bytes) -> Seal | None:
    try:
        told = orjson.loads(line)
        return Seal(**told) if isinstance(told, dict) else None
    except (orjson.JSONDecodeError, TypeError):
        return None


def _append(file: BinaryIO, seals: Sequence[Seal]) -> None:
    """Adds lines; a line torn by a crash is closed first and stays a line that is no seal."""
    torn = file.seek(0, os.SEEK_END) > 0 and not _ends_a_line(file)
    lines = [orjson.dumps({f.name: getattr(one, f.name) for f in fields(one)}) for one in seals]
    if lines:
        file.write(b"\n" * torn + b"\n".join(lines) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _ends_a_line(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
