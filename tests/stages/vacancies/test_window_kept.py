"""The shop window as a whole: words are cut anew with a new cutter, the feed outlives a restore."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from chunfeng.config import tasks
from chunfeng.stages.vacancies import cutting, feed, published, recutting
from chunfeng.stages.vacancies.models import Shown, Vacancy
from chunfeng.stages.vacancies.tokens import Cutter
from tests.cast import NOW
from tests.faces.api.market import some_vacancies
from tests.foundation.jobs.arranging import login
from tests.stages.vacancies.window import anybody

Unwalled = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db(transaction=True)
START = published.Mark()


def cut_again() -> None:
    with login("chunfeng_worker"):
        tasks.cut_again(NOW)


def found_by(word: str) -> int:
    return Shown.objects.extra(where=["search @@ to_tsquery('simple', %s)"], params=[word]).count()


@contextmanager
def knowing(monkeypatch: pytest.MonkeyPatch, *words: str) -> Iterator[None]:
    """Under a cutter that knows these words only."""
    made = Cutter(words)
    with monkeypatch.context() as patch:
        for module in (cutting, recutting):
            patch.setattr(module, "cutter", lambda: made)
        yield


def test_words_are_cut_anew_once_when_the_cutter_knows_others(
    unwalled: Unwalled, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unwalled():
        shown, paused = some_vacancies(2)
        Vacancy.objects.filter(id=paused).update(state="paused")
        Vacancy.objects.update(description="会做毛绒玩偶缝眼睛手艺的来")
        cut_again_at = Vacancy.objects.values_list("version", "updated_at").get(id=shown)
    monkeypatch.setattr(tasks, "CUT", 1)
    cut_again()
    with unwalled():
        assert found_by("毛绒玩偶缝眼睛") == 0
    with login("chunfeng_portal"), anybody():
        before = feed_of()
    with knowing(monkeypatch, "毛绒玩偶缝眼睛"):
        cut_again()
        with login("chunfeng_worker"):
            assert not recutting.due()
    with unwalled():
        assert found_by("毛绒玩偶缝眼睛") == 1
        assert Vacancy.objects.values_list("version", "updated_at").get(id=shown) == cut_again_at
        Vacancy.objects.filter(id=paused).update(state="published")
        assert found_by("毛绒玩偶缝眼睛") == 2
        Vacancy.objects.filter(id=paused).update(state="paused")
    with login("chunfeng_worker"):
        assert recutting.due()
    with login("chunfeng_portal"), anybody():
        assert [one for one in feed_of() if one not in before] == []


def feed_of(after: published.Mark = START) -> list[UUID]:
    return [one.vacancy for one in published.changes(after, 100)[0]]


def restored(unwalled: Unwalled, ahead: int) -> None:
    """As a dump lies in a new cluster: its numbers are of another, that had counted further."""
    with unwalled(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vacancies_change SET xact = (xact::text::bigint + %s)::text::xid8", [ahead]
        )
        cursor.execute(
            """INSERT INTO vacancies_window (cluster) VALUES ('another/1')
            ON CONFLICT (one) DO UPDATE SET cluster = 'another/1'"""
        )


def started(unwalled: Unwalled) -> None:
    with unwalled():
        feed.go_on()


@pytest.mark.parametrize("ahead", [0, 5_000_000])
def test_whoever_read_to_the_end_before_a_restore_meets_every_change_after_it(
    unwalled: Unwalled, ahead: int
) -> None:
    with unwalled():
        one, two = some_vacancies(2)
    restored(unwalled, ahead)
    # What the old cluster still gave out after the dump was made.
    cursor = published.Mark(xact=highest(unwalled) + 1_000_000)
    started(unwalled)
    with login("chunfeng_portal"), anybody():
        assert set(feed_of()) == {one, two}
        assert feed_of(cursor) == []
        copied = published.now()
        assert copied > cursor
    with unwalled():
        Vacancy.objects.filter(id=two).update(month_pay=2222)
    with login("chunfeng_portal"), anybody():
        assert feed_of(cursor) == feed_of(copied) == [two]


def test_without_a_start_between_a_restored_feed_would_pass_changes_by(unwalled: Unwalled) -> None:
    with unwalled():
        one, _ = some_vacancies(2)
    restored(unwalled, 5_000_000)
    cursor = published.Mark(xact=highest(unwalled))
    with unwalled():
        Vacancy.objects.filter(id=one).update(month_pay=2222)
    with login("chunfeng_portal"), anybody():
        assert feed_of(cursor) == []  # what go_on is there for


def test_further_starts_change_nothing(unwalled: Unwalled) -> None:
    with unwalled():
        some_vacancies(1)
    restored(unwalled, 5_000_000)
    started(unwalled)
    first = row(unwalled)
    started(unwalled)
    assert row(unwalled) == first
    assert first["ahead"] > feed.LEAP


def test_a_database_that_was_never_elsewhere_counts_as_its_cluster_does(unwalled: Unwalled) -> None:
    with unwalled():
        some_vacancies(1)
    started(unwalled)
    started(unwalled)
    assert row(unwalled)["ahead"] == 0


def highest(unwalled: Unwalled) -> int:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT max(xact::text::bigint) FROM vacancies_change")
        return int(cursor.fetchone()[0])


def row(unwalled: Unwalled) -> dict[str, Any]:
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT cluster, ahead FROM vacancies_window")
        ((cluster, ahead),) = cursor.fetchall()
        return {"cluster": cluster, "ahead": ahead}
