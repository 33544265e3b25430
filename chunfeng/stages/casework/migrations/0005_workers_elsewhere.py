"""How many worked somewhere beyond one's own register: the database itself hides small numbers."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, gate, sql

# The scope is wide for this one count and narrow again before the function answers.
ELSEWHERE = """
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
        AND p.merged_into_id IS NULL AND (p.left_on IS NULL OR p.left_on > on_day)
        AND p.region NOT BETWEEN lo::bigint AND hi::bigint;
    PERFORM set_config('app.lo', lo, true), set_config('app.hi', hi, true);
    RETURN CASE WHEN found BETWEEN 1 AND 9 THEN NULL ELSE found END;
END;
"""


class Migration(migrations.Migration):
    """It told the exact number before, and left it to the page to hide a small one."""

    dependencies: ClassVar = [("casework", "0004_lost_place_walls")]
    operations: ClassVar = [
        sql("DROP FUNCTION casework_workers(text[], bigint, date, text[])"),
        gate(
            "casework_workers_elsewhere",
            "IN names text[], IN county bigint, IN on_day date, IN paid text[]",
            "bigint",
            ELSEWHERE,
            OFFICER,
        ),
    ]
