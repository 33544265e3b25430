"""Runs and the queue: what is waiting there is a run's id, and nothing else."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from chunfeng.foundation.jobs.declare import DEFAULT, declared_job
from chunfeng.foundation.jobs.models import Run
from chunfeng.foundation.jobs.states import LIVE

TASK = "jobs.work"


def enqueue(run: Run) -> None:
    """Puts the run on its queue, in the transaction that stands; one worker at a time takes it."""
    job = declared_job(run.kind)
    # In a worker the app's own connector has another connection, and so another transaction.
    manager = JobManager(DjangoConnector())
    name = str(run.id)
    queue = job.queue if job else DEFAULT
    configure_task(name=TASK, job_manager=manager, lock=name, queue=queue).defer(run=name)


def enqueue_soon(name: str, at: datetime) -> None:
    """Queues work of the clock that is due now; nothing where it waits already."""
    manager = JobManager(DjangoConnector())
    task = configure_task(
        name=name, job_manager=manager, queue=DEFAULT, lock=name, queueing_lock=name
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(timestamp=int(at.timestamp()))


def enqueue_lost() -> list[UUID]:
    """Puts every live run back that no worker has and no queue holds."""
    held = ProcrastinateJob.objects.filter(
        status__in=("todo", "doing"), lock=Cast(OuterRef("id"), CharField())
    )
    lost = list(Run.objects.filter(~Exists(held), state__in=LIVE).order_by("created_at", "id"))
    for run in lost:
        enqueue(run)
    return [run.id for run in lost]
