"""The telephone of somebody whose letter was answered, for the message that says so."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, gate

# Whoever answered the letter, and nobody else; it counts apart from the telephones that are opened.
PHONE = """
DECLARE
    held own_letter%ROWTYPE;
    sent bigint;
    value bytea;
BEGIN
    IF app_user() IS NULL OR app_post() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    SELECT * INTO held FROM own_letter AS l WHERE l.id = wanted
        AND l.region BETWEEN app_lo() AND app_hi() AND l.answered_by = app_user()
        AND (l.kind <> 'complaint' OR app_post_role() = 'county');
    IF held.id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(app_user()::text, 13));
    SELECT count(*) INTO sent FROM audit_event AS e WHERE e."user" = app_user()
        AND e.kind = 'letter.addressed' AND e.at >= date_trunc('day', moment);
    IF sent >= 2000 THEN
        RETURN NULL;
    END IF;
    SELECT c.phone INTO value FROM people_contact AS c WHERE c.person_id = held.person_id;
    IF value IS NOT NULL THEN
        INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, person_id, subject,
                subject_id, fields, detail)
            VALUES (moment, 'letter.addressed', app_user(), app_post(), app_post_role(),
                app_purpose(), held.region, held.person_id, 'letter', wanted, ARRAY['phone'], '{}');
    END IF;
    RETURN value;
END;
"""


class Migration(migrations.Migration):
    """Adds the one function."""

    dependencies: ClassVar = [("own", "0002_walls"), ("people", "0003_history")]
    operations: ClassVar = [
        gate(
            "own_letter_phone",
            "IN wanted uuid, IN moment timestamptz",
            "bytea",
            PHONE,
            OFFICER,
        ),
    ]
