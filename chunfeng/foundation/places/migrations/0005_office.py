"""The offices people turn to: seen by all, without who entered them."""

import uuid
from typing import ClassVar

from django.db import migrations, models

from chunfeng.foundation.database.walls import (
    DESK,
    IN_SCOPE,
    OFFICER,
    OWN,
    PORTAL,
    PUBLIC,
    WEB,
    WORKER,
    sql,
)

TABLE = "places_office"
WALL = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON {TABLE} FOR SELECT
    TO {OFFICER}, {WEB}, {WORKER}, {PUBLIC}, {DESK}, {OWN}, {PORTAL} USING (true);
CREATE POLICY scope_insert ON {TABLE} FOR INSERT TO {OFFICER} WITH CHECK ({IN_SCOPE});
CREATE POLICY scope_update ON {TABLE} FOR UPDATE TO {OFFICER}
    USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE});
CREATE POLICY scope_delete ON {TABLE} FOR DELETE TO {OFFICER} USING ({IN_SCOPE});
GRANT SELECT ON {TABLE} TO {OFFICER}, {WEB}, {WORKER};
GRANT INSERT, UPDATE, DELETE ON {TABLE} TO {OFFICER};
GRANT SELECT (id, region, name, address, phones, hours)
    ON {TABLE} TO {PUBLIC}, {DESK}, {OWN}, {PORTAL};
"""


class Migration(migrations.Migration):
    """One row a region that has an office of its own."""

    dependencies: ClassVar = [("places", "0004_public"), ("database", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("region", models.BigIntegerField(unique=True)),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(blank=True, max_length=120)),
                ("phones", models.CharField(blank=True, max_length=80)),
                ("hours", models.CharField(blank=True, max_length=80)),
                ("updated_at", models.DateTimeField()),
                ("updated_by", models.UUIDField()),
            ],
        ),
        sql(WALL),
    ]
