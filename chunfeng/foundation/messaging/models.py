"""The outbox, and the phones that want no notices."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chunfeng.foundation.messaging.states import ENDED, LIVE, State

_LIVE, _ENDED = sorted(s.value for s in LIVE), sorted(s.value for s in ENDED)


class Message(models.Model):
    """One message to one phone. Phone and words are sealed, and gone once it has ended.

    not_before: no worker takes it earlier: as it was asked for, after a failure, and as long as a
    worker has it. tries: how often a worker has taken it; only the last one may write.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    is_code = models.BooleanField()
    language = models.CharField(max_length=2)
    region = models.BigIntegerField()
    phone = models.BinaryField(null=True)  # sealed
    phone_mask = models.CharField(max_length=20)
    phone_index = models.BinaryField()
    body = models.BinaryField(null=True)  # sealed
    subject = models.CharField(max_length=20, blank=True)
    subject_id = models.UUIDField(null=True)
    key = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, db_default=State.WAITING.value)
    tries = models.SmallIntegerField(db_default=0)
    sent_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20, db_default="")
    receipt = models.CharField(max_length=80, db_default="")
    failed_for = models.CharField(max_length=60, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=_LIVE, phone__isnull=False, body__isnull=False)
                | Q(state__in=_ENDED, phone__isnull=True, body__isnull=True),
                name="messaging_ended_is_wiped",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT.value, sent_at__isnull=False)
                | ~Q(state=State.SENT.value) & Q(sent_at__isnull=True),
                name="messaging_sent_has_its_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-is_code", "not_before", "id"],
                condition=Q(state__in=_LIVE),
                name="messaging_due",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state__in=_LIVE), name="messaging_expires"
            ),
            models.Index(
                fields=["phone_index", "created_at"],
                condition=Q(is_code=True),
                name="messaging_codes_of_phone",
            ),
            models.Index(fields=["subject_id", "subject"], name="messaging_about"),
            models.Index(fields=["region", "created_at"], name="messaging_region"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class OptOut(models.Model):
    """A phone that gets nothing but the codes somebody asks for with it."""

    id = models.BigAutoField(primary_key=True)
    phone_index = models.BinaryField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
