"""How many pages one network may read in a minute, and what the one too many is told."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from chunfeng.config import settings
from chunfeng.faces.portal import limiting
from chunfeng.faces.portal.limiting import LimitedReads
from tests.faces.portal.shop import Shop
from tests.faces.portal.test_frame import BUDGET, Clock, packed, shared
from tests.public import PUBLIC, PublicClient
from tests.statements import asked as statements

HERE, NEIGHBOUR, ELSEWHERE = "203.0.113.7", "203.0.113.200", "198.51.100.9"


@pytest.fixture(autouse=True)
def as_the_public_site() -> Iterator[None]:
    """Its routes, and no page that an earlier test has drawn."""
    limiting._page.cache_clear()
    with override_settings(**PUBLIC):
        yield


def site(pages: int, monkeypatch: pytest.MonkeyPatch) -> tuple[LimitedReads, Clock]:
    """Pages behind a limit, and the clock it goes by."""
    monkeypatch.setattr("django.conf.settings.PAGES", pages, raising=False)
    clock = Clock()
    return LimitedReads(lambda _: HttpResponse("page"), clock), clock


def asked(path: str = "/vacancies", address: str = HERE, method: str = "get") -> HttpRequest:
    made: HttpRequest = getattr(RequestFactory(), method)(path, REMOTE_ADDR=address)
    return made


def test_the_page_too_many_is_refused_until_the_minute_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages, clock = site(3, monkeypatch)
    assert [pages(asked()).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    clock.now += 20
    assert pages(asked())["Retry-After"] == "40"
    clock.now += 40
    assert pages(asked()).status_code == 200


def test_each_process_of_the_site_lets_in_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.PROCESSES", 2, raising=False)
    first, _ = site(6, monkeypatch)
    second, _ = site(6, monkeypatch)
    for pages in (first, second):
        assert [pages(asked()).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_neighbours_share_a_limit_and_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    pages, _ = site(1, monkeypatch)
    assert pages(asked()).status_code == 200
    assert pages(asked(address=NEIGHBOUR)).status_code == 429
    assert pages(asked(address=ELSEWHERE)).status_code == 200
    assert pages(asked(address="2001:db8:1:aa00::1")).status_code == 200
    assert pages(asked(address="2001:db8:1:aaff::1")).status_code == 429
    assert pages(asked(address="2001:db8:1:bb00::1")).status_code == 200


def test_what_a_page_loads_by_itself_counts_a_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    pages, _ = site(2, monkeypatch)
    for path in ("/photos/x/small.jpg", "/suggest?typed=a") * 5:
        assert pages(asked(path)).status_code == 200
    assert pages(asked()).status_code == 200
    assert pages(asked("/suggest?typed=a")).status_code == 429


@pytest.mark.parametrize(
    "other",
    [{"path": "/api/v1/vacancies"}, {"method": "post"}, {"address": "127.0.0.1"}],
)
def test_what_has_limits_of_its_own_is_not_counted(
    other: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, _ = site(1, monkeypatch)
    assert {pages(asked(**other)).status_code for _ in range(5)} == {200}


def test_counting_takes_little_memory_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "MOST", 100)
    pages, _ = site(1, monkeypatch)
    for number in range(1000):
        pages(asked(address=f"10.{number // 256}.{number % 256}.1"))
    assert len(pages._read) <= 100


def test_a_scan_is_told_so_in_both_languages_without_asking_the_database(shop: Shop) -> None:
    shop.vacancy()
    with override_settings(PAGES=2):
        scan = PublicClient(REMOTE_ADDR=HERE)
        first = [scan.get(f"/vacancies?page={number}").status_code for number in (1, 2)]
        with CaptureQueriesContext(connection) as caught:
            zh = scan.get("/vacancies?q=secret")
            en = scan.get("/vacancies?page=4&lang=en")
        village = PublicClient(REMOTE_ADDR=ELSEWHERE).get("/vacancies?page=3")
    assert first == [200, 200]
    assert (zh.status_code, en.status_code, village.status_code) == (429, 429, 200)
    assert not [one for one in statements(caught) if "AUTHORIZATION" not in one]
    assert "您所在的网络" in zh.content.decode()
    assert "secret" not in zh.content.decode()
    assert "opened from your network" in en.content.decode()
    assert 0 < int(zh["Retry-After"]) <= 60
    assert zh["Cache-Control"] == "private, no-store"
    assert packed(zh.content) + shared() <= BUDGET


def test_a_page_kept_for_everybody_does_not_count(shop: Shop) -> None:
    with override_settings(PAGES=1):
        crowd = PublicClient(REMOTE_ADDR=HERE)
        assert {crowd.get("/help").status_code for _ in range(5)} == {200}


@pytest.mark.parametrize("wrong", ["many", "0", "-1", "6.5", "６００"])
def test_a_limit_that_is_no_number_stops_the_start_with_a_sentence(wrong: str) -> None:
    command = [sys.executable, "-c", "import chunfeng.config.settings"]
    environment = os.environ | {"CHUNFENG_PAGES": wrong, "PYTHONPATH": str(settings.ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603 our own
    assert done.returncode == 1
    assert done.stderr.startswith("CHUNFENG_PAGES is a whole number from 1 on")
