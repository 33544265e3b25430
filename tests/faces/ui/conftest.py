"""The small site, asked directly or by a browser."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.faces.ui.small_site import SETTINGS


@pytest.fixture
def ask(settings) -> Callable[..., BeautifulSoup]:
    """A page of the small site in a language, as a tree."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)

    def asked(address: str = "/", language: str = "zh", **cookies: str) -> BeautifulSoup:
        client = Client()
        client.cookies["language"] = language
        for name, value in cookies.items():
            client.cookies[name] = value
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return asked


@pytest.fixture(params=["zh", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def catalogue(ask, language) -> BeautifulSoup:
    return ask(language=language)
