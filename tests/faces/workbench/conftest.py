"""A county with officers and people, and browsers signed in; the clock stands."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chunfeng.foundation.access import Role
from tests.cast import NOW, PINGLI, SHIQUAN
from tests.faces.workbench.desk import Desk
from tests.security.office import World


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(db: None, keys: Any) -> Desk:
    """The county officer's desk, with the township's, the village's and the neighbours' beside."""
    world = World(keys)
    return Desk(
        world=world,
        county=world.officer(Role.COUNTY, PINGLI),
        second=world.officer(Role.COUNTY, PINGLI),
        township=world.officer(Role.TOWNSHIP, PINGLI + 100_000),
        village=world.officer(Role.VILLAGE, PINGLI + 100_001),
        neighbour=world.officer(Role.COUNTY, SHIQUAN),
    )
