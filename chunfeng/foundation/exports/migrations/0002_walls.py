"""Row-level security of exports; the gate that opens sealed values reads them too."""

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, IN_SCOPE, protect, sql

GATED = f"""
GRANT SELECT ON exports_exportrequest TO {GATE};
CREATE POLICY gate ON exports_exportrequest TO {GATE} USING ({IN_SCOPE});
"""


class Migration(migrations.Migration):
    """Nobody outside the region sees that a list was asked for."""

    dependencies = [("exports", "0001_initial"), ("database", "0001_initial")]

    operations = [
        protect("exports_exportrequest", write=("INSERT", "UPDATE")),
        sql(GATED),
    ]
