"""The seals: made each minute, kept in the table and in a file outside the database, verified.

What they show: any sealed event edited, deleted, added or put elsewhere, and any seal changed or
cut off, as long as the file (or a copy of it elsewhere) is out of the forger's reach.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from django.db import connection, transaction

from chunfeng.kit.texts import Text, text

FILE = "seals.jsonl"
LATE = timedelta(minutes=10)  # an event that is older is sealed, or sealing stands still


@dataclass(frozen=True, slots=True)
class Kept:
    """A seal as it is kept. horizon: number of the first transaction it does not cover."""

    number: int
    at: str
    horizon: int
    events: int
    digest: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. faults is empty when everything is as it was."""

    seals: int
    events: int
    faults: Sequence[Text]


def seal(*, at: datetime, folder: Path) -> None:
    """Seals what has finished since the last seal, and brings the file up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_seal_now(%s)", [at])
    written = _of_file(folder / FILE)
    after = written[-1].number if written else 0
    new = [kept for kept in _of_table() if kept.number > after]
    if new:
        _append(folder, new)


def verify(*, at: datetime, folder: Path) -> Verified:
    """Recomputes every seal and compares table and file."""
    table, file = _of_table(), _of_file(folder / FILE)
    faults: list[Text] = []
    before, since, events = b"", 0, 0
    for number, kept in enumerate(table, 1):
        counted, digest = _digest(before, since, kept.horizon)
        events += counted
        if kept.number != number:
            faults.append(text("Seal {number} is missing.", number=number))
        if digest.hex() != kept.digest or counted != kept.events:
            faults.append(
                text(
                    "The events sealed at {at} (seal {number}) are not as they were:"
                    " {kept} sealed, {found} found.",
                    at=kept.at,
                    number=kept.number,
                    kept=kept.events,
                    found=counted,
                )
            )
        before, since = bytes.fromhex(kept.digest), kept.horizon
    faults += _against_file(table, file)
    late, oldest = _unsealed(since, at - LATE)
    if late:
        faults.append(
            text("{n} events since {at} were never sealed.", n=late, at=f"{oldest:%Y-%m-%d %H:%M}")
        )
    return Verified(len(table), events, tuple(faults))


def _against_file(table: Sequence[Kept], file: Sequence[Kept]) -> list[Text]:
    faults = []
    mine, theirs = {k.number: k for k in table}, {k.number: k for k in file}
    for number in sorted(mine.keys() & theirs.keys()):
        if mine[number] != theirs[number]:
            faults.append(text("Seal {number} differs from the file's.", number=number))
    if cut := sorted(theirs.keys() - mine.keys()):
        faults.append(
            text("{n} seals of the file are not in the table, from {number}.", n=len(cut),
                 number=cut[0])
        )  # fmt: skip
    # The newest seal may be on its way into the file.
    if lost := sorted(mine.keys() - theirs.keys())[:-1]:
        faults.append(
            text("{n} seals are not in the file, from {number}.", n=len(lost), number=lost[0])
        )
    return faults


def _of_table() -> list[Kept]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, at, horizon, events, digest FROM audit_seal ORDER BY number")
        return [
            Kept(number, at.astimezone(UTC).isoformat(), horizon, events, bytes(digest).hex())
            for number, at, horizon, events, digest in cursor.fetchall()
        ]


def _of_file(path: Path) -> list[Kept]:
    if not path.exists():
        return []
    out = []
    for line in path.read_bytes().splitlines():
        try:
            out.append(Kept(**orjson.loads(line)))
        except (orjson.JSONDecodeError, TypeError):
            out.append(Kept(len(out) + 1, "", 0, 0, "unreadable"))
    return out


def _append(folder: Path, new: Sequence[Kept]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    with os.fdopen(os.open(folder / FILE, flags, 0o600), "ab") as stream:
        for kept in new:
            fields = {name: getattr(kept, name) for name in Kept.__slots__}
            stream.write(orjson.dumps(fields) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _digest(before: bytes, since: int, until: int) -> tuple[int, bytes]:
    found = _one("SELECT events, digest FROM audit_digest(%s, %s, %s)", before, since, until)
    return int(found[0]), bytes(found[1])


def _unsealed(since: int, older: datetime) -> tuple[int, datetime]:
    events, oldest = _one("SELECT events, oldest FROM audit_unsealed(%s, %s)", since, older)
    return int(events), oldest


def _one(statement: str, *values: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (row,) = cursor.fetchall()
        found: tuple[Any, ...] = row
        return found
