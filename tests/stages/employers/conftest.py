"""Officers who exist, and an office that enters employers."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.stages.employers.office import Office


@pytest.fixture
def office(db: None, cast: Cast, keys: Any) -> Office:
    """Two county officers and a township's, all with accounts and posts."""
    return Office.opened(cast, keys)
