"""What employers see and say of offers; seats and words that follow their offer; its telephone."""

from typing import ClassVar

from django.db import migrations, models

from chunfeng.foundation.database.walls import DESK, GATE, OFFICER, gate, sql

# What the desk reads of an offer: no person's id, no reason of theirs, no place they live in.
SEEN = (
    "id, vacancy_id, employer, title, place, full_time, state, expires_on, start_on, ended_on,"
    " shown_name, shown_facts, shown_at"
)
DESK_READS = f"""
CREATE POLICY own ON placements_offer FOR SELECT TO {DESK} USING (
    shown_at IS NOT NULL AND employer = (SELECT app_employer())
    AND (ended_on IS NULL OR ended_on >= current_date - 60)
    AND EXISTS (SELECT FROM employers_employer AS e
        WHERE e.id = employer AND e.state = 'verified'));
GRANT SELECT ({SEEN}) ON placements_offer TO {DESK};
CREATE POLICY own ON placements_confirmation FOR SELECT TO {DESK} USING (
    whose = 'employer' AND EXISTS (SELECT FROM placements_offer AS o WHERE o.id = offer_id));
GRANT SELECT (id, offer_id, whose, month, there, left_on, at) ON placements_confirmation TO {DESK};
GRANT SELECT, UPDATE ON placements_offer TO {GATE};
GRANT SELECT, INSERT, UPDATE (person_id, region) ON placements_offeranswer, placements_confirmation
    TO {GATE};
CREATE POLICY gate ON placements_offer TO {GATE} USING (true) WITH CHECK (true);
CREATE POLICY gate ON placements_offeranswer TO {GATE} USING (true) WITH CHECK (true);
CREATE POLICY gate ON placements_confirmation TO {GATE} USING (true) WITH CHECK (true);
CREATE INDEX placements_offer_employer ON placements_offer (employer, state);
"""
# A seat's officers are those of whoever holds it, wherever the person moves.
FOLLOWS = f"""
CREATE FUNCTION placements_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $follows$
BEGIN
    UPDATE vacancies_hold SET region = NEW.region
        WHERE holder = NEW.id AND region <> NEW.region;
    IF NEW.person_id <> OLD.person_id THEN
        UPDATE placements_offeranswer SET person_id = NEW.person_id, region = NEW.region
            WHERE offer_id = NEW.id;
        UPDATE placements_confirmation SET person_id = NEW.person_id, region = NEW.region
            WHERE offer_id = NEW.id;
    END IF;
    RETURN NULL;
END;
$follows$;
ALTER FUNCTION placements_follows() OWNER TO {GATE};
CREATE TRIGGER follows AFTER UPDATE OF person_id, region ON placements_offer
    FOR EACH ROW WHEN (NEW.region <> OLD.region OR NEW.person_id <> OLD.person_id)
    EXECUTE FUNCTION placements_follows();
"""
# Answers done, absent, state, late, month or day. The event names the member as who acted.
SAYS = """
DECLARE
    held placements_offer%ROWTYPE;
    today date := (moment AT TIME ZONE 'Asia/Shanghai')::date;
    kind_ text;
BEGIN
    IF app_user() IS NULL OR app_employer() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    SELECT * INTO held FROM placements_offer AS o WHERE o.id = wanted
        AND o.employer = app_employer() AND o.shown_at IS NOT NULL FOR UPDATE;
    IF held.id IS NULL OR NOT EXISTS (SELECT FROM employers_employer AS e
            WHERE e.id = held.employer AND e.state = 'verified') THEN
        RETURN 'absent';
    ELSIF act = 'confirm' THEN
        IF held.state <> 'agreed' THEN
            RETURN 'state';
        ELSIF held.expires_on < today THEN
            RETURN 'late';
        END IF;
        kind_ := 'offer.confirmed';
        UPDATE placements_offer SET state = 'confirmed', start_on = coalesce(day, start_on),
            updated_at = moment WHERE id = wanted;
    ELSIF act = 'turn_down' THEN
        IF held.state NOT IN ('agreed', 'confirmed') THEN
            RETURN 'state';
        END IF;
        kind_ := 'offer.declined';
        UPDATE placements_offer SET state = 'declined', declined_by = 'employer', reason = why,
            shown_name = '', shown_facts = '[]', shown_at = NULL, updated_at = moment
            WHERE id = wanted;
        UPDATE vacancies_hold SET released_at = moment
            WHERE holder = wanted AND vacancy_id = held.vacancy_id AND released_at IS NULL;
        IF FOUND THEN
            UPDATE vacancies_vacancy SET taken = taken - 1, updated_at = moment
                WHERE id = held.vacancy_id;
        END IF;
    ELSIF act IN ('there', 'not_there') THEN
        IF held.state <> 'begun' OR held.ended_on IS NOT NULL THEN
            RETURN 'state';
        ELSIF month_ < date_trunc('month', held.start_on) OR month_ > today THEN
            RETURN 'month';
        ELSIF day < held.start_on OR day > today THEN
            RETURN 'day';
        END IF;
        kind_ := 'placement.' || act;
        INSERT INTO placements_confirmation (id, offer_id, person_id, region, whose, month, there,
                left_on, reason, how, at, by)
            VALUES (gen_random_uuid(), wanted, held.person_id, held.region, 'employer', month_,
                act = 'there', day, why, 'desk', moment, app_user());
    ELSE
        RAISE EXCEPTION 'no such act';
    END IF;
    IF act IN ('confirm', 'turn_down') THEN
        INSERT INTO placements_offeranswer (id, offer_id, person_id, region, whose, yes, how,
                reason, note, at, by)
            VALUES (gen_random_uuid(), wanted, held.person_id, held.region, 'employer',
                act = 'confirm', 'desk', why, note_, moment, app_user());
    END IF;
    INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, person_id, subject,
            subject_id, fields, detail)
        VALUES (moment, kind_, app_user(), app_post(), app_post_role(), app_purpose(), held.region,
            held.person_id, 'offer', wanted, '{}', jsonb_strip_nulls(jsonb_build_object(
                'vacancy', held.vacancy_id, 'how', 'desk', 'whose', 'employer',
                'reason', nullif(why, ''), 'month', month_, 'on', day)));
    RETURN 'done';
END;
"""
# For a message about an offer: nobody sees the telephone, so it counts apart from those opened.
PHONE = """
DECLARE
    held placements_offer%ROWTYPE;
    sent bigint;
    value bytea;
BEGIN
    IF app_user() IS NULL OR app_post() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    SELECT * INTO held FROM placements_offer AS o WHERE o.id = wanted
        AND o.region BETWEEN app_lo() AND app_hi()
        AND o.state IN ('made', 'agreed', 'confirmed');
    IF held.id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(app_user()::text, 13));
    SELECT count(*) INTO sent FROM audit_event AS e WHERE e."user" = app_user()
        AND e.kind = 'offer.addressed' AND e.at >= date_trunc('day', moment);
    IF sent >= 2000 AND app_user() <> '00000000-0000-0000-0000-000000000000' THEN
        RETURN NULL;
    END IF;
    SELECT c.phone INTO value FROM people_contact AS c WHERE c.person_id = held.person_id;
    IF value IS NOT NULL THEN
        INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, person_id, subject,
                subject_id, fields, detail)
            VALUES (moment, 'offer.addressed', app_user(), app_post(), app_post_role(),
                app_purpose(), held.region, held.person_id, 'offer', wanted, ARRAY['phone'], '{}');
    END IF;
    RETURN value;
END;
"""


class Migration(migrations.Migration):
    """Adds what the desk sees and says."""

    dependencies: ClassVar = [
        ("placements", "0002_walls"),
        ("employers", "0002_walls"),
        ("people", "0003_history"),
    ]
    operations: ClassVar = [
        migrations.AddField("offer", "shown_name", models.CharField(max_length=60, db_default="")),
        migrations.AddField(
            "offer",
            "shown_facts",
            models.JSONField(db_default=models.Value([], models.JSONField())),
        ),
        migrations.AddField("offer", "shown_at", models.DateTimeField(null=True)),
        migrations.AddField("offer", "told", models.CharField(max_length=12, db_default="")),
        migrations.AddField("offer", "before_merge", models.JSONField(null=True)),
        migrations.AddField("confirmation", "left_on", models.DateField(null=True)),
        migrations.AddField(
            "confirmation", "reason", models.CharField(max_length=20, db_default="")
        ),
        sql(DESK_READS),
        sql(FOLLOWS),
        gate(
            "placements_employer_says",
            "IN wanted uuid, IN act text, IN why text, IN note_ text, IN month_ date, IN day date,"
            " IN moment timestamptz",
            "text",
            SAYS,
            DESK,
        ),
        gate(
            "placements_phone",
            "IN wanted uuid, IN moment timestamptz",
            "bytea",
            PHONE,
            OFFICER,
        ),
    ]
