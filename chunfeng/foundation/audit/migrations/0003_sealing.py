"""Sealing: digests over all events of finished transactions, each holding the digest before it.

It goes by transaction number, not by id or clock: what commits late is sealed late, never missed.
"""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import WEB, WORKER, gate, sql

PLAIN = "SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET extra_float_digits = 1"
# The digest of one stretch of transactions; the row as text, so that nothing of it is left out.
DIGEST = """
BEGIN
    RETURN QUERY SELECT count(*), sha256(before || coalesce(string_agg(
            sha256(convert_to(e::text, 'UTF8')), ''::bytea ORDER BY e.xact, e.id), ''::bytea))
        FROM audit_event AS e
        WHERE e.xact >= since::text::xid8 AND e.xact < until::text::xid8;
END;
"""
SEAL = """
DECLARE
    last audit_seal%ROWTYPE;
    edge bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    found record;
BEGIN
    PERFORM pg_advisory_xact_lock(77, 1);
    SELECT * INTO last FROM audit_seal ORDER BY number DESC LIMIT 1;
    SELECT * INTO found FROM audit_digest(
        coalesce(last.digest, ''::bytea), coalesce(last.horizon, 0), edge);
    IF found.events = 0 THEN
        RETURN;
    END IF;
    INSERT INTO audit_seal (number, at, horizon, events, digest)
        VALUES (coalesce(last.number, 0) + 1, moment, edge, found.events, found.digest);
END;
"""
UNSEALED = """
BEGIN
    RETURN QUERY SELECT count(*), min(e.at) FROM audit_event AS e
        WHERE e.xact >= since::text::xid8
        AND e.xact < pg_snapshot_xmin(pg_current_snapshot()) AND e.at < older;
END;
"""


class Migration(migrations.Migration):
    """The gate reads all events; those who call it get digests and counts."""

    dependencies: ClassVar = [("audit", "0002_walls")]
    operations: ClassVar = [
        gate(
            "audit_digest",
            "IN before bytea, IN since bigint, IN until bigint",
            "TABLE (events bigint, digest bytea)",
            DIGEST,
            f"{WEB}, {WORKER}",
            PLAIN,
        ),
        gate("audit_seal_now", "IN moment timestamptz", "void", SEAL, WORKER, PLAIN),
        gate(
            "audit_unsealed",
            "IN since bigint, IN older timestamptz",
            "TABLE (events bigint, oldest timestamptz)",
            UNSEALED,
            f"{WEB}, {WORKER}",
        ),
        sql("GRANT SELECT ON audit_seal TO chunfeng_gate;"),
    ]
