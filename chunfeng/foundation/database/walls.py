"""The second wall, written into migrations: forced row-level security, explicit grants.

Every statement is PostgreSQL 15. ``app_lo()``/``app_hi()`` answer NULL outside a post, so that an
unset scope sees nothing.
"""

from collections.abc import Sequence

from django.db import migrations

OFFICER, JOBS, GATE = "chunfeng_officer", "chunfeng_jobs", "chunfeng_gate"
PUBLIC, DESK = "chunfeng_public", "chunfeng_desk"  # anyone; a signed-in employer
OWN = "chunfeng_own"  # somebody of the register, by the secret of their link
WEB, WORKER, PORTAL = "chunfeng_web", "chunfeng_worker", "chunfeng_portal"  # the logins
IN_SCOPE = "region BETWEEN (SELECT app_lo()) AND (SELECT app_hi())"
SETTINGS = (
    ("app_lo", "bigint", "app.lo"),
    ("app_hi", "bigint", "app.hi"),
    ("app_user", "uuid", "app.user"),
    ("app_post", "uuid", "app.post"),
    ("app_post_role", "text", "app.post_role"),
    ("app_purpose", "text", "app.purpose"),
)
OWN_SETTINGS = (
    ("app_link", "text", "app.link"),
    ("app_proof", "text", "app.proof"),
    ("app_at", "timestamptz", "app.at"),
)
EMPLOYER_SETTING = (("app_employer", "uuid", "app.employer"),)


def sql(statement: str, reverse: str = "") -> migrations.RunSQL:
    """One migration step of plain SQL."""
    return migrations.RunSQL(statement, reverse or migrations.RunSQL.noop)


def settings_functions(
    settings: Sequence[tuple[str, str, str]] = SETTINGS,
) -> list[migrations.RunSQL]:
    """The functions that read the context; STABLE, so a policy asks them once a statement."""
    return [
        sql(
            f"CREATE FUNCTION {name}() RETURNS {kind} LANGUAGE sql STABLE PARALLEL SAFE AS "
            f"$$ SELECT nullif(current_setting('{setting}', true), '')::{kind} $$;"
            f"GRANT EXECUTE ON FUNCTION {name}() TO PUBLIC;",
            f"DROP FUNCTION {name}();",
        )
        for name, kind, setting in settings
    ]


def protect(
    table: str,
    *,
    read: Sequence[str] | None = None,
    write: Sequence[str] = ("INSERT", "UPDATE", "DELETE"),
    to: str = OFFICER,
) -> migrations.RunSQL:
    """Rows are seen and written only inside the post's region.

    read: the columns that may be read, all when None. write: the verbs granted.
    """
    columns = f"({', '.join(read)})" if read is not None else ""
    verbs = f"GRANT {', '.join(write)} ON {table} TO {to};" if write else ""
    return sql(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY scope ON {table} TO {to} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE});"
        f"GRANT SELECT {columns} ON {table} TO {to}; {verbs}",
    )


def tie(table: str, *, parent: str = "people_person", key: str = "person_id") -> migrations.RunSQL:
    """A row's region is its person's, and follows when the person moves."""
    name = f"{table}_region_follows"
    return sql(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({key}, region)"
        f" REFERENCES {parent} (id, region) ON UPDATE CASCADE ON DELETE CASCADE"
        f" DEFERRABLE INITIALLY IMMEDIATE;",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def grant(table: str, rights: str, to: str) -> migrations.RunSQL:
    """Rights on a table without personal rows."""
    return sql(f"GRANT {rights} ON {table} TO {to};", f"REVOKE {rights} ON {table} FROM {to};")


def gate(
    name: str, arguments: str, returns: str, body: str, to: str, settings: str = ""
) -> migrations.RunSQL:
    """A function that may do more than its caller; owned by the gate, with a fixed search path."""
    plain = ", ".join(argument.split()[-1] for argument in arguments.split(",") if argument.strip())
    signature = f"{name}({plain})"
    return sql(
        f"CREATE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp {settings}"
        f" AS $gate${body}$gate$;"
        f"ALTER FUNCTION {signature} OWNER TO {GATE};"
        f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;"
        f"GRANT EXECUTE ON FUNCTION {signature} TO {to};",
        f"DROP FUNCTION {signature};",
    )
