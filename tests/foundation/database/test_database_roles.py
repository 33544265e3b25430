"""Roles, logins and the database: made once, right every time, with few rights."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ground import DEBIAN, administrator, direct, login, way_in
from psycopg.conninfo import make_conninfo

from chunfeng.foundation.database import prepare as preparing
from chunfeng.foundation.database.failures import CannotPrepare
from chunfeng.foundation.database.prepare import GROUPS, for_administrator, prepare
from chunfeng.foundation.database.server import Server

LOGINS = {  # and a role each may put on
    "chunfeng_web": "chunfeng_officer",
    "chunfeng_worker": "chunfeng_officer",
    "chunfeng_portal": "chunfeng_desk",
}
SHAPE = """
SELECT 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
    rolreplication, rolbypassrls, '' FROM pg_roles
UNION ALL SELECT 'member', member::regrole::text || ' ' || roleid::regrole, admin_option, false,
    false, false, false, false, false, '' FROM pg_auth_members
UNION ALL SELECT 'database', datname, false, false, false, false, false, false, false,
    pg_get_userbyid(datdba) || datacl::text FROM pg_database
UNION ALL SELECT 'schema', nspname, false, false, false, false, false, false, false,
    pg_get_userbyid(nspowner) || nspacl::text FROM pg_namespace"""


def shape(server: Server) -> list[tuple[Any, ...]]:
    """Every role, membership and right the preparation is about."""
    with direct(server, "chunfeng") as connection:
        return sorted(connection.execute(SHAPE).fetchall(), key=repr)


@pytest.fixture
def limited(prepared: Server) -> Iterator[str]:
    """The way in of a login that may make neither roles nor databases."""
    with direct(prepared) as connection:
        connection.execute("CREATE ROLE visitor LOGIN PASSWORD 'visitor'")
        yield way_in(prepared, "visitor")
        connection.execute("DROP ROLE visitor")


@pytest.fixture(params=["the one that comes along", "Debian's 15"])
def bare(home: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A running server without our roles."""
    if request.param == "Debian's 15" and not DEBIAN.exists():
        pytest.skip("Debian's PostgreSQL 15 is not installed")
    binaries = DEBIAN if request.param == "Debian's 15" else None
    server = Server(home / "database", binaries=binaries, fast=True)
    server.start()
    yield server
    server.stop("immediate")


def test_preparing_again_changes_nothing(prepared: Server) -> None:
    before = shape(prepared)
    assert for_administrator(administrator(prepared), prepared.home) == ""
    prepare(administrator(prepared), prepared.home)
    assert shape(prepared) == before
    assert {name for kind, name, *_ in before if kind == "role"} >= {*GROUPS, *LOGINS}


@pytest.mark.parametrize("name", LOGINS)
def test_a_login_has_no_rights_of_its_own(prepared: Server, name: str) -> None:
    with direct(prepared, "chunfeng") as connection:
        connection.execute("SET ROLE chunfeng_owner")
        connection.execute("CREATE TABLE officers_only (id int)")
        connection.execute(f"GRANT SELECT ON officers_only TO {LOGINS[name]}")
    with login(prepared, name) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM officers_only")
        connection.execute(f"SET ROLE {LOGINS[name]}")
        assert connection.execute("SELECT * FROM officers_only").fetchall() == []
    with direct(prepared, "chunfeng") as connection:
        connection.execute("DROP TABLE officers_only")


@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMP TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION app_lo() RETURNS int LANGUAGE sql AS 'SELECT 0'",
        "SET ROLE chunfeng_owner",
        "SET ROLE chunfeng_gate",
        "SET ROLE chunfeng_admin",
        "CREATE ROLE mine",
        "ALTER ROLE chunfeng_web BYPASSRLS",
    ],
)
@pytest.mark.parametrize("as_role", [False, True])
@pytest.mark.parametrize("name", LOGINS)
def test_what_a_login_must_not_do_it_cannot_do(
    prepared: Server, name: str, as_role: bool, forbidden: str
) -> None:
    with login(prepared, name) as connection:
        if as_role:
            connection.execute(f"SET ROLE {LOGINS[name]}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(forbidden)


@pytest.mark.parametrize(
    ("name", "role", "may"),
    [
        ("chunfeng_web", "chunfeng_officer", True),
        ("chunfeng_web", "chunfeng_public", False),
        ("chunfeng_portal", "chunfeng_public", True),
        ("chunfeng_portal", "chunfeng_desk", True),
        ("chunfeng_portal", "chunfeng_officer", False),
        ("chunfeng_web", "chunfeng_jobs", False),
        ("chunfeng_worker", "chunfeng_officer", True),
        ("chunfeng_worker", "chunfeng_jobs", True),
        ("chunfeng_worker", "chunfeng_public", True),
        ("chunfeng_worker", "chunfeng_desk", False),
    ],
)
def test_a_login_puts_on_its_own_roles_only(
    prepared: Server, name: str, role: str, may: bool
) -> None:
    with direct(prepared) as connection:
        found = connection.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [name, role]).fetchone()
    assert found == (may,)


def test_a_stranger_with_a_login_cannot_enter_the_database(prepared: Server, limited: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(limited, dbname="chunfeng")


def test_tables_made_in_the_owners_role_are_the_owners(prepared: Server) -> None:
    owner = make_conninfo(administrator(prepared), options="-c role=chunfeng_owner")
    with psycopg.connect(owner, dbname="chunfeng") as connection:
        connection.execute("CREATE TABLE made (id int)")
        found = connection.execute(
            "SELECT tableowner FROM pg_tables WHERE tablename = 'made'"
        ).fetchone()
        connection.rollback()
    assert found == ("chunfeng_owner",)


def test_a_login_made_mighty_by_hand_is_put_right(prepared: Server) -> None:
    before = shape(prepared)
    with direct(prepared) as connection:
        connection.execute("ALTER ROLE chunfeng_web SUPERUSER INHERIT")
        connection.execute("REVOKE chunfeng_jobs FROM chunfeng_worker")
        connection.execute("ALTER DATABASE chunfeng OWNER TO chunfeng_admin")
    assert shape(prepared) != before
    prepare(administrator(prepared), prepared.home)
    assert shape(prepared) == before


def test_a_lost_password_is_replaced(prepared: Server) -> None:
    kept = prepared.home / "keys" / "chunfeng_web.password"
    before = kept.read_text()
    kept.unlink()
    prepare(administrator(prepared), prepared.home)
    assert kept.read_text() != before
    login(prepared, "chunfeng_web").close()


def test_a_login_that_may_make_roles_is_enough(bare: Server) -> None:
    with direct(bare) as connection:
        connection.execute("CREATE ROLE maker LOGIN CREATEROLE CREATEDB PASSWORD 'maker'")
    maker = way_in(bare, "maker")
    prepare(maker, bare.home)
    prepare(maker, bare.home)
    with psycopg.connect(maker, dbname="chunfeng") as connection:
        connection.execute("SET ROLE chunfeng_owner")
        connection.execute("CREATE TABLE made (id int)")
    login(bare, "chunfeng_web").close()


def test_without_the_right_an_administrator_runs_what_is_missing(bare: Server) -> None:
    with direct(bare) as connection:
        connection.execute("CREATE ROLE visitor LOGIN PASSWORD 'visitor'")
        visitor = way_in(bare, "visitor")
        with pytest.raises(CannotPrepare, match="chunfeng database roles") as refused:
            prepare(visitor, bare.home)
        told = for_administrator(visitor, bare.home)
        assert "CREATE ROLE" in refused.value.statements
        assert 'GRANT "chunfeng_owner" TO "visitor"' in told
        for statement in told.splitlines():
            connection.execute(statement.encode())
    prepare(visitor, bare.home)
    assert for_administrator(visitor, bare.home) == ""
    login(bare, "chunfeng_web").close()


def test_the_statements_hold_no_password(home: Path) -> None:
    told = for_administrator("host=/nowhere user=visitor", home)
    passwords = [path.read_text() for path in (home / "keys").glob("*.password")]
    assert len(passwords) == len(LOGINS)
    assert not [password for password in passwords if password in told]
    assert "CREATE DATABASE" in told


def test_an_old_server_is_refused(prepared: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "OLDEST", 990000)
    with pytest.raises(CannotPrepare, match="15 or newer"):
        prepare(administrator(prepared), prepared.home)


def test_a_wrong_password_is_said_as_such(prepared: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        prepare(way_in(prepared, "chunfeng_admin"), prepared.home)


def test_two_homes_at_one_server_end_with_the_later_ones_passwords(
    prepared: Server, home: Path
) -> None:
    shutil.copytree(prepared.home / "keys", home / "keys")
    (home / "keys" / "chunfeng_web.password").unlink()
    prepare(administrator(prepared), home)
    with pytest.raises(psycopg.OperationalError):
        login(prepared, "chunfeng_web")
    prepare(administrator(prepared), prepared.home)
    login(prepared, "chunfeng_web").close()
