"""The built region data, opened once."""

import pytest

from chunfeng.foundation.places import Places


@pytest.fixture(scope="session")
def places() -> Places:
    return Places.open()


@pytest.fixture(scope="session")
def codes(places: Places) -> list[int]:
    """Every code, in order."""
    return [code for (code,) in places._database.execute("SELECT code FROM place ORDER BY code")]
