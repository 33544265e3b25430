"""Versions of the policy are seen by the posts of their region and inside it."""

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, protect, sql

# A township docks with its county's values.
INSIDE = f"""
CREATE POLICY inside ON docking_policy FOR SELECT TO {OFFICER}
    USING (region <= (SELECT app_lo()) AND last >= (SELECT app_hi()));
"""


class Migration(migrations.Migration):
    """Explicit grants; there are no default ones."""

    dependencies = [("docking", "0005_policies")]
    operations = [protect("docking_policy", write=("INSERT", "UPDATE")), sql(INSIDE)]
