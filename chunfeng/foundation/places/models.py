"""What the programme changed about regions; everything else stays in the reference file."""

import uuid
from typing import ClassVar

from django.db import models


class PlacePoint(models.Model):
    """Where a region lies, as somebody said; the latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    lon = models.FloatField()
    lat = models.FloatField()
    source = models.CharField(max_length=20)  # map, list
    at = models.DateTimeField()
    user = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["region", "-at"], name="places_point_region")]


class PlaceChange(models.Model):
    """A region added, renamed or closed from a day on; a closed one may have a successor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    kind = models.CharField(max_length=10)  # added, renamed, closed, reopened
    name = models.CharField(max_length=60, blank=True)
    successor = models.BigIntegerField(null=True)
    valid_from = models.DateField()
    at = models.DateTimeField()
    user = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(kind="added"), name="places_added_once"
            )
        ]


class Office(models.Model):
    """The office people of a region turn to: no secret, and on the public pages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=120, blank=True)
    phones = models.CharField(max_length=80, blank=True)  # with 、 between them
    hours = models.CharField(max_length=80, blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.UUIDField()
