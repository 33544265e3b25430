"""The office as a fixture."""

import pytest

from tests.foundation.accounts.office import Office, make_office


@pytest.fixture
def office(db: None) -> Office:
    """Seven officers with real posts."""
    return make_office()
