"""An officer reads her own posts and those below or above hers; no other county's."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, IN_SCOPE, OFFICER, WEB, WORKER, gate, sql

# Regions above one are its code with the last digits nought; the nation's is 0.
WALL = f"""
ALTER TABLE accounts_post ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_post FORCE ROW LEVEL SECURITY;
CREATE POLICY all_of_them ON accounts_post TO {WEB}, {WORKER} USING (true) WITH CHECK (true);
CREATE POLICY near ON accounts_post FOR SELECT TO {OFFICER} USING (
    user_id = (SELECT app_user()) OR {IN_SCOPE}
    OR region IN (0, (SELECT app_lo() / 10000000000 * 10000000000),
        (SELECT app_lo() / 100000000 * 100000000), (SELECT app_lo() / 1000000 * 1000000),
        (SELECT app_lo() / 1000 * 1000)));
GRANT SELECT (user_id, role, region, begins, ends, revoked_at) ON accounts_post TO {GATE};
CREATE POLICY gate ON accounts_post FOR SELECT TO {GATE} USING (true);
GRANT SELECT (id, name, active) ON accounts_user TO {GATE};
"""
# For choosing a colleague: townships know nobody of the next one by the wall, but make visits
# together. Of a county that is not the asker's it answers nothing.
COLLEAGUES = """
BEGIN
    RETURN QUERY SELECT u.id, u.name::text, p.role::text, p.region
        FROM accounts_post AS p JOIN accounts_user AS u ON u.id = p.user_id AND u.active
        WHERE app_user() IS NOT NULL AND p.region BETWEEN lo AND hi AND p.role = ANY(roles)
            AND hi - lo < 1000000 AND app_lo() <= hi AND app_hi() >= lo
            AND p.revoked_at IS NULL AND p.begins <= on_ AND (p.ends IS NULL OR p.ends >= on_)
        ORDER BY u.name, u.id, p.region;
END;
"""


class Migration(migrations.Migration):
    """Until here every officer could read who holds which post anywhere."""

    dependencies: ClassVar = [("accounts", "0006_members_walls")]
    operations: ClassVar = [
        sql(WALL),
        gate(
            "accounts_colleagues",
            "IN lo bigint, IN hi bigint, IN roles text[], IN on_ date",
            'TABLE ("user" uuid, name text, role text, region bigint)',
            COLLEAGUES,
            OFFICER,
        ),
    ]
