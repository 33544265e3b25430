"""An employer's new name is what its vacancies are found by and shown with, at any moment."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.employers import operations as employers
from chunfeng.stages.employers import queries
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.refusals import CodeTaken
from chunfeng.stages.vacancies import operations, searching
from chunfeng.stages.vacancies.models import Shown
from chunfeng.stages.vacancies.registering import Registering
from chunfeng.stages.vacancies.searching import Wanted
from tests.cast import NOW, TODAY, Cast
from tests.stages.employers.office import credit_code
from tests.stages.vacancies.market import VALUES, Anything, draft, employer, published, version
from tests.stages.vacancies.window import anybody

pytestmark = pytest.mark.django_db(transaction=True)
Unwalled = Callable[[], AbstractContextManager[None]]
OLD, NEW = "平利县春燕毛绒玩具社区工厂", "平利县布谷茶叶合作社"


def rename(of: UUID, by: Context, keys: Any, name: str = NEW, **more: Any) -> None:
    with entered(by):
        facts = queries.facts(of, by=by)
        assert facts is not None
        told = {"name": name, **more}
        employers.change(of, told, seen=facts.version, keys=keys, by=by, at=NOW)


def found(words: str) -> list[UUID]:
    with anybody():
        asked = Wanted(words=words)
        return [line.id for line in searching.find(asked, on=TODAY, order="newest", size=9).lines]


def ledger_row(of: UUID, **values: Any) -> dict[str, Any]:
    """A row of a ledger that means the usual vacancy of an employer."""
    code = Employer.objects.values_list("credit_code", flat=True).get(id=of)
    return {**VALUES, "employer": OLD, "credit_code": code, **values}


def names() -> set[str]:
    with anybody():
        return set(Shown.objects.values_list("employer_name", flat=True))


def at_once(by: Context, first: Callable[[], None], then: Callable[[], None]) -> None:
    """Begins the second act, in another connection, before the first has committed."""

    def second() -> None:
        try:
            then()
        finally:
            connections.close_all()

    thread = Thread(target=second)
    with entered(by):
        first()
        thread.start()
        while thread.is_alive() and not somebody_waits():
            thread.join(0.02)
    thread.join()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_it_is_found_by_the_new_name_at_once(cast: Cast, keys: Any) -> None:
    of = employer(cast.an, name=OLD)
    one, two = (published(cast.an, keys, of, title=f"缝纫工{n}") for n in (1, 2))
    assert set(found("毛绒玩具")) == {one, two}
    rename(of, cast.an, keys)
    assert set(found("布谷茶叶")) == {one, two}
    assert found("毛绒玩具") == []
    assert names() == {NEW}


def test_a_name_that_is_refused_changes_no_word(cast: Cast, keys: Any) -> None:
    code = credit_code()
    employer(cast.an, name="平利县白鹭公司", credit_code=code)
    of = employer(cast.an, name=OLD)
    one = published(cast.an, keys, of)
    with pytest.raises(CodeTaken):
        rename(of, cast.an, keys, credit_code=code)
    assert found("毛绒玩具") == [one]


def test_a_draft_written_under_the_old_name_comes_out_under_the_new_one(
    cast: Cast, keys: Any, unwalled: Unwalled
) -> None:
    of = employer(cast.an, name=OLD)
    one = draft(cast.an, keys, of)
    with unwalled(), connection.cursor() as cursor:  # as a draft that was written meanwhile
        cursor.execute("UPDATE employers_employer SET name = %s WHERE id = %s", [NEW, of])
    with entered(cast.an):
        operations.submit(one, by=cast.an, at=NOW)
        operations.publish(one, by=cast.an, at=NOW, reasons=Anything(all=""))
    assert found("布谷茶叶") == [one]


@pytest.mark.parametrize("renamed_first", [True, False])
@pytest.mark.parametrize("act", ["publish", "change", "ledger"])
def test_whoever_comes_first_the_new_name_stays(
    cast: Cast, keys: Any, act: str, renamed_first: bool
) -> None:
    by = cast.an
    of = employer(by, name=OLD, credit_code=credit_code())
    one = draft(by, keys, of) if act == "publish" else published(by, keys, of)
    if act == "publish":
        with entered(by):
            operations.submit(one, by=by, at=NOW)
    seen, told = version(by, one), {"description": "新车间，通勤车接送"}

    def write() -> None:
        with entered(by):
            if act == "publish":
                operations.publish(one, by=by, at=NOW, reasons=Anything(all=""))
            elif act == "change":
                operations.change(one, told, seen=seen, keys=keys, by=by, at=NOW)
            else:
                row = ledger_row(of, headcount=7)
                Registering(keys=keys, by=by, at=NOW, change=uuid4()).register([row])

    acts = [lambda: rename(of, by, keys), write]
    at_once(by, *acts if renamed_first else acts[::-1])
    assert found("布谷茶叶") == [one]
    assert found("毛绒玩具") == []
    assert names() == {NEW}
    assert found("通勤车") == ([one] if act == "change" else [])
