"""What the rules found about people and households, and the exceptions somebody signed."""

import uuid
from typing import ClassVar

from django.db import models

from chunfeng.stages.people.models import Household, Person


class Doubt(models.Model):
    """One rule that fires for one subject; closed when it fires no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=20)
    subject = models.UUIDField()
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", null=True, db_constraint=False
    )
    region = models.BigIntegerField()
    severity = models.CharField(max_length=10)
    values = models.JSONField(default=dict)  # of the sentence: never a secret
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_until = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "subject"], name="doubts_doubt_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "severity"], name="doubts_doubt_region"),
            models.Index(fields=["household"], name="doubts_doubt_household"),
        ]

    def __str__(self) -> str:
        return str(self.id)
