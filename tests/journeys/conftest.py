"""One browser and one served county for all journeys of the workbench."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.site import FLAGS, Site, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served_county(browser: Browser) -> Iterator[Site]:
    with served(browser) as site:
        yield site


@pytest.fixture
def site(served_county: Site) -> Iterator[Site]:
    """The county; when the test is over everybody leaves."""
    yield served_county
    served_county.left()
