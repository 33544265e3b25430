"""Whether the log is as it was sealed: every seal computed again, and compared with the file.

Found is any sealed event edited, deleted, added or moved, and any seal changed, added or cut off,
as long as one of the two, database and file (or a copy of it), is out of the forger's reach.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from chunfeng.foundation.audit.sealing import Kept, both, of_file
from chunfeng.kit.texts import Text, text

LATE = timedelta(minutes=10)  # an event that is older is sealed, or sealing stands still


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. faults is empty when everything is as it was."""

    seals: int
    events: int
    faults: Sequence[Text]


def verify(*, at: datetime, folder: Path, copy: Path | None = None) -> Verified:
    """Computes every seal again and compares table and file.

    copy: a copy of the file from elsewhere, compared instead; it may lack newer seals. No right
    on events is needed: the gate's functions answer with digests and counts.
    """
    table, file = both(folder)
    if copy:
        with copy.open("rb") as stream:
            file = of_file(stream)
    found = _computed(table)
    faults = [
        *_changed(table, found),
        *_against_file(table, file, behind=copy is not None),
        *_unsealed(at),
    ]
    return Verified(len(table), sum(events for events, _ in found.values()), tuple(faults))


def _computed(table: Sequence[Kept]) -> dict[int, tuple[int, str]]:
    """(events, digest) as every seal should have them, by its number."""
    last = table[-1].number if table else 0
    rows = _rows("SELECT number, events, digest FROM audit_check(%s)", last)
    return {number: (events, bytes(digest).hex()) for number, events, digest in rows}


def _changed(table: Sequence[Kept], found: Mapping[int, tuple[int, str]]) -> Iterator[Text]:
    for before, kept in zip((0, *(k.number for k in table)), table, strict=False):
        if kept.number != before + 1:
            yield text("The database lacks the seals before number {number}.", number=kept.number)
        events, digest = found.get(kept.number, (0, ""))
        if (events, digest) != (kept.events, kept.digest):
            yield text(
                "The events sealed at {at} (seal {number}) are not as they were:"
                " {kept} sealed, {found} found.",
                at=_minute(kept.at),
                number=kept.number,
                kept=kept.events,
                found=events,
            )


def _against_file(table: Sequence[Kept], file: Sequence[Kept], *, behind: bool) -> Iterator[Text]:
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
    except (ValueError, OverflowError):
        return written[:40]


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
