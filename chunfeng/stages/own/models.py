"""Links to people's own pages, and what people write there.

``region`` is the person's village and follows it. ``first_for`` is the person a row was made for:
with a merge it goes over to the kept record, with its undoing back.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chunfeng.stages.own.states import LETTER_STATES, LetterState
from chunfeng.stages.own.vocabulary import LetterKind
from chunfeng.stages.people.models import Person


class Link(models.Model):
    """The way to somebody's own page. Only hashes are kept, and no officer can read those."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,  # tied with its region: see the walls
    )
    first_for = models.UUIDField()
    region = models.BigIntegerField()
    called = models.CharField(max_length=1)  # the first sign of the name, shown before the code
    hash = models.BinaryField(unique=True)  # SHA-256 of the secret
    purpose = models.CharField(max_length=20)  # what the officer sent it for
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    code_hash = models.BinaryField(null=True)
    code_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)  # wrong codes since the last right one
    proof_hash = models.BinaryField(null=True)  # SHA-256 of what a right code left in the browser
    proved_until = models.DateTimeField(null=True)
    used = models.IntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    hits = models.IntegerField(default=0)  # requests within that minute

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person"], name="own_link_person")]

    def __str__(self) -> str:
        return str(self.id)


class Letter(models.Model):
    """A fact that is wrong, or a complaint, and what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    first_for = models.UUIDField()
    region = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=40, blank=True)  # of the people's ledger
    words = models.CharField(max_length=500)
    written_at = models.DateTimeField()
    due_on = models.DateField()  # the last day to answer
    state = models.CharField(max_length=10, default=LetterState.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=LETTER_STATES), name="own_letter_state"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in LetterKind]), name="own_letter_kind"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "state", "due_on"], name="own_letter_region"),
            models.Index(fields=["person", "written_at"], name="own_letter_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)
