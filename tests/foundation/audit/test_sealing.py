"""The log is append-only, and every tampering with it is found."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from chunfeng.foundation.access import entered
from chunfeng.foundation.audit.kinds import KINDS
from chunfeng.foundation.audit.models import Event
from chunfeng.foundation.audit.recording import record
from chunfeng.foundation.audit.sealing import FILE, seal
from chunfeng.foundation.audit.verifying import verify
from tests.cast import NOW, PINGLI, Cast

Unwalled = Callable[[], AbstractContextManager[None]]
PERSON = UUID(int=7)
LATER = NOW + timedelta(minutes=30)
pytestmark = pytest.mark.django_db(transaction=True)


def _owner(unwalled: Unwalled, statement: str, *values: Any) -> None:
    """As the owner who switches the triggers off: the mightiest forger there is."""
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = origin")


def write(cast: Cast, number: int = 3) -> None:
    for _ in range(number):
        with entered(cast.an):
            record("person.changed", by=cast.an, at=NOW, person=PERSON, region=PINGLI + 1)


def sealed(unwalled: Unwalled, folder: Path) -> None:
    with unwalled():
        seal(at=NOW, folder=folder)


def faults(unwalled: Unwalled, folder: Path) -> list[str]:
    with unwalled():
        return [fault.message for fault in verify(at=LATER, folder=folder).faults]


def chain(cast: Cast, unwalled: Unwalled, folder: Path) -> None:
    """Three seals over three events each."""
    for _ in range(3):
        write(cast)
        sealed(unwalled, folder)


def test_an_untouched_log_is_as_it_was(cast: Cast, unwalled: Unwalled, tmp_path: Path) -> None:
    chain(cast, unwalled, tmp_path)
    with unwalled():
        found = verify(at=LATER, folder=tmp_path)
    assert (found.seals, found.events, found.faults) == (3, 9, ())


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE audit_event SET kind = 'person.left' WHERE id = 5",
        "UPDATE audit_event SET detail = '{\"x\": 1}' WHERE id = 1",
        "DELETE FROM audit_event WHERE id = 4",
        "DELETE FROM audit_event WHERE id > 6",
        "INSERT INTO audit_event (at, kind, role, purpose, subject, fields, detail, xact)"
        " SELECT at, kind, role, purpose, subject, fields, detail, xact FROM audit_event"
        " WHERE id = 2",
        "UPDATE audit_event SET id = id + 100 WHERE id = 1",
        "UPDATE audit_event SET xact = (SELECT max(xact) FROM audit_event) WHERE id = 1",
        "UPDATE audit_seal SET digest = '\\x00' WHERE number = 2",
        "UPDATE audit_seal SET events = 4 WHERE number = 1",
        "DELETE FROM audit_seal WHERE number = 3",
        "DELETE FROM audit_seal WHERE number = 1",
        "DELETE FROM audit_seal",
    ],
)
def test_every_forgery_is_found(
    cast: Cast, unwalled: Unwalled, tmp_path: Path, forgery: str
) -> None:
    chain(cast, unwalled, tmp_path)
    assert faults(unwalled, tmp_path) == []
    _owner(unwalled, forgery)
    assert faults(unwalled, tmp_path)


def test_a_forged_chain_with_new_seals_differs_from_the_file(
    cast: Cast, unwalled: Unwalled, tmp_path: Path
) -> None:
    chain(cast, unwalled, tmp_path)
    _owner(unwalled, "DELETE FROM audit_event WHERE id = 4")
    _owner(unwalled, "DELETE FROM audit_seal")
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_seal_now(%s)", [NOW])
    assert faults(unwalled, tmp_path)


def test_a_cut_file_is_found(cast: Cast, unwalled: Unwalled, tmp_path: Path) -> None:
    chain(cast, unwalled, tmp_path)
    lines = (tmp_path / FILE).read_bytes().splitlines(keepends=True)
    (tmp_path / FILE).write_bytes(lines[0])
    assert faults(unwalled, tmp_path)


def test_cutting_table_and_file_alike_leaves_unsealed_events(
    cast: Cast, unwalled: Unwalled, tmp_path: Path
) -> None:
    chain(cast, unwalled, tmp_path)
    _owner(unwalled, "DELETE FROM audit_seal WHERE number = 3")
    lines = (tmp_path / FILE).read_bytes().splitlines(keepends=True)
    (tmp_path / FILE).write_bytes(b"".join(lines[:2]))
    assert faults(unwalled, tmp_path) == ["{n} events since {at} were never sealed."]


def test_a_file_that_fell_behind_catches_up(cast: Cast, unwalled: Unwalled, tmp_path: Path) -> None:
    chain(cast, unwalled, tmp_path)
    (tmp_path / FILE).unlink()
    write(cast)
    sealed(unwalled, tmp_path)
    assert faults(unwalled, tmp_path) == []


def test_what_commits_late_is_sealed_late_and_not_missed(
    cast: Cast, unwalled: Unwalled, tmp_path: Path, database_server: Any
) -> None:
    import psycopg

    dsn = f"{database_server.dsn(database='chunfeng_test')} password={database_server.password()}"
    with psycopg.connect(dsn) as slow:
        slow.execute(
            "INSERT INTO audit_event (at, kind, role, purpose, subject, fields, detail)"
            " VALUES (%s, 'person.changed', '', '', '', '{}', '{}')",
            [NOW],
        )
        write(cast)
        sealed(unwalled, tmp_path)
        slow.commit()
    sealed(unwalled, tmp_path)
    with unwalled():
        found = verify(at=LATER, folder=tmp_path)
    assert (found.events, found.faults) == (4, ())


def test_eight_at_once_lose_no_event(cast: Cast, unwalled: Unwalled, tmp_path: Path) -> None:
    def work() -> None:
        try:
            write(cast, 250)
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        sealed(unwalled, tmp_path)
    for thread in threads:
        thread.join()
    sealed(unwalled, tmp_path)
    with unwalled():
        found = verify(at=LATER, folder=tmp_path)
    assert (found.events, found.faults) == (2000, ())


@pytest.mark.parametrize("verb", ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event"])
def test_no_officer_changes_the_log(cast: Cast, verb: str) -> None:
    write(cast, 1)
    with (
        pytest.raises(Exception, match="permission denied"),
        entered(cast.an),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


def test_even_the_owner_is_stopped_by_the_trigger(cast: Cast, unwalled: Unwalled) -> None:
    write(cast, 1)
    with (
        unwalled(),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="never changed"),
    ):
        cursor.execute("UPDATE audit_event SET kind = 'x'")


def test_an_officer_reads_the_timeline_of_the_own_region_only(cast: Cast) -> None:
    write(cast, 2)
    with entered(cast.an):
        assert Event.objects.count() == 2
    with entered(cast.bo):
        assert Event.objects.count() == 0


def test_nobody_appends_in_anothers_name(cast: Cast) -> None:
    with pytest.raises(Exception, match="row-level security"), entered(cast.an):
        record("person.changed", by=cast.bo, at=NOW)


def test_every_kind_that_is_recorded_has_its_sentence() -> None:
    import re

    root = Path(__file__).resolve().parents[3] / "chunfeng"
    used = set()
    for path in root.rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:record|_tell|_told)\(\s*"([a-z]+\.[a-z_]+)"', code))
    assert used
    assert used <= KINDS.keys(), used - KINDS.keys()
