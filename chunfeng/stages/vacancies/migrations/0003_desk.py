"""What a member may do to a published vacancy, what is reviewed, and vacancies' own phones."""

from typing import ClassVar

from django.db import migrations, models

from chunfeng.foundation.database.walls import DESK, GATE, OFFICER, gate, sql

# Whoever writes at the desk, with whatever statement: an officer has to look at it again.
LOOK_AGAIN = f"""
CREATE FUNCTION vacancies_look_again() RETURNS trigger LANGUAGE plpgsql AS $look$
DECLARE
    told text[] := ARRAY['state', 'state_reason', 'taken', 'headcount', 'version', 'updated_at',
        'closed_at', 'submitted_at', 'findings', 'search', 'reviewed', 'paused_at_desk'];
BEGIN
    IF current_user <> '{DESK}' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.reviewed := false;
        NEW.paused_at_desk := false;
        NEW.taken := 0;
        NEW.published_by := NULL;
        NEW.published_at := NULL;
    ELSIF to_jsonb(NEW) - told <> to_jsonb(OLD) - told THEN
        NEW.reviewed := false;
    END IF;
    RETURN NEW;
END;
$look$;
CREATE TRIGGER look_again BEFORE INSERT OR UPDATE ON vacancies_vacancy
    FOR EACH ROW EXECUTE FUNCTION vacancies_look_again();
"""
# Whoever publishes: the employer is a verified one.
VERIFIED = f"""
CREATE FUNCTION vacancies_verified() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $verified$
BEGIN
    IF NOT EXISTS (SELECT FROM employers_employer AS e
            WHERE e.id = NEW.employer_id AND e.state = 'verified') THEN
        RAISE EXCEPTION 'the employer is not verified' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$verified$;
ALTER FUNCTION vacancies_verified() OWNER TO {GATE};
CREATE TRIGGER verified_new BEFORE INSERT ON vacancies_vacancy FOR EACH ROW
    WHEN (NEW.state = 'published') EXECUTE FUNCTION vacancies_verified();
CREATE TRIGGER verified BEFORE UPDATE OF state ON vacancies_vacancy FOR EACH ROW
    WHEN (NEW.state = 'published' AND OLD.state <> 'published')
    EXECUTE FUNCTION vacancies_verified();
"""
# A picture a member adds shows work that nobody has looked at yet.
PICTURES = f"""
CREATE POLICY not_shown_yet ON vacancies_photo AS RESTRICTIVE FOR INSERT TO {DESK}
    WITH CHECK (EXISTS (SELECT FROM vacancies_vacancy AS v
        WHERE v.id = vacancy_id AND v.state <> 'published'));
CREATE FUNCTION vacancies_pictured() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $pictured$
BEGIN
    IF app_employer() IS NOT NULL THEN
        UPDATE vacancies_vacancy SET reviewed = false WHERE id = NEW.vacancy_id;
    END IF;
    RETURN NULL;
END;
$pictured$;
ALTER FUNCTION vacancies_pictured() OWNER TO {GATE};
CREATE TRIGGER pictured AFTER INSERT OR UPDATE ON vacancies_photo
    FOR EACH ROW EXECUTE FUNCTION vacancies_pictured();
"""
RIGHTS = f"""
GRANT SELECT (reviewed, paused_at_desk, own_point, title_key) ON vacancies_vacancy
    TO {OFFICER}, {DESK};
GRANT SELECT (phone_index) ON vacancies_vacancy TO {OFFICER};
GRANT UPDATE (own_point, title_key, phone_index) ON vacancies_vacancy TO {DESK};
GRANT SELECT ON vacancies_report TO {GATE};
CREATE POLICY gate ON vacancies_report FOR SELECT TO {GATE} USING (true);
GRANT UPDATE (headcount, state, state_reason, paused_at_desk, reviewed, version, phone,
    phone_mask, phone_index) ON vacancies_vacancy TO {GATE};
"""
# Answers done, refused or absent. The lock is one with that of whoever suspends the employer.
AT_THE_DESK = """
DECLARE
    held vacancies_vacancy%ROWTYPE;
BEGIN
    IF app_user() IS NULL OR app_employer() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(app_employer()::text, 12));
    SELECT * INTO held FROM vacancies_vacancy AS v
        WHERE v.id = wanted AND v.employer_id = app_employer() FOR UPDATE;
    IF held.id IS NULL THEN
        RETURN 'absent';
    ELSIF act = 'confirm_seats' AND seats BETWEEN held.taken AND 100000 THEN
        UPDATE vacancies_vacancy SET headcount = seats, version = version + 1, updated_at = moment
            WHERE id = wanted;
    ELSIF act = 'pause' AND held.state = 'published' THEN
        UPDATE vacancies_vacancy SET state = 'paused', state_reason = '', paused_at_desk = true,
            version = version + 1, updated_at = moment WHERE id = wanted;
    ELSIF act = 'resume' AND held.state = 'paused' AND held.reviewed AND held.paused_at_desk
            AND EXISTS (SELECT FROM employers_employer AS e
                WHERE e.id = held.employer_id AND e.state = 'verified') THEN
        UPDATE vacancies_vacancy SET state = 'published', state_reason = '',
            paused_at_desk = false, version = version + 1, updated_at = moment WHERE id = wanted;
    ELSE
        RETURN 'refused';
    END IF;
    RETURN 'done';
END;
"""
PHONE = """
DECLARE
    place bigint;
    value bytea;
BEGIN
    IF app_user() IS NULL OR app_post() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    SELECT v.region, v.phone INTO place, value FROM vacancies_vacancy AS v
        WHERE v.id = wanted AND v.region BETWEEN app_lo() AND app_hi();
    IF place IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, subject, subject_id,
            fields, detail)
        VALUES (moment, 'vacancy.revealed', app_user(), app_post(), app_post_role(),
            app_purpose(), place, 'vacancy', wanted, ARRAY['phone'], '{}');
    RETURN value;
END;
"""
REPORT_PHONE = (
    PHONE.replace("vacancies_vacancy", "vacancies_report")
    .replace("'vacancy.revealed'", "'report.revealed'")
    .replace("'vacancy'", "'report'")
)
# A phone is sealed for its employer: from one vacancy to another of theirs it goes unopened.
SAME_PHONE = """
BEGIN
    UPDATE vacancies_vacancy AS t SET phone = s.phone, phone_mask = s.phone_mask,
            phone_index = s.phone_index
        FROM vacancies_vacancy AS s
        WHERE t.id = target AND s.id = source AND t.employer_id = s.employer_id
        AND (t.employer_id = app_employer()
            OR app_employer() IS NULL AND t.region BETWEEN app_lo() AND app_hi());
    RETURN FOUND;
END;
"""


class Migration(migrations.Migration):
    """The desk's few acts on what officers have published; a picture's name in the files."""

    dependencies: ClassVar = [("vacancies", "0002_walls")]
    operations: ClassVar = [
        migrations.AddField("vacancy", "reviewed", models.BooleanField(default=False)),
        migrations.AddField("vacancy", "paused_at_desk", models.BooleanField(default=False)),
        migrations.AddField("vacancy", "own_point", models.BooleanField(default=False)),
        migrations.AddField(
            "vacancy", "title_key", models.CharField(max_length=300, blank=True, default="")
        ),
        migrations.AddField("vacancy", "phone_index", models.BinaryField(null=True)),
        migrations.AddField(
            "photo", "digest", models.CharField(max_length=64, blank=True, default="")
        ),
        migrations.AddIndex(
            "vacancy", models.Index(fields=["region", "title_key", "id"], name="vacancies_by_title")
        ),
        sql(LOOK_AGAIN),
        sql(VERIFIED),
        sql(PICTURES),
        sql(RIGHTS),
        gate(
            "vacancies_desk",
            "IN wanted uuid, IN act text, IN seats integer, IN moment timestamptz",
            "text",
            AT_THE_DESK,
            DESK,
        ),
        gate("vacancies_phone", "IN wanted uuid, IN moment timestamptz", "bytea", PHONE, OFFICER),
        gate(
            "vacancies_report_phone",
            "IN wanted uuid, IN moment timestamptz",
            "bytea",
            REPORT_PHONE,
            OFFICER,
        ),
        gate(
            "vacancies_same_phone",
            "IN source uuid, IN target uuid",
            "boolean",
            SAME_PHONE,
            f"{OFFICER}, {DESK}",
        ),
    ]
