"""Roles, logins and the database; repeats change nothing. Every statement is PostgreSQL 15."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from chunfeng.foundation.database.server import write_private
from chunfeng.foundation.database.url import LOGINS, NAME, password

GROUPS = (
    "chunfeng_owner",
    "chunfeng_gate",
    "chunfeng_officer",
    "chunfeng_public",
    "chunfeng_jobs",
)
MEMBERS = {
    "chunfeng_web": ("chunfeng_officer", "chunfeng_public"),
    "chunfeng_worker": ("chunfeng_officer", "chunfeng_jobs"),
    "chunfeng_owner": ("chunfeng_gate",),  # it hands functions over to the gate
}
PLAIN = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


class CannotPrepare(Exception):
    """The login may not make roles; an administrator has to run ``statements``."""

    def __init__(self, statements: str) -> None:
        super().__init__("the login may not make roles or databases")
        self.statements = statements


def prepare(admin: str, home: Path, *, name: str = NAME) -> None:
    """Makes the roles and the database. admin: the connection text of a login that may."""
    secret = {login: _password(home, login) for login in LOGINS.values()}
    with psycopg.connect(admin, autocommit=True) as connection:
        try:
            for statement in role_statements(secret):
                connection.execute(statement)
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER chunfeng_owner").format(sql.Identifier(name))
                )
        except psycopg.errors.InsufficientPrivilege:
            raise CannotPrepare(for_administrator()) from None
    with psycopg.connect(admin, autocommit=True, dbname=name) as connection:
        for text in _in_database(name):
            connection.execute(text)


def role_statements(passwords: dict[str, str]) -> Iterator[sql.Composed]:
    """The statements that make the roles, and give the logins their passwords."""
    for role in GROUPS:
        yield _role(role, f"NOLOGIN {PLAIN}")
    for login, secret in passwords.items():
        yield _role(login, f"LOGIN NOINHERIT {PLAIN}")
        yield sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(login), sql.Literal(secret)
        )
    yield sql.SQL("GRANT chunfeng_owner TO CURRENT_USER").format()
    for member, groups in MEMBERS.items():
        for group in groups:
            yield sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(member))


def for_administrator() -> str:
    """The same as text for an administrator to run; passwords are theirs to choose."""
    lines = [s.as_string() for s in role_statements(dict.fromkeys(LOGINS.values(), "CHOOSE"))]
    return ";\n".join([*lines, f"CREATE DATABASE {NAME} OWNER chunfeng_owner"]) + ";"


def _role(name: str, options: str) -> sql.Composed:
    body = sql.SQL(
        "DO $$ BEGIN CREATE ROLE {name}; EXCEPTION WHEN duplicate_object OR unique_violation"
        " THEN NULL; END $$; ALTER ROLE {name} {options}"
    )
    return body.format(name=sql.Identifier(name), options=sql.SQL(options))


def _in_database(name: str) -> Iterator[sql.Composed]:
    for text in (
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {name} TO chunfeng_web, chunfeng_worker",
        "ALTER SCHEMA public OWNER TO chunfeng_owner",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO chunfeng_officer, chunfeng_public, chunfeng_jobs,"
        " chunfeng_web, chunfeng_worker, chunfeng_gate",
        "GRANT CREATE ON SCHEMA public TO chunfeng_gate",
    ):
        yield sql.SQL(text).format(name=sql.Identifier(name))


def _password(home: Path, login: str) -> str:
    known = password(home, login)
    if known:
        return known
    made = secrets.token_urlsafe(32)
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(folder / f"{login}.password", made)
    return made
