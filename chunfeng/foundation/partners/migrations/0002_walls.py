"""Administrators within their region; the public site may ask the gate, and reads no key."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, PUBLIC, WEB, WORKER, gate, grant, protect, sql

READ = (
    "id", "prefix", "name", "region", "scopes", "requests_per_minute", "rows_per_day", "begins",
    "ends", "made_at", "made_by", "last_used_at", "revoked_at", "revoked_by",
)  # fmt: skip
GATED = f"""
ALTER TABLE partners_tally SET UNLOGGED;
GRANT SELECT, INSERT, UPDATE ON partners_tally TO {GATE};
GRANT SELECT, UPDATE (last_used_at) ON partners_key TO {GATE};
CREATE POLICY gate ON partners_key TO {GATE} USING (true) WITH CHECK (true);
"""
# A key that is unknown or does not work counts for the network, so guessing is slow. Two servers'
# clocks may differ a little: a minute that has begun stays.
ADMIT = """
DECLARE
    held partners_key%ROWTYPE;
    on_ date := (moment AT TIME ZONE 'Asia/Shanghai')::date;
    most integer := free;
    used integer;
    had bigint;
BEGIN
    SELECT * INTO held FROM partners_key AS k WHERE k.hash = given AND k.revoked_at IS NULL
        AND on_ BETWEEN k.begins AND k.ends;
    IF held.id IS NOT NULL THEN
        most := held.requests_per_minute;
        UPDATE partners_key AS k SET last_used_at = moment WHERE k.id = held.id
            AND (k.last_used_at IS NULL OR k.last_used_at < moment - interval '1 hour');
    END IF;
    INSERT INTO partners_tally AS t (subject, minute, requests, day, rows)
        VALUES (coalesce(held.id::text, network), date_trunc('minute', moment), 1, on_, 0)
        ON CONFLICT (subject) DO UPDATE SET
            requests = CASE WHEN t.minute >= excluded.minute THEN t.requests + 1 ELSE 1 END,
            minute = greatest(t.minute, excluded.minute),
            rows = CASE WHEN t.day >= excluded.day THEN t.rows ELSE 0 END,
            day = greatest(t.day, excluded.day)
        RETURNING t.requests, t.rows INTO used, had;
    RETURN QUERY SELECT used <= most, most, greatest(most - used, 0),
        CASE WHEN held.id IS NOT NULL THEN greatest(held.rows_per_day - had, 0) END, held.id,
        held.scopes::text[];
END;
"""
SPEND = """
BEGIN
    UPDATE partners_tally AS t SET rows = t.rows + spent WHERE t.subject = key::text;
END;
"""


class Migration(migrations.Migration):
    """Nobody reads a key's hash but the gate."""

    dependencies: ClassVar = [("partners", "0001_initial"), ("database", "0002_employer")]
    operations: ClassVar = [
        protect(
            "partners_key",
            read=READ,
            write=("INSERT", "UPDATE (revoked_at, revoked_by)"),
            to=WEB,
        ),
        sql(GATED),
        grant("partners_tally", "SELECT (minute), DELETE", WORKER),
        gate(
            "partners_admit",
            "IN given bytea, IN network text, IN free integer, IN moment timestamptz",
            "TABLE (allowed boolean, quota integer, remaining integer, rows_left bigint, key uuid,"
            " scopes text[])",
            ADMIT,
            PUBLIC,
        ),
        gate("partners_spend", "IN key uuid, IN spent integer", "void", SPEND, PUBLIC),
    ]
