"""Members of employers: the public site's login signs them in, and reads no officer's account."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import DESK, IN_SCOPE, OFFICER, PORTAL, WORKER, grant, sql

LINE = "id, employer, region, name, phone_mask, phone_index, added_at, added_by, ended_at"
MEMBERS = f"""
ALTER TABLE accounts_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_member FORCE ROW LEVEL SECURITY;
CREATE POLICY signs_in ON accounts_member TO {PORTAL} USING (true) WITH CHECK (true);
CREATE POLICY scope ON accounts_member TO {OFFICER} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE});
CREATE POLICY own ON accounts_member TO {DESK} USING (employer = (SELECT app_employer()));
GRANT SELECT ON accounts_member TO {PORTAL};
GRANT UPDATE (language, large_text) ON accounts_member TO {PORTAL};
GRANT SELECT ({LINE}), INSERT, UPDATE (ended_at) ON accounts_member TO {OFFICER};
GRANT SELECT ({LINE}) ON accounts_member TO {DESK};
"""


class Migration(migrations.Migration):
    """Explicit grants; there are no default ones."""

    dependencies: ClassVar = [("accounts", "0005_members"), ("database", "0002_employer")]
    operations: ClassVar = [
        sql(MEMBERS),
        grant("accounts_membercode", "SELECT, INSERT, UPDATE, DELETE", PORTAL),
        grant("accounts_membersession", "SELECT, INSERT, UPDATE", PORTAL),
        grant("accounts_attempt", "SELECT, INSERT, UPDATE, DELETE", PORTAL),
        grant("accounts_membercode", "SELECT (asked_at), DELETE", WORKER),
        grant("accounts_membersession", "SELECT (seen_at), DELETE", WORKER),
        grant("django_migrations", "SELECT", PORTAL),
    ]
