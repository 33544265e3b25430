"""What somebody may say of their own work on their own page, and what of it they read."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OWN, sql

ME = "(SELECT own_proved())"
WORDS = f"""
CREATE POLICY own_reads ON placements_confirmation FOR SELECT TO {OWN}
    USING (person_id = {ME} AND whose = 'person');
CREATE POLICY own_says ON placements_confirmation FOR INSERT TO {OWN} WITH CHECK (
    person_id = {ME} AND by = {ME} AND whose = 'person' AND how = 'link' AND month IS NULL
    AND EXISTS (SELECT FROM placements_offer AS o WHERE o.id = offer_id AND o.person_id = {ME}
        AND (o.state = 'begun' AND o.ended_on IS NULL OR o.state = 'confirmed' AND there)));
GRANT SELECT, INSERT ON placements_confirmation TO {OWN};
"""


class Migration(migrations.Migration):
    """The word of the person stands beside the employer's and the officer's."""

    dependencies: ClassVar = [("placements", "0005_run"), ("own", "0002_walls")]
    operations: ClassVar = [sql(WORDS)]
