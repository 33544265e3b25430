"""Lines of the lowest lawful pay: public facts, written only in the own region."""

import uuid
from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from chunfeng.foundation.database.walls import DESK, OFFICER, PUBLIC, protect, sql

FACTS = "id, region, valid_from, month, hour, source, withdrawn_at"
PUBLIC_FACTS = f"""
CREATE POLICY known ON employers_wagefloor FOR SELECT TO {OFFICER}, {DESK}, {PUBLIC} USING (true);
GRANT SELECT ({FACTS}) ON employers_wagefloor TO {DESK}, {PUBLIC};
"""


class Migration(migrations.Migration):
    """A line is taken back, never changed."""

    dependencies: ClassVar = [("employers", "0005_recognition_inside")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="WageFloor",
            fields=[
                ("id", models.UUIDField(
                    primary_key=True, default=uuid.uuid4, editable=False, serialize=False)),
                ("region", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("month", models.FloatField()),
                ("hour", models.FloatField()),
                ("source", models.CharField(max_length=120)),
                ("entered_by", models.UUIDField()),
                ("entered_at", models.DateTimeField()),
                ("withdrawn_by", models.UUIDField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(max_length=200, blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(month__gt=0, hour__gt=0),
                        name="employers_wagefloor_above_nothing",
                    ),
                    models.UniqueConstraint(
                        fields=["region", "valid_from"],
                        condition=Q(withdrawn_at__isnull=True),
                        name="employers_wagefloor_one_a_day",
                    ),
                ],
            },
        ),
        protect(
            "employers_wagefloor",
            write=("INSERT", "UPDATE (withdrawn_by, withdrawn_at, withdrawn_reason)"),
        ),
        sql(PUBLIC_FACTS),
    ]  # fmt: skip
