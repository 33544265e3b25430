"""Whether the log is as it was sealed: every seal computed again, and compared with the file.

Found is any sealed event edited, deleted, added or moved, and any seal changed, added or cut off,
as long as one of the two, database and file (or a copy of it), is out of the forger's reach.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from chunfeng.foundation.audit.sealing import FILE, Seal, of_file
from chunfeng.kit.texts import Text, text

LATE = timedelta(minutes=10)  # an event that is older is sealed, or sealing stands still


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. faults is empty when everything is as it was."""

    seals: int
    events: int
    faults: Sequence[Text]


@dataclass(frozen=True, slots=True)
class _Check:
    """A seal of the table, and what it would be today."""

    seal: Seal
    events: int
    digest: str


def verify(*, at: datetime, folder: Path, copy: Path | None = None) -> Verified:
    """Computes every seal again and compares table and file.

    copy: a copy of the file from elsewhere; newer seals may be missing in it. Reading needs no
    right on events: the gate's functions answer with digests and counts.
    """
    # The file first: a seal is in the table before it is in the file.
    file = of_file(copy or folder / FILE)
    checks = _checks()
    faults = [
        *_changed(checks),
        *_against_file([check.seal for check in checks], file, behind=copy is not None),
        *_unsealed(at),
    ]
    return Verified(len(checks), sum(check.events for check in checks), tuple(faults))


def _checks() -> list[_Check]:
    rows = _rows("SELECT number, at, horizon, events, digest, found, again FROM audit_check()")
    return [_Check(Seal.of_row(*row[:5]), row[5], bytes(row[6]).hex()) for row in rows]


def _changed(checks: Sequence[_Check]) -> Iterator[Text]:
    before = 0
    for check in checks:
        kept = check.seal
        if kept.number != before + 1:
            yield text(
                "Seals {first} to {last} are missing in the database.",
                first=before + 1,
                last=kept.number - 1,
            )
        before = kept.number
        if (check.events, check.digest) != (kept.events, kept.digest):
            yield text(
                "The events sealed at {at} (seal {number}) are not as they were:"
                " {kept} sealed, {found} found.",
                at=_minute(kept.at),
                number=kept.number,
                kept=kept.events,
                found=check.events,
            )


def _against_file(table: Sequence[Seal], file: Sequence[Seal], *, behind: bool) -> Iterator[Text]:
    mine, theirs = {s.number: s for s in table}, {s.number: s for s in file}
    if [s.number for s in file] != sorted(theirs):
        yield text("The seals of the file are out of order.")
    for number in sorted(mine.keys() & theirs.keys()):
        if mine[number] != theirs[number]:
            yield text(
                "Seal {number} of {at} differs between the database and the file.",
                number=number,
                at=_minute(theirs[number].at),
            )
    for number in sorted(theirs.keys() - mine.keys()):
        yield text(
            "Seal {number} of {at} is in the file but not in the database.",
            number=number,
            at=_minute(theirs[number].at),
        )
    newest = max(theirs, default=0)
    for number in sorted(mine.keys() - theirs.keys()):
        if not (behind and number > newest):
            yield text(
                "Seal {number} of {at} is in the database but not in the file.",
                number=number,
                at=_minute(mine[number].at),
            )


def _unsealed(at: datetime) -> Iterator[Text]:
    ((late, oldest, astray),) = _rows("SELECT * FROM audit_unsealed(%s)", at - LATE)
    if late:
        yield text(
            "{n} events since {at} were never sealed.", n=late, at=_minute(oldest.isoformat())
        )
    if astray:
        yield text("{n} events were added under numbers not given out yet.", n=astray)


def _minute(written: str) -> str:
    """A moment in local time; one that a forger wrote as it stands, cut."""
    try:
        return f"{timezone.localtime(datetime.fromisoformat(written)):%Y-%m-%d %H:%M}"
    except (ValueError, TypeError, OverflowError):
        return str(written)[:40]


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
