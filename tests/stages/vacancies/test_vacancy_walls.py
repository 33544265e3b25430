"""An employer sees only its own; the public reads the shop window; no contact stands in it."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction

from chunfeng.foundation.access import entered, in_public
from chunfeng.stages.vacancies import operations, queries
from chunfeng.stages.vacancies.models import Photo, Shown, Vacancy
from chunfeng.stages.vacancies.refusals import NotFound
from tests.cast import NOW, TODAY, Cast
from tests.foundation.jobs.arranging import login
from tests.stages.vacancies.market import draft, employer, member, published, stands

pytestmark = pytest.mark.django_db
TABLES = ("vacancy", "hold", "interest", "report")


def test_a_desk_sees_nothing_of_another_employer(cast: Cast, keys: Any) -> None:
    mine, theirs = employer(cast.an), employer(cast.an, name="别的厂")
    own = draft(cast.an, keys, mine)
    other = published(cast.an, keys, theirs)
    desk = member(mine)
    with stands(desk):
        assert [line.id for line in queries.page(queries.Filters(), on=TODAY)[0]] == [own]
        assert queries.facts(other) is None
        assert queries.of_employer(theirs, on=TODAY) == ([], 0)
        for act in (operations.close, operations.submit, operations.pause):
            with pytest.raises(NotFound):
                act(other, by=desk, at=NOW)
        with pytest.raises(NotFound):
            operations.draft(
                {"title": "x", "place": desk.lo, "headcount": 1},
                employer=theirs, keys=keys, by=desk, at=NOW,
            )  # fmt: skip
        assert Vacancy.objects.filter(id=other).update(state="closed") == 0


def test_no_phone_is_readable_without_its_function(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    draft(cast.an, keys, of)
    for by in (cast.an, member(of)):
        with (
            stands(by),
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT phone FROM vacancies_vacancy")


@pytest.mark.parametrize("table", TABLES)
def test_the_public_reads_no_table_behind_the_window(table: str, cast: Cast, keys: Any) -> None:
    published(cast.an, keys, employer(cast.an))
    with (
        login("chunfeng_portal"),
        in_public(),
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM vacancies_{table}")  # noqa: S608 our own


def test_the_public_sees_photos_of_what_is_published_only(cast: Cast, keys: Any) -> None:
    of = employer(cast.an)
    shown, hidden = published(cast.an, keys, of), draft(cast.an, keys, of)
    with entered(cast.an):
        for vacancy in (shown, hidden):
            Photo.objects.create(
                vacancy_id=vacancy, region=cast.an.lo, width=1, height=1, at=NOW, digest="0" * 64
            )
    with login("chunfeng_portal"), in_public():
        assert [photo.vacancy_id for photo in Photo.objects.all()] == [shown]


def test_no_contact_nor_phone_nor_remark_is_in_the_window(cast: Cast, keys: Any) -> None:
    canary = f"金丝雀{uuid.uuid4().hex[:8]}"
    told = {"contact": canary, "remarks": canary, "phone": "15400009876"}
    made = published(cast.an, keys, employer(cast.an), **told)
    with entered(cast.an):
        operations.pause(made, by=cast.an, at=NOW, reason=canary)
        operations.resume(made, by=cast.an, at=NOW)
    with login("chunfeng_portal"), in_public(), connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM vacancies_shown AS s")
        ((row,),) = cursor.fetchall()
    assert "缝纫工" in row
    assert canary not in row
    assert "15400009876" not in row
    assert "9876" not in row


def test_the_window_follows_every_change_of_what_it_shows(cast: Cast, keys: Any) -> None:
    made = published(cast.an, keys, employer(cast.an))
    with entered(cast.an):
        seen = queries.facts(made)
        assert seen is not None
        changed = {"pay_low": 3500.0}
        operations.change(made, changed, seen=seen.version, keys=keys, by=cast.an, at=NOW)
        shown = Shown.objects.get(id=made)
        held = Vacancy.objects.defer("phone").get(id=made)
        columns = {field.attname for field in Vacancy._meta.concrete_fields}
        same = columns & {field.attname for field in Shown._meta.concrete_fields}
    assert shown.pay_low == 3500.0
    assert "headcount" in same
    for name in same:
        assert getattr(shown, name) == getattr(held, name), name
