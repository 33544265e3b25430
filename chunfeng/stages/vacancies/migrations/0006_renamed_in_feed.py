"""An employer's new name reaches the feed: those who keep a copy have to write it, too."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, sql

RENAMED = f"""
CREATE OR REPLACE FUNCTION vacancies_show_employer() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $show$
    BEGIN
        IF NEW.name = OLD.name AND NEW.kind = OLD.kind THEN
            RETURN NULL;
        END IF;
        UPDATE vacancies_shown SET employer_name = NEW.name, employer_kind = NEW.kind
            WHERE employer = NEW.id;
        UPDATE vacancies_change AS c SET at = now(), xact = pg_current_xact_id()
            FROM vacancies_shown AS s WHERE s.employer = NEW.id AND c.vacancy = s.id;
        RETURN NULL;
    END; $show$;
ALTER FUNCTION vacancies_show_employer() OWNER TO {GATE};
"""


class Migration(migrations.Migration):
    """The trigger of 0002_walls, with one statement more."""

    dependencies: ClassVar = [("vacancies", "0005_search")]
    operations: ClassVar = [sql(RENAMED)]
