"""What stood before an import changed a vacancy, and taking that back."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, OFFICER, gate, protect, sql

READ = ("change", "vacancy_id", "region", "at")
TABLE = """
CREATE TABLE vacancies_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    change uuid NOT NULL,
    vacancy_id uuid NOT NULL,
    region bigint NOT NULL,
    before jsonb NOT NULL
);
CREATE INDEX vacancies_history_change ON vacancies_history (change, vacancy_id);
"""
RIGHTS = f"""
GRANT SELECT, INSERT ON vacancies_history TO {GATE};
CREATE POLICY gate ON vacancies_history TO {GATE} USING (true) WITH CHECK (true);
"""
# The columns that differ, as they stood; only of what belongs to a named change.
KEEP = f"""
CREATE FUNCTION vacancies_keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $keep$
DECLARE
    change uuid := nullif(current_setting('app.change', true), '')::uuid;
    kept jsonb;
BEGIN
    IF change IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(jsonb_object_agg(o.key, o.value), '{{}}') INTO kept
        FROM jsonb_each(to_jsonb(OLD)) AS o JOIN jsonb_each(to_jsonb(NEW)) AS n USING (key)
        WHERE o.value IS DISTINCT FROM n.value;
    INSERT INTO vacancies_history (change, vacancy_id, region, before)
        VALUES (change, OLD.id, OLD.region, kept - 'version' - 'updated_at' - 'taken');
    RETURN NULL;
END;
$keep$;
ALTER FUNCTION vacancies_keep() OWNER TO {GATE};
CREATE TRIGGER keep AFTER UPDATE ON vacancies_vacancy
    FOR EACH ROW EXECUTE FUNCTION vacancies_keep();
GRANT UPDATE ON vacancies_vacancy TO {GATE};
"""
# Newest first, so that a row changed twice ends as it stood before the first. What was shown comes
# back paused where the employer may not show anything any more.
TAKE_BACK = """
DECLARE
    past record;
    columns text;
    done integer := 0;
BEGIN
    FOR past IN
        SELECT h.vacancy_id, h.before || CASE WHEN h.before ->> 'state' = 'published'
                AND NOT EXISTS (SELECT FROM employers_employer AS e
                    JOIN vacancies_vacancy AS v ON v.employer_id = e.id
                    WHERE v.id = h.vacancy_id AND e.state = 'verified')
            THEN '{"state": "paused"}'::jsonb ELSE '{}'::jsonb END AS before
        FROM vacancies_history AS h
        WHERE h.change = wanted AND h.vacancy_id = ANY (those)
            AND h.region BETWEEN (SELECT app_lo()) AND (SELECT app_hi())
        ORDER BY h.id DESC
    LOOP
        SELECT string_agg(quote_ident(key), ', ') INTO columns
            FROM jsonb_object_keys(past.before) AS key;
        CONTINUE WHEN columns IS NULL;
        EXECUTE format('UPDATE vacancies_vacancy AS v SET (%s) = ROW (%s)'
            ' FROM jsonb_populate_record(NULL::vacancies_vacancy, $1) AS b WHERE v.id = $2',
            columns, (SELECT string_agg('b.' || quote_ident(key), ', ')
                FROM jsonb_object_keys(past.before) AS key))
            USING past.before, past.vacancy_id;
        done := done + 1;
    END LOOP;
    UPDATE vacancies_vacancy SET version = version + 1, updated_at = moment
        WHERE id = ANY (those) AND region BETWEEN (SELECT app_lo()) AND (SELECT app_hi());
    RETURN done;
END;
"""


class Migration(migrations.Migration):
    """By trigger, so that no writer can forget it."""

    dependencies: ClassVar = [("vacancies", "0003_desk")]
    operations: ClassVar = [
        sql(TABLE),
        protect("vacancies_history", read=READ, write=()),
        sql(RIGHTS),
        sql(KEEP),
        gate(
            "vacancies_take_back",
            "IN wanted uuid, IN those uuid[], IN moment timestamptz",
            "integer",
            TAKE_BACK,
            OFFICER,
        ),
    ]
