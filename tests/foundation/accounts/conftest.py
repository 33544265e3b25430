"""The office, and a database in which threads see each other's work."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.foundation.accounts.office import Office, make_office

OWN = ("savedfilter", "attempt", "signin", "secondfactor", "invitation", "post", "user")


@pytest.fixture
def office(db: None) -> Office:
    """Seven officers with real posts."""
    return make_office()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What is written is committed, seen by other connections, and taken away afterwards."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("RESET SESSION AUTHORIZATION")
            cursor.execute("SET session_replication_role = replica")  # events are never changed
            for table in (*(f"accounts_{name}" for name in OWN), "audit_event"):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 our own names
        connection.close()
