"""Regions as they stand now are for everybody."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import DESK, PORTAL, PUBLIC, sql

SEEN = "\n".join(
    f"""
CREATE POLICY seen_by_all ON {table} FOR SELECT TO {PUBLIC}, {DESK}, {PORTAL} USING (true);
GRANT SELECT ({columns}) ON {table} TO {PUBLIC}, {DESK}, {PORTAL};
"""
    for table, columns in (
        ("places_placepoint", "id, region, lon, lat, at"),
        ("places_placechange", "id, region, kind, name, successor, valid_from, at"),
    )
)


class Migration(migrations.Migration):
    """Without who changed them."""

    dependencies: ClassVar = [("places", "0003_changes"), ("database", "0001_initial")]
    operations: ClassVar = [sql(SEEN)]
