"""Tests stand on pyproject's settings: no network, warnings are errors, random order.

Tests of the register use a real PostgreSQL behind the product's own logins and walls.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest

# A slow machine is no mistake of the code; what takes long is told by benchmarks.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--lang=zh-CN",
]  # fmt: skip


def _fingerprint() -> str:
    """Of everything the shape of the database comes from."""
    found = sorted((ROOT / "chunfeng").rglob("migrations/*.py"))
    found += [ROOT / "chunfeng/foundation/database" / n for n in ("prepare.py", "walls.py")]
    found += [ROOT / "chunfeng/foundation/access/roles.py", ROOT / "requirements.lock"]
    digest = hashlib.sha256()
    for path in found:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def database_server() -> Iterator[Any]:
    """The test process's own PostgreSQL, without durability."""
    from chunfeng.foundation.ciphers import ensure_keys
    from chunfeng.foundation.database.server import Server
    from tests.settings import TEST_HOME

    server = Server(TEST_HOME / "database", fast=True)
    server.start()
    ensure_keys(TEST_HOME / "keys")
    yield server
    server.stop("immediate")


@pytest.fixture(scope="session")
def django_db_setup(database_server: Any, django_db_blocker: Any) -> Iterator[None]:
    """A database from a migrated template; the template is made anew when migrations change."""
    from django.core.management import call_command
    from django.db import connection, connections
    from django.db.backends.signals import connection_created
    from django.test import TransactionTestCase

    from chunfeng.foundation.database.prepare import prepare
    from tests.settings import TEST_HOME

    admin = f"{database_server.dsn()} password={database_server.password()}"
    template = f"template_{_fingerprint()}"
    settings = connections["default"].settings_dict
    settings["PASSWORD"] = database_server.password()
    with psycopg.connect(admin, autocommit=True) as direct, django_db_blocker.unblock():
        ready = direct.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", [template]
        ).fetchone()
        if not ready:
            prepare(admin, TEST_HOME, name=template)
            settings["NAME"] = template
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE chunfeng_owner")
            call_command("migrate", verbosity=0)
            connection.close()
            direct.execute(f"ALTER DATABASE {template} IS_TEMPLATE true")
        direct.execute("DROP DATABASE IF EXISTS chunfeng_test WITH (FORCE)")
        direct.execute(f"CREATE DATABASE chunfeng_test TEMPLATE {template} OWNER chunfeng_owner")
        prepare(admin, TEST_HOME, name="chunfeng_test")
        settings["NAME"] = "chunfeng_test"
        connection_created.connect(_put_on_web_login, weak=False)
        TransactionTestCase._fixture_teardown = _emptied  # type: ignore[method-assign]
        yield
        connections.close_all()


def _put_on_web_login(connection: Any, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_web")


def _emptied(*_: Any) -> None:
    """After a test that commits: every table as it was, which no login of the product could do."""
    from django.db import connection

    with _unwalled(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
            "'public'::regnamespace AND relname <> ALL (%s)",
            [["django_migrations", "django_content_type", "people_reveal_right"]],
        )
        tables = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
        cursor.execute("SET session_replication_role = replica")  # events refuse to go
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = origin")


@contextmanager
def _unwalled() -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION AUTHORIZATION chunfeng_web")


@pytest.fixture
def unwalled(db: None) -> Callable[[], AbstractContextManager[None]]:
    """To arrange and to look behind the walls: ``with unwalled(): …`` acts as the superuser."""
    return _unwalled


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser. It leaves with its module: while it is open no test of the thread may use Django's
    database, nor open another one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def _nothing_rescued() -> None:
    """Chromium and PostgreSQL are found by their own paths, never by the developer's settings."""
    os.environ.pop("CHUNFENG_PG_BIN", None)


pytest_plugins = ["tests.cast"]
