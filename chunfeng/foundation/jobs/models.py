"""Runs of jobs, and the chunks of work that are done. Nothing personal is kept in either."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chunfeng.foundation.jobs.states import ENDED, LIVE

_LIVE, _ENDED = sorted(s.value for s in LIVE), sorted(s.value for s in ENDED)


class Run(models.Model):
    """One run of a job under a post, with its progress.

    fence: how often a worker has taken it; only the last one may write. stumbles: how often it
    broke off since the last finished chunk. fault: kind and place of the last error, for repair.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    user = models.UUIDField()
    post = models.UUIDField()
    purpose = models.CharField(max_length=20)
    region = models.BigIntegerField()
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="queued")
    total = models.BigIntegerField(null=True)
    done = models.BigIntegerField(default=0)
    message = models.JSONField(null=True)
    result = models.JSONField(default=dict)
    fence = models.BigIntegerField(default=0)
    stumbles = models.IntegerField(default=0)
    fault = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=_LIVE, finished_at__isnull=True)
                | Q(state__in=_ENDED, finished_at__isnull=False),
                name="jobs_run_ended_has_its_time",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "-created_at"], name="jobs_run_recent"),
            models.Index(fields=["id"], condition=Q(state__in=_LIVE), name="jobs_run_live"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DoneChunk(models.Model):
    """A chunk whose effect is in the database, written in the transaction of that effect."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="chunks")
    number = models.IntegerField()
    rows = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    done_at = models.DateTimeField()

    class Meta:
        db_table = "jobs_chunk"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="jobs_chunk_once")
        ]
