"""What the database itself lets whom do with runs and the queue."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from chunfeng.foundation.access import Context, DataClass, entered
from chunfeng.foundation.jobs.models import DoneChunk, Run
from chunfeng.foundation.jobs.operations import start
from tests.cast import NOW, PINGLI, SHIQUAN
from tests.foundation.jobs.arranging import officer

pytestmark = pytest.mark.django_db
OWN = DataClass.ACCOUNTS  # the login's own rights


def run_in(region: int, by: Context) -> UUID:
    return start("trial.rows", by=by, region=region, arguments={"chunks": 1}, at=NOW)


@pytest.mark.parametrize("data_class", [DataClass.D2, OWN])
def test_without_any_filter_only_runs_of_the_own_region_are_seen(data_class: DataClass) -> None:
    an, bo = officer(), officer(region=SHIQUAN)
    mine, theirs = run_in(PINGLI, an), run_in(SHIQUAN, bo)
    with entered(an, data_class):
        assert set(Run.objects.values_list("id", flat=True)) == {mine}
    with entered(bo, data_class):
        assert set(Run.objects.values_list("id", flat=True)) == {theirs}


def test_outside_any_post_no_run_is_seen() -> None:
    run_in(PINGLI, officer())
    assert not Run.objects.exists()


def test_nobody_starts_a_run_for_somebody_else_or_elsewhere() -> None:
    an = officer()
    whole = {"kind": "trial.rows", "purpose": "verify", "created_at": NOW}
    for other in (
        {"user": uuid4(), "post": an.post, "region": PINGLI},
        {"user": an.user, "post": uuid4(), "region": PINGLI},
        {"user": an.user, "post": an.post, "region": SHIQUAN},
        {"user": an.user, "post": an.post, "region": PINGLI, "state": "running"},
    ):
        with entered(an, OWN), pytest.raises(DatabaseError), transaction.atomic():
            Run.objects.create(**whole, **other)


@pytest.mark.parametrize(
    "change",
    [
        {"done": 5},
        {"fence": 9},
        {"arguments": {}},
        {"state": "done", "finished_at": NOW},
        {"state": "queued"},
        {"state": "failed", "cancel_asked_at": NOW, "finished_at": NOW},
    ],
)
def test_the_web_can_do_nothing_to_a_run_but_cancel_it(change: dict[str, object]) -> None:
    an = officer()
    run = run_in(PINGLI, an)
    with entered(an, OWN), pytest.raises(DatabaseError), transaction.atomic():
        Run.objects.filter(id=run).update(**change)


def test_an_officers_rights_write_neither_runs_nor_chunks_nor_the_queue() -> None:
    an = officer()
    run = run_in(PINGLI, an)
    chunk = {"run_id": run, "number": 0, "rows": 1, "done_at": NOW}
    for data_class in (DataClass.D2, OWN):
        with entered(an, data_class), pytest.raises(DatabaseError), transaction.atomic():
            DoneChunk.objects.create(**chunk)
    with entered(an), pytest.raises(DatabaseError), transaction.atomic():
        Run.objects.filter(id=run).update(cancel_asked_at=NOW)
    with (
        entered(an),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('a', 'b')")


def test_the_web_cannot_read_change_or_empty_the_queue() -> None:
    an = officer()
    run_in(PINGLI, an)
    for statement in (
        "SELECT args FROM procrastinate_jobs",
        "UPDATE procrastinate_jobs SET args = '{}'",
        "DELETE FROM procrastinate_jobs",
    ):
        with (
            entered(an, OWN),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
