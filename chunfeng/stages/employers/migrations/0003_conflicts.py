"""Ties of officers to employers; what a corrected payroll said; why there is no credit code."""

import uuid
from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from chunfeng.foundation.database.walls import DESK, OFFICER, protect, sql, tie

REST = f"""
GRANT SELECT (no_code_reason) ON employers_employer TO {OFFICER}, {DESK};
CREATE UNIQUE INDEX employers_recognition_number ON employers_recognition
    ((region / 1000000), number) WHERE number <> '';
"""


class Migration(migrations.Migration):
    """With their walls."""

    dependencies: ClassVar = [("employers", "0002_walls")]
    operations: ClassVar = [
        migrations.AddField(
            "employer", "no_code_reason", models.CharField(max_length=200, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField("payroll", "former", models.JSONField(default=list)),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.UUIDField(
                    primary_key=True, default=uuid.uuid4, editable=False, serialize=False)),
                ("employer", models.ForeignKey(
                    "employers.Employer", on_delete=models.deletion.CASCADE,
                    related_name="conflicts", db_constraint=False)),
                ("region", models.BigIntegerField()),
                ("officer", models.UUIDField()),
                ("kind", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["employer", "officer", "kind"],
                        condition=Q(ended_at__isnull=True),
                        name="employers_conflict_once",
                    )
                ]
            },
        ),
        protect("employers_conflict", write=("INSERT", "UPDATE (ended_at, ended_by)")),
        tie("employers_conflict", parent="employers_employer", key="employer_id"),
        sql(REST),
    ]  # fmt: skip
