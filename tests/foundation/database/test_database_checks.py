"""Web and workers refuse a login that could see past the walls."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import Mock

import psycopg
import pytest
from ground import direct, login

from chunfeng.foundation import database
from chunfeng.foundation.database import apps
from chunfeng.foundation.database.checks import FirstConnection, check_login, refuse_mighty
from chunfeng.foundation.database.failures import MightyLogin
from chunfeng.foundation.database.server import Server

MIGHT = {
    "a superuser": "ALTER ROLE suspect SUPERUSER",
    "sees past row-level security": "ALTER ROLE suspect BYPASSRLS",
    "makes roles": "ALTER ROLE suspect CREATEROLE",
    "copies the whole server": "ALTER ROLE suspect REPLICATION",
    "the owner": "GRANT chunfeng_owner TO suspect",
    "the gate": "GRANT chunfeng_gate TO suspect",
    "reads every table": "GRANT pg_read_all_data TO suspect",
    "reads files": "GRANT pg_read_server_files TO suspect",
    "runs programs": "GRANT pg_execute_server_program TO suspect",
    "owns a table": "ALTER TABLE owned OWNER TO suspect",
    "owns a table through a group": "ALTER TABLE owned OWNER TO between",
    "becomes the owner by a detour": "GRANT chunfeng_owner TO between",
}


@pytest.fixture
def suspect(prepared: Server) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection of a login that is a member of a group; nothing of it stays."""
    with direct(prepared, "chunfeng") as connection, connection.transaction(force_rollback=True):
        connection.execute("CREATE ROLE suspect LOGIN NOINHERIT")
        connection.execute("CREATE ROLE between")
        connection.execute("GRANT between TO suspect")
        connection.execute("CREATE TABLE owned (id int)")
        yield connection


@contextmanager
def acting_as(connection: "psycopg.Connection[tuple[object, ...]]", role: str) -> Iterator[None]:
    connection.execute(f"SET LOCAL SESSION AUTHORIZATION {role}".encode())
    yield
    connection.execute("RESET SESSION AUTHORIZATION")


def test_an_ordinary_login_is_let_in(suspect: "psycopg.Connection[tuple[object, ...]]") -> None:
    with acting_as(suspect, "suspect"):
        refuse_mighty(suspect.cursor())


@pytest.mark.parametrize("how", MIGHT)
def test_a_mighty_login_is_refused(
    suspect: "psycopg.Connection[tuple[object, ...]]", how: str
) -> None:
    suspect.execute(MIGHT[how].encode())
    with acting_as(suspect, "suspect"), pytest.raises(MightyLogin, match="suspect"):
        refuse_mighty(suspect.cursor())


def test_a_mighty_login_is_refused_in_a_small_role_too(
    suspect: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    suspect.execute("SET LOCAL ROLE chunfeng_officer")
    with pytest.raises(MightyLogin, match="chunfeng_admin"):
        refuse_mighty(suspect.cursor())


@pytest.mark.parametrize("role", ["", "chunfeng_officer"])
@pytest.mark.parametrize("name", ["chunfeng_web", "chunfeng_worker"])
def test_our_own_logins_are_let_in(prepared: Server, name: str, role: str) -> None:
    with login(prepared, name) as connection:
        if role:
            connection.execute(f"SET ROLE {role}".encode())
        refuse_mighty(connection.cursor())


def test_a_process_with_a_mighty_login_gets_no_query_through(prepared: Server) -> None:
    look = FirstConnection()
    for _ in range(2):  # the second try is refused like the first
        connection = direct(prepared, "chunfeng")
        with pytest.raises(MightyLogin):
            look(connection)
        assert connection.closed


def test_a_process_is_looked_at_once(prepared: Server) -> None:
    look = FirstConnection()
    with login(prepared, "chunfeng_web") as connection:
        look(connection)
    look(None)  # a later connection is not touched


@pytest.mark.parametrize(("role", "looks"), [("web", 2), ("worker", 2), (None, 2), ("owner", 0)])
def test_every_process_but_the_one_that_migrates_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, role: str | None, looks: int
) -> None:
    signal, register = Mock(), Mock()
    monkeypatch.setattr(apps, "connection_created", signal)
    monkeypatch.setattr(apps, "register", register)
    monkeypatch.delenv("CHUNFENG_DATABASE_ROLE", raising=False)
    if role:
        monkeypatch.setenv("CHUNFENG_DATABASE_ROLE", role)
    apps.DatabaseConfig("chunfeng.foundation.database", database).ready()
    assert signal.connect.call_count + register.call_count == looks


@pytest.mark.django_db
def test_djangos_check_finds_nothing_wrong_with_the_webs_login() -> None:
    assert check_login(["default"]) == []


@pytest.mark.django_db
def test_djangos_check_reports_a_mighty_login() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        found = check_login(["default"])
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_web")
    assert [error.id for error in found] == ["chunfeng.E001"]
