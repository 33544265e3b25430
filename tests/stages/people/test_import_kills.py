"""Imports killed at any moment, and two at once: everybody is there, and only once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from chunfeng.foundation.access import Context, entered
from chunfeng.foundation.jobs.models import DoneChunk
from chunfeng.foundation.jobs.states import State
from chunfeng.stages.people import importing
from chunfeng.stages.people.models import Person
from tests.cast import NOW
from tests.foundation.jobs.arranging import login, officer, run_of
from tests.stages.people.imports import as_csv, digest, handed_in, person, previewed

NAME = "chunfeng_imports"
ROOT = Path(__file__).resolve().parents[3]
EMPTIED = (
    "people_household, people_person, people_history, people_sealed_history, people_claim,"
    " intake_upload, jobs_run, procrastinate_jobs, procrastinate_workers"
)
KILLS, ROWS = 20, 720
PATIENCE = 60.0  # seconds; only a broken test waits so long


@pytest.fixture(scope="module")
def own_database(
    django_db_setup: None, database_server: Any, django_db_blocker: Any
) -> Iterator[str]:
    """A copy of the tests' database; the way in for an administrator."""
    from chunfeng.foundation.database.prepare import prepare
    from tests.settings import TEST_HOME

    admin = f"{database_server.dsn()} password={database_server.password()}"
    with django_db_blocker.unblock():
        connections.close_all()  # a database in use cannot be copied
    with psycopg.connect(admin, autocommit=True) as direct:
        direct.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        direct.execute(f"CREATE DATABASE {NAME} TEMPLATE chunfeng_test OWNER chunfeng_owner")
        prepare(admin, TEST_HOME, name=NAME)
        yield f"{admin} dbname={NAME}"
        direct.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.fixture
def emptied(own_database: str, django_db_blocker: Any) -> Iterator[Callable[[], None]]:
    """What is written is committed, in a database of its own; called, it is empty again."""
    settings = connections["default"].settings_dict
    usual = settings["NAME"]

    def empty() -> None:
        with psycopg.connect(own_database) as direct:
            direct.execute(f"TRUNCATE {EMPTIED} CASCADE")

    with django_db_blocker.unblock():
        connections.close_all()
        settings["NAME"] = NAME
        yield empty
        connections.close_all()
        settings["NAME"] = usual
    empty()


def worker() -> "subprocess.Popen[str]":
    """A process that forks a worker a line."""
    command = [sys.executable, "-m", "tests.foundation.jobs.forking"]
    settings = {"DJANGO_SETTINGS_MODULE": "tests.stages.people.import_settings"}
    return subprocess.Popen(  # noqa: S603 our own arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        cwd=ROOT,
        env=os.environ | settings,
    )


@pytest.fixture
def workers() -> "Iterator[list[subprocess.Popen[str]]]":
    """Two of them, ready."""
    with worker() as one, worker() as two:
        for process in (one, two):
            assert process.stdout
            assert process.stdout.readline()
        yield [one, two]
        for process in (one, two):
            assert process.stdin
            process.stdin.close()


def begun(process: "subprocess.Popen[str]", run: UUID) -> int:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{run}\n")
    return int(process.stdout.readline())


def ended(process: "subprocess.Popen[str]") -> int:
    assert process.stdout
    return int(process.stdout.readline())


def chunks_done(run: UUID) -> int:
    with login(None):
        return DoneChunk.objects.filter(run=run).count()


def ready(by: Context) -> UUID:
    """The run of an application that may begin."""
    upload = handed_in(as_csv([person(n) for n in range(ROWS)]), by)
    previewed(upload, by)
    with entered(by):
        return importing.start_apply(upload, by=by, at=NOW)


def clean_digest(process: "subprocess.Popen[str]", keys: Any) -> str:
    run = ready(officer())
    begun(process, run)
    assert ended(process) == 0
    assert run_of(run).state == State.DONE
    return digest(keys)


def test_killed_at_any_moment_an_import_ends_as_if_nothing_had_been(
    emptied: Callable[[], None], workers: "list[subprocess.Popen[str]]", keys: Any
) -> None:
    process, dice = workers[0], random.Random(20)
    clean = clean_digest(process, keys)
    emptied()
    run, killed = ready(officer()), 0
    while run_of(run).state in (State.QUEUED, State.RUNNING):
        done, child = chunks_done(run), begun(process, run)
        if killed < KILLS:
            until = time.monotonic() + PATIENCE
            while chunks_done(run) == done and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(dice.random() * 0.03)
            killed += 1
            os.kill(child, signal.SIGKILL)
        ended(process)
    assert run_of(run).state == State.DONE
    assert killed == KILLS
    assert digest(keys) == clean


def test_two_imports_of_one_file_at_the_same_time_add_everybody_once(
    emptied: Callable[[], None], workers: "list[subprocess.Popen[str]]", keys: Any
) -> None:
    clean = clean_digest(workers[0], keys)
    emptied()
    by = officer()
    runs = [ready(by), ready(officer())]
    for process, run in zip(workers, runs, strict=True):
        begun(process, run)
    assert [ended(process) for process in workers] == [0, 0]
    assert [run_of(run).state for run in runs] == [State.DONE, State.DONE]
    with entered(by):
        assert Person.objects.count() == ROWS
    assert digest(keys) == clean
