"""Employers and what is recognised of them. ``region`` is whose officers answer for a row (a
county, township or village of the programme); ``place`` where the employer or site is.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chunfeng.stages.employers.inside import OF_RECOGNITION
from chunfeng.stages.employers.states import (
    EMPLOYER_STATES,
    RECOGNITION_STATES,
    EmployerState,
    RecognitionState,
)


class Employer(models.Model):
    """Who offers work. The contact is somebody at work; officers see the phone's mask only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=300)  # pinyin without tones, for search and order
    kind = models.CharField(max_length=20)  # the vacancy ledger's employer_kind
    credit_code = models.CharField(
        max_length=18, blank=True
    )  # a village co-operative may have none
    no_code_reason = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=8, blank=True)  # GB/T 4754 code
    place = models.BigIntegerField()
    address = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)  # for the public
    contact = models.CharField(max_length=60, blank=True)
    phone = models.BinaryField(null=True)  # sealed
    phone_mask = models.CharField(max_length=20, blank=True)
    phone_index = models.BinaryField(null=True)
    stay_share = models.FloatField(null=True)  # percent still there after 90 days
    state = models.CharField(max_length=12, default=EmployerState.APPLIED)
    state_reason = models.CharField(max_length=200, blank=True)
    state_on = models.DateField()
    verified_by = models.UUIDField(null=True)
    how = models.CharField(max_length=12)  # ledger, form, desk
    added_by = models.UUIDField(null=True)  # the officer (form) or the change (import)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "region"], name="employers_employer_in_region"),
            models.CheckConstraint(
                condition=Q(state__in=EMPLOYER_STATES), name="employers_employer_state"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "name_key", "id"], name="employers_by_name"),
            models.Index(fields=["region", "state"], name="employers_by_state"),
            models.Index(fields=["phone_index"], name="employers_by_phone"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Site(models.Model):
    """A place of work of an employer; a workshop is a recognised one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="sites", db_constraint=False
    )
    region = models.BigIntegerField()
    name = models.CharField(max_length=120, blank=True)
    place = models.BigIntegerField()
    address = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    seats = models.IntegerField(null=True)
    opens = models.CharField(max_length=120, blank=True)  # hours, in words
    farm_friendly = models.BooleanField(null=True)  # leaves room in busy farm weeks
    care_friendly = models.BooleanField(null=True)  # hours that fit care of children or the old
    settlement = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place"], name="employers_site_place")]

    def __str__(self) -> str:
        return str(self.id)


class _Recognitions(models.Manager["Recognition"]):
    """Without the columns that an officer has no right on."""

    def get_queryset(self) -> "models.QuerySet[Recognition]":
        return super().get_queryset().defer(*OF_RECOGNITION)


class Recognition(models.Model):
    """A workshop, base or public-welfare employer on its way to being recognised, and after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="recognitions", db_constraint=False
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    region = models.BigIntegerField()
    kind = models.CharField(max_length=20)  # workshop, base, public_welfare
    sub_kind = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=12, blank=True)  # of a base
    state = models.CharField(max_length=12, default=RecognitionState.APPLIED)
    state_reason = models.CharField(max_length=300, blank=True)
    applied_on = models.DateField()
    number = models.CharField(max_length=40, blank=True)
    notice_from = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    warned_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    added_by = models.UUIDField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = _Recognitions()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=RECOGNITION_STATES), name="employers_recognition_state"
            ),
            models.UniqueConstraint(
                fields=["employer", "site", "kind"],
                condition=~Q(state="ended"),
                nulls_distinct=False,
                name="employers_recognition_one_living",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "state"], name="employers_recognition_queue")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Step(models.Model):
    """One dated act of a recognition: documents, visit, decision, review, warning …"""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.ForeignKey(
        Recognition, on_delete=models.CASCADE, related_name="steps", db_constraint=False
    )
    region = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    on = models.DateField()
    by = models.UUIDField()
    second = models.UUIDField(null=True)  # the other officer of a visit
    checklist = models.JSONField(default=dict)  # {item: yes | no | not_seen}
    computed = models.JSONField(default=dict)  # what records proved that day
    outcome = models.CharField(max_length=20, blank=True)
    findings = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["recognition", "on"], name="employers_step_of")]

    def __str__(self) -> str:
        return str(self.id)


class Document(models.Model):
    """A file of an employer: licence, lease, photo of a visit. Sealed on disk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="documents", db_constraint=False
    )
    recognition = models.ForeignKey(
        Recognition, on_delete=models.CASCADE, null=True, related_name="documents"
    )
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="documents")
    region = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=40)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    received_by = models.UUIDField()

    def __str__(self) -> str:
        return str(self.id)


class Payroll(models.Model):
    """A month's pay at a site, as its payroll says; what is proved of a workshop rests on these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="payrolls", db_constraint=False
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="payrolls")
    region = models.BigIntegerField()
    month = models.DateField()  # its first day
    workers = models.IntegerField()
    target_workers = models.IntegerField()  # of registered households
    paid = models.FloatField()  # yuan, in all
    hours = models.FloatField()  # in all
    lowest_hour = models.FloatField(null=True)  # yuan an hour of whoever earned least
    paid_on = models.DateField(null=True)
    insured = models.IntegerField(null=True)  # of the workers, against accidents
    how = models.CharField(max_length=12)  # ledger, form, desk
    former = models.JSONField(default=list)  # what was corrected: {at, by, how, figures}
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "month"], name="employers_payroll_once"),
            models.CheckConstraint(
                condition=Q(workers__gte=0, target_workers__gte=0)
                & Q(target_workers__lte=models.F("workers")),
                name="employers_payroll_counts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ClosedFlag(models.Model):
    """A flag somebody has explained, until a day: more paid workers than seats, say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="closed_flags", db_constraint=False
    )
    region = models.BigIntegerField()
    flag = models.CharField(max_length=30)
    subject = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200)
    until = models.DateField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employer", "flag", "subject"], name="employers_flag_closed_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Conflict(models.Model):
    """An officer who is tied to an employer, or only bears the name of somebody there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="conflicts", db_constraint=False
    )
    region = models.BigIntegerField()
    officer = models.UUIDField()
    kind = models.CharField(max_length=10)  # tied, namesake
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employer", "officer", "kind"],
                condition=Q(ended_at__isnull=True),
                name="employers_conflict_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class WageFloor(models.Model):
    """The lowest lawful pay of a region from a day on, as a notice says; public, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    valid_from = models.DateField()
    month = models.FloatField()  # yuan a month of 174 hours, full-time
    hour = models.FloatField()  # yuan an hour, part-time
    source = models.CharField(max_length=120)  # the notice
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(month__gt=0, hour__gt=0), name="employers_wagefloor_above_nothing"
            ),
            models.UniqueConstraint(
                fields=["region", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="employers_wagefloor_one_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
