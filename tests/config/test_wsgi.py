"""Behind a proxy the product sees the browser's address, and believes nobody else about it."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.dispatch import Signal
from django.test import override_settings

from chunfeng.config import wsgi
from chunfeng.stages.vacancies.cutting import cutter

BROWSER, PROXY, STRANGER = "203.0.113.7", "10.0.0.5", "198.51.100.9"


def seen(
    monkeypatch: pytest.MonkeyPatch, proxies: list[str], sender: str, said: str
) -> tuple[str, str]:
    """(address, scheme) that reach the application."""
    reached: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        reached.update(environ)
        return []

    monkeypatch.setattr(wsgi, "get_wsgi_application", lambda: application)
    environ: dict[str, Any] = {
        "REMOTE_ADDR": sender, "HTTP_X_FORWARDED_FOR": said, "HTTP_X_FORWARDED_PROTO": "https",
    }  # fmt: skip
    setup_testing_defaults(environ)
    with override_settings(PROXIES=proxies):
        served: Any = wsgi.behind_proxies()
        served(environ, None)
    return reached["REMOTE_ADDR"], reached["wsgi.url_scheme"]


def test_a_trusted_proxy_says_where_a_request_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, [PROXY], PROXY, BROWSER) == (BROWSER, "https")


def test_an_address_that_the_browser_itself_made_up_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert seen(monkeypatch, [PROXY], PROXY, f"192.0.2.1, {BROWSER}") == (BROWSER, "https")


def test_nobody_else_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, [PROXY], STRANGER, BROWSER) == (STRANGER, "http")
    assert seen(monkeypatch, [], "127.0.0.1", BROWSER) == ("127.0.0.1", "http")


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[int, ...]]:
    """What was asked of the system; nothing of it is done, and no connection of tests moves."""
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr(os, "nice", lambda *said: asked.append(said))
    monkeypatch.setattr(os, "setpriority", lambda *said: asked.append(said))
    monkeypatch.setattr(wsgi, "AUTOGROUP", tmp_path / "autogroup")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(wsgi, "connection_created", Signal())
    return asked


@pytest.mark.parametrize("public", [True, False])
def test_the_public_site_gives_way_and_has_its_cutter_before_the_first_search(
    ways: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch, public: bool
) -> None:
    monkeypatch.setattr(wsgi, "get_wsgi_application", lambda: None)
    cutter.cache_clear()
    with override_settings(PROXIES=[], PUBLIC=public):
        wsgi.behind_proxies()
    assert cutter.cache_info().currsize == public
    assert ways == [(wsgi.GIVES_WAY,)] * public
    assert wsgi.AUTOGROUP.exists() == public


def connected(backend: int) -> None:
    """What Django says of a new connection."""
    info = SimpleNamespace(info=SimpleNamespace(backend_pid=backend))
    wsgi.connection_created.send(sender=None, connection=SimpleNamespace(connection=info))


def test_its_backends_in_our_own_postgresql_give_way_too(ways: list[tuple[int, ...]]) -> None:
    wsgi.give_way()
    connected(4711)
    assert ways[1:] == [(os.PRIO_PROCESS, 4711, wsgi.GIVES_WAY)]


def test_in_a_postgresql_of_ones_own_nobody_is_moved(
    ways: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/name")
    wsgi.give_way()
    connected(4711)
    assert len(ways) == 1


@pytest.mark.parametrize("error", [PermissionError, ProcessLookupError])
def test_a_backend_that_cannot_be_moved_answers_all_the_same(
    ways: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    def refused(*_: int) -> None:
        raise error

    wsgi.give_way()
    monkeypatch.setattr(os, "setpriority", refused)
    connected(4711)
