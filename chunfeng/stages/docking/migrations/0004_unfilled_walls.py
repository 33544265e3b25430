"""Seats left are seen by whoever sees the run."""

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, protect, sql

OF_RUN = f"""
CREATE POLICY inside ON docking_unfilled FOR SELECT TO {OFFICER}
    USING (EXISTS (SELECT FROM docking_run r WHERE r.id = run_id));
"""


class Migration(migrations.Migration):
    """Explicit grants; there are no default ones."""

    dependencies = [("docking", "0003_options")]
    operations = [protect("docking_unfilled", write=("INSERT",)), sql(OF_RUN)]
