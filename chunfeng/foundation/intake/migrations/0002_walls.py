"""Row-level security of uploads; what a worker may clear away under no post."""

from django.db import migrations

from chunfeng.foundation.database.walls import JOBS, OFFICER, protect, sql

# Clearing away needs no more than what is overdue.
OVERDUE = f"""
GRANT SELECT (id, forget_at), DELETE ON intake_part TO {JOBS};
CREATE POLICY overdue ON intake_part TO {JOBS} USING (true);
GRANT USAGE ON SEQUENCE intake_part_id_seq, intake_columnmemory_id_seq TO {OFFICER};
"""


class Migration(migrations.Migration):
    """Nothing handed in is readable outside the post's region."""

    dependencies = [("intake", "0001_initial"), ("database", "0001_initial")]

    operations = [
        protect("intake_upload", write=("INSERT", "UPDATE")),
        protect("intake_part"),
        protect("intake_columnmemory"),
        sql(OVERDUE),
    ]
