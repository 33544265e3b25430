"""Docking runs on the register and what came out of them. Nothing here is changed by a later run.

Of people only ids are kept, and what docking said. Texts are kept so that any language can show
them. ``region`` below a run is the person's and follows the person.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chunfeng.stages.docking.states import VERDICTS, PolicyState
from chunfeng.stages.people.models import Person


class DockingPolicy(models.Model):
    """A dated version of the policy of a region (codes region to last), by one officer and another.

    ``name`` and ``valid_from`` are those inside the text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    last = models.BigIntegerField()
    valid_from = models.DateField()
    name = models.CharField(max_length=60)
    text = models.TextField()  # all values, as YAML
    state = models.CharField(max_length=12, default=PolicyState.DRAFT)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "docking_policy"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=tuple(map(str, PolicyState))), name="docking_policy_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=PolicyState.APPROVED)
                | Q(approved_by__isnull=False) & ~Q(approved_by=models.F("proposed_by")),
                name="docking_policy_two_persons",
            ),
            models.UniqueConstraint(
                fields=["region", "last", "valid_from"],
                condition=Q(state=PolicyState.APPROVED),
                name="docking_policy_one_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DockingRun(models.Model):
    """Who was docked with what, on which day, and how good the plan is.

    The columns below ``finished_at`` are filled in by the job; where it stands, the job says.
    ``region`` to ``last`` are the codes of the people's region.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.BigIntegerField()
    last = models.BigIntegerField()
    on = models.DateField()
    policy = models.TextField()  # all its values, as YAML
    policy_digest = models.CharField(max_length=64)  # SHA-256 of that text
    policy_name = models.CharField(max_length=60)
    exact = models.BooleanField()
    gap_wanted = models.FloatField()
    trial = models.BooleanField(default=False)  # of a policy not in force: nothing can be offered
    after = models.UUIDField(null=True)  # the run whose proposals stay where they are still good
    job = models.UUIDField(null=True)
    by = models.UUIDField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    snapshot_digest = models.CharField(max_length=64, blank=True)
    plan_digest = models.CharField(max_length=64, blank=True)
    people = models.IntegerField(null=True)
    vacancies = models.IntegerField(null=True)
    pairs = models.BigIntegerField(null=True)
    placed = models.IntegerField(null=True)
    gone = models.JSONField(default=dict)  # {kind: people in none of the lists}
    value = models.BigIntegerField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    seats = models.JSONField(default=dict)  # {vacancy: seats offered}
    prices = models.JSONField(default=dict)  # {vacancy: score points of its last seat}, if above 0
    tiers = models.JSONField(default=list)  # of each tier: name, people, placed
    levers = models.JSONField(default=list)  # changes that were tried, most people gained first

    class Meta:
        db_table = "docking_run"
        indexes: ClassVar = [
            models.Index(fields=["region", "-asked_at"], name="docking_run_recent")
        ]

    def __str__(self) -> str:
        return str(self.id)


class OfPerson(models.Model):
    """A person's part of a run. ``number`` is its place in the run's own order."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(DockingRun, on_delete=models.CASCADE, related_name="+")
    number = models.IntegerField()
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        db_constraint=False,  # tied with its region: see the walls
        related_name="+",
    )
    region = models.BigIntegerField()
    # What else there is for the person, the best first: vacancy, score, km, reasons, why.
    options = models.JSONField(default=list)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"


class Proposal(OfPerson):
    """A place proposed to somebody, why, and what the officer said to it."""

    vacancy = models.UUIDField()
    channel = models.CharField(max_length=20)
    tier = models.SmallIntegerField()
    score = models.IntegerField()  # 1 to 10,000
    distance_km = models.FloatField()  # by road
    approximate = models.BooleanField()
    pay_month = models.FloatField(null=True)  # yuan
    terms = models.JSONField()  # {term: points}; they add up to the score
    reasons = models.JSONField()  # texts, the weightiest first
    # Better options that others gain more from: vacancy, score, short_by.
    over_asked = models.JSONField()
    verdict = models.CharField(max_length=12, blank=True)
    verdict_reason = models.CharField(max_length=200, blank=True)
    verdict_by = models.UUIDField(null=True)
    verdict_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="docking_proposal_number"),
            models.UniqueConstraint(fields=["run", "person"], name="docking_proposal_once"),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at=None)
                | Q(verdict__in=VERDICTS, verdict_at__isnull=False),
                name="docking_proposal_verdict",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "region"], name="docking_proposal_region"),
            models.Index(fields=["person"], name="docking_proposal_person"),
        ]


class Left(OfPerson):
    """Somebody without a place: why, and the smallest change that would help."""

    tier = models.SmallIntegerField(null=True)
    why = models.CharField(max_length=12)
    reason = models.JSONField()
    change = models.JSONField(null=True)
    nearest = models.UUIDField(null=True)  # vacancy
    nearest_km = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="docking_left_number"),
            models.UniqueConstraint(fields=["run", "person"], name="docking_left_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "region"], name="docking_left_region"),
            models.Index(fields=["person"], name="docking_left_person"),
        ]


class Unfilled(models.Model):
    """A vacancy of a run with seats left, and why. ``number`` counts from the most seats left."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(DockingRun, on_delete=models.CASCADE, related_name="+")
    region = models.BigIntegerField()  # of the run
    number = models.IntegerField()
    vacancy = models.UUIDField()
    channel = models.CharField(max_length=20)
    headcount = models.IntegerField()
    filled = models.IntegerField()
    why = models.CharField(max_length=20)
    reason = models.JSONField()
    excluded = models.JSONField(default=list)  # limits: name, people they exclude

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="docking_unfilled_number"),
            models.UniqueConstraint(fields=["run", "vacancy"], name="docking_unfilled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"
