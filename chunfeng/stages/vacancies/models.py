"""Vacancies. Column names are the ledger's field names. ``region`` is whose officers answer for a
row; ``place`` is where the work is.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from chunfeng.stages.vacancies.states import INTEREST_STATES, STATES, InterestState, State


def words() -> "ArrayField[list[str] | None, list[str] | None]":
    """Codes of a choice of several, or free words."""
    return ArrayField(models.TextField(), null=True)


class Terms(models.Model):
    """What anybody may know of work. ``month_pay`` and ``hour_pay`` follow from the pay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    vacancy_no = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=80)
    occupation = models.JSONField(null=True)  # [[word, occupation code or null], …]
    description = models.TextField(blank=True)
    place = models.BigIntegerField()
    address = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)  # of the work, or the place's that stands in
    lat = models.FloatField(null=True)
    grid = models.IntegerField(null=True)  # cell of 0.1°, for what is near; see search
    headcount = models.IntegerField()
    taken = models.IntegerField(default=0)
    pay_kind = models.CharField(max_length=10, blank=True)
    pay_low = models.FloatField(null=True)
    pay_high = models.FloatField(null=True)
    piece_price = models.FloatField(null=True)
    daily_output = models.FloatField(null=True)
    month_pay = models.FloatField(null=True)  # yuan a month, the least
    hour_pay = models.FloatField(null=True)  # yuan an hour, the least
    hours_per_day = models.FloatField(null=True)
    days_per_week = models.FloatField(null=True)
    hours_window = ArrayField(models.SmallIntegerField(), null=True)  # minutes after midnight
    night_shift = models.BooleanField(null=True)
    flexible = models.BooleanField(null=True)
    housing = models.BooleanField(null=True)
    meals = models.BooleanField(null=True)
    shuttle = models.BooleanField(null=True)
    escorted = models.BooleanField(null=True)
    contract = models.BooleanField(null=True)
    insurance = models.BooleanField(null=True)
    intensity = models.CharField(max_length=10, blank=True)
    conditions = words()
    education_min = models.CharField(max_length=20, blank=True)
    skills_required = models.JSONField(null=True)
    certificates_required = words()
    putonghua = models.BooleanField(null=True)
    age_min = models.SmallIntegerField(null=True)
    age_max = models.SmallIntegerField(null=True)
    age_reason = models.CharField(max_length=200, blank=True)
    disabilities_accepted = words()
    agreement_regions = ArrayField(models.BigIntegerField(), null=True)
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    home_friendly = models.BooleanField(default=False)  # for those tied to home; derived
    published_at = models.DateTimeField(null=True)
    search = SearchVectorField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Vacancy(Terms):
    """Work with seats, whatever its state: for its employer and the officers of its region."""

    employer = models.ForeignKey(
        "employers.Employer", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    site = models.ForeignKey(
        "employers.Site", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reserved = models.IntegerField(null=True)
    reserved_for = models.BigIntegerField(null=True)
    contact = models.CharField(max_length=60, blank=True)
    phone = models.BinaryField(null=True)  # sealed
    phone_mask = models.CharField(max_length=20, blank=True)
    phone_index = models.BinaryField(null=True)
    remarks = models.TextField(blank=True)
    title_key = models.CharField(max_length=300, blank=True, default="")  # pinyin without tones
    own_point = models.BooleanField(default=False)  # lon and lat were given, not the place's
    state = models.CharField(max_length=12, default=State.DRAFT)
    state_reason = models.CharField(max_length=300, blank=True)
    findings = models.JSONField(default=list)  # what screening marked
    submitted_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    reviewed = models.BooleanField(default=False)  # as it stands, by whoever published it
    paused_at_desk = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12)  # ledger, form, desk
    added_by = models.UUIDField(null=True)
    copied_from = models.UUIDField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="vacancies_vacancy_state"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("headcount")), name="vacancies_seats"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "state"], name="vacancies_by_region"),
            models.Index(fields=["employer", "state"], name="vacancies_by_employer"),
            models.Index(fields=["region", "title_key", "id"], name="vacancies_by_title"),
        ]


class Shown(Terms):
    """The shop window: published vacancies, and nothing that is not public. A trigger keeps it.

    It needs no walls, so its indexes serve every search; portal and API read nothing else.
    """

    employer = models.UUIDField()
    site = models.UUIDField(null=True)
    employer_name = models.CharField(max_length=120)
    employer_kind = models.CharField(max_length=20)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["employer"], name="vacancies_shown_employer"),
            models.Index(fields=["-published_at", "id"], name="vacancies_shown_newest"),
            models.Index(
                fields=["place"],
                include=["end_date", "headcount", "taken", "home_friendly"],
                name="vacancies_shown_place",
            ),
            GinIndex(fields=["search"], name="vacancies_shown_words", fastupdate=False),
        ]


class Change(models.Model):
    """The last change of what is shown of a vacancy, for those who keep a copy.

    A transaction's number orders them (see the walls): a reader takes those that are over.
    """

    vacancy = models.UUIDField(primary_key=True)
    gone = models.BooleanField()
    at = models.DateTimeField()


class Hold(models.Model):
    """A seat held for somebody: an interest now, an offer or placement later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="holds")
    region = models.BigIntegerField()
    holder = models.UUIDField()  # of whatever holds it; asking twice takes one seat
    at = models.DateTimeField()
    by = models.UUIDField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vacancy", "holder"],
                condition=Q(released_at__isnull=True),
                name="vacancies_hold_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Photo(models.Model):
    """A picture of the work or the site, re-encoded; two sizes lie in the files folder."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="photos")
    region = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True, default="")  # names its files
    alt = models.CharField(max_length=120, blank=True)
    width = models.IntegerField()
    height = models.IntegerField()
    position = models.SmallIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Interest(models.Model):
    """Somebody who said on the portal that they are interested; for officers of where they live."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.PROTECT, null=True, related_name="interests"
    )
    region = models.BigIntegerField()  # township (or village) the person lives in
    name = models.CharField(max_length=60)
    phone = models.BinaryField(null=True)  # sealed
    phone_mask = models.CharField(max_length=20)
    phone_index = models.BinaryField()
    note = models.CharField(max_length=300, blank=True)
    wish = models.CharField(max_length=20, blank=True)  # near, away, learn, help: without a vacancy
    language = models.CharField(max_length=2, default="zh")
    consent_text = models.CharField(max_length=20)  # version of what was agreed to
    code_hash = models.BinaryField(null=True)
    tries = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=12, default=InterestState.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    shared_at = models.DateTimeField(null=True)  # the employer may see the name from here on
    person = models.UUIDField(null=True)  # of the register, once an officer has found them

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=INTEREST_STATES), name="vacancies_interest_state"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "state"], name="vacancies_interest_queue"),
            models.Index(fields=["vacancy"], name="vacancies_interest_of"),
            models.Index(fields=["phone_index"], name="vacancies_interest_phone"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Report(models.Model):
    """Somebody tells that a vacancy or employer is not honest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, null=True, related_name="+")
    employer = models.ForeignKey(
        "employers.Employer", on_delete=models.PROTECT, null=True, related_name="+"
    )
    region = models.BigIntegerField()  # whose officers look at it
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=1000)
    phone = models.BinaryField(null=True)  # sealed; only where somebody wants an answer
    phone_mask = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["region", "settled_at"], name="vacancies_report_queue")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """How often one network left something on the portal in an hour; the network is hashed."""

    pk = models.CompositePrimaryKey("key", "hour")
    key = models.BinaryField()
    hour = models.DateTimeField()
    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}"
