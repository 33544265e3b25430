"""Files handed in, what each of their chunks did, and what an office's columns mean.

No column holds a personal value in the clear: issues are masked, changes are sealed.
"""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class State(StrEnum):
    """How far an upload has come; what is being done to it just now says ``busy``."""

    UPLOADED = "uploaded"
    READ = "read"
    APPLIED = "applied"
    UNDONE = "undone"
    FAILED = "failed"


class Step(StrEnum):
    """What is done to an upload in the background."""

    PREVIEW = "preview"
    APPLY = "apply"
    CHECK = "check"
    UNDO = "undo"


class Upload(models.Model):
    """A file an officer handed in. The file itself lies encrypted below the home's ``files``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.UUIDField()
    post = models.UUIDField()
    region = models.BigIntegerField()  # of the post
    kind = models.CharField(max_length=20)  # whose ledger: people …
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)  # below the home's files
    state = models.CharField(max_length=12, default=State.UPLOADED.value)
    busy = models.CharField(max_length=12, blank=True)  # a Step, while it is going on
    sheet = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict)  # {header: field}
    layout = models.CharField(max_length=40, blank=True)  # a national export, by name
    counts = models.JSONField(default=dict)  # {step: {count: number}}
    change = models.UUIDField(default=uuid.uuid4)  # to take it back by
    runs = models.JSONField(default=dict)  # {step: run id}
    failed_for = models.JSONField(null=True)  # a text: why
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    forget_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["region", "-received_at"], name="intake_upload_region"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Part(models.Model):
    """What one chunk of rows did, written in the transaction in which it did it."""

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    region = models.BigIntegerField()
    step = models.CharField(max_length=12)
    number = models.IntegerField()
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    issues = models.JSONField(default=list)  # masked
    changes = models.BinaryField(null=True)  # sealed: what changes, field by field
    records = ArrayField(models.UUIDField(), default=list)  # those touched
    versions = ArrayField(models.IntegerField(), default=list)  # of each, as it was left
    forget_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "step", "number"], name="intake_part_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["forget_at"], name="intake_part_forget")]

    def __str__(self) -> str:
        return str(self.pk)


class ColumnMemory(models.Model):
    """What a county once said the columns of a sheet mean; proposed when they come again."""

    id = models.BigAutoField(primary_key=True)
    region = models.BigIntegerField()  # of the post
    kind = models.CharField(max_length=20)
    signature = models.CharField(max_length=64)  # digest of the headers
    mapping = models.JSONField()
    user = models.UUIDField()
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "kind", "signature"], name="intake_memory_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
