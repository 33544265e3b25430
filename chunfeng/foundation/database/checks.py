"""A process that could see past the walls refuses to start."""

from typing import Any

from django.db import connection

_MIGHT = """SELECT r.rolname FROM pg_roles AS r
    WHERE r.rolname IN (session_user, current_user)
    AND (r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, 'chunfeng_owner', 'MEMBER')
        OR pg_has_role(r.oid, 'chunfeng_gate', 'MEMBER')
        OR EXISTS (SELECT FROM pg_class AS c WHERE c.relowner = r.oid AND c.relkind = 'r'
            AND c.relnamespace = 'public'::regnamespace))"""


class MightyLogin(Exception):
    """The login is a superuser, sees past row-level security, or owns the tables."""


def refuse_mighty(cursor: Any) -> None:
    """Raises MightyLogin where the walls would not hold this connection."""
    cursor.execute(_MIGHT)
    found = cursor.fetchone()
    if found:
        raise MightyLogin(
            f"the database login {found[0]} could see past the walls between regions; "
            "web and workers use chunfeng_web and chunfeng_worker"
        )


def refuse_mighty_login() -> None:
    """The same for Django's own connection."""
    with connection.cursor() as cursor:
        refuse_mighty(cursor)
