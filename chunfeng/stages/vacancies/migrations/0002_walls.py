"""Officers within their region, an employer within itself; the shop window is open to all."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import (
    DESK,
    GATE,
    OFFICER,
    PORTAL,
    PUBLIC,
    WORKER,
    gate,
    protect,
    sql,
)

# What anybody may know: the columns the vacancy and the shop window have in common.
TERMS = (
    "id, region, vacancy_no, channel, title, occupation, description, place, address, lon, lat,"
    " grid, headcount, taken, pay_kind, pay_low, pay_high, piece_price, daily_output, month_pay,"
    " hour_pay, hours_per_day, days_per_week, hours_window, night_shift, flexible, housing, meals,"
    " shuttle, escorted, contract, insurance, intensity, conditions, education_min,"
    " skills_required, certificates_required, putonghua, age_min, age_max, age_reason,"
    " disabilities_accepted, agreement_regions, start_date, end_date, home_friendly, published_at,"
    " search, updated_at"
)
OWN = (
    "employer_id, site_id, reserved, reserved_for, contact, phone_mask, remarks, state,"
    " state_reason, findings, submitted_at, published_by, closed_at, how, added_by, copied_from,"
    " version, created_at"
)
READ = [name.strip() for name in f"{TERMS}, {OWN}".split(",")]
DESK_WRITES = ", ".join(
    name.strip()
    for name in f"{TERMS}, {OWN}".split(",")
    if name.strip() not in (
        "id", "region", "taken", "employer_id", "added_by", "created_at", "published_by", "how",
        "published_at",
    )
)  # fmt: skip
VACANCY = f"""
ALTER TABLE vacancies_vacancy ADD CONSTRAINT vacancies_vacancy_region_follows
    FOREIGN KEY (employer_id, region) REFERENCES employers_employer (id, region)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
CREATE POLICY own ON vacancies_vacancy TO {DESK}
    USING (employer_id = (SELECT app_employer()))
    WITH CHECK (employer_id = (SELECT app_employer()) AND state <> 'published');
GRANT SELECT ({", ".join(READ)}), INSERT, UPDATE ({DESK_WRITES}, phone)
    ON vacancies_vacancy TO {DESK};
"""
# A member may pause and go on, but what is published was reviewed by an officer.
SHOW = f"""
DECLARE
    named text;
    kind_ text;
    number xid8 := pg_current_xact_id();
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.state = 'published' THEN
        SELECT e.name, e.kind INTO named, kind_ FROM employers_employer AS e
            WHERE e.id = NEW.employer_id;
        DELETE FROM vacancies_shown WHERE id = NEW.id;
        INSERT INTO vacancies_shown ({TERMS}, employer, site, employer_name, employer_kind)
            SELECT {", ".join(f"NEW.{name.strip()}" for name in TERMS.split(","))},
                NEW.employer_id, NEW.site_id, coalesce(named, ''), coalesce(kind_, '');
        INSERT INTO vacancies_change (vacancy, gone, at, xact) VALUES (NEW.id, false, now(), number)
            ON CONFLICT (vacancy) DO UPDATE SET gone = false, at = now(), xact = number;
        RETURN NEW;
    END IF;
    DELETE FROM vacancies_shown WHERE id = OLD.id;
    IF FOUND THEN
        INSERT INTO vacancies_change (vacancy, gone, at, xact) VALUES (OLD.id, true, now(), number)
            ON CONFLICT (vacancy) DO UPDATE SET gone = true, at = now(), xact = number;
    END IF;
    RETURN NULL;
END;
"""
WINDOW = f"""
ALTER TABLE vacancies_change ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX vacancies_change_order ON vacancies_change (xact, vacancy);
GRANT SELECT ON vacancies_shown, vacancies_change TO
    {OFFICER}, {PUBLIC}, {DESK}, {PORTAL}, {WORKER};
GRANT SELECT, INSERT, DELETE ON vacancies_shown TO {GATE};
GRANT SELECT, INSERT, UPDATE ON vacancies_change TO {GATE};
CREATE FUNCTION vacancies_show() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $show${SHOW}$show$;
ALTER FUNCTION vacancies_show() OWNER TO {GATE};
CREATE TRIGGER shown AFTER INSERT OR DELETE OR UPDATE ON vacancies_vacancy
    FOR EACH ROW EXECUTE FUNCTION vacancies_show();
CREATE FUNCTION vacancies_show_employer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $show$
    BEGIN
        UPDATE vacancies_shown SET employer_name = NEW.name, employer_kind = NEW.kind
            WHERE employer = NEW.id;
        RETURN NULL;
    END; $show$;
ALTER FUNCTION vacancies_show_employer() OWNER TO {GATE};
GRANT UPDATE (employer_name, employer_kind) ON vacancies_shown TO {GATE};
CREATE TRIGGER shown AFTER UPDATE OF name, kind ON employers_employer
    FOR EACH ROW EXECUTE FUNCTION vacancies_show_employer();
"""
# One conditional UPDATE decides who gets the last seat; asking twice takes one.
TAKE = """
DECLARE
    place bigint;
BEGIN
    IF app_user() IS NULL OR where_ NOT BETWEEN app_lo() AND app_hi() THEN
        RAISE EXCEPTION 'nobody is asking, or for elsewhere';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(wanted::text || who::text, 11));
    IF EXISTS (SELECT FROM vacancies_hold
            WHERE vacancy_id = wanted AND holder = who AND released_at IS NULL) THEN
        RETURN true;
    END IF;
    UPDATE vacancies_vacancy SET taken = taken + 1, updated_at = moment
        WHERE id = wanted AND state = 'published' AND taken < headcount
        AND (end_date IS NULL OR end_date >= (moment AT TIME ZONE 'Asia/Shanghai')::date);
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO vacancies_hold (id, vacancy_id, region, holder, at, by)
        VALUES (gen_random_uuid(), wanted, where_, who, moment, app_user());
    RETURN true;
END;
"""
RELEASE = """
BEGIN
    UPDATE vacancies_hold SET released_at = moment
        WHERE vacancy_id = wanted AND holder = who AND released_at IS NULL
        AND region BETWEEN app_lo() AND app_hi();
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE vacancies_vacancy SET taken = taken - 1, updated_at = moment WHERE id = wanted;
    RETURN true;
END;
"""
SEATS = f"""
GRANT SELECT, UPDATE (taken, updated_at) ON vacancies_vacancy TO {GATE};
CREATE POLICY gate ON vacancies_vacancy TO {GATE} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON vacancies_hold TO {GATE};
CREATE POLICY gate ON vacancies_hold TO {GATE} USING (true) WITH CHECK (true);
"""
INTEREST_READ = (
    "id, vacancy_id, region, name, phone_mask, phone_index, note, wish, language, consent_text,"
    " state, asked_at, confirmed_at, handled_at, handled_by, outcome, remark, shared_at, person"
)
PUBLIC_FACES = f"""
CREATE POLICY asks ON vacancies_interest FOR INSERT TO {PUBLIC} WITH CHECK (state = 'asked');
GRANT INSERT ON vacancies_interest TO {PUBLIC};
CREATE POLICY own ON vacancies_interest FOR SELECT TO {DESK} USING (shared_at IS NOT NULL
    AND EXISTS (SELECT FROM vacancies_vacancy AS v WHERE v.id = vacancy_id));
GRANT SELECT (id, vacancy_id, name, shared_at, state) ON vacancies_interest TO {DESK};
GRANT SELECT, UPDATE (state, confirmed_at, tries, code_hash) ON vacancies_interest TO {GATE};
CREATE POLICY gate ON vacancies_interest TO {GATE} USING (true) WITH CHECK (true);
CREATE POLICY tells ON vacancies_report FOR INSERT TO {PUBLIC} WITH CHECK (settled_at IS NULL);
GRANT INSERT ON vacancies_report TO {PUBLIC};
CREATE POLICY seen ON vacancies_photo FOR SELECT TO {PUBLIC}
    USING (EXISTS (SELECT FROM vacancies_shown AS s WHERE s.id = vacancy_id));
GRANT SELECT ON vacancies_photo TO {PUBLIC};
CREATE POLICY own ON vacancies_photo TO {DESK}
    USING (EXISTS (SELECT FROM vacancies_vacancy AS v WHERE v.id = vacancy_id))
    WITH CHECK (EXISTS (SELECT FROM vacancies_vacancy AS v WHERE v.id = vacancy_id));
GRANT SELECT, INSERT, DELETE ON vacancies_photo TO {DESK};
"""
# Answers confirmed, wrong or over; a wrong code counts, and five of them end it.
CONFIRM = """
DECLARE
    held vacancies_interest%ROWTYPE;
BEGIN
    SELECT * INTO held FROM vacancies_interest WHERE id = asked FOR UPDATE;
    IF held.id IS NULL OR held.state <> 'asked' OR held.tries >= 5
            OR held.asked_at < moment - interval '10 minutes' THEN
        RETURN 'over';
    END IF;
    IF held.code_hash IS DISTINCT FROM hash THEN
        UPDATE vacancies_interest SET tries = tries + 1 WHERE id = asked;
        RETURN 'wrong';
    END IF;
    UPDATE vacancies_interest SET state = 'open', confirmed_at = moment, code_hash = NULL
        WHERE id = asked;
    RETURN 'confirmed';
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
    SELECT i.region, i.phone INTO place, value FROM vacancies_interest AS i
        WHERE i.id = asked AND i.region BETWEEN app_lo() AND app_hi();
    IF place IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, subject, subject_id,
            fields, detail)
        VALUES (moment, 'interest.revealed', app_user(), app_post(), app_post_role(),
            app_purpose(), place, 'interest', asked, ARRAY['phone'], '{"class": "D3"}');
    RETURN value;
END;
"""


class Migration(migrations.Migration):
    """Nothing of a vacancy is readable before this has run."""

    dependencies: ClassVar = [("vacancies", "0001_initial"), ("employers", "0002_walls")]
    operations: ClassVar = [
        protect("vacancies_vacancy", read=READ),
        protect("vacancies_hold", write=()),
        protect("vacancies_photo"),
        protect(
            "vacancies_interest",
            read=INTEREST_READ.split(", "),
            write=(
                "UPDATE (state, handled_at, handled_by, outcome, remark, shared_at, person)",
            ),
        ),
        protect(
            "vacancies_report",
            read=["id", "vacancy_id", "employer_id", "region", "kind", "what", "phone_mask", "at",
                  "settled_at", "settled_by", "outcome"],
            write=("UPDATE (settled_at, settled_by, outcome)",),
        ),
        sql(VACANCY),
        sql(WINDOW),
        sql(SEATS),
        gate(
            "vacancies_take",
            "IN wanted uuid, IN who uuid, IN where_ bigint, IN moment timestamptz",
            "boolean",
            TAKE,
            OFFICER,
        ),
        gate(
            "vacancies_release",
            "IN wanted uuid, IN who uuid, IN moment timestamptz",
            "boolean",
            RELEASE,
            OFFICER,
        ),
        sql(PUBLIC_FACES),
        gate(
            "vacancies_confirm",
            "IN asked uuid, IN hash bytea, IN moment timestamptz",
            "text",
            CONFIRM,
            PUBLIC,
        ),
        gate(
            "vacancies_interest_phone",
            "IN asked uuid, IN moment timestamptz",
            "bytea",
            PHONE,
            OFFICER,
        ),
    ]  # fmt: skip
