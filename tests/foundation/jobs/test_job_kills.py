"""Workers killed, given up or doubled at any moment: nothing is lost, nothing is done twice."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from chunfeng.foundation.jobs import fencing
from chunfeng.foundation.jobs.declare import Chunk
from chunfeng.foundation.jobs.fencing import Stale
from chunfeng.foundation.jobs.operations import cancel, start
from chunfeng.foundation.jobs.running import work
from chunfeng.foundation.jobs.states import State
from tests.cast import NOW
from tests.foundation.jobs import trials
from tests.foundation.jobs.arranging import WORKER, digest, effects, login, officer, run_of

pytestmark = pytest.mark.usefixtures("committed")
ROOT = Path(__file__).resolve().parents[3]
KILLS, CHUNKS, ROWS = 20, 240, 2
PATIENCE = 60.0  # seconds; only a broken test waits so long


def until(met: Callable[[], object], by: "subprocess.Popen[Any] | None" = None) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert not by or by.poll() is None, "the process has ended"
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.002)


def started(kind: str, **arguments: int) -> UUID:
    by = officer()
    return start(kind, by=by, region=by.lo, arguments=arguments, at=NOW)


@pytest.fixture
def forks() -> "Iterator[subprocess.Popen[str]]":
    """A process that forks a worker a line."""
    command = [sys.executable, "-m", "tests.foundation.jobs.forking"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.foundation.jobs.worker_settings"}
    with subprocess.Popen(  # noqa: S603 our own arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        cwd=ROOT,
        env=environment,
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        yield process
        assert process.stdin
        process.stdin.close()


def forked(forks: "subprocess.Popen[str]", run: UUID) -> int:
    assert forks.stdin
    assert forks.stdout
    forks.stdin.write(f"{run}\n")
    return int(forks.stdout.readline())


def ending(forks: "subprocess.Popen[str]") -> int:
    assert forks.stdout
    return int(forks.stdout.readline())


def test_a_run_killed_twenty_times_at_random_ends_as_one_that_was_not(
    forks: "subprocess.Popen[str]", committed: str
) -> None:
    clean = started("trial.rows", chunks=CHUNKS, rows=ROWS)
    forked(forks, clean)
    assert ending(forks) == 0
    run = started("trial.rows", chunks=CHUNKS, rows=ROWS)
    dice, killed, seen = random.Random(20), 0, 0
    with psycopg.connect(committed, autocommit=True) as look:

        def done() -> int:
            row = look.execute("SELECT done FROM jobs_run WHERE id = %s", [run]).fetchone()
            assert row
            return int(row[0])

        def further(than: int) -> bool:
            return done() > than

        while run_of(run).state != State.DONE:
            worker = forked(forks, run)
            if killed < KILLS:
                before = done()
                assert before >= seen, "progress went backwards"
                seen = before
                if killed % 3:  # the others die anywhere, even before they have begun
                    until(partial(further, before))
                time.sleep(dice.uniform(0, 0.01))
                os.kill(worker, signal.SIGKILL)
            killed += ending(forks) == -signal.SIGKILL
    assert killed == KILLS
    assert effects(run) == list(range(CHUNKS * ROWS))
    assert digest(run) == digest(clean)


def test_a_worker_given_up_that_wakes_again_cannot_write() -> None:
    run = started("trial.waits")
    stalled = _thread(run)
    assert trials.inside.wait(PATIENCE)  # its second chunk is written, not committed
    with login(WORKER):
        work(run)
    assert run_of(run).state == State.DONE
    before = run_of(run)
    trials.go_on.set()
    stalled.join(PATIENCE)
    assert effects(run) == [0, 1, 2]
    assert vars(run_of(run)).items() >= {"done": 3, "fence": 2}.items()
    assert run_of(run).heartbeat_at == before.heartbeat_at


def test_every_write_of_a_worker_given_up_is_refused() -> None:
    run = started("trial.rows", chunks=3)
    with login(WORKER):
        stale = fencing.take(run, NOW)
        assert stale
        assert fencing.take(run, NOW)
        chunk = Chunk(apply=lambda by, at: None)
        for write in (
            lambda: fencing.note(stale, NOW, total=9),
            lambda: fencing.chunk_done(stale, 0, chunk, {}, NOW),
            lambda: fencing.put_back(stale, NOW),
            lambda: fencing.stumbled(stale, "x", NOW),
            lambda: fencing.end(stale, State.DONE, None, NOW),
            lambda: fencing.cancel_asked(stale),
        ):
            with pytest.raises(Stale):
                write()
    assert run_of(run).total is None


def test_two_workers_with_one_run_do_everything_once() -> None:
    runs = [started("trial.rows", chunks=40) for _ in range(3)]
    for run in runs:
        workers = [_thread(run) for _ in range(2)]
        for worker in workers:
            worker.join(PATIENCE)
        assert run_of(run).state == State.DONE
        assert effects(run) == list(range(40))
        assert run_of(run).done == 40


def test_a_run_cancelled_while_a_chunk_is_written_keeps_that_chunk_and_no_more() -> None:
    by = officer()
    run = start("trial.waits", by=by, region=by.lo, arguments={}, at=NOW)
    worker = _thread(run)
    assert trials.inside.wait(PATIENCE)
    cancel(run, by=by, at=NOW)
    trials.go_on.set()
    worker.join(PATIENCE)
    assert run_of(run).state == State.CANCELLED
    assert effects(run) == [0, 1]


def test_a_chunk_is_seen_with_its_progress_or_not_at_all() -> None:
    by = officer()
    run = start("trial.waits", by=by, region=by.lo, arguments={}, at=NOW)
    worker = _thread(run)
    assert trials.inside.wait(PATIENCE)
    assert (effects(run), run_of(run).done) == ([0], 1)
    trials.go_on.set()
    worker.join(PATIENCE)
    assert (effects(run), run_of(run).done) == ([0, 1, 2], 3)


def _thread(run: UUID) -> threading.Thread:
    def worker() -> None:
        try:
            with login(WORKER):
                work(run)
        finally:
            connection.close()

    thread = threading.Thread(target=worker)
    thread.start()
    return thread
