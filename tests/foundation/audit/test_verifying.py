"""Every tampering with the log, its seals or their file is found, and its minute named."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.foundation.audit.conftest import Log

pytestmark = pytest.mark.django_db(transaction=True)
FUTURE = 10**12  # a transaction number no server of the tests comes to
OTHER = {  # another value than the log's for a column of each type
    "bigint": "coalesce({c}, 0) + 1000",
    "xid8": "({c}::text::bigint + 1000)::text::xid8",
    "uuid": "gen_random_uuid()",
    "character varying": "{c} || 'x'",
    "timestamp with time zone": "{c} + interval '1 microsecond'",
    "jsonb": "{c} || '{{\"x\": 1}}'",
    "ARRAY": "{c} || ARRAY['x']::varchar[]",
    "bytea": "{c} || '\\x00'",
}


def columns(log: Log, table: str) -> list[tuple[str, str]]:
    """(name, the expression of another value) of every column."""
    found = log.rows(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " ORDER BY 1",
        table,
    )
    return [(name, OTHER[kind].format(c=f'"{name}"')) for name, kind in found]


def test_no_column_of_an_event_can_be_changed_unseen(log: Log) -> None:
    log.chain()
    ((number,),) = log.rows("SELECT min(id) FROM audit_event")
    for name, other in columns(log, "audit_event"):
        with transaction.atomic():
            log.forge(f'UPDATE audit_event SET "{name}" = {other} WHERE id = %s', number)  # noqa: S608 our own names
            assert log.faults(), name
            transaction.set_rollback(True)
    assert log.faults() == []


def test_no_column_of_a_seal_can_be_changed_unseen(log: Log) -> None:
    log.chain()
    for name, other in columns(log, "audit_seal"):
        with transaction.atomic():
            log.forge(f'UPDATE audit_seal SET "{name}" = {other} WHERE number = 3')  # noqa: S608 our own names
            assert log.faults(), name
            transaction.set_rollback(True)


@pytest.mark.parametrize("minute", [0, 1, 2])
def test_the_minute_of_a_changed_event_is_named(log: Log, minute: int) -> None:
    log.chain()
    events = log.rows("SELECT id FROM audit_event ORDER BY id")
    log.forge("UPDATE audit_event SET role = 'x' WHERE id = %s", events[minute * 3][0])
    assert log.faults() == [
        f"The events sealed at 2026-11-23 10:0{minute} (seal {minute + 1}) are not as they were:"
        " 3 sealed, 3 found."
    ]


def test_events_that_never_were_sealed_are_found(log: Log) -> None:
    log.chain()
    log.write(2)
    assert log.faults() == ["2 events since 2026-11-23 10:00 were never sealed."]


def test_an_event_under_a_number_still_to_come_is_found(log: Log) -> None:
    log.chain()
    log.forge(
        "INSERT INTO audit_event (at, kind, role, purpose, subject, fields, detail, xact)"
        " SELECT at, kind, role, purpose, subject, fields, detail, '1000000000000'::xid8"
        " FROM audit_event LIMIT 1"
    )
    assert log.faults() == ["1 events were added under numbers not given out yet."]


def test_a_tail_cut_from_seals_and_file_alike_leaves_events_unsealed(log: Log) -> None:
    log.chain()
    log.forge("DELETE FROM audit_seal WHERE number = 3")
    log.file.write_bytes(b"".join(log.lines()[:2]))
    assert log.faults() == ["3 events since 2026-11-23 10:00 were never sealed."]


def test_a_tail_cut_from_events_and_seals_alike_is_still_in_the_file(log: Log) -> None:
    log.chain()
    ((horizon,),) = log.rows("SELECT horizon FROM audit_seal WHERE number = 2")
    log.forge("DELETE FROM audit_event WHERE xact::text::bigint >= %s", horizon)
    log.forge("DELETE FROM audit_seal WHERE number = 3")
    assert log.faults() == ["Seal 3 of 2026-11-23 10:02 is in the file but not in the database."]


def test_seals_made_anew_over_forged_events_differ_from_the_file(log: Log) -> None:
    log.chain()
    log.forge("DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event)")
    log.forge("DELETE FROM audit_seal")
    with log.worker(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_seal_now('2026-11-23 10:00+08')")
    assert "Seal 1 of 2026-11-23 10:00 differs between the database and the file." in log.faults()


def test_a_copy_from_elsewhere_finds_what_was_forged_in_both(log: Log, tmp_path: Path) -> None:
    log.chain()
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(log.file.read_bytes())
    log.forge("DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event)")
    log.forge("DELETE FROM audit_seal")
    log.file.unlink()
    log.seal()
    assert log.faults() == []
    assert log.faults(copy)


def test_a_copy_may_lack_newer_seals_but_no_older_one(log: Log, tmp_path: Path) -> None:
    log.chain()
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(b"".join(log.lines()[:2]))
    assert log.faults(copy) == []
    copy.write_bytes(b"".join(log.lines()[1:]))
    assert log.faults(copy) == [
        "Seal 1 of 2026-11-23 10:00 is in the database but not in the file."
    ]


@pytest.mark.parametrize(
    "line",
    [
        b'{"number": 3}',
        b"[]",
        b"\xff\xfe",
        b'{"number": "4", "at": 5, "horizon": [], "events": {}, "digest": null}',
    ],
)
def test_a_line_that_is_no_seal_stops_nobody(log: Log, line: bytes) -> None:
    log.chain()
    *before, last = log.lines()
    log.file.write_bytes(b"".join(before) + line + b"\n" + last)
    assert log.faults() == []


@pytest.mark.parametrize("at", ["", "yesterday", "9999-12-31T23:59:59+00:00"])
def test_a_forged_moment_is_shown_and_breaks_nothing(log: Log, at: str) -> None:
    log.chain()
    *before, last = log.lines()
    log.file.write_bytes(b"".join(before) + orjson.dumps(orjson.loads(last) | {"at": at}) + b"\n")
    assert len(log.faults()) == 1


picks = st.integers(0, 19)
of_events = st.one_of(
    st.tuples(st.just("UPDATE audit_event SET {column} WHERE id = {event}"), picks, picks),
    st.tuples(st.just("DELETE FROM audit_event WHERE id = {event}"), picks, picks),
    st.tuples(st.just("DELETE FROM audit_event WHERE id >= {event}"), picks, picks),
    st.tuples(
        st.just(
            "UPDATE audit_event SET id = CASE id WHEN {event} THEN -{other} ELSE -{event} END"
            " WHERE id IN ({event}, {other}); UPDATE audit_event SET id = -id WHERE id < 0"
        ),
        picks,
        picks,
    ),
    st.tuples(
        st.just("UPDATE audit_event SET xact = '{xact}'::xid8 WHERE id = {event}"), picks, picks
    ),
    st.tuples(
        st.just(
            "INSERT INTO audit_event (at, kind, role, purpose, subject, fields, detail, xact)"
            " SELECT at, kind, role, purpose, subject, fields, detail, '{xact}'::xid8"
            " FROM audit_event WHERE id = {event}"
        ),
        picks,
        picks,
    ),
)
of_seals = st.one_of(
    st.tuples(st.just("DELETE FROM audit_seal WHERE number = {seal}"), picks, picks),
    st.tuples(st.just("DELETE FROM audit_seal WHERE number >= {seal}"), picks, picks),
    st.tuples(st.just("UPDATE audit_seal SET {seal_column} WHERE number = {seal}"), picks, picks),
    st.tuples(
        st.just(
            "INSERT INTO audit_seal SELECT max(number) + 1, max(at), max(horizon), {other} - 1,"
            " '\\x00' FROM audit_seal HAVING max(number) IS NOT NULL"
        ),
        picks,
        picks,
    ),
)


def numbered(log: Log, first: int, second: int) -> dict[str, Any]:
    """What the forgeries' words stand for: events, transactions, seals and columns by number."""
    events = [row[0] for row in log.rows("SELECT id FROM audit_event ORDER BY id")] or [0]
    xacts = [row[0] for row in log.rows("SELECT DISTINCT xact::text FROM audit_event ORDER BY 1")]
    names, seal_names = columns(log, "audit_event"), columns(log, "audit_seal")
    name, value = names[second % len(names)]
    seal_name, seal_value = seal_names[second % len(seal_names)]
    return {
        "event": events[first % len(events)],
        "other": events[second % len(events)],
        "xact": [FUTURE, *xacts][second % (len(xacts) + 1)],
        "seal": first % 3 + 1,
        "column": f'"{name}" = {value}',
        "seal_column": f'"{seal_name}" = {seal_value}',
    }


def stands(log: Log) -> tuple[Any, ...]:
    return (
        log.rows("SELECT e::text FROM audit_event AS e ORDER BY xact, id"),
        log.rows("SELECT s::text FROM audit_seal AS s ORDER BY number"),
    )


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(forgeries=st.lists(st.one_of(of_events, of_seals), min_size=1, max_size=4))
def test_no_tampering_with_the_database_goes_unseen(
    log: Log, forgeries: list[tuple[str, int, int]]
) -> None:
    if not log.file.exists():
        log.chain()
    before = stands(log)
    with transaction.atomic():
        for statement, first, second in forgeries:
            with suppress(IntegrityError):  # the database itself refuses some
                log.forge(statement.format(**numbered(log, first, second)))
        changed = stands(log) != before
        faults = log.faults()
        transaction.set_rollback(True)
    assume(changed)
    assert faults


@st.composite
def tampered(draw: st.DrawFn, lines: list[bytes]) -> list[bytes]:
    """The file's lines with one thing done to them."""
    number, other = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    told = orjson.loads(lines[number])
    field = draw(st.sampled_from(sorted(told)))
    value = told[field]
    changed = orjson.dumps(told | {field: value + ("x" if isinstance(value, str) else 1)}) + b"\n"
    swapped = list(lines)
    swapped[number], swapped[other] = lines[other], lines[number]
    return draw(
        st.sampled_from(
            [
                lines[:number] + lines[number + 1 :],
                lines[:number],
                [*lines[:number], changed, *lines[number + 1 :]],
                swapped,
                [*lines, lines[number]],
                [*lines, orjson.dumps(told | {"number": 4}) + b"\n"],
            ]
        )
    )


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_tampering_with_the_file_goes_unseen(log: Log, data: st.DataObject) -> None:
    if not log.file.exists():
        log.chain()
    lines = log.lines()
    forged = data.draw(tampered(lines))
    log.file.write_bytes(b"".join(forged))
    faults = log.faults()
    log.file.write_bytes(b"".join(lines))
    assert bool(faults) == (forged != lines)
