"""A process that could see past the walls refuses to start."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from chunfeng.foundation.database.failures import MightyLogin
from chunfeng.kit.texts import text

# Who can become what: the login, the role it has put on, and all they are members of.
_MIGHTY = """
SELECT who.rolname FROM pg_roles AS who JOIN pg_roles AS might
    ON pg_has_role(who.oid, might.oid, 'MEMBER')
WHERE who.rolname IN (session_user, current_user) AND (
    might.rolsuper OR might.rolbypassrls OR might.rolcreaterole OR might.rolreplication
    OR might.rolname IN ('chunfeng_owner', 'chunfeng_gate', 'pg_read_all_data',
        'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files',
        'pg_execute_server_program', 'pg_database_owner')
    OR EXISTS (SELECT FROM pg_class AS t WHERE t.relowner = might.oid AND t.relkind IN ('r', 'p')
        AND t.relnamespace = 'public'::regnamespace))
LIMIT 1"""


def refuse_mighty(cursor: Any) -> None:
    """Raises MightyLogin where the walls would not hold this connection."""
    cursor.execute(_MIGHTY)
    found = cursor.fetchone()
    if found:
        seen = text("The database login {login} could see past the walls.", login=found[0])
        raise MightyLogin(seen)


def refuse_mighty_login(alias: str = "default") -> None:
    """The same for Django's own connection: to be called once when web or worker starts."""
    with connections[alias].cursor() as cursor:
        refuse_mighty(cursor)


def check_login(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Django's system check: ``check --database default``."""
    try:
        for alias in databases or ():
            refuse_mighty_login(alias)
    except MightyLogin as error:
        return [Error(str(error), id="chunfeng.E001")]
    return []


class FirstConnection:
    """Looks at the first connection a process makes, however the process was started."""

    def __init__(self) -> None:
        self._looked = False

    def __call__(self, connection: Any, **_: Any) -> None:
        if self._looked:
            return
        try:
            with connection.cursor() as cursor:
                refuse_mighty(cursor)
        except MightyLogin:
            connection.close()  # else the next query would find it open
            raise
        self._looked = True
