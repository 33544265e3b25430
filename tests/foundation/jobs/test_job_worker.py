"""The workers themselves: the queue, the clock, rescue, being killed, being told to stop."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from chunfeng.foundation.jobs.declare import job, periodic
from chunfeng.foundation.jobs.faults import Again, Backoff, Broken, quiet
from chunfeng.foundation.jobs.operations import cancel, start
from chunfeng.foundation.jobs.queueing import enqueue, enqueue_lost
from chunfeng.foundation.jobs.running import work
from chunfeng.foundation.jobs.states import State
from chunfeng.foundation.jobs.tasks import rescue
from chunfeng.kit.texts import text
from tests.cast import NOW
from tests.foundation.jobs.arranging import WORKER, effects, login, officer, run_of
from tests.foundation.jobs.test_job_kills import until

ROOT = Path(__file__).resolve().parents[3]
QUEUES = ["default", "heavy"]
Workers = Callable[[], "subprocess.Popen[bytes]"]


def started(kind: str = "trial.rows", **arguments: int) -> UUID:
    by = officer()
    return start(kind, by=by, region=by.lo, arguments=arguments, at=NOW)


def waiting(run: UUID) -> list[str]:
    with login(None), connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE lock = %s", [str(run)])
        return [status for (status,) in cursor.fetchall()]


def fetched() -> Job | None:
    """What a new worker gets from the queue."""
    with login(WORKER):
        worker = async_to_sync(app.job_manager.register_worker)()
        return async_to_sync(app.job_manager.fetch_job)(QUEUES, worker)


def without_heartbeat() -> None:
    with login(None), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
        )


def rescued() -> None:
    with login(WORKER):
        async_to_sync(rescue.func)(0)


@pytest.mark.usefixtures("committed")
def test_no_two_workers_get_one_run_from_the_queue() -> None:
    run = started(chunks=1)
    with login(WORKER):
        enqueue(run_of(run))
    assert waiting(run) == ["todo", "todo"]
    assert fetched()
    assert fetched() is None


@pytest.mark.usefixtures("committed")
def test_what_a_worker_without_heartbeat_held_is_queued_again() -> None:
    run = started(chunks=1)
    held = fetched()
    assert held
    rescued()
    assert waiting(run) == ["doing"]
    without_heartbeat()
    rescued()
    assert waiting(run) == ["todo"]
    again = fetched()
    assert again
    assert again.id != held.id


@pytest.mark.usefixtures("committed")
def test_a_worker_given_up_too_early_ends_only_its_own_place_in_the_queue() -> None:
    run = started(chunks=1)
    held = fetched()
    assert held
    without_heartbeat()
    rescued()
    with login(WORKER), pytest.raises(ConnectorException):
        async_to_sync(app.job_manager.finish_job)(held, Status.SUCCEEDED, delete_job=True)
    assert waiting(run) == ["todo"]


@pytest.mark.usefixtures("committed")
def test_a_live_run_that_no_queue_holds_is_queued_again_and_an_ended_one_is_not() -> None:
    lost, ended = started(chunks=1), started(chunks=1)
    with login(WORKER):
        work(ended)
    with login(None), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with login(WORKER):
        assert enqueue_lost() == [lost]
        assert enqueue_lost() == []
    assert (waiting(lost), waiting(ended)) == (["todo"], [])


@pytest.mark.usefixtures("committed")
def test_a_job_started_by_a_worker_is_queued_in_the_workers_transaction() -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's
    with app.replace_connector(connector), transaction.atomic():
        run = started(chunks=1)
        assert waiting(run) == ["todo"]
        transaction.set_rollback(True)
    assert waiting(run) == []


def test_only_what_asks_for_it_is_tried_again() -> None:
    held = Job(queue="default", lock=None, queueing_lock=None, task_name="jobs.work")
    assert Backoff().get_retry_decision(exception=Broken("x"), job=held) is None
    decision = Backoff().get_retry_decision(exception=Again(30), job=held)
    assert decision
    assert decision.retry_at


def test_no_log_of_the_queue_can_hold_the_text_of_an_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    @quiet
    def breaks() -> None:
        try:
            raise KeyError("王小明")
        except KeyError:
            raise ValueError("154 0013 8000") from None

    with caplog.at_level(logging.DEBUG), pytest.raises(Broken) as broken:
        breaks()
    assert str(broken.value).startswith("ValueError at tests/foundation/jobs/")
    assert broken.value.__context__ is None
    assert "154" not in caplog.text


def test_the_rescue_comes_every_ten_seconds() -> None:
    declared = app.periodic_registry.periodic_tasks["jobs.rescue", ""]
    declared.croniter.set_current(0)
    assert [declared.croniter.get_next() for _ in range(3)] == [10, 20, 30]


def test_periodic_work_is_handed_the_moment_it_was_due() -> None:
    seen: list[datetime] = []
    periodic("* * * * *", "trial.minute")(seen.append)
    task = app.tasks["trial.minute"]
    task(timestamp=1_790_000_000)
    assert seen == [datetime.fromtimestamp(1_790_000_000, UTC)]
    assert (task.lock, task.queueing_lock) == ("trial.minute", "trial.minute")


def test_a_kind_is_declared_once_and_well() -> None:
    with pytest.raises(ValueError, match="twice"):
        job("trial.rows", text("Trial"))(lambda work: iter(()))  # type: ignore[arg-type,return-value]  # never run
    with pytest.raises(ValueError, match=r"people\.import"):
        job("Trial", text("Trial"))


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """Starts workers as the product does."""
    begun: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.foundation.jobs.worker_settings"}
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues=default,heavy"]

    def begin() -> "subprocess.Popen[bytes]":
        with (tmp_path / "log").open("ab") as log:
            begun.append(
                subprocess.Popen(  # noqa: S603 our own arguments
                    command, cwd=ROOT, env=environment, stdout=log, stderr=log
                )
            )
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def test_a_killed_workers_run_is_finished_by_the_next_and_one_told_to_stop_leaves_its_own(
    committed: str, workers: Workers
) -> None:
    run = started("trial.heavy", chunks=150)
    first = workers()
    until(lambda: run_of(run).done > 5, first)
    first.kill()
    first.wait()
    assert run_of(run).state == State.RUNNING
    without_heartbeat()
    with psycopg.connect(committed) as direct:  # or else up to ten seconds until the next rescue
        direct.execute("DELETE FROM procrastinate_periodic_defers")
    second = workers()
    until(lambda: run_of(run).state == State.DONE, second)
    assert effects(run) == list(range(150))
    until(lambda: waiting(run) == [], second)

    by = officer()
    long = start("trial.rows", by=by, region=by.lo, arguments={"chunks": 20_000}, at=NOW)
    until(lambda: run_of(long).done > 5, second)
    second.send_signal(signal.SIGTERM)
    assert second.wait(60) == 0
    left = run_of(long)
    assert (left.state, left.stumbles, waiting(long)) == (State.QUEUED, 0, ["todo"])
    assert effects(long) == list(range(left.done))
    cancel(long, by=by, at=NOW)
