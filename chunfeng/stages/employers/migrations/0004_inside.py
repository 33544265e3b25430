"""Contact, telephone's mask and reasons of an employer: for the officers who answer for it."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, gate, sql

# A verified employer's row is read by every officer; these columns of it are not.
COLUMNS = "contact, phone_mask, state_reason, no_code_reason"
INSIDE = """
BEGIN
    RETURN QUERY SELECT e.id, e.contact::text, e.phone_mask::text, e.state_reason::text,
            e.no_code_reason::text
        FROM employers_employer AS e
        WHERE e.id = ANY(wanted) AND e.region BETWEEN app_lo() AND app_hi();
END;
"""


class Migration(migrations.Migration):
    """A second wall behind the query that leaves them out."""

    dependencies: ClassVar = [("employers", "0003_conflicts")]
    operations: ClassVar = [
        sql(f"REVOKE SELECT ({COLUMNS}) ON employers_employer FROM {OFFICER};"),
        gate(
            "employers_inside",
            "IN wanted uuid[]",
            "TABLE (id uuid, contact text, phone_mask text, state_reason text,"
            " no_code_reason text)",
            INSIDE,
            OFFICER,
        ),
    ]
