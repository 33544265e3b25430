"""Reasons, warnings, reviews and who applied: for the officers who answer for a recognition."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, OFFICER, gate, sql

# A row in force is read by every officer; the other columns of it are not.
OPEN = (
    "id, employer_id, site_id, region, kind, sub_kind, level, state, applied_on, number,"
    " notice_from, notice_until, valid_from, valid_until, ended_on, version, created_at,"
    " updated_at"
)
COLUMNS = "state_reason, warned_on, reviewed_on, added_by"
RIGHTS = f"""
REVOKE SELECT ON employers_recognition FROM {OFFICER};
GRANT SELECT ({OPEN}) ON employers_recognition TO {OFFICER};
GRANT SELECT (id, region, {COLUMNS}) ON employers_recognition TO {GATE};
CREATE POLICY gate ON employers_recognition FOR SELECT TO {GATE} USING (true);
REVOKE SELECT (verified_by) ON employers_employer FROM {OFFICER};
"""
INSIDE = """
BEGIN
    RETURN QUERY SELECT r.id, r.state_reason::text, r.warned_on, r.reviewed_on, r.added_by
        FROM employers_recognition AS r
        WHERE r.id = ANY(wanted) AND r.region BETWEEN app_lo() AND app_hi();
END;
"""


class Migration(migrations.Migration):
    """As 0004 does for employers. Who verified one is written only."""

    dependencies: ClassVar = [("employers", "0004_inside")]
    operations: ClassVar = [
        sql(RIGHTS),
        gate(
            "employers_recognition_inside",
            "IN wanted uuid[]",
            "TABLE (id uuid, state_reason text, warned_on date, reviewed_on date, added_by uuid)",
            INSIDE,
            OFFICER,
        ),
    ]
