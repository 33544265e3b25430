"""Sealing: digests over all events of finished transactions, each holding the digest before it.

It goes by transaction number, not by id or clock: what commits late is sealed late, never missed.
"""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, OFFICER, WEB, WORKER, gate, sql

# Written out: a column added one day must not change the text of the events sealed before it.
COLUMNS = (
    "at", "kind", "user", "post", "role", "purpose", "region", "person_id", "household_id",
    "subject", "subject_id", "job", "fields", "detail",
)  # fmt: skip
GIVEN = ", ".join(f'"{name}"' for name in COLUMNS)  # id and xact are the database's to give
SEALED = ", ".join(f'e."{name}"' for name in ("id", "xact", *COLUMNS))
PLAIN = "SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET extra_float_digits = 1"
# Of the digest before, of the seal's own number and moment, and of every event in order.
DIGEST = f"""
BEGIN
    RETURN QUERY SELECT count(*), sha256(before
            || sha256(convert_to(concat_ws(' ', number, moment, until), 'UTF8'))
            || coalesce(string_agg(sha256(convert_to(ROW({SEALED})::text, 'UTF8')), ''::bytea
                ORDER BY e.xact, e.id), ''::bytea))
        FROM audit_event AS e
        WHERE e.xact >= since::text::xid8 AND e.xact < until::text::xid8;
END;
"""
SEAL = """
DECLARE
    last audit_seal%ROWTYPE;
    edge bigint;
    fresh record;
BEGIN
    PERFORM pg_advisory_xact_lock(77, 1);
    SELECT * INTO last FROM audit_seal ORDER BY number DESC LIMIT 1;
    edge := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    IF edge < last.horizon THEN
        RAISE EXCEPTION 'this server counts its transactions anew: restore a base backup instead';
    END IF;
    SELECT * INTO fresh FROM audit_digest(coalesce(last.digest, ''), coalesce(last.number, 0) + 1,
        moment, coalesce(last.horizon, 0), edge);
    IF fresh.events > 0 THEN
        INSERT INTO audit_seal (number, at, horizon, events, digest)
            VALUES (coalesce(last.number, 0) + 1, moment, edge, fresh.events, fresh.digest);
    END IF;
END;
"""
CHECK = """
BEGIN
    RETURN QUERY SELECT s.number, d.events, d.digest
        FROM (SELECT seal.*, lag(seal.horizon, 1, 0::bigint) OVER w AS since,
                lag(seal.digest, 1, ''::bytea) OVER w AS before
            FROM audit_seal AS seal WINDOW w AS (ORDER BY seal.number)) AS s
        CROSS JOIN LATERAL audit_digest(s.before, s.number, s.at, s.since, s.horizon) AS d
        WHERE s.number <= last;
END;
"""
# astray: a number the server has not come to yet is one that no seal would reach for long.
UNSEALED = """
DECLARE
    edge bigint := coalesce((SELECT max(horizon) FROM audit_seal), 0);
BEGIN
    RETURN QUERY SELECT
            count(*) FILTER (WHERE e.at < older AND e.xact < pg_snapshot_xmin(snapshot)),
            min(e.at) FILTER (WHERE e.at < older AND e.xact < pg_snapshot_xmin(snapshot)),
            count(*) FILTER (WHERE e.xact >= pg_snapshot_xmax(snapshot))
        FROM audit_event AS e, pg_current_snapshot() AS snapshot
        WHERE e.xact >= edge::text::xid8;
END;
"""
# Without a region (a sign-in): for those above the people it is about. Asked by name, because
# accounts stand above this floor.
READERS = f"""
DROP POLICY auditor ON audit_event;
CREATE POLICY log ON audit_event FOR SELECT TO {WEB} USING (
    ((SELECT app_post_role()) = 'auditor'
        OR (SELECT app_post_role()) = 'admin' AND person_id IS NULL AND household_id IS NULL)
    AND (region BETWEEN (SELECT app_lo()) AND (SELECT app_hi())
        OR region IS NULL AND ((SELECT app_hi() - app_lo() >= 999999999999)
            OR coalesce("user", CASE subject WHEN 'user' THEN subject_id END) IN (
                SELECT user_id FROM accounts_post
                WHERE region BETWEEN (SELECT app_lo()) AND (SELECT app_hi())))));
"""
APPENDERS = f"""
REVOKE INSERT ON audit_event FROM {OFFICER}, {WEB}, {WORKER}, {GATE};
GRANT INSERT ({GIVEN}) ON audit_event TO {OFFICER}, {WEB}, {WORKER}, {GATE};
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
"""


class Migration(migrations.Migration):
    """The gate reads all events; those who call it get digests and counts."""

    dependencies: ClassVar = [("audit", "0002_walls"), ("accounts", "0001_initial")]
    operations: ClassVar = [
        sql(READERS),
        sql(APPENDERS),
        gate(
            "audit_digest",
            "IN before bytea, IN number bigint, IN moment timestamptz, IN since bigint,"
            " IN until bigint",
            "TABLE (events bigint, digest bytea)",
            DIGEST,
            WORKER,
            PLAIN,
        ),
        gate("audit_seal_now", "IN moment timestamptz", "void", SEAL, WORKER, PLAIN),
        gate(
            "audit_check",
            "IN last bigint",
            "TABLE (number bigint, events bigint, digest bytea)",
            CHECK,
            WORKER,
            PLAIN,
        ),
        gate(
            "audit_unsealed",
            "IN older timestamptz",
            "TABLE (late bigint, oldest timestamptz, astray bigint)",
            UNSEALED,
            WORKER,
        ),
    ]
