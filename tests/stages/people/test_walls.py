"""Nobody sees a person outside their region, whatever a page forgets."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations
from chunfeng.stages.people.models import Person
from tests.cast import NOW, PINGLI, Cast

pytestmark = pytest.mark.django_db


def enrol(cast: Cast, keys: Any, **values: Any) -> Any:
    row = {"name": "王小春", "home": PINGLI + 100_001} | values
    with entered(cast.an):
        return operations.enrol(row, keys=keys, by=cast.an, at=NOW)


def test_an_officer_of_another_county_finds_nobody(cast: Cast, keys: Any) -> None:
    enrol(cast, keys)
    with entered(cast.an):
        assert Person.objects.count() == 1
    with entered(cast.bo):
        assert Person.objects.count() == 0


def test_outside_any_post_nothing_may_be_read(cast: Cast, keys: Any) -> None:
    enrol(cast, keys)
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("SELECT count(*) FROM people_person")


def test_every_table_with_a_person_is_walled(
    unwalled: Callable[[], AbstractContextManager[None]],
) -> None:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            AND a.attname IN ('person_id', 'household_id') AND NOT c.relforcerowsecurity"""
        )
        assert cursor.fetchall() == []
