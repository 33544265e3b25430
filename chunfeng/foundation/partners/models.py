"""Keys of partners, and what was asked with them and from networks without one."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Key(models.Model):
    """A partner's key. The key itself is shown once; what is kept finds it again.

    region: whose administrators answer for it, and what its contract covers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prefix = models.CharField(max_length=12)  # its first characters, to tell keys apart
    hash = models.BinaryField(unique=True)  # keyed
    name = models.CharField(max_length=120)  # of the partner
    region = models.BigIntegerField()
    scopes = ArrayField(models.CharField(max_length=20))
    requests_per_minute = models.IntegerField()
    rows_per_day = models.BigIntegerField()
    begins = models.DateField()
    ends = models.DateField()  # the last day
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    last_used_at = models.DateTimeField(null=True)  # to the hour
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="partners_key_dates"),
            models.CheckConstraint(
                condition=Q(requests_per_minute__gt=0, rows_per_day__gt=0),
                name="partners_key_limits",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["region"], name="partners_key_region")]

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """How often a key or a network asked in a minute, and how many rows a key had in a day.

    The table is unlogged: after a crash everybody starts from nothing, which harms nobody.
    """

    subject = models.CharField(primary_key=True, max_length=40)  # a key's id; a network's hash
    minute = models.DateTimeField()
    requests = models.IntegerField()
    day = models.DateField()
    rows = models.BigIntegerField()
