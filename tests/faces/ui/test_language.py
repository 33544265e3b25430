"""Chinese first: another language only where the officer or the browser asks for it."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from chunfeng.faces.ui.language import LanguageMiddleware, current, of, use


def request(cookie: str = "", accept: str = "", officer: str = ""):
    made = RequestFactory().get("/", headers={"Accept-Language": accept})
    made.COOKIES["language"] = cookie
    if officer:
        made.officer = SimpleNamespace(language=officer)
    return made


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ({}, "zh"),
        ({"accept": "fr-FR,fr"}, "zh"),
        ({"accept": "zh-CN,en"}, "zh"),
        ({"accept": "en-GB,zh"}, "en"),
        ({"accept": "en", "cookie": "zh"}, "zh"),
        ({"cookie": "en"}, "en"),
        ({"cookie": "xx", "accept": "en"}, "en"),
        ({"cookie": "en", "officer": "zh"}, "zh"),
        ({"cookie": "zh", "officer": "en"}, "en"),
    ],
)
def test_the_officer_decides_then_the_cookie_then_the_browser(asked: dict, answered: str) -> None:
    assert of(request(**asked)) == answered


def test_the_middleware_answers_in_the_requests_language_and_leaves_none_behind() -> None:
    said = []
    answer = LanguageMiddleware(lambda _: said.append(current()) or HttpResponse())
    with use("zh"):
        answer(request(cookie="en"))
        assert said == ["en"]
        assert current() == "zh"
