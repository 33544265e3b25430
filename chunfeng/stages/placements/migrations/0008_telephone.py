"""The telephone of whom an employer has taken on: the person's choice, and the one way to it."""

from typing import ClassVar

from django.db import migrations, models

from chunfeng.foundation.database.walls import DESK, GATE, OWN, gate, sql

# Who said yes before the question was asked was told that the telephone is never shown: false.
CHOICE = f"""
GRANT SELECT (shown_phone) ON placements_offer TO {DESK};
GRANT UPDATE (shown_phone) ON placements_offer TO {OWN};
GRANT SELECT (subject_id) ON audit_event TO {OWN};
"""


def taken_on(row: str) -> str:
    """Both have agreed, and the work has not ended."""
    return f"({row}.state = 'confirmed' OR {row}.state = 'begun' AND {row}.ended_on IS NULL)"


# People of other counties too, and nobody whom the employer has not taken on.
SEALED = f"""
CREATE POLICY taken_on ON people_contact FOR SELECT TO {GATE} USING (
    (SELECT app_employer()) IS NOT NULL AND EXISTS (SELECT FROM placements_offer AS o
        WHERE o.person_id = people_contact.person_id AND o.employer = (SELECT app_employer())
        AND o.shown_phone AND {taken_on("o")}));
GRANT SELECT (id, employer) ON accounts_member TO {GATE};
CREATE POLICY gate ON accounts_member FOR SELECT TO {GATE}
    USING (employer = (SELECT app_employer()));
"""
# Refuses for employer, absent, quota, state, choice or empty. Every ask is an event and counts;
# whose telephone it is leaves only with the telephone: it is needed to open it.
PHONE = f"""
DECLARE
    held placements_offer%ROWTYPE;
    asked bigint;
    value bytea;
    why text;
BEGIN
    IF app_user() IS NULL OR app_employer() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(app_employer()::text, 14));
    SELECT count(*) INTO asked FROM audit_event AS e
        WHERE e."user" = ANY (app_user() || ARRAY(SELECT m.id FROM accounts_member AS m
            WHERE m.employer = app_employer()))
        AND e.kind IN ('offer.phone_shown', 'offer.phone_refused')
        AND e.at >= date_trunc('day', moment, 'Asia/Shanghai');
    SELECT * INTO held FROM placements_offer AS o WHERE o.id = wanted
        AND o.employer = app_employer() AND o.shown_at IS NOT NULL;
    why := CASE
        WHEN NOT EXISTS (SELECT FROM employers_employer AS e
            WHERE e.id = app_employer() AND e.state = 'verified') THEN 'employer'
        WHEN held.id IS NULL THEN 'absent'
        WHEN asked >= 50 THEN 'quota'
        WHEN NOT {taken_on("held")} THEN 'state'
        WHEN NOT held.shown_phone THEN 'choice'
        ELSE '' END;
    IF why = '' THEN
        SELECT c.phone INTO value FROM people_contact AS c WHERE c.person_id = held.person_id;
        why := CASE WHEN value IS NULL THEN 'empty' ELSE '' END;
    END IF;
    INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, person_id, subject,
            subject_id, fields, detail)
        VALUES (moment, CASE why WHEN '' THEN 'offer.phone_shown' ELSE 'offer.phone_refused' END,
            app_user(), app_post(), app_post_role(), app_purpose(),
            coalesce(held.region, app_lo()), held.person_id, 'offer', wanted, ARRAY['phone'],
            jsonb_build_object('employer', app_employer(), 'refusal', why));
    RETURN QUERY SELECT CASE why WHEN '' THEN held.person_id END, value, why;
END;
"""
# The choice of whoever has said yes, from then until the work ends.
OWN_CHOICE = f"""
BEGIN
    UPDATE placements_offer AS o SET shown_phone = shown, updated_at = moment
        WHERE o.id = asked AND o.person_id = (SELECT own_proved()) AND o.shown_at IS NOT NULL
        AND (o.state = 'agreed' OR {taken_on("o")});
    RETURN FOUND;
END;
"""


class Migration(migrations.Migration):
    """Adds the choice, the look, and the way to change the choice."""

    dependencies: ClassVar = [
        ("placements", "0007_addressing"),
        ("accounts", "0006_members_walls"),
        ("employers", "0002_walls"),
        ("own", "0002_walls"),
    ]
    operations: ClassVar = [
        migrations.AddField("offer", "shown_phone", models.BooleanField(db_default=False)),
        sql(CHOICE),
        sql(SEALED),
        gate(
            "placements_employer_phone",
            "IN wanted uuid, IN moment timestamptz",
            "TABLE (person uuid, sealed bytea, refused text)",
            PHONE,
            DESK,
        ),
        gate(
            "placements_own_phone",
            "IN asked uuid, IN shown boolean, IN moment timestamptz",
            "boolean",
            OWN_CHOICE,
            OWN,
        ),
    ]
