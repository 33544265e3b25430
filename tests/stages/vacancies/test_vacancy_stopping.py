"""Nothing is shown of an employer not verified or stopped, nor under a lost recognition."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from chunfeng.foundation.access import entered
from chunfeng.stages.employers import operations as employers
from chunfeng.stages.employers import sites
from chunfeng.stages.employers.workplaces import Workplace
from chunfeng.stages.vacancies import operations
from chunfeng.stages.vacancies.models import Shown
from chunfeng.stages.vacancies.refusals import NotVerified
from tests.cast import NOW, PINGLI, Cast
from tests.stages.vacancies.market import VALUES, draft, employer, published, state

pytestmark = pytest.mark.django_db
Unwalled = Callable[[], AbstractContextManager[None]]


def test_all_of_an_employer_are_paused(cast: Cast, keys: Any) -> None:
    of, other = employer(cast.an), employer(cast.an, name="别的厂")
    mine = [published(cast.an, keys, of) for _ in range(3)]
    theirs = published(cast.an, keys, other)
    with entered(cast.an):
        assert operations.pause_all_of(of, "已暂停用工", by=cast.an, at=NOW) == 3
    assert {state(cast.an, one) for one in mine} == {"paused"}
    assert state(cast.an, theirs) == "published"


@pytest.mark.parametrize(
    ("kind", "at_site", "paused"),
    [
        ("workshop", True, {"there", "near"}),
        ("base", False, {"base"}),
        ("public_welfare", False, set()),
    ],
)
def test_what_was_offered_under_a_lost_recognition_is_paused_and_nothing_else(
    cast: Cast, keys: Any, kind: str, at_site: bool, paused: set[str]
) -> None:
    of = employer(cast.an)
    with entered(cast.an):
        where = sites.add(of, {"place": VALUES["place"], "seats": 9}, by=cast.an, at=NOW)
    made = {
        "there": published(cast.an, keys, of, site=where, channel="local"),
        "near": published(cast.an, keys, of, channel="near"),
        "base": published(cast.an, keys, of, channel="base"),
        "other": published(cast.an, keys, employer(cast.an, name="别的厂"), channel="near"),
    }
    lost = Workplace(
        recognition=uuid4(), employer=of, site=where if at_site else None, kind=kind,
        region=PINGLI, place=PINGLI, names=frozenset({"春燕厂"}),
    )  # fmt: skip
    with entered(cast.an):
        n = operations.recognition_lost(lost, "空壳", by=cast.an, at=NOW)
    assert {name for name, one in made.items() if state(cast.an, one) == "paused"} == paused
    assert n == len(paused)


def test_a_suspended_employer_shows_nothing(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    made = published(cast.an, keys, of)
    with entered(cast.an):
        employers.suspend(of, reason="拖欠工资", by=cast.an, at=NOW)
        assert not Shown.objects.filter(id=made).exists()
        with pytest.raises(NotVerified):
            operations.resume(made, by=cast.an, at=NOW)


def test_of_an_employer_not_verified_nothing_is_published(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    made = draft(cast.an, keys, employer(cast.an, state="applied"))
    with entered(cast.an):
        operations.submit(made, by=cast.an, at=NOW)
        with pytest.raises(NotVerified):
            operations.publish(made, by=cast.an, at=NOW)
    with (
        unwalled(),
        pytest.raises(Exception, match="is not verified"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE vacancies_vacancy SET state = 'published' WHERE id = %s", [made])
