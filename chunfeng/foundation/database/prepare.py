"""Roles, logins and the database; repeats change nothing. Every statement is PostgreSQL 15.

What is there is looked at first and only what is missing is done, so that a login without the right
to make roles is enough once an administrator has made them.
"""

import hashlib
import hmac
import secrets
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from chunfeng.foundation.database.failures import CannotPrepare
from chunfeng.foundation.database.home import password_name, secret
from chunfeng.foundation.database.url import LOGINS, NAME, OWNER_ROLE
from chunfeng.kit.texts import text

GROUPS = (
    OWNER_ROLE, "chunfeng_gate", "chunfeng_officer", "chunfeng_public", "chunfeng_desk",
    "chunfeng_own", "chunfeng_jobs",
)  # fmt: skip
MEMBERS = {
    "chunfeng_web": ("chunfeng_officer",),
    # What a worker makes for the public it makes with the public's own, smaller rights.
    "chunfeng_worker": ("chunfeng_officer", "chunfeng_jobs", "chunfeng_public"),
    "chunfeng_portal": ("chunfeng_public", "chunfeng_desk", "chunfeng_own"),
    "chunfeng_own": ("chunfeng_public",),  # whoever brings a link may still do what anybody may
    OWNER_ROLE: ("chunfeng_gate",),  # it hands functions over to the gate
}
OLDEST = 150000
_PLAIN = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
_GROUP, _LOGIN = "NOLOGIN", "LOGIN NOINHERIT"
_ROUNDS = 4096  # PostgreSQL's own number for SCRAM
_IN_DATABASE = (
    "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {name} TO chunfeng_web, chunfeng_worker, chunfeng_portal",
    "ALTER SCHEMA public OWNER TO chunfeng_owner",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO chunfeng_officer, chunfeng_public, chunfeng_desk,"
    " chunfeng_own, chunfeng_jobs, chunfeng_web, chunfeng_worker, chunfeng_portal, chunfeng_gate",
    "GRANT CREATE ON SCHEMA public TO chunfeng_gate",
)


@dataclass(frozen=True)
class Found:
    """What a server has already."""

    roles: dict[str, str] = field(default_factory=dict)  # name: _GROUP, _LOGIN or anything else
    members: frozenset[tuple[str, str]] = frozenset()  # (member, group)
    open: frozenset[str] = frozenset()  # logins our passwords open
    owner: str | None = None  # of the database
    own: bool = False  # this login can become the owner role


def prepare(admin: str, home: Path, *, name: str = NAME) -> None:
    """Makes the roles and the database. admin: the connection text of a login that may."""
    with _connected(admin, name) as connection:
        if connection.info.server_version < OLDEST:
            raise CannotPrepare(text("The server is too old: PostgreSQL 15 or newer is needed."))
        connection.execute("SELECT pg_advisory_lock(hashtext('chunfeng.prepare'))")
        steps = list(_missing(_look(connection, home, name), home, connection.info.user, name))
        _execute(connection, steps, "")
    with psycopg.connect(admin, autocommit=True, dbname=name) as connection:
        connection.execute(f"SET ROLE {OWNER_ROLE}")
        texts = [sql.SQL(step).format(name=sql.Identifier(name)) for step in _IN_DATABASE]
        _execute(connection, texts, f"\\connect {name}\n")


def for_administrator(admin: str, home: Path, *, name: str = NAME) -> str:
    """What is missing, as text for an administrator to run; all of it where nobody answers.

    Of the passwords it holds only verifiers: nobody can log in with those.
    """
    user = str(conninfo_to_dict(admin).get("user") or "")
    try:
        with _connected(admin, name) as connection:
            found = _look(connection, home, name)
    except psycopg.OperationalError:
        found = Found()
    return _written(list(_missing(found, home, user, name)))


def _connected(admin: str, name: str) -> "psycopg.Connection[Any]":
    """To the database itself, or where it does not exist yet to the one every server has."""
    try:
        return psycopg.connect(admin, autocommit=True, dbname=name)
    except psycopg.OperationalError as error:
        try:
            return psycopg.connect(admin, autocommit=True, dbname="postgres")
        except psycopg.OperationalError:
            raise error from None


def _execute(connection: "psycopg.Connection[Any]", steps: list[sql.Composed], head: str) -> None:
    for number, step in enumerate(steps):
        try:
            connection.execute(step)
        except psycopg.errors.InsufficientPrivilege:
            raise CannotPrepare(
                text(
                    "An administrator has to run what `chunfeng database roles` prints;"
                    " then try again."
                ),
                head + _written(steps[number:]),
            ) from None


def _written(steps: list[sql.Composed]) -> str:
    return "".join(f"{step.as_string()};\n" for step in steps)


def _look(connection: "psycopg.Connection[Any]", home: Path, name: str) -> Found:
    names = [*GROUPS, *LOGINS.values()]
    roles = connection.execute(
        "SELECT rolname, CASE WHEN rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole"
        " OR rolreplication THEN '' WHEN NOT rolcanlogin THEN %s WHEN NOT rolinherit THEN %s"
        " ELSE '' END FROM pg_roles WHERE rolname = ANY(%s)",
        [_GROUP, _LOGIN, names],
    ).fetchall()
    members = connection.execute(
        "SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members"
        " WHERE roleid IN (SELECT oid FROM pg_roles WHERE rolname = ANY(%s))",
        [names],
    ).fetchall()
    owner = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    there = dict(roles)
    return Found(
        roles=there,
        members=frozenset(members),
        open=frozenset(login for login in there if _opens(connection, home, login)),
        owner=owner[0] if owner else None,
        own=OWNER_ROLE in there and _may_own(connection),
    )


def _opens(connection: "psycopg.Connection[Any]", home: Path, login: str) -> bool:
    """Whether the login's password in the key folder is the one the server knows."""
    if login not in LOGINS.values():
        return False
    password = secret(home, password_name(login))
    try:
        psycopg.connect(connection.info.dsn, user=login, password=password).close()
    except psycopg.OperationalError:
        return False
    return True


def _may_own(connection: "psycopg.Connection[Any]") -> bool:
    """Tried: what a membership allows has its own options since PostgreSQL 16."""
    try:
        connection.execute(f"SET ROLE {OWNER_ROLE}")
    except psycopg.errors.InsufficientPrivilege:
        return False
    connection.execute("RESET ROLE")
    return True


def _missing(found: Found, home: Path, user: str, name: str) -> Iterator[sql.Composed]:
    """Every statement still to be run; ``user`` is the login that prepares and migrates."""
    for role in GROUPS:
        yield from _shaped(found, role, _GROUP)
    for login in LOGINS.values():
        yield from _shaped(found, login, _LOGIN)
        if login not in found.open:
            password = secret(home, password_name(login))
            yield _sql("ALTER ROLE {} PASSWORD {}", login, sql.Literal(_verifier(password)))
    wanted = [(member, group) for member, groups in MEMBERS.items() for group in groups]
    mine = () if found.own else ((user, OWNER_ROLE),)
    for member, group in (*(pair for pair in wanted if pair not in found.members), *mine):
        yield _sql("GRANT {} TO {}", group, member)
    if found.owner is None:
        yield _sql("CREATE DATABASE {} OWNER {}", name, OWNER_ROLE)
    elif found.owner != OWNER_ROLE:
        yield _sql("ALTER DATABASE {} OWNER TO {}", name, OWNER_ROLE)


def _shaped(found: Found, role: str, shape: str) -> Iterator[sql.Composed]:
    if role not in found.roles:
        yield _sql("CREATE ROLE {} {}", role, sql.SQL(shape))
    elif found.roles[role] != shape:
        yield _sql("ALTER ROLE {} {} {}", role, sql.SQL(shape), sql.SQL(_PLAIN))


def _sql(statement: str, *parts: str | sql.Composable) -> sql.Composed:
    """A statement; plain text among the parts is the name of something."""
    named = [part if isinstance(part, sql.Composable) else sql.Identifier(part) for part in parts]
    return sql.SQL(statement).format(*named)


def _verifier(password: str) -> str:
    """What the server keeps to check a password (RFC 5803); the password stays here."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, *keys = (b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${_ROUNDS}:{salt_text}${':'.join(keys)}"
