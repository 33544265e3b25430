"""An officer who cares for people in work."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.stages.casework.caring import Care


@pytest.fixture
def care(cast: Cast, keys: Any) -> Care:
    return Care(cast, keys)
