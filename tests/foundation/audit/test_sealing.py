"""Every event is sealed once, whenever it commits, whoever seals, whatever crashes."""

from threading import Thread
from typing import Any

import orjson
import psycopg
import pytest
from django.db import connections

from chunfeng.foundation.audit.sealing import SealsDiffer
from tests.cast import NOW
from tests.foundation.audit.conftest import Log

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Any) -> None:
    """Runs functions in threads, each with a connection of its own; their errors count."""
    errors: list[BaseException] = []

    def run(work: Any) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


def test_an_untouched_log_is_as_it_was(log: Log) -> None:
    log.chain()
    found = log.verified()
    assert (found.seals, found.events, found.faults) == (3, 9, ())


def test_an_empty_log_is_as_it_was(log: Log) -> None:
    assert log.verified().faults == ()


def test_a_minute_without_events_makes_no_seal(log: Log) -> None:
    log.seal()
    log.write()
    log.seal()
    log.seal()
    assert log.verified().seals == 1


def test_eight_at_once_lose_no_event(log: Log) -> None:
    def sealer() -> None:
        for _ in range(5):
            log.seal()

    at_once(*[lambda: log.write(250, kind="person.revealed")] * 8, sealer)
    log.seal()
    found = log.verified()
    assert log.rows("SELECT count(*) FROM audit_event") == [(2000,)]
    assert (found.events, found.faults) == (2000, ())


def test_two_sealers_at_once_seal_every_event_once(log: Log) -> None:
    def sealer() -> None:
        for _ in range(10):
            log.seal()

    at_once(lambda: log.write(100), sealer, sealer, sealer)
    log.seal()
    found = log.verified()
    assert (found.events, found.faults) == (100, ())
    assert len(log.lines()) == found.seals


def test_what_commits_late_is_sealed_late_and_not_missed(log: Log, database_server: Any) -> None:
    dsn = f"{database_server.dsn(database='chunfeng_test')} password={database_server.password()}"
    with psycopg.connect(dsn) as slow:
        slow.execute(
            "INSERT INTO audit_event (at, kind, role, purpose, subject, fields, detail)"
            " VALUES (%s, 'person.changed', '', '', '', '{}', '{}')",
            [NOW],
        )
        log.write()
        log.seal()
        assert log.verified().faults == ()
        slow.commit()
    log.seal()
    found = log.verified()
    assert (found.events, found.faults) == (4, ())


def test_a_seal_is_a_line_that_only_the_account_of_the_programme_reads(log: Log) -> None:
    log.chain()
    assert log.file.stat().st_mode & 0o777 == 0o600
    assert log.folder.stat().st_mode & 0o777 == 0o700
    assert [orjson.loads(line)["number"] for line in log.lines()] == [1, 2, 3]


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_file_that_fell_behind_catches_up(log: Log, left: int) -> None:
    log.chain()
    log.file.write_bytes(b"".join(log.lines()[:left]))
    assert log.faults()
    log.write()
    log.seal()
    assert log.faults() == []


def test_a_line_torn_by_a_crash_is_written_again(log: Log) -> None:
    log.chain()
    log.file.write_bytes(b"".join(log.lines())[:-20])
    assert log.faults() == ["Seal 3 of 2026-11-23 10:02 is in the database but not in the file."]
    log.seal()
    assert log.faults() == []


@pytest.mark.parametrize(
    "change", ["DELETE FROM audit_seal WHERE number > 1", "UPDATE audit_seal SET events = 9"]
)
def test_a_file_that_tells_another_story_is_never_added_to(log: Log, change: str) -> None:
    log.chain()
    log.forge(change)
    before = log.file.read_bytes()
    log.write()
    with pytest.raises(SealsDiffer):
        log.seal()
    assert log.file.read_bytes() == before
    assert log.faults()


def test_a_file_without_a_readable_seal_is_never_added_to(log: Log) -> None:
    log.chain()
    log.file.write_bytes(b"x" * 5000)
    with pytest.raises(SealsDiffer):
        log.seal()


def test_a_link_in_the_files_place_is_not_followed(log: Log) -> None:
    log.chain()
    log.file.rename(log.folder / "elsewhere")
    log.file.symlink_to(log.folder / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        log.seal()


def test_a_server_that_counts_anew_is_not_sealed_over(log: Log) -> None:
    """As after loading a dump: new events would stand before the last seal."""
    log.chain()
    log.forge("UPDATE audit_seal SET horizon = horizon + 1000000 WHERE number = 3")
    log.write()
    with pytest.raises(Exception, match="counts its transactions anew"):
        log.seal()
