"""An employer reads the steps of its recognitions, but for what others objected."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import DESK, sql

OWN = f"""
DROP POLICY own ON employers_step;
CREATE POLICY own ON employers_step FOR SELECT TO {DESK} USING (kind <> 'objection'
    AND EXISTS (SELECT FROM employers_recognition AS r WHERE r.id = recognition_id));
"""


class Migration(migrations.Migration):
    """Who objects need not fear that the employer reads it."""

    dependencies: ClassVar = [("employers", "0007_seen_on_visit")]
    operations: ClassVar = [sql(OWN)]
