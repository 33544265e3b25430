"""Whose rows an own page reads: those of the person whose link's secret the transaction brings.

The secret itself is the key. The database keeps its hash, which nobody may read, so that neither a
row of links nor a statement slipped into a page opens anything. ``own_linked`` is the person of a
link that still holds, ``own_proved`` the same once a code has come back from their telephone.
"""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import (
    GATE,
    IN_SCOPE,
    OFFICER,
    OWN,
    gate,
    protect,
    sql,
    tie,
)

LINK_READ = [
    "id", "person_id", "first_for", "region", "called", "purpose", "issued_at", "issued_by",
    "expires_at", "revoked_at", "used", "used_at",
]  # fmt: skip
HOLDS = """l.hash = sha256(convert_to(app_link(), 'UTF8')) AND l.revoked_at IS NULL
    AND l.expires_at > app_at() AND l.tries < 5"""
PROVED = """l.proof_hash = sha256(convert_to(app_proof(), 'UTF8')) AND l.proved_until > app_at()"""
LINKED_BODY = f"""
BEGIN
    RETURN (SELECT l.person_id FROM own_link AS l WHERE {HOLDS});
END;
"""
PROVED_BODY = f"""
BEGIN
    RETURN (SELECT l.person_id FROM own_link AS l WHERE {HOLDS} AND {PROVED});
END;
"""
# Counts the request; more than 60 within a minute are too many for one person.
WHOSE = f"""
#variable_conflict use_column
BEGIN
    RETURN QUERY UPDATE own_link AS l SET used = l.used + 1, used_at = app_at(),
            hits = CASE WHEN l.minute = date_trunc('minute', app_at()) THEN l.hits + 1 ELSE 1 END,
            minute = date_trunc('minute', app_at())
        WHERE {HOLDS}
        RETURNING l.id, l.person_id, l.region, l.called::text, coalesce({PROVED}, false),
            l.hits > 60;
END;
"""
ASK = f"""
BEGIN
    UPDATE own_link AS l SET code_hash = hashed, code_at = app_at() WHERE {HOLDS};
    RETURN FOUND;
END;
"""
# Answers confirmed, wrong or over. Wrong codes are counted until a right one comes.
CONFIRM = f"""
DECLARE
    held own_link%ROWTYPE;
BEGIN
    SELECT * INTO held FROM own_link AS l WHERE {HOLDS} FOR UPDATE;
    IF held.id IS NULL OR held.code_hash IS NULL
            OR held.code_at < app_at() - interval '10 minutes' THEN
        RETURN 'over';
    END IF;
    IF held.code_hash IS DISTINCT FROM hashed THEN
        UPDATE own_link SET tries = tries + 1 WHERE id = held.id;
        RETURN CASE WHEN held.tries < 4 THEN 'wrong' ELSE 'over' END;
    END IF;
    UPDATE own_link SET tries = 0, code_hash = NULL, code_at = NULL, proof_hash = fresh,
        proved_until = app_at() + interval '2 hours' WHERE id = held.id;
    INSERT INTO audit_event (at, kind, role, purpose, region, person_id, subject, subject_id,
            fields, detail)
        VALUES (app_at(), 'link.opened', 'seeker', 'own', held.region, held.person_id, 'link',
            held.id, '{{}}', '{{}}');
    RETURN 'confirmed';
END;
"""
CLOSE = f"""
BEGIN
    UPDATE own_link AS l SET proof_hash = NULL, proved_until = NULL WHERE {HOLDS};
    RETURN FOUND;
END;
"""
# A merge takes links and letters along, undoing it gives letters back and ends the links: what one
# of the two may read is not the other's. Who leaves the register has no page any more.
FOLLOW = f"""
CREATE FUNCTION own_follow() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $follow$
DECLARE
    place bigint;
BEGIN
    IF NEW.merged_into_id IS NOT NULL AND OLD.merged_into_id IS NULL THEN
        SELECT region INTO place FROM people_person WHERE id = NEW.merged_into_id;
        UPDATE own_link SET person_id = NEW.merged_into_id, region = place, proof_hash = NULL
            WHERE person_id = NEW.id AND place IS NOT NULL;
        UPDATE own_letter SET person_id = NEW.merged_into_id, region = place
            WHERE person_id = NEW.id AND place IS NOT NULL;
    ELSIF OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id IS NULL THEN
        UPDATE own_link SET revoked_at = now() WHERE first_for = NEW.id AND person_id <> NEW.id
            AND revoked_at IS NULL;
        UPDATE own_letter SET person_id = NEW.id, region = NEW.region WHERE first_for = NEW.id;
    END IF;
    IF NEW.left_on IS NOT NULL THEN
        UPDATE own_link SET revoked_at = now() WHERE person_id = NEW.id AND revoked_at IS NULL;
    END IF;
    RETURN NULL;
END;
$follow$;
ALTER FUNCTION own_follow() OWNER TO {GATE};
REVOKE ALL ON FUNCTION own_follow() FROM PUBLIC;
CREATE TRIGGER own_follow AFTER UPDATE OF merged_into_id, left_on ON people_person
    FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id
        OR OLD.left_on IS DISTINCT FROM NEW.left_on)
    EXECUTE FUNCTION own_follow();
"""
TO_GATE = f"""
GRANT SELECT, UPDATE ON own_link, own_letter TO {GATE};
CREATE POLICY gate ON own_link TO {GATE} USING (true) WITH CHECK (true);
CREATE POLICY gate ON own_letter TO {GATE} USING (true) WITH CHECK (true);
"""
# A complaint may be about who is nearest: the county alone reads it.
LETTERS = f"""
ALTER TABLE own_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_letter FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON own_letter TO {OFFICER}
    USING ({IN_SCOPE} AND (kind <> 'complaint' OR (SELECT app_post_role()) = 'county'))
    WITH CHECK ({IN_SCOPE});
GRANT SELECT, UPDATE (state, answer, answered_at, answered_by) ON own_letter TO {OFFICER};
CREATE POLICY own ON own_letter FOR SELECT TO {OWN} USING (person_id = (SELECT own_proved()));
CREATE POLICY own_writes ON own_letter FOR INSERT TO {OWN}
    WITH CHECK (person_id = (SELECT own_proved()) AND state = 'open' AND answer = '');
GRANT SELECT, INSERT ON own_letter TO {OWN};
"""
ME = "(SELECT own_proved())"
CONTACT = ["person_id", "region", "phone", "phone_mask", "prints"]
SECRET = ["person_id", "region", "id_type", "id_checked", "prints"]
AUDIT = ["id", "at", "kind", "role", "purpose", "region", "person_id", "fields"]


def mine(table: str, key: str = "person_id", columns: list[str] | None = None) -> str:
    """Somebody reads their own rows of a table, once a code has shown who it is."""
    some = f"({', '.join(columns)})" if columns else ""
    return (
        f"CREATE POLICY own ON {table} FOR SELECT TO {OWN} USING ({key} = {ME});"
        f"GRANT SELECT {some} ON {table} TO {OWN};"
    )


READS = (
    mine("people_person", "id")
    + "".join(mine(f"people_{name}") for name in ("profile", "spell", "consent"))
    + mine("people_secret", columns=SECRET)
    + mine("audit_event", columns=AUDIT)
)
# The telephone already before the code: the code goes there.
REST = f"""
CREATE POLICY own ON people_contact FOR SELECT TO {OWN}
    USING (person_id = (SELECT own_linked()));
GRANT SELECT ({", ".join(CONTACT)}) ON people_contact TO {OWN};
CREATE POLICY own ON people_household FOR SELECT TO {OWN}
    USING (id = (SELECT p.household_id FROM people_person AS p WHERE p.id = {ME}));
GRANT SELECT ON people_household TO {OWN};
CREATE POLICY own_agrees ON people_consent FOR INSERT TO {OWN} WITH CHECK (person_id = {ME});
CREATE POLICY own_withdraws ON people_consent FOR UPDATE TO {OWN}
    USING (person_id = {ME}) WITH CHECK (person_id = {ME});
GRANT INSERT, UPDATE (withdrawn_on) ON people_consent TO {OWN};
CREATE POLICY append_own_page ON audit_event FOR INSERT TO {OWN} WITH CHECK (
    "user" = {ME} AND post = app_post() AND role = 'seeker'
    AND (person_id IS NULL OR person_id = {ME}));
"""


class Migration(migrations.Migration):
    """Nobody's own page opens before this has run."""

    dependencies: ClassVar = [
        ("own", "0001_initial"),
        ("people", "0005_statistics"),
        ("audit", "0004_public"),
        ("database", "0003_own"),
    ]
    operations: ClassVar = [
        protect("own_link", read=LINK_READ, write=("INSERT", "UPDATE (revoked_at)", "DELETE")),
        sql(TO_GATE),
        *map(tie, ["own_link", "own_letter"]),
        gate("own_linked", "", "uuid", LINKED_BODY, OWN),
        gate("own_proved", "", "uuid", PROVED_BODY, OWN),
        gate(
            "own_whose",
            "",
            "TABLE (link uuid, person uuid, region bigint, called text, proved boolean,"
            " often boolean)",
            WHOSE,
            OWN,
        ),
        gate("own_ask", "IN hashed bytea", "boolean", ASK, OWN),
        gate("own_confirm", "IN hashed bytea, IN fresh bytea", "text", CONFIRM, OWN),
        gate("own_close", "", "boolean", CLOSE, OWN),
        sql(LETTERS),
        sql(READS + REST),
        sql(FOLLOW),
    ]
