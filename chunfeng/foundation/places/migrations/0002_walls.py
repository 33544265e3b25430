"""Everybody with a post reads regions; their changes are written inside the post's own region."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import IN_SCOPE, OFFICER, WEB, WORKER, sql

WALL = "\n".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON {table} FOR SELECT TO {OFFICER}, {WEB}, {WORKER} USING (true);
CREATE POLICY scope ON {table} FOR INSERT TO {OFFICER} WITH CHECK ({IN_SCOPE});
GRANT SELECT ON {table} TO {OFFICER}, {WEB}, {WORKER};
GRANT INSERT ON {table} TO {OFFICER};
"""
    for table in ("places_placepoint", "places_placechange")
)


class Migration(migrations.Migration):
    """Regions are no secret; who moves them is limited."""

    dependencies: ClassVar = [("places", "0001_initial"), ("database", "0001_initial")]
    operations: ClassVar = [sql(WALL)]
