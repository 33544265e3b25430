"""Makes a snapshot: one look at the database with the public's own rights, then files."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction
from django.utils import timezone
from ninja import Schema

from chunfeng.faces.api.routes import employers, vacancies, workshops
from chunfeng.faces.api.snapshots.columns import columns
from chunfeng.faces.api.snapshots.stored import (
    FOLDER,
    NAMED,
    STAMP,
    File,
    Snapshot,
    write_manifest,
)
from chunfeng.foundation.access import in_public
from chunfeng.foundation.places.current import refresh
from chunfeng.stages.employers import published as of_employers
from chunfeng.stages.vacancies import published as of_vacancies

DAYS = 7  # a snapshot is kept so long
BATCH = 5000  # rows written at once
Row = Mapping[str, Any]
_LINE = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True, slots=True)
class Content:
    """One kind of rows: its name, its shape, where they come from, how they look."""

    name: str
    shape: type[Schema]
    rows: Callable[[], Iterator[Row]]
    shaped: Callable[[Row], dict[str, Any]]


def make(at: datetime, folder: Path = FOLDER) -> Snapshot:
    """Writes everything that is public as of now; nothing is there before all of it is."""
    name = at.astimezone(UTC).strftime(STAMP)
    draft = folder / f".{name}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    with _one_look():
        refresh()
        xact = of_vacancies.now().xact
        files = [file for content in _contents(at) for file in _written(draft, content)]
    made = Snapshot(name=name, made_at=at, xact=xact, files=files)
    write_manifest(draft, made)
    _settle(draft)
    draft.rename(folder / name)
    _forget(folder, at - timedelta(days=DAYS))
    return made


@contextmanager
def _one_look() -> Iterator[None]:
    """All statements see the same moment, and no more than anybody may."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with in_public():
            yield


def _contents(at: datetime) -> Iterator[Content]:
    on = timezone.localdate(at)
    yield Content("vacancies", vacancies.VacancyOut, of_vacancies.many, vacancies.shaped)
    yield Content(
        "employers",
        employers.EmployerOut,
        lambda: of_employers.all_employers(on),
        employers.shaped,
    )
    yield Content(
        "workshops",
        workshops.WorkshopOut,
        lambda: of_employers.all_workshops(on),
        workshops.shaped,
    )


def _written(draft: Path, content: Content) -> list[File]:
    """Both files of a kind of rows, in one pass over them."""
    lines, table = draft / f"{content.name}.ndjson.zst", draft / f"{content.name}.parquet"
    schema = columns(content.shape)
    number = 0
    with ExitStack() as stack:
        out = stack.enter_context(pa.output_stream(str(lines), compression="zstd"))
        writer = stack.enter_context(pq.ParquetWriter(table, schema, compression="zstd"))
        for part in _parts(content.shaped(row) for row in content.rows()):
            out.write(b"".join(orjson.dumps(row, option=_LINE) for row in part))
            writer.write_table(pa.Table.from_pylist(_for_table(part), schema))
            number += len(part)
    return [_told(lines, content, "ndjson", number), _told(table, content, "parquet", number)]


def _parts(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rows = iter(rows)
    while part := list(islice(rows, BATCH)):
        yield part


def _for_table(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: str(value) if isinstance(value, UUID) else value for name, value in row.items()}
        for row in rows
    ]


def _told(path: Path, content: Content, kind: str, rows: int) -> File:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    size = path.stat().st_size
    return File(
        name=path.name, content=content.name, format=kind, rows=rows, bytes=size, sha256=digest
    )


def _settle(folder: Path) -> None:
    """Everything is on the disk before the folder gets its name."""
    for path in (*folder.iterdir(), folder):
        held = os.open(path, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)


def _forget(folder: Path, before: datetime) -> None:
    """Old snapshots go, and drafts that a stopped worker left behind."""
    oldest = before.astimezone(UTC).strftime(STAMP)
    for one in folder.iterdir():
        named = one.name.removeprefix(".")
        draft = one.name.startswith(".")
        if NAMED.fullmatch(named) and (draft or named < oldest):
            shutil.rmtree(one)
