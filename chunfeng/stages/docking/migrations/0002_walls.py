"""Runs are seen by the posts of their region and inside it; people's lines follow the people."""

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, protect, sql, tie

# A township sees the numbers of its county's run; of people it sees its own, as everywhere.
INSIDE = f"""
CREATE POLICY inside ON docking_run FOR SELECT TO {OFFICER}
    USING (region <= (SELECT app_lo()) AND last >= (SELECT app_hi()));
"""
VERDICT = f"""
GRANT UPDATE (verdict, verdict_reason, verdict_by, verdict_at) ON docking_proposal TO {OFFICER};
"""


class Migration(migrations.Migration):
    """Explicit grants; there are no default ones."""

    dependencies = [
        ("docking", "0001_initial"),
        ("people", "0002_walls"),
        ("database", "0001_initial"),
    ]
    operations = [
        protect("docking_run", write=("INSERT", "UPDATE")),
        sql(INSIDE),
        protect("docking_proposal", write=("INSERT",)),
        protect("docking_left", write=("INSERT",)),
        sql(VERDICT),
        tie("docking_proposal"),
        tie("docking_left"),
    ]
