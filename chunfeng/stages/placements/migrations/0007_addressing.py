"""Who is offered work is addressed the one way; why not is said."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, gate, sql

# Of an offer of the region that is not over.
PHONE = """
DECLARE
    held placements_offer%ROWTYPE;
BEGIN
    SELECT * INTO held FROM placements_offer AS o WHERE o.id = wanted
        AND o.region BETWEEN app_lo() AND app_hi()
        AND o.state IN ('made', 'agreed', 'confirmed');
    RETURN QUERY SELECT * FROM people_address(
        held.person_id, held.region, 'offer.addressed', wanted, moment);
END;
"""


class Migration(migrations.Migration):
    """The function made anew."""

    dependencies: ClassVar = [("placements", "0006_own_word"), ("people", "0006_addressing")]
    operations: ClassVar = [
        sql("DROP FUNCTION placements_phone(uuid, timestamptz);"),
        gate(
            "placements_phone",
            "IN wanted uuid, IN moment timestamptz",
            "TABLE (sealed bytea, refused text)",
            PHONE,
            OFFICER,
        ),
    ]
