"""One way to open a telephone for a message; walls of other stages stand before it.

Nobody sees it, so it counts apart from the telephones that are opened to be read.
"""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, gate

# person: none where the wall before it found nobody. what: the kind of the event. about: its
# subject. The clock writes as many messages as are due.
ADDRESS = """
DECLARE
    sent bigint;
    value bytea;
    refusal text := '';
BEGIN
    IF app_user() IS NULL OR app_post() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(app_user()::text, 13));
    SELECT count(*) INTO sent FROM audit_event AS e WHERE e."user" = app_user()
        AND e.kind = what AND e.at >= date_trunc('day', moment, 'Asia/Shanghai');
    SELECT c.phone INTO value FROM people_contact AS c WHERE c.person_id = person;
    IF person IS NULL THEN
        refusal := 'closed';
    ELSIF value IS NULL THEN
        refusal := 'empty';
    ELSIF sent >= 2000 AND app_user() <> '00000000-0000-0000-0000-000000000000' THEN
        refusal := 'quota';
        value := NULL;
    ELSE
        INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, person_id, subject,
                subject_id, fields, detail)
            VALUES (moment, what, app_user(), app_post(), app_post_role(), app_purpose(), place,
                person, split_part(what, '.', 1), about, ARRAY['phone'], '{}');
    END IF;
    RETURN QUERY SELECT value, refusal;
END;
"""


class Migration(migrations.Migration):
    """Adds the one function; nobody calls it but functions of the gate."""

    dependencies: ClassVar = [("people", "0005_statistics")]
    operations: ClassVar = [
        gate(
            "people_address",
            "IN person uuid, IN place bigint, IN what text, IN about uuid, IN moment timestamptz",
            "TABLE (sealed bytea, refused text)",
            ADDRESS,
            GATE,
        ),
    ]
