"""Events, append-only, and the seals over them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Event(models.Model):
    """One thing done or looked at. Ids and field names only: never a personal value.

    ``xact`` is the transaction's number, filled in by the database; seals go by it. ``detail``
    holds codes and counts, and old and new values of D1-D2 fields that are no identity.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    user = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    role = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    region = models.BigIntegerField(null=True)
    person_id = models.UUIDField(null=True)
    household_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    job = models.UUIDField(null=True)
    fields = ArrayField(models.CharField(max_length=60), default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person_id", "id"], name="audit_event_person"),
            models.Index(fields=["household_id", "id"], name="audit_event_household"),
            models.Index(
                fields=["subject_id", "id"],
                name="audit_event_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
            models.Index(fields=["user", "kind", "at"], name="audit_event_user"),
        ]


class Seal(models.Model):
    """The digest of all events of the transactions before ``horizon`` since the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    horizon = models.BigIntegerField()  # transaction number, not included
    events = models.BigIntegerField()
    digest = models.BinaryField()
