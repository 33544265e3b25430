"""Lost places: written in the region of the recognition, read by every officer; nobody is named.

How many worked somewhere is counted across all registers: a number, for a signed-in officer.
"""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, gate, protect, sql

KNOWN = f"""
CREATE POLICY known ON casework_lostplace FOR SELECT TO {OFFICER}
    USING ((SELECT app_post()) IS NOT NULL);
"""
# The scope is wide for this one count and narrow again before the function answers.
WORKERS = """
DECLARE
    lo text := current_setting('app.lo', true);
    hi text := current_setting('app.hi', true);
    found bigint;
BEGIN
    IF app_user() IS NULL OR app_post() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    PERFORM set_config('app.lo', '0', true), set_config('app.hi', '999999999999', true);
    SELECT count(DISTINCT s.person_id) INTO found
        FROM people_spell AS s JOIN people_person AS p ON p.id = s.person_id
        WHERE s.kind = ANY(paid) AND s.employer = ANY(names)
        AND COALESCE(s.place, s.region) / 1000000 = county
        AND s.begun <= on_day AND (s.ended IS NULL OR s.ended >= on_day)
        AND p.merged_into_id IS NULL AND (p.left_on IS NULL OR p.left_on > on_day);
    PERFORM set_config('app.lo', lo, true), set_config('app.hi', hi, true);
    RETURN found;
END;
"""


class Migration(migrations.Migration):
    """Nothing of a lost place is readable before this has run."""

    dependencies: ClassVar = [("casework", "0003_lostplace"), ("people", "0003_history")]
    operations: ClassVar = [
        protect("casework_lostplace", write=("INSERT", "UPDATE (over_at)")),
        sql(KNOWN),
        gate(
            "casework_workers",
            "IN names text[], IN county bigint, IN on_day date, IN paid text[]",
            "bigint",
            WORKERS,
            OFFICER,
        ),
    ]
