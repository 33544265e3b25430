"""What stood before each change, by the change; and taking a whole change back."""

from typing import Any

from django.db import migrations

from chunfeng.foundation.access import MATRIX, Purpose, Right
from chunfeng.foundation.database.walls import GATE, OFFICER, gate, protect, sql

TABLES = ("household", "person", "profile", "contact", "secret", "spell", "consent", "duplicate")
SEALED = ("contact", "secret")
D3_FIELDS = ("phone", "address", "backup")
PER_DAY = {"D3": 200, "D4": 50}
FIELD_WORK = (Purpose.VERIFY, Purpose.CONTACT, Purpose.FOLLOW_UP)

HISTORY = "\n".join(
    f"""
CREATE TABLE {name} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    change uuid NOT NULL,
    "user" uuid,
    of_table text NOT NULL,
    row_id uuid NOT NULL,
    person_id uuid,
    region bigint NOT NULL,
    version integer,
    deleted boolean NOT NULL,
    before jsonb NOT NULL
);
CREATE INDEX {name}_change ON {name} (change);
CREATE INDEX {name}_row ON {name} (row_id, id);
GRANT SELECT, INSERT ON {name} TO {GATE};
"""
    for name in ("people_history", "people_sealed_history")
)
SEALED_HISTORY_WALL = f"""
ALTER TABLE people_sealed_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_sealed_history FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON people_history TO {GATE} USING (true) WITH CHECK (true);
CREATE POLICY gate ON people_sealed_history TO {GATE} USING (true) WITH CHECK (true);
"""
# The columns that differ, as they stood. What is outside any change gets one of its own.
KEEP = f"""
CREATE FUNCTION people_keep() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $keep$
DECLARE
    old_row jsonb := to_jsonb(OLD);
    kept jsonb;
    sealed boolean := TG_TABLE_NAME IN ('people_contact', 'people_secret');
    change uuid := coalesce(nullif(current_setting('app.change', true), '')::uuid,
        gen_random_uuid());
BEGIN
    IF TG_OP = 'DELETE' THEN
        kept := old_row;
    ELSE
        SELECT coalesce(jsonb_object_agg(o.key, o.value), '{{}}') INTO kept
            FROM jsonb_each(old_row) AS o JOIN jsonb_each(to_jsonb(NEW)) AS n USING (key)
            WHERE o.value IS DISTINCT FROM n.value;
        IF kept - 'version' - 'updated_at' = '{{}}' THEN
            RETURN NULL;
        END IF;
    END IF;
    EXECUTE format('INSERT INTO %I (change, "user", of_table, row_id, person_id, region, version,'
        ' deleted, before) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        CASE WHEN sealed THEN 'people_sealed_history' ELSE 'people_history' END)
        USING change, app_user(), TG_TABLE_NAME,
            coalesce(old_row ->> 'id', old_row ->> 'person_id')::uuid,
            (CASE TG_TABLE_NAME WHEN 'people_person' THEN old_row ->> 'id'
                ELSE old_row ->> 'person_id' END)::uuid,
            OLD.region, (old_row ->> 'version')::integer, TG_OP = 'DELETE', kept;
    RETURN NULL;
END;
$keep$;
ALTER FUNCTION people_keep() OWNER TO {GATE};
REVOKE ALL ON FUNCTION people_keep() FROM PUBLIC;
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER keep AFTER UPDATE OR DELETE ON people_{table}"
    f" FOR EACH ROW EXECUTE FUNCTION people_keep();"
    for table in TABLES
)
GATE_WRITES = "\n".join(
    f"GRANT SELECT, UPDATE ON people_{table} TO {GATE};"
    + (
        ""
        if table in ("person", *SEALED)
        else f"CREATE POLICY gate ON people_{table} TO {GATE}"
        " USING (region BETWEEN (SELECT app_lo()) AND (SELECT app_hi()));"
    )
    for table in TABLES
)
# Newest first, so that a row changed twice by one change ends as it stood before the first; of one
# statement households and people first, since the regions of all others follow theirs.
# ``those`` are the persons and households taken back; rows of others stay.
TAKE_BACK = """
DECLARE
    past record;
    columns text;
    done integer := 0;
BEGIN
    FOR past IN
        SELECT h.* FROM (
            SELECT h.*, 0 AS sealed FROM people_history AS h
            UNION ALL SELECT h.*, 1 FROM people_sealed_history AS h) AS h
        WHERE h.change = wanted AND NOT h.deleted
            AND h.region BETWEEN (SELECT app_lo()) AND (SELECT app_hi())
            AND (h.person_id = ANY (those) OR h.row_id = ANY (those))
        ORDER BY h.at DESC,
            array_position(ARRAY['people_household', 'people_person'], h.of_table), h.id DESC
    LOOP
        SELECT string_agg(quote_ident(key), ', ') INTO columns
            FROM jsonb_object_keys(past.before) AS key WHERE key <> 'version';
        CONTINUE WHEN columns IS NULL;
        EXECUTE format('UPDATE %I SET (%s) = ROW (%s) FROM jsonb_populate_record(NULL::%I, $1) AS b'
            ' WHERE %I.%I = $2', past.of_table, columns,
            (SELECT string_agg('b.' || quote_ident(key), ', ')
                FROM jsonb_object_keys(past.before) AS key WHERE key <> 'version'),
            past.of_table, past.of_table,
            CASE WHEN past.of_table IN ('people_profile', 'people_contact', 'people_secret')
                THEN 'person_id' ELSE 'id' END)
            USING past.before, past.row_id;
        done := done + 1;
    END LOOP;
    RETURN done;
END;
"""


def reveal_rights(apps: Any, schema_editor: Any) -> None:
    """The permission matrix's word on reveals, where the gate can read it."""
    rows = []
    for role, right in MATRIX.items():
        fields = [(field, "D3") for field in D3_FIELDS if right.d3 is Right.REVEAL]
        fields += [(field, "D4") for field in sorted(right.d4_fields) if right.d4 is Right.REVEAL]
        for field, kind in fields:
            rows += [(role, field, why, kind, PER_DAY[kind]) for why in sorted(right.purposes)]
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany("INSERT INTO people_reveal_right VALUES (%s, %s, %s, %s, %s)", rows)


class Migration(migrations.Migration):
    """History by trigger, so that no writer can forget it."""

    dependencies = [("people", "0002_walls")]

    operations = [
        sql(HISTORY),
        protect("people_history", write=()),
        sql(SEALED_HISTORY_WALL),
        sql(KEEP),
        sql(TRIGGERS),
        sql(GATE_WRITES),
        gate(
            "people_take_back",
            "IN wanted uuid, IN those uuid[]",
            "integer",
            TAKE_BACK,
            OFFICER,
        ),
        migrations.RunPython(reveal_rights, migrations.RunPython.noop),
    ]
