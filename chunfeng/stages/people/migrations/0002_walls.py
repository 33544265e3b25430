"""Row-level security, grants and the two gates: claiming an ID number, revealing a value."""

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, IN_SCOPE, OFFICER, gate, protect, sql, tie

CONTACT_READ = ["person_id", "region", "phone_mask", "phone_index", "phone_checked_on", "prints"]
SECRET_READ = ["person_id", "region", "id_type", "id_index", "id_checked", "prints"]

HOUSEHOLD_TIE = """
ALTER TABLE people_person ADD CONSTRAINT people_person_region_follows
    FOREIGN KEY (household_id, region) REFERENCES people_household (id, region)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
CREATE UNIQUE INDEX people_household_number_in_county ON people_household
    ((region / 1000000), number) WHERE number <> '' AND ended_on IS NULL;
"""
DUPLICATES = f"""
ALTER TABLE people_duplicate ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_duplicate FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON people_duplicate TO {OFFICER}
    USING ({IN_SCOPE} AND other_region BETWEEN (SELECT app_lo()) AND (SELECT app_hi()))
    WITH CHECK ({IN_SCOPE} AND other_region BETWEEN (SELECT app_lo()) AND (SELECT app_hi()));
GRANT SELECT, INSERT, UPDATE, DELETE ON people_duplicate TO {OFFICER};
ALTER TABLE people_duplicate ADD CONSTRAINT people_duplicate_other_region_follows
    FOREIGN KEY (other_id, other_region) REFERENCES people_person (id, region)
    ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
CLAIMS = f"""
CREATE TABLE people_claim (
    id_index bytea PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people_person (id) ON DELETE CASCADE,
    claimed_at timestamptz NOT NULL
);
CREATE TABLE people_contest (
    id_index bytea NOT NULL,
    person_id uuid NOT NULL REFERENCES people_person (id) ON DELETE CASCADE,
    found_at timestamptz NOT NULL,
    settled_at timestamptz,
    PRIMARY KEY (id_index, person_id)
);
CREATE INDEX people_claim_person ON people_claim (person_id);
CREATE TABLE people_reveal_right (
    post_role text NOT NULL, field text NOT NULL, purpose text NOT NULL,
    kind text NOT NULL, per_day integer NOT NULL,
    PRIMARY KEY (post_role, field, purpose)
);
GRANT SELECT, INSERT, DELETE ON people_claim TO {GATE};
GRANT SELECT, INSERT, DELETE ON people_contest TO {GATE};
GRANT SELECT ON people_reveal_right TO {GATE};
ALTER TABLE people_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_claim FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON people_claim TO {GATE} USING (true) WITH CHECK (true);
ALTER TABLE people_contest ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_contest FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON people_contest TO {GATE} USING (true) WITH CHECK (true);
GRANT SELECT ON people_person, people_contact, people_secret TO {GATE};
CREATE POLICY gate ON people_person TO {GATE} USING ({IN_SCOPE});
CREATE POLICY gate ON people_contact TO {GATE} USING ({IN_SCOPE});
CREATE POLICY gate ON people_secret TO {GATE} USING ({IN_SCOPE});
"""
# Tables that have just been filled have no statistics yet: a guessed plan takes minutes.
BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
# Answers nothing: whoever asks must not learn that a number is held elsewhere.
# LATERAL with a LIMIT is looked up by index whatever the planner knows of tables just filled.
CLAIM = """
#variable_conflict use_column
BEGIN
    WITH first AS (
        INSERT INTO people_claim (id_index, person_id, claimed_at)
        SELECT DISTINCT ON (asked.id_index) asked.id_index, asked.person_id, moment
        FROM unnest(indexes, persons) AS asked (id_index, person_id)
        CROSS JOIN LATERAL (SELECT FROM people_person WHERE id = asked.person_id LIMIT 1) AS here
        ORDER BY asked.id_index, asked.person_id
        ON CONFLICT DO NOTHING
        RETURNING person_id
    )
    INSERT INTO people_contest (id_index, person_id, found_at)
        SELECT asked.id_index, asked.person_id, moment
        FROM unnest(indexes, persons) AS asked (id_index, person_id)
        CROSS JOIN LATERAL (SELECT FROM people_person WHERE id = asked.person_id LIMIT 1) AS here
        WHERE asked.person_id NOT IN (SELECT person_id FROM first)
        AND NOT EXISTS (SELECT FROM people_claim
            WHERE id_index = asked.id_index AND person_id = asked.person_id)
        ON CONFLICT DO NOTHING;
END;
"""
# A number let go goes to the record that has waited for it longest.
RELEASE = """
DECLARE
    freed bytea[];
BEGIN
    IF NOT EXISTS (SELECT FROM people_person WHERE id = person) THEN
        RETURN;
    END IF;
    WITH gone AS (DELETE FROM people_claim WHERE person_id = person RETURNING id_index)
        SELECT coalesce(array_agg(id_index), '{}') INTO freed FROM gone;
    DELETE FROM people_contest WHERE person_id = person;
    INSERT INTO people_claim (id_index, person_id, claimed_at)
        SELECT DISTINCT ON (id_index) id_index, person_id, moment
        FROM people_contest WHERE id_index = ANY (freed) AND person_id <> person
        ORDER BY id_index, found_at, person_id;
    DELETE FROM people_contest AS waiting USING people_claim AS held
        WHERE waiting.id_index = held.id_index AND waiting.person_id = held.person_id;
END;
"""
REVEAL = """
DECLARE
    allowed people_reveal_right%ROWTYPE;
    place bigint;
    looked integer;
    value bytea;
    refusal text := '';
BEGIN
    IF app_user() IS NULL OR app_post() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(app_user()::text, 1));
    SELECT * INTO allowed FROM people_reveal_right AS r
        WHERE r.post_role = app_post_role() AND r.field = asked AND r.purpose = app_purpose();
    SELECT p.region INTO place FROM people_person AS p WHERE p.id = person;
    SELECT count(*) INTO looked FROM audit_event AS e
        WHERE e."user" = app_user() AND e.kind = 'person.revealed'
        AND e.at >= date_trunc('day', moment) AND e.detail ->> 'class' = allowed.kind;
    IF allowed.post_role IS NULL THEN
        refusal := 'right';
    ELSIF place IS NULL THEN
        refusal := 'absent';
    ELSIF looked >= allowed.per_day THEN
        refusal := 'quota';
    ELSIF allowed.kind = 'D3' THEN
        SELECT CASE asked WHEN 'phone' THEN c.phone WHEN 'address' THEN c.address ELSE c.backup END
            INTO value FROM people_contact AS c WHERE c.person_id = person;
    ELSE
        SELECT CASE asked WHEN 'id_number' THEN s.id_number WHEN 'health' THEN s.health
                WHEN 'disability_type' THEN s.disability_type
                WHEN 'disability_grade' THEN s.disability_grade ELSE s.poverty_cause END
            INTO value FROM people_secret AS s WHERE s.person_id = person;
    END IF;
    INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, person_id, subject,
            fields, detail)
        VALUES (moment,
            CASE refusal WHEN '' THEN 'person.revealed' ELSE 'person.reveal_refused' END,
            app_user(), app_post(), app_post_role(), app_purpose(), place,
            CASE WHEN place IS NULL THEN NULL ELSE person END, '', ARRAY[asked],
            jsonb_build_object('class', coalesce(allowed.kind, ''), 'refusal', refusal));
    RETURN QUERY SELECT value, refusal;
END;
"""


class Migration(migrations.Migration):
    """Nothing of people is readable before this has run, and little after."""

    dependencies = [
        ("people", "0001_initial"),
        ("database", "0001_initial"),
        ("audit", "0001_initial"),
    ]

    operations = [
        protect("people_household"),
        protect("people_person"),
        sql(HOUSEHOLD_TIE),
        protect("people_profile"),
        protect("people_contact", read=CONTACT_READ),
        protect("people_secret", read=SECRET_READ),
        protect("people_spell"),
        protect("people_consent"),
        *map(tie, ["people_profile", "people_contact", "people_secret"]),
        *map(tie, ["people_spell", "people_consent", "people_duplicate"]),
        sql(DUPLICATES),
        sql(CLAIMS),
        gate(
            "people_claim_ids",
            "IN persons uuid[], IN indexes bytea[], IN moment timestamptz",
            "void",
            CLAIM,
            OFFICER,
            BY_INDEX,
        ),
        gate("people_release", "IN person uuid, IN moment timestamptz", "void", RELEASE, OFFICER),
        gate(
            "people_reveal",
            "IN person uuid, IN asked text, IN moment timestamptz",
            "TABLE (sealed bytea, refused text)",
            REVEAL,
            OFFICER,
        ),
    ]
