"""Two employers of a county and their members' browsers; the clock stands."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.cast import NOW
from tests.faces.desk.counter import Counter


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def counter(db: None, keys: Any) -> Counter:
    """Both employers."""
    return Counter.opened(keys)
