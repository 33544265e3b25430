"""One served county for all journeys of the workbench."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Site, served


@pytest.fixture(scope="session")
def served_county() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def site(served_county: Site, browser: Browser) -> Iterator[Site]:
    """The county; when the test is over everybody leaves."""
    served_county.browser = browser
    yield served_county
    served_county.left()
