"""A county with a shop window, and anybody at the portal; the clock stands."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chunfeng.faces.portal.counting import counts
from chunfeng.foundation.places.current import refresh
from tests.cast import NOW, Cast
from tests.faces.portal.shop import Shop


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        counts.forget()
        yield
    counts.forget()


@pytest.fixture
def shop(db: None, cast: Cast, keys: Any, unwalled: Any) -> Shop:
    """The county officer of 平利 fills the shop window; a stranger looks at it."""
    refresh()
    return Shop(cast.an, keys, unwalled)
