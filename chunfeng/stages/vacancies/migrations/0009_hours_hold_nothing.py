"""Lawful overtime holds no vacancy any more: what is marked already becomes a reminder."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import sql

REMINDED = """
ALTER TABLE vacancies_vacancy NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER;
UPDATE vacancies_vacancy SET findings = (
    SELECT jsonb_agg(CASE WHEN one ->> 'rule' = 'hours'
        THEN one || '{"verdict": "note"}' ELSE one END ORDER BY number)
    FROM jsonb_array_elements(findings) WITH ORDINALITY AS found (one, number)
) WHERE findings @> '[{"rule": "hours"}]';
ALTER TABLE vacancies_vacancy ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Of all regions at once, past the walls; nothing that is shown or has a history changes."""

    dependencies: ClassVar = [("vacancies", "0008_window_kept")]
    operations: ClassVar = [sql(REMINDED)]
