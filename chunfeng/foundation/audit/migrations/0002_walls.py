"""Append-only events: no login may change, delete or empty them, and few may read them."""

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, IN_SCOPE, OFFICER, WEB, WORKER, sql

OWN = '"user" IS NOT DISTINCT FROM app_user() AND post IS NOT DISTINCT FROM app_post()'
WALLS = f"""
ALTER TABLE audit_event ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX audit_event_xact ON audit_event (xact);
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
GRANT INSERT, SELECT ON audit_event TO {OFFICER}, {WEB}, {WORKER}, {GATE};
CREATE POLICY append ON audit_event FOR INSERT TO {OFFICER} WITH CHECK ({OWN});
CREATE POLICY append_own ON audit_event FOR INSERT TO {WEB}, {WORKER}
    WITH CHECK ("user" IS NULL OR app_user() IS NULL OR {OWN});
CREATE POLICY append_gate ON audit_event FOR INSERT TO {GATE} WITH CHECK (true);
CREATE POLICY timeline ON audit_event FOR SELECT TO {OFFICER} USING ({IN_SCOPE});
CREATE POLICY gate ON audit_event FOR SELECT TO {GATE} USING (true);
CREATE POLICY auditor ON audit_event FOR SELECT TO {WEB} USING (
    (SELECT app_post_role()) = 'auditor'
        AND (region IS NULL OR region BETWEEN (SELECT app_lo()) AND (SELECT app_hi()))
    OR (SELECT app_post_role()) = 'admin' AND person_id IS NULL AND household_id IS NULL);
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
GRANT SELECT, INSERT ON audit_seal TO {GATE};
GRANT SELECT ON audit_seal TO {WEB}, {WORKER};
"""


class Migration(migrations.Migration):
    """Stands before anything is recorded."""

    dependencies = [("audit", "0001_initial"), ("database", "0001_initial")]
    operations = [sql(WALLS)]
