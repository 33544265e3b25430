"""A run: started, done chunk by chunk under its post, stopped, retried, cancelled."""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from chunfeng.foundation.access import Context, Role, entered
from chunfeng.foundation.accounts.models import Post, User
from chunfeng.foundation.jobs import fencing
from chunfeng.foundation.jobs.faults import Again
from chunfeng.foundation.jobs.models import DoneChunk, Run
from chunfeng.foundation.jobs.operations import cancel, start
from chunfeng.foundation.jobs.queries import progress, recent
from chunfeng.foundation.jobs.refusals import AlreadyEnded, NotAllowed, NotFound
from chunfeng.foundation.jobs.running import work
from chunfeng.foundation.jobs.states import State
from tests.cast import NOW, PINGLI, SHIQUAN
from tests.foundation.jobs.arranging import WORKER, effects, login, officer, run_of

pytestmark = pytest.mark.django_db
TOWN = PINGLI + 100_000


def started(kind: str, by: Context, **arguments: int | str | bool) -> UUID:
    return start(kind, by=by, region=by.lo, arguments=arguments, at=NOW)


def worked(run_id: UUID, *, minutes: int = 1, stopping: bool = False) -> None:
    with login(WORKER):
        work(run_id, clock=lambda: NOW + timedelta(minutes=minutes), stopping=lambda: stopping)


def worked_until_it_breaks(run_id: UUID) -> int:
    with pytest.raises(Again) as again, login(WORKER):
        work(run_id, clock=lambda: NOW)
    return again.value.seconds


def queued(run_id: UUID) -> list[tuple[str, str, str]]:
    with login(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT queue_name, task_name, args->>'run' FROM procrastinate_jobs WHERE lock = %s",
            [str(run_id)],
        )
        return [(queue, task, run) for queue, task, run in cursor.fetchall()]


def events(run_id: UUID) -> list[str]:
    with login(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM audit_event WHERE subject = 'job' AND subject_id = %s ORDER BY id",
            [run_id],
        )
        return [kind for (kind,) in cursor.fetchall()]


def test_a_started_run_waits_in_its_queue_by_its_id_alone() -> None:
    run = started("trial.heavy", officer(), chunks=3)
    assert queued(run) == [("heavy", "jobs.work", str(run))]
    assert run_of(run).state == State.QUEUED
    assert events(run) == ["job.started"]


def test_a_run_and_its_place_in_the_queue_are_written_together_or_not_at_all() -> None:
    by = officer()
    with transaction.atomic():
        run = started("trial.rows", by, chunks=3)
        assert queued(run)
        transaction.set_rollback(True)
    assert queued(run) == []
    with login(None):
        assert not Run.objects.filter(id=run).exists()


def test_a_view_starts_a_run_inside_its_own_transaction() -> None:
    by = officer()
    with entered(by):
        run = started("trial.rows", by, chunks=1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("chunfeng_officer",)
        found = progress(run, by=by)
    assert found
    assert found.state is State.QUEUED


def test_a_run_does_every_chunk_once_and_adds_up_its_counts() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=4, rows=5)
    worked(run)
    with entered(by):
        found = progress(run, by=by)
    assert found
    assert (found.state, found.done, found.total) == (State.DONE, 20, 20)
    assert found.counts == {"new": 20}
    assert found.said
    assert found.said.to("en") == "20 people"
    assert found.finished_at == NOW + timedelta(minutes=1)
    assert effects(run) == list(range(20))
    assert events(run) == ["job.started", "job.ended"]


def test_what_a_run_does_stands_in_the_log_under_the_post_that_started_it() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=1)
    worked(run)
    with login(None), connection.cursor() as cursor:
        cursor.execute('SELECT "user", post FROM audit_event WHERE job = %s', [run])
        assert cursor.fetchall() == [(by.user, by.post)]


def test_a_job_reads_under_its_post_before_its_first_chunk() -> None:
    run = started("trial.reads", officer())
    worked(run)
    assert run_of(run).result == {"lo": 1}


def test_a_run_that_has_ended_is_left_alone() -> None:
    run = started("trial.rows", officer(), chunks=2)
    worked(run)
    before = run_of(run)
    worked(run, minutes=9)
    assert run_of(run).heartbeat_at == before.heartbeat_at
    assert effects(run) == [0, 1]


def test_a_run_that_does_not_exist_is_left_alone() -> None:
    worked(uuid4())


def test_nobody_starts_a_job_their_role_may_not_or_outside_their_region() -> None:
    with pytest.raises(NotAllowed):
        started("trial.rows", officer(Role.TOWNSHIP, TOWN, 1000), chunks=1)
    with pytest.raises(NotAllowed):
        start("trial.rows", by=officer(), region=SHIQUAN, arguments={}, at=NOW)
    with pytest.raises(LookupError):
        started("trial.unheard", officer())


def test_a_chunk_that_raises_leaves_nothing_behind() -> None:
    run = started("trial.breaks", officer(), chunks=4, at=2)
    worked_until_it_breaks(run)
    assert effects(run) == [0, 1]
    with login(None):
        assert DoneChunk.objects.filter(run=run).count() == 2
    assert (run_of(run).done, run_of(run).result) == (2, {"new": 2})


def test_a_run_that_breaks_off_is_tried_again_later_and_later_and_then_given_up() -> None:
    by = officer()
    run = started("trial.breaks", by, chunks=4, at=2)
    assert [worked_until_it_breaks(run), worked_until_it_breaks(run)] == [5, 30]
    assert run_of(run).state == State.QUEUED
    worked(run)
    given_up = run_of(run)
    assert (given_up.state, given_up.done) == (State.FAILED, 2)
    assert "3 times" in _said(run, by)
    worked(run)
    assert effects(run) == [0, 1]


def test_a_finished_chunk_makes_earlier_stumbling_forgotten() -> None:
    run = started("trial.stumbles", officer(), chunks=5)
    assert [worked_until_it_breaks(run) for _ in range(4)] == [5, 30, 5, 30]
    worked(run)
    assert run_of(run).state == State.DONE
    assert effects(run) == list(range(5))


def test_the_text_of_an_error_is_kept_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    run = started("trial.breaks", officer(), chunks=4, at=0)
    with caplog.at_level(logging.DEBUG):
        worked_until_it_breaks(run)
    fault = run_of(run).fault
    assert fault.startswith("KeyError at tests/foundation/jobs/trials.py:")
    assert fault in caplog.text
    assert "王小明" not in caplog.text + repr(run_of(run).__dict__)


def test_a_refusal_ends_the_run_with_its_sentence_and_is_not_tried_again() -> None:
    by = officer()
    run = started("trial.refused", by, chunks=2)
    worked(run)
    assert run_of(run).state == State.FAILED
    assert _said(run, by) == "There are 7 people."
    assert effects(run) == [0, 1]


def test_a_refusal_that_names_somebody_is_not_kept() -> None:
    by = officer()
    run = started("trial.refused", by, chunks=2, personal=True)
    worked(run)
    assert "The reason is not kept" in _said(run, by)
    assert "王小明" not in repr(run_of(run).__dict__)


def test_a_revoked_post_stops_the_run_before_its_next_chunk() -> None:
    by = officer()
    run = started("trial.breaks", by, chunks=4, at=2)
    worked_until_it_breaks(run)
    with login(None):
        Post.objects.filter(id=by.post).update(revoked_at=NOW)
    worked(run)
    assert run_of(run).state == State.FAILED
    assert "has ended or changed" in _said(run, by)
    assert effects(run) == [0, 1]


def test_a_post_that_ends_while_the_run_is_going_stops_it() -> None:
    by = officer(days=0)
    run = started("trial.rows", by, chunks=4)
    ticks = iter(range(1000))
    with login(WORKER):
        # taking, progress and the first chunks fall on the last day of the post
        work(run, clock=lambda: NOW + timedelta(hours=next(ticks) * 3))
    assert run_of(run).state == State.FAILED
    assert 0 < len(effects(run)) < 4
    assert run_of(run).done == len(effects(run))


def test_a_post_that_has_ended_starts_nothing() -> None:
    by = officer(days=-1)
    run = started("trial.rows", by, chunks=4)
    worked(run)
    assert (run_of(run).state, effects(run)) == (State.FAILED, [])


def test_a_post_whose_user_may_no_longer_sign_in_stops_the_run() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=4)
    with login(None):
        User.objects.filter(id=by.user).update(active=False)
    worked(run)
    assert (run_of(run).state, effects(run)) == (State.FAILED, [])


def test_a_post_that_became_another_stops_the_run() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=2)
    with login(None):
        Post.objects.filter(id=by.post).update(role=Role.TOWNSHIP, region=TOWN)
    worked(run)
    assert (run_of(run).state, effects(run)) == (State.FAILED, [])


def test_a_waiting_run_is_cancelled_at_once() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=2)
    cancel(run, by=by, at=NOW)
    assert run_of(run).state == State.CANCELLED
    worked(run)
    assert effects(run) == []
    assert events(run) == ["job.started", "job.cancelled"]


def test_a_run_that_is_going_stops_before_its_next_chunk_and_says_how_far_it_came() -> None:
    by = officer()
    run = started("trial.breaks", by, chunks=4, at=2)
    worked_until_it_breaks(run)
    with login(WORKER):
        fencing.take(run, NOW)  # by a worker that dies
    cancel(run, by=by, at=NOW)
    assert run_of(run).state == State.RUNNING
    worked(run)
    assert run_of(run).state == State.CANCELLED
    assert _said(run, by) == "Cancelled. Rows done before that: 2 of 4."
    assert effects(run) == [0, 1]


def test_what_has_ended_cannot_be_cancelled() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=1)
    worked(run)
    with pytest.raises(AlreadyEnded):
        cancel(run, by=by, at=NOW)


def test_a_run_is_cancelled_by_officers_of_its_region_and_administrators_only() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=1)
    with pytest.raises(NotFound):
        cancel(run, by=officer(region=SHIQUAN), at=NOW)
    with pytest.raises(NotFound):
        cancel(run, by=officer(Role.TOWNSHIP, TOWN, 1000), at=NOW)
    with pytest.raises(NotAllowed):
        cancel(run, by=officer(Role.SUPERVISOR, 610900 * 10**6, 10**8), at=NOW)
    cancel(run, by=officer(Role.ADMIN), at=NOW)
    assert run_of(run).state == State.CANCELLED


def test_a_worker_told_to_stop_leaves_the_run_to_the_next_one() -> None:
    run = started("trial.rows", officer(), chunks=3)
    with pytest.raises(Again) as again:
        worked(run, stopping=True)
    assert again.value.seconds == 0
    assert (run_of(run).state, run_of(run).stumbles) == (State.QUEUED, 0)
    worked(run)
    assert effects(run) == [0, 1, 2]


def test_a_run_that_took_its_worker_down_three_times_at_one_place_is_given_up() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=3)
    for _ in range(3):
        with login(WORKER):
            assert fencing.take(run, NOW)
    worked(run)
    assert (run_of(run).state, effects(run)) == (State.FAILED, [])
    assert "3 times" in _said(run, by)


def test_a_run_whose_material_changed_meanwhile_ends_with_a_sentence() -> None:
    by = officer()
    run = started("trial.shifts", by)
    worked(run)
    assert run_of(run).state == State.DONE
    with login(None):
        Run.objects.filter(id=run).update(state=State.RUNNING, finished_at=None)
    worked(run)
    assert run_of(run).state == State.FAILED
    assert "has changed meanwhile" in _said(run, by)
    assert effects(run) == [0, 1, 2, 3]


def test_a_job_that_yields_inside_a_transaction_is_broken() -> None:
    run = started("trial.leaks", officer())
    worked_until_it_breaks(run)
    assert "RuntimeError" in run_of(run).fault
    assert effects(run) == []


def test_a_kind_this_version_does_not_know_ends_with_a_sentence() -> None:
    by = officer()
    run = started("trial.rows", by, chunks=1)
    with login(None):
        Run.objects.filter(id=run).update(kind="trial.gone")
    worked(run)
    assert _said(run, by) == "Stopped: this version does not know this task."


def test_the_latest_runs_of_the_region_come_first_and_others_not_at_all() -> None:
    by = officer()
    first = started("trial.rows", by, chunks=1)
    later = NOW + timedelta(minutes=1)
    second = start("trial.rows", by=by, region=TOWN, arguments={"chunks": 1}, at=later)
    with entered(by):
        assert [found.id for found in recent(by=by)] == [second, first]
    below = officer(Role.TOWNSHIP, TOWN, 1000)
    with entered(below):
        assert [found.id for found in recent(by=below)] == [second]
        assert progress(first, by=below) is None
    other = officer(region=SHIQUAN)
    with entered(other):
        assert recent(by=other) == []


def test_the_time_left_follows_from_the_speed_so_far() -> None:
    by = officer()
    run = started("trial.breaks", by, chunks=4, at=1)
    worked_until_it_breaks(run)
    with entered(by):
        found = progress(run, by=by)
    assert found
    assert (found.percent, found.live) == (25, True)
    assert found.seconds_left(NOW + timedelta(seconds=10)) == 30


def _said(run_id: UUID, by: Context) -> str:
    with entered(by):
        found = progress(run_id, by=by)
    assert found
    assert found.said
    return found.said.to("en")
