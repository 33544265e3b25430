"""Who may do what with messages; and the gates: counting codes, choosing to get no notices."""

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, OFFICER, PUBLIC, WORKER, gate, protect, sql

GIVEN = [
    "id", "kind", "is_code", "language", "region", "phone", "phone_mask", "phone_index", "body",
    "subject", "subject_id", "key", "created_at", "not_before", "expires_at",
]  # fmt: skip
READ = [
    "id", "kind", "is_code", "language", "region", "phone_mask", "phone_index", "subject",
    "subject_id", "created_at", "not_before", "expires_at", "state", "tries", "sent_at", "channel",
    "receipt", "failed_for",
]  # fmt: skip
PUT = f"INSERT ({', '.join(GIVEN)})"
WALLS = f"""
GRANT {PUT} ON messaging_message TO {PUBLIC};
CREATE POLICY codes ON messaging_message FOR INSERT TO {PUBLIC} WITH CHECK (is_code);
GRANT SELECT, INSERT, UPDATE ON messaging_message TO {WORKER};
CREATE POLICY works ON messaging_message TO {WORKER} USING (true) WITH CHECK (true);
GRANT SELECT (phone_index, is_code, created_at) ON messaging_message TO {GATE};
CREATE POLICY gate ON messaging_message FOR SELECT TO {GATE} USING (true);
ALTER TABLE messaging_optout ENABLE ROW LEVEL SECURITY;
ALTER TABLE messaging_optout FORCE ROW LEVEL SECURITY;
GRANT SELECT ON messaging_optout TO {WORKER};
CREATE POLICY works ON messaging_optout FOR SELECT TO {WORKER} USING (true);
GRANT SELECT, INSERT, DELETE ON messaging_optout TO {GATE};
GRANT USAGE ON SEQUENCE messaging_optout_id_seq TO {GATE};
CREATE POLICY gate ON messaging_optout TO {GATE} USING (true) WITH CHECK (true);
"""
# Until the transaction ends codes for one phone wait for each other, so that none is counted late.
MAY_SEND = """
DECLARE
    hour bigint;
    day bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(asked, 'hex'), 78));
    SELECT count(*) FILTER (WHERE m.created_at > moment - interval '1 hour'), count(*)
        INTO hour, day FROM messaging_message AS m
        WHERE m.phone_index = asked AND m.is_code AND m.created_at > moment - interval '1 day';
    RETURN hour < 5 AND day < 10;
END;
"""
# Both answer nothing: whether a phone has opted out is its holder's to know.
OPT_OUT = """
BEGIN
    INSERT INTO messaging_optout (phone_index, at) VALUES (asked, moment) ON CONFLICT DO NOTHING;
END;
"""
OPT_IN = """
BEGIN
    DELETE FROM messaging_optout AS o WHERE o.phone_index = asked AND o.at <= moment;
END;
"""
ASKED = "IN asked bytea, IN moment timestamptz"
ALL = f"{OFFICER}, {PUBLIC}, {WORKER}"


class Migration(migrations.Migration):
    """Public pages put codes in and read nothing; officers read neither phones nor words."""

    dependencies = [("messaging", "0001_initial"), ("database", "0001_initial")]
    operations = [
        protect("messaging_message", read=READ, write=(PUT,)),
        sql(WALLS),
        gate("messaging_may_send", ASKED, "boolean", MAY_SEND, ALL),
        gate("messaging_opt_out", ASKED, "void", OPT_OUT, ALL),
        gate("messaging_opt_in", ASKED, "void", OPT_IN, ALL),
    ]
