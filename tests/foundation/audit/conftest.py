"""A log to write, seal, forge and verify."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.audit.sealing import FILE, seal
from chunfeng.foundation.audit.verifying import Verified, verify
from tests.cast import NOW, Cast

Unwalled = Callable[[], AbstractContextManager[None]]
PERSON = UUID(int=7)
LATER = NOW + timedelta(minutes=30)
numbers = count()


@dataclass
class Log:
    """The log and its file of seals; sealed and verified under the worker's own login."""

    cast: Cast
    folder: Path
    unwalled: Unwalled

    @property
    def file(self) -> Path:
        return self.folder / FILE

    @contextmanager
    def worker(self) -> Iterator[None]:
        with self.unwalled():
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION AUTHORIZATION chunfeng_worker")
            yield

    def write(
        self, number: int = 3, by: Context | None = None, kind: str = "person.changed"
    ) -> None:
        """Events in one transaction each, no two alike."""
        by = by or self.cast.an
        for _ in range(number):
            with entered(by):
                record(
                    kind, by=by, at=NOW, person=PERSON, region=by.lo, detail={"n": next(numbers)}
                )

    def seal(self, at: datetime = NOW) -> None:
        with self.worker():
            seal(at=at, folder=self.folder)

    def chain(self) -> None:
        """Three seals, a minute apart, over three events each."""
        for minute in range(3):
            self.write()
            self.seal(NOW + timedelta(minutes=minute))

    def verified(self, copy: Path | None = None) -> Verified:
        with self.worker():
            return verify(at=LATER, folder=self.folder, copy=copy)

    def faults(self, copy: Path | None = None) -> list[str]:
        return [fault.to("en") for fault in self.verified(copy).faults]

    def forge(self, statement: str, *values: Any) -> None:
        """As the mightiest forger there is, who switches the triggers off."""
        with self.unwalled(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET session_replication_role = origin")

    def rows(self, statement: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        with self.unwalled(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def lines(self) -> list[bytes]:
        return self.file.read_bytes().splitlines(keepends=True)


@pytest.fixture
def log(cast: Cast, unwalled: Unwalled, tmp_path: Path) -> Log:
    return Log(cast, tmp_path / "seals", unwalled)
