"""What was found on calls and visits, difficulties, services given, income of households.

``region`` is the person's or household's village and follows it.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from chunfeng.stages.people.models import Household, Person


class Contact(models.Model):
    """One call or visit. Nothing of it is changed later but that somebody looked at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    region = models.BigIntegerField()
    spell = models.UUIDField(null=True)  # the work that was asked about
    cause = models.CharField(max_length=10, blank=True)  # what was due; empty: asked unbidden
    step = models.SmallIntegerField(null=True)  # day of the plan
    how = models.CharField(max_length=10)
    reached = models.BooleanField()
    at_work = models.BooleanField(null=True)
    pay_as_agreed = models.BooleanField(null=True)
    pay = models.FloatField(null=True)  # yuan of the last month
    has_contract = models.BooleanField(null=True)
    insured = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)
    next_on = models.DateField(null=True)  # agreed upon
    done_on = models.DateField()
    done_at = models.DateTimeField()  # by the clock of the phone
    noted_at = models.DateTimeField()
    by = models.UUIDField()
    key = models.CharField(max_length=60)  # the same form sent twice is noted once
    to_look = models.BooleanField(default=False)  # the record had changed meanwhile
    looked_at = models.DateTimeField(null=True)
    looked_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="casework_contact_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "done_on"], name="casework_contact_person"),
            models.Index(
                fields=["region"], condition=Q(to_look=True), name="casework_contact_to_look"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Difficulty(models.Model):
    """What is hard for somebody, what is to be done about it and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    region = models.BigIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=20)
    severity = models.CharField(max_length=10)
    task = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    resolved_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=300, blank=True)  # how it was settled
    by = models.UUIDField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(resolved_on__isnull=True),
                name="casework_difficulty_open_once",
            ),
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True, outcome="")
                | (Q(resolved_on__isnull=False) & ~Q(outcome="")),
                name="casework_difficulty_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "due_on"], name="casework_difficulty_due"),
            models.Index(fields=["person"], name="casework_difficulty_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Service(models.Model):
    """Something done for somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    region = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    on = models.DateField()
    minutes = models.SmallIntegerField(null=True)
    result = models.CharField(max_length=10)
    note = models.CharField(max_length=300, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    key = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="casework_service_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "on"], name="casework_service_region"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Income(models.Model):
    """What a household had in a year; what was noted last of a year counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    region = models.BigIntegerField()
    year = models.SmallIntegerField()
    amount = models.FloatField()  # yuan, of all together
    heads = models.SmallIntegerField()
    source = models.CharField(max_length=10)
    evidence = models.CharField(max_length=200, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, heads__gte=1), name="casework_income_plausible"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household", "year"], name="casework_income_household"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LostPlace(models.Model):
    """A place of work whose recognition was suspended or has ended: who worked there is asked.

    Every officer reads it, since those who work there are registered elsewhere too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.UUIDField()
    region = models.BigIntegerField()  # whose officers answer for the recognition
    place = models.BigIntegerField()
    names = ArrayField(models.CharField(max_length=120))  # what spells may call it
    day = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField()
    over_at = models.DateTimeField(null=True)  # lifted, or decided anew

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["recognition", "at"], name="casework_lostplace_of"),
            models.Index(fields=["day"], condition=Q(over_at=None), name="casework_lostplace_open"),
        ]

    def __str__(self) -> str:
        return str(self.id)
