"""Exports asked for. No file is kept: it is made anew, under the post, whenever it is fetched."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from chunfeng.foundation.exports.states import State


class ExportRequest(models.Model):
    """Which people and columns somebody wants out of the register, and what for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.UUIDField()
    post = models.UUIDField()
    region = models.BigIntegerField()  # of the post
    kind = models.CharField(max_length=12)
    people = ArrayField(models.UUIDField())
    fields = ArrayField(models.TextField())  # ledger fields
    data_class = models.CharField(max_length=2)  # the highest of the fields
    file_format = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    item = models.CharField(max_length=60, blank=True)  # of a public notice
    state = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("user")),
                name="exports_nobody_decides_their_own",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.READY.value) | Q(expires_at__isnull=False),
                name="exports_ready_ends",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "state", "-asked_at"], name="exports_request_region"),
        ]

    def __str__(self) -> str:
        return str(self.id)
