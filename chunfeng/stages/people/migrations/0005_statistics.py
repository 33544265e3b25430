"""Tables just filled have no statistics until autovacuum comes by, up to a minute later: until
then every status of every person would read all spells. Only their owner may gather them.
"""

from django.db import migrations

from chunfeng.foundation.database.walls import OFFICER, sql

TABLES = ("household", "person", "profile", "contact", "secret", "spell", "consent", "duplicate")
GATHER = f"""
CREATE FUNCTION people_gather_statistics() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $gather$
BEGIN
    ANALYZE {", ".join(f"people_{name}" for name in TABLES)};
END;
$gather$;
REVOKE ALL ON FUNCTION people_gather_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_gather_statistics() TO {OFFICER};
"""


class Migration(migrations.Migration):
    """Whoever imports may have the tables counted; it tells nothing and changes no row."""

    dependencies = [("people", "0004_exporting")]

    operations = [sql(GATHER, "DROP FUNCTION people_gather_statistics();")]
