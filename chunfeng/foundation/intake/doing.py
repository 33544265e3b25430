"""What importers of all kinds do around a chunk: take turns, count, keep issues, note the part."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from chunfeng.foundation.access import Context
from chunfeng.foundation.ciphers import Cell, Keyring, load_keys, seal
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.intake import uploads
from chunfeng.foundation.intake.kept_issues import keep
from chunfeng.foundation.intake.ledger import Issue, Severity
from chunfeng.foundation.intake.models import Step, Upload
from chunfeng.foundation.intake.reading import ReadChunk
from chunfeng.kit.texts import Text

LISTED = 200  # changes shown field by field
NAMED = 50  # rows of a chunk that only have to be known; all are counted
MOST_ISSUES = 100_000  # kept of an upload; the others are counted
COUNTY = 10**6  # codes of one county share what is above this
Said = Mapping[int, tuple[Text, Text]]  # row index → what is wrong, how to mend it


def keys() -> Keyring:
    """The data keys of this installation."""
    return load_keys(HOME / "keys")


def cell(upload: UUID) -> Cell:
    """Where the listed changes of an upload are bound to."""
    return Cell("intake_part", "changes", upload)


def sealed_changes(upload: UUID, lines: Sequence[Mapping[str, Any]]) -> bytes | None:
    """The listed changes as they are kept; None where there are none."""
    return seal(keys(), cell(upload), orjson.dumps(lines).decode()) if lines else None


def one_at_a_time(by: Context) -> None:
    """Imports into one county take turns, chunk by chunk, so that nothing is added twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7, %s)", [by.lo // COUNTY])
        # Plans made while a table is still small, or not yet analysed, read all of it for ever.
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")


def counted(read: ReadChunk, did: Mapping[str, int], refused: int) -> dict[str, int]:
    """With what reading and checking left out."""
    wrong = {i.row for i in read.chunk.issues if i.severity is Severity.ROW and i.row}
    cells = sum(i.severity is Severity.CELL for i in read.chunk.issues)
    twice = did.get("twice", 0) + read.twice
    left = len(wrong) - read.twice + refused
    return {**did, "twice": twice, "wrong": left, "wrong_cells": cells, "rows": read.rows}


def issues(
    upload: Upload,
    read: ReadChunk,
    refused: Said | Sequence[tuple[int, tuple[Text, Text]]],
    noted: Said | None = None,
) -> list[Issue]:
    """What is to be corrected, by rows; behind it what is only to be known of some.

    refused: one thing of a row, or pairs where a row may have several.
    """
    pairs = refused.items() if isinstance(refused, Mapping) else refused
    made = [_row(upload, read, k, Severity.ROW, told) for k, told in pairs]
    named = list((noted or {}).items())[:NAMED]
    made += [_row(upload, read, k, Severity.NOTE, told) for k, told in named]
    found = [*read.chunk.issues, *made]
    return sorted(found, key=lambda issue: (issue.severity is Severity.NOTE, issue.row))


def _row(
    upload: Upload, read: ReadChunk, k: int, severity: Severity, told: tuple[Text, Text]
) -> Issue:
    problem, mend = told
    return Issue(
        file=upload.name,
        sheet=read.chunk.sheet,
        row=read.chunk.numbers[k],
        column="",
        header="",
        value="",
        severity=severity,
        problem=problem,
        mend=mend,
    )


def note(
    upload: Upload,
    step: Step,
    number: int,
    at: datetime,
    counts: dict[str, int],
    found: Sequence[Issue],
    **did: Any,
) -> None:
    """Enters the chunk, with as many issues as there is room for."""
    room = max(0, MOST_ISSUES - uploads.counts(upload, step).get("issues", 0))
    counts["issues"] = len(found)
    kept = [keep(issue) for issue in found[:room]]
    uploads.add_part(upload, step, number, at, counts=counts, issues=kept, **did)
