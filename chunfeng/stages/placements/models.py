"""Offers, what was answered, and what was confirmed of the work.

``region`` is the person's village and follows it. What was offered stands in the offer itself: the
vacancy may change or leave the shop window later, and may be of another county. What the employer
sees of the person is a copy in the offer, made when the person says yes: its desk reads no
register.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q, Value

from chunfeng.stages.people.models import Person
from chunfeng.stages.placements.states import SEATED, STATES, State

LIVE = Q(state__in=SEATED, ended_on__isnull=True)


class Offer(models.Model):
    """A seat of a vacancy offered to a person; from begun on it is their placement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,  # tied with its region: see the walls
    )
    region = models.BigIntegerField()
    vacancy = models.ForeignKey("vacancies.Vacancy", on_delete=models.PROTECT, related_name="+")
    employer = models.UUIDField()
    employer_name = models.CharField(max_length=120)
    title = models.CharField(max_length=80)
    channel = models.CharField(max_length=20, blank=True)  # the vacancy's way into work
    place = models.BigIntegerField()
    month_pay = models.FloatField(null=True)  # yuan, the least
    full_time = models.BooleanField()
    state = models.CharField(max_length=12, default=State.MADE)
    reason = models.CharField(max_length=20, blank=True)  # of a decline or lapse
    declined_by = models.CharField(max_length=10, blank=True)  # person or employer
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    expires_on = models.DateField()  # the last day it may be answered
    start_on = models.DateField(null=True)  # agreed upon; the first day once begun
    run = models.UUIDField(null=True)  # the docking run that proposed it
    key = models.CharField(max_length=80)  # the same act sent twice makes one offer
    spell = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)  # last day
    end_reason = models.CharField(max_length=20, blank=True)
    shown_name = models.CharField(max_length=60, db_default="")  # to the employer
    shown_facts = models.JSONField(db_default=Value([], models.JSONField()))  # [[name, words]]
    shown_at = models.DateTimeField(null=True)
    shown_phone = models.BooleanField(db_default=False)  # once both have agreed
    told = models.CharField(max_length=12, db_default="")  # the last message; "none": by no message
    before_merge = models.JSONField(null=True)  # person and spell, until the merge is for good
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="placements_offer_state"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(state=State.BEGUN),
                name="placements_offer_ends_after_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.BEGUN) | Q(spell__isnull=False, start_on__isnull=False),
                name="placements_offer_begun_has_spell",
            ),
            models.UniqueConstraint(fields=["vacancy", "key"], name="placements_offer_key"),
            models.UniqueConstraint(
                fields=["person"],
                condition=LIVE & Q(full_time=True),
                name="placements_offer_one_full_time",
            ),
            models.UniqueConstraint(
                fields=["person", "vacancy"],
                condition=LIVE | Q(state=State.MADE),
                name="placements_offer_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "state"], name="placements_offer_region"),
            models.Index(fields=["person"], name="placements_offer_person"),
            models.Index(fields=["state", "expires_on"], name="placements_offer_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class OfferAnswer(models.Model):
    """What a person or an employer answered, on which day, how, and who wrote it down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    region = models.BigIntegerField()
    whose = models.CharField(max_length=10)
    yes = models.BooleanField()
    how = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "whose", "yes"], name="placements_answer_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Confirmation(models.Model):
    """Whether somebody arrived, or was still there in a month; the latest of each side counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    region = models.BigIntegerField()
    whose = models.CharField(max_length=10)  # employer, officer, or the person on their own page
    month = models.DateField(null=True)  # its first day; none: of the arrival
    there = models.BooleanField()
    left_on = models.DateField(null=True)  # last day at work, where the side that says so knows it
    reason = models.CharField(max_length=20, db_default="")
    how = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["offer", "at"], name="placements_confirmed")]

    def __str__(self) -> str:
        return str(self.id)
