"""The gate that opens the sealed values of an export a second officer has approved."""

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, gate

# Every person opened has an event of their own: whoever asks who looked, finds the export.
OPEN = """
#variable_conflict use_column
DECLARE
    asked exports_exportrequest%ROWTYPE;
    open_fields text[];
BEGIN
    SELECT * INTO asked FROM exports_exportrequest AS r
        WHERE r.id = export AND r."user" = app_user() AND r.post = app_post()
        AND r.purpose = app_purpose() AND r.state = 'ready' AND r.expires_at > moment
        AND r.decided_by <> app_user();
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'no approved export';
    END IF;
    SELECT array_agg(r.field) INTO open_fields FROM people_reveal_right AS r
        WHERE r.post_role = app_post_role() AND r.purpose = app_purpose()
        AND r.field = ANY (asked.fields);
    INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, person_id, subject,
            subject_id, fields, detail)
        SELECT moment, 'export.fetched', app_user(), app_post(), app_post_role(), app_purpose(),
            p.region, p.id, 'export', export, coalesce(open_fields, '{}'), '{}'::jsonb
        FROM people_person AS p WHERE p.id = ANY (asked.people);
    RETURN QUERY
        SELECT c.person_id, f.field,
            CASE f.field WHEN 'phone' THEN c.phone WHEN 'address' THEN c.address
                WHEN 'backup' THEN c.backup END
            FROM people_contact AS c, unnest(open_fields) AS f (field)
            WHERE c.person_id = ANY (asked.people)
                AND f.field IN ('phone', 'address', 'backup')
        UNION ALL
        SELECT s.person_id, f.field,
            CASE f.field WHEN 'id_number' THEN s.id_number WHEN 'health' THEN s.health
                WHEN 'disability_type' THEN s.disability_type
                WHEN 'disability_grade' THEN s.disability_grade
                WHEN 'poverty_cause' THEN s.poverty_cause END
            FROM people_secret AS s, unnest(open_fields) AS f (field)
            WHERE s.person_id = ANY (asked.people)
                AND f.field NOT IN ('phone', 'address', 'backup');
END;
"""


class Migration(migrations.Migration):
    """Sealed values leave one by one through people_reveal, or approved through this."""

    dependencies = [("people", "0003_history"), ("exports", "0002_walls"), ("audit", "0002_walls")]

    operations = [
        gate(
            "people_open_exported",
            "IN export uuid, IN moment timestamptz",
            "TABLE (person uuid, field text, sealed bytea)",
            OPEN,
            OFFICER,
        ),
    ]
