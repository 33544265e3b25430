"""A database of this folder's own, for what must be committed and seen by other processes."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

NAME = "chunfeng_jobs"
EMPTIED = "jobs_run, jobs_chunk, procrastinate_jobs, procrastinate_workers"


@pytest.fixture(autouse=True)
def _trials(request: pytest.FixtureRequest) -> None:
    """The jobs to try are declared, and nobody stands in one of them."""
    from tests.foundation.jobs import trials

    trials.inside.clear()
    trials.go_on.clear()


@pytest.fixture(scope="session")
def own_database(
    django_db_setup: None, database_server: Any, django_db_blocker: Any
) -> Iterator[str]:
    """A copy of the tests' database; the way in for an administrator."""
    from django.db import connections

    from chunfeng.foundation.database.prepare import prepare
    from tests.settings import TEST_HOME

    admin = f"{database_server.dsn()} password={database_server.password()}"
    with django_db_blocker.unblock():
        connections.close_all()  # a database in use cannot be copied
    with psycopg.connect(admin, autocommit=True) as direct:
        direct.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        direct.execute(f"CREATE DATABASE {NAME} TEMPLATE chunfeng_test OWNER chunfeng_owner")
        prepare(admin, TEST_HOME, name=NAME)
        yield f"{admin} dbname={NAME}"
        direct.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.fixture
def committed(own_database: str, django_db_blocker: Any) -> Iterator[str]:
    """What is written is committed, in the folder's own database; the administrator's way in."""
    from django.db import connections

    settings = connections["default"].settings_dict
    usual = settings["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        settings["NAME"] = NAME
        yield own_database
        connections.close_all()
        settings["NAME"] = usual
    with psycopg.connect(own_database) as direct:
        direct.execute(f"TRUNCATE {EMPTIED} CASCADE")
