"""Whose letter is answered is addressed the one way; why not is said."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, gate, sql

# Whoever answered the letter, and nobody else.
PHONE = """
DECLARE
    held own_letter%ROWTYPE;
BEGIN
    SELECT * INTO held FROM own_letter AS l WHERE l.id = wanted
        AND l.region BETWEEN app_lo() AND app_hi() AND l.answered_by = app_user()
        AND (l.kind <> 'complaint' OR app_post_role() = 'county');
    RETURN QUERY SELECT * FROM people_address(
        held.person_id, held.region, 'letter.addressed', wanted, moment);
END;
"""


class Migration(migrations.Migration):
    """The function made anew."""

    dependencies: ClassVar = [("own", "0003_answered"), ("people", "0006_addressing")]
    operations: ClassVar = [
        sql("DROP FUNCTION own_letter_phone(uuid, timestamptz);"),
        gate(
            "own_letter_phone",
            "IN wanted uuid, IN moment timestamptz",
            "TABLE (sealed bytea, refused text)",
            PHONE,
            OFFICER,
        ),
    ]
