"""What is known of the shop window as a whole: how its words were cut, how its feed counts."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import (
    DESK,
    GATE,
    OFFICER,
    PORTAL,
    PUBLIC,
    WORKER,
    sql,
)

TERMS = (
    "id, region, vacancy_no, channel, title, occupation, description, place, address, lon, lat,"
    " grid, headcount, taken, pay_kind, pay_low, pay_high, piece_price, daily_output, month_pay,"
    " hour_pay, hours_per_day, days_per_week, hours_window, night_shift, flexible, housing, meals,"
    " shuttle, escorted, contract, insurance, intensity, conditions, education_min,"
    " skills_required, certificates_required, putonghua, age_min, age_max, age_reason,"
    " disabilities_accepted, agreement_regions, start_date, end_date, home_friendly, published_at,"
    " search, updated_at"
)
# signature: of the cutter that all words were cut with. cluster: where the database lay at its
# last start. ahead: what the feed adds to transactions' numbers, which another cluster counts anew.
TABLE = f"""
CREATE TABLE vacancies_window (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    signature text NOT NULL DEFAULT '',
    cluster text NOT NULL DEFAULT '',
    ahead bigint NOT NULL DEFAULT 0
);
INSERT INTO vacancies_window DEFAULT VALUES;
GRANT SELECT (ahead) ON vacancies_window TO
    {OFFICER}, {PUBLIC}, {DESK}, {PORTAL}, {WORKER}, {GATE};
GRANT SELECT (one, signature), INSERT (signature), UPDATE (signature) ON vacancies_window
    TO {WORKER};
CREATE FUNCTION vacancies_number(plain xid8) RETURNS xid8 LANGUAGE sql STABLE
    RETURN (plain::text::bigint + coalesce((SELECT ahead FROM public.vacancies_window), 0))
        ::text::xid8;
GRANT EXECUTE ON FUNCTION vacancies_number(xid8) TO
    {OFFICER}, {PUBLIC}, {DESK}, {PORTAL}, {WORKER}, {GATE};
"""
# As before, but for the numbers, and that nothing is told where only the words were cut anew.
SHOW = f"""
CREATE OR REPLACE FUNCTION vacancies_show() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $show$
DECLARE
    named text;
    kind_ text;
    number xid8 := vacancies_number(pg_current_xact_id());
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.search IS DISTINCT FROM OLD.search
            AND to_jsonb(NEW) - 'search' = to_jsonb(OLD) - 'search' THEN
        UPDATE vacancies_shown SET search = NEW.search WHERE id = NEW.id;
        RETURN NULL;
    END IF;
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
END; $show$;
ALTER FUNCTION vacancies_show() OWNER TO {GATE};
GRANT UPDATE (search) ON vacancies_shown TO {GATE};
CREATE OR REPLACE FUNCTION vacancies_show_employer() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $show$
    BEGIN
        IF NEW.name = OLD.name AND NEW.kind = OLD.kind THEN
            RETURN NULL;
        END IF;
        UPDATE vacancies_shown SET employer_name = NEW.name, employer_kind = NEW.kind
            WHERE employer = NEW.id;
        UPDATE vacancies_change AS c SET at = now(), xact = vacancies_number(pg_current_xact_id())
            FROM vacancies_shown AS s WHERE s.employer = NEW.id AND c.vacancy = s.id;
        RETURN NULL;
    END; $show$;
ALTER FUNCTION vacancies_show_employer() OWNER TO {GATE};
ALTER TABLE vacancies_change ALTER COLUMN xact
    SET DEFAULT vacancies_number(pg_current_xact_id());
"""


class Migration(migrations.Migration):
    """A table of one row and the triggers that ask it."""

    dependencies: ClassVar = [("vacancies", "0007_taking_back")]
    operations: ClassVar = [sql(TABLE), sql(SHOW)]
