"""What search engines read; the reference for people."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine

from chunfeng.faces.api import sitemap
from tests.cast import NOW, TODAY
from tests.faces.api.conftest import Caller
from tests.faces.api.market import Unwalled, employer, some_vacancies, vacancy

pytestmark = pytest.mark.django_db
LOC = f"{{{sitemap.SPACE}}}loc"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def addresses(caller: Caller, address: str) -> list[str]:
    content = caller.get(address).content
    root = ElementTree.fromstring(content)  # noqa: S314 our own answer
    return [found.text or "" for found in root.iter(LOC)]


def test_the_parts_name_every_open_vacancy_once(
    anybody: Caller, arranged: Unwalled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PART", 3)
    with arranged():
        ids = some_vacancies(7)
        vacancy(employer(2), end_date=TODAY - timedelta(1))
    parts = addresses(anybody, "/sitemap.xml")
    assert [part.rpartition("/")[2] for part in parts] == [
        f"sitemap-{k}-of-3.xml" for k in (1, 2, 3)
    ]
    found = [one for part in parts for one in addresses(anybody, part)]
    assert found[0].endswith(":8001/")
    assert sorted(one.rpartition("/")[2] for one in found[1:]) == sorted(map(str, ids))
    anybody.get("/sitemap-4-of-3.xml", 404)
    anybody.get("/sitemap-0-of-3.xml", 404)


def test_an_empty_market_has_a_sitemap_too(anybody: Caller) -> None:
    assert len(addresses(anybody, "/sitemap.xml")) == 1
    assert len(addresses(anybody, "/sitemap-1-of-1.xml")) == 1


def test_robots_are_told_where_the_sitemap_is(anybody: Caller) -> None:
    answer = anybody.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http" in answer.content.decode()
    assert "Disallow: /desk/" in answer.content.decode()


@pytest.mark.parametrize(("asked", "word"), [("en", "Too many requests"), ("zh", "请求过于频繁")])
def test_the_reference_says_everything_in_both_languages(
    anybody: Caller, asked: str, word: str
) -> None:
    said = anybody.get("/api/", **{"Accept-Language": asked}).content.decode()
    assert word in said
    assert "UNDEFINED(" not in said
    for operation in ("vacancies", "snapshot_file", "region"):
        assert f'id="operation-{operation}"' in said
    assert "//" not in "".join(part.split(">")[0] for part in said.split("<script")[1:])
    assert anybody.json("openapi.json")["openapi"].startswith("3.1")
