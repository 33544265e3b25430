"""A worker killed in the middle of a docking run: the plan is the same, and kept once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from chunfeng.foundation.jobs.states import State
from tests.stages.docking.docking_settings import NAME
from tests.stages.docking.registered import county
from tests.stages.docking.test_runs import again, asked, lines, state, worked
from tests.stages.people.test_import_kills import begun, chunks_done, ended

ROOT = Path(__file__).resolve().parents[3]
KILLS = 8
PATIENCE = 60.0  # seconds; only a broken test waits so long


@pytest.fixture
def own_database(
    django_db_setup: None, database_server: Any, django_db_blocker: Any
) -> Iterator[None]:
    """What is written is committed, in a copy of the tests' database."""
    from chunfeng.foundation.database.prepare import prepare
    from tests.settings import TEST_HOME

    admin = f"{database_server.dsn()} password={database_server.password()}"
    settings = connections["default"].settings_dict
    usual = settings["NAME"]
    with django_db_blocker.unblock(), psycopg.connect(admin, autocommit=True) as direct:
        connections.close_all()  # a database in use cannot be copied
        direct.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        direct.execute(f"CREATE DATABASE {NAME} TEMPLATE chunfeng_test OWNER chunfeng_owner")
        prepare(admin, TEST_HOME, name=NAME)
        settings["NAME"] = NAME
        yield
        connections.close_all()
        settings["NAME"] = usual
        direct.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.fixture
def worker() -> "Iterator[subprocess.Popen[str]]":
    """A process that forks a worker a line."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.stages.docking.docking_settings"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.foundation.jobs.forking"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT,
        env=os.environ | settings,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline()
        yield process
        process.stdin.close()


def waited(until: Callable[[], bool]) -> None:
    latest = time.monotonic() + PATIENCE
    while not until() and time.monotonic() < latest:
        time.sleep(0.002)


def test_killed_at_any_moment_a_run_keeps_its_plan_once(
    own_database: None, worker: "subprocess.Popen[str]", keys: Any, tmp_path: Path, policy: Any
) -> None:
    by, dice = county(keys, tmp_path, people=700, vacancies=8).by, random.Random(5)
    whole = asked(by, policy)
    worked(whole)
    run, killed = asked(by, policy), 0
    assert run.job
    while state(run) in (State.QUEUED, State.RUNNING):
        done, child = chunks_done(run.job), begun(worker, run.job)
        if killed == 0:
            time.sleep(dice.random())  # in the middle of reading or solving
        elif killed < KILLS:
            job = run.job
            waited(lambda job=job, done=done: chunks_done(job) > done)  # type: ignore[misc]
        if killed < KILLS:
            with suppress(ProcessLookupError):  # it was quicker than the kill
                os.kill(child, signal.SIGKILL)
                killed += 1
        ended(worker)
    assert state(run) == State.DONE
    assert killed >= 2
    assert again(run, by).plan_digest == again(whole, by).plan_digest
    assert lines(run, by) == lines(whole, by)
