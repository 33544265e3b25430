"""Households and persons. Four tables by data class keep apart what different work needs.

Column names are the ledger's field names. ``region`` is a village (12-digit code); below a person
it follows the person by a composite foreign key. ``origin`` says where values come from:
``{"": {how, on}, field: {how, on, state}}``, the empty key standing for all fields not named.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


def words() -> "ArrayField[list[str] | None, list[str] | None]":
    """Codes of a choice of several, or free words."""
    return ArrayField(models.TextField(), null=True)


class Household(models.Model):
    """People with one 户编号; its region is its members'."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    number = models.CharField(max_length=60, blank=True)
    categories = words()
    settlement = models.CharField(max_length=120, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=30, blank=True)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    added_by = models.UUIDField(null=True)  # the change (an import) that added it
    origin = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "region"], name="people_household_in_region"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "id"], name="people_household_region"),
            models.Index(fields=["number", "region"], name="people_household_number"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Person(models.Model):
    """Who somebody is (D2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="members", db_constraint=False
    )
    person_no = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=200)  # pinyin without tones, for search and order
    initials = models.CharField(max_length=60)
    sex = models.CharField(max_length=10, blank=True)
    birth_date = models.DateField(null=True)
    ethnic_group = models.CharField(max_length=30, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    residence = models.BigIntegerField(null=True)
    not_willing_reason = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    collector = models.CharField(max_length=60, blank=True)
    collected_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    left_reason = models.CharField(max_length=30, blank=True)
    lost_contact_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    added_by = models.UUIDField(null=True)
    origin = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "region"], name="people_person_in_region"),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="head", left_on__isnull=True),
                name="people_person_one_head",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "name_key", "id"], name="people_person_by_name"),
            models.Index(fields=["household"], name="people_person_household"),
            models.Index(fields=["birth_date", "name_key"], name="people_person_birth"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Profile(models.Model):
    """What docking reads (D1): what somebody can do, is tied by, and wishes."""

    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        primary_key=True,
        db_constraint=False,  # tied with its region: see the walls
        related_name="profile",
    )
    region = models.BigIntegerField()
    education = models.CharField(max_length=20, blank=True)
    in_school = models.BooleanField(null=True)
    work_capacity = models.CharField(max_length=20, blank=True)
    work_limits = words()
    care = words()
    care_count = models.SmallIntegerField(null=True)
    hours_per_day = models.FloatField(null=True)
    hours_window = ArrayField(models.SmallIntegerField(), null=True)  # minutes after midnight
    busy_months = ArrayField(models.SmallIntegerField(), null=True)
    commute_km = models.FloatField(null=True)
    commute_minutes = models.SmallIntegerField(null=True)
    vehicle = models.BooleanField(null=True)
    shuttle_needed = models.BooleanField(null=True)
    skills = models.JSONField(null=True)  # [[word, occupation code or null], …]
    certificates = words()
    certificates_until = models.DateField(null=True)
    experience = models.JSONField(null=True)
    experience_years = models.FloatField(null=True)
    driving_licence = models.CharField(max_length=30, blank=True)
    putonghua = models.BooleanField(null=True)
    change_wanted = models.BooleanField(null=True)
    willing = models.CharField(max_length=20, blank=True)
    wish_reach = words()
    wish_places = ArrayField(models.BigIntegerField(), null=True)
    wish_occupations = models.JSONField(null=True)
    pay_min = models.FloatField(null=True)  # yuan a month
    wish_forms = words()
    board_needed = words()
    available_from = models.DateField(null=True)
    company = words()
    escort = models.BooleanField(null=True)
    training_wish = models.JSONField(null=True)
    school_wish = models.BooleanField(null=True)
    origin = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["region"], name="people_profile_region")]

    def __str__(self) -> str:
        return str(self.person_id)


class Contact(models.Model):
    """How to reach somebody (D3). The officer's login can read the mask and the index only."""

    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        primary_key=True,
        db_constraint=False,  # tied with its region: see the walls
        related_name="contact",
    )
    region = models.BigIntegerField()
    phone = models.BinaryField(null=True)  # sealed
    phone_mask = models.CharField(max_length=20, blank=True)
    phone_index = models.BinaryField(null=True)
    phone_checked_on = models.DateField(null=True)
    address = models.BinaryField(null=True)  # sealed
    backup = models.BinaryField(null=True)  # sealed: another contact, with relation
    prints = models.JSONField(default=dict)  # {sealed column: keyed hash with the person's id}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone_index"], name="people_contact_phone")]

    def __str__(self) -> str:
        return str(self.person_id)


class Secret(models.Model):
    """What hardly anybody needs to read (D4); opened one by one by people_reveal() alone."""

    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        primary_key=True,
        db_constraint=False,  # tied with its region: see the walls
        related_name="secret",
    )
    region = models.BigIntegerField()
    id_type = models.CharField(max_length=20, blank=True)
    id_number = models.BinaryField(null=True)  # sealed, as the columns below
    id_index = models.BinaryField(null=True)
    id_checked = models.BooleanField(default=False)  # the number passed its check digit
    health = models.BinaryField(null=True)
    disability_type = models.BinaryField(null=True)
    disability_grade = models.BinaryField(null=True)
    poverty_cause = models.BinaryField(null=True)
    prints = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["id_index"], name="people_secret_id")]

    def __str__(self) -> str:
        return str(self.person_id)


class Spell(models.Model):
    """A time of work, own business, training or school. Status is derived from these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="spells", db_constraint=False
    )
    region = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    begun = models.DateField()
    ended = models.DateField(null=True)  # last day
    end_reason = models.CharField(max_length=40, blank=True)
    place = models.BigIntegerField(null=True)
    employer = models.CharField(max_length=120, blank=True)
    post = models.CharField(max_length=80, blank=True)
    income = models.FloatField(null=True)  # yuan a month
    has_contract = models.BooleanField(null=True)
    insured = models.BooleanField(null=True)
    channel = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=1)  # A payroll … E inferred
    confirmed_on = models.DateField()
    primary = models.BooleanField(default=True)
    origin = models.JSONField(default=dict)
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=models.F("begun")),
                name="people_spell_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(ended__isnull=True),
                name="people_spell_one_open_of_a_kind",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["region", "kind"], name="people_spell_region")]

    def __str__(self) -> str:
        return str(self.id)


class Consent(models.Model):
    """What somebody agreed to, when and how; withdrawn, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="consents", db_constraint=False
    )
    region = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    given_on = models.DateField()
    how = models.CharField(max_length=20)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="people_consent_one_of_a_purpose",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Duplicate(models.Model):
    """Two records that may be one person, and what was decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    other = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    region = models.BigIntegerField()
    other_region = models.BigIntegerField()
    reasons = ArrayField(models.TextField())
    state = models.CharField(max_length=12, default="open")  # open, merged, different
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    change = models.UUIDField(null=True)  # of the merge, to undo it by
    undo_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "other"], name="people_duplicate_pair"),
        ]
        indexes: ClassVar = [models.Index(fields=["region", "state"], name="people_duplicate_open")]

    def __str__(self) -> str:
        return str(self.id)
