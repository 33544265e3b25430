"""A small made-up county, so that these tests need no reference data."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from chunfeng.cli.demo.draw import Dice, objects
from chunfeng.cli.demo.geography import Destination, Geography, Sites
from chunfeng.cli.demo.people import people
from chunfeng.cli.demo.vacancies import vacancies
from chunfeng.foundation.intake.columns import OccupationWord

ON = date(2026, 12, 1)
BUSY = (5, 6, 9)
Columns = dict[str, list[Any]]
People = Callable[..., Columns]


def match(word: str) -> OccupationWord:
    return OccupationWord(word, None)


@pytest.fixture(scope="session")
def geography() -> Geography:
    towns = 5
    town = np.repeat(np.arange(towns), 6)
    return Geography(
        code=610926000000,
        counties=Sites(
            np.array([610926000000]),
            objects(["平利县"]),
            np.zeros(1, np.int64),
            np.array([109.3]),
            np.array([32.4]),
        ),
        towns=Sites(
            610926100000 + 1000 * np.arange(towns),
            objects([f"第{n}镇" for n in range(towns)]),
            np.zeros(towns, np.int64),
            np.linspace(109.0, 109.4, towns),
            np.linspace(32.0, 32.4, towns),
        ),
        villages=Sites(
            610926100200 + 1000 * town + np.tile(np.arange(6), towns),
            objects([f"第{n}村" for n in range(6 * towns)]),
            town,
            np.linspace(109.0, 109.4, towns)[town],
            np.linspace(32.0, 32.4, towns)[town],
        ),
        prefecture=np.array([610902000000]),
        prefecture_names=objects(["汉滨区"]),
        capital=Destination(610100000000, "西安市", (610112000000,), 1.0),
        destinations=(
            Destination(320400000000, "常州市", (320412000000,), 0.7),
            Destination(440300000000, "深圳市", (440306000000,), 0.3),
        ),
    )


@pytest.fixture(scope="session")
def make_people(geography: Geography) -> Callable[[int, int], Columns]:
    def make(count: int, seed: int = 1) -> Columns:
        dice = Dice(seed, geography.code)
        return people(dice, geography, count, np.datetime64(ON), BUSY, match)[0]

    return make


@pytest.fixture(scope="session")
def crowd(make_people: People) -> Columns:
    """Twelve thousand people: enough to read shares from."""
    return make_people(12_000)


@pytest.fixture(scope="session")
def offers(geography: Geography) -> Columns:
    """Nine hundred vacancies with 4,400 seats."""
    return vacancies(Dice(1, geography.code), geography, 900, 4_400, np.datetime64(ON), match)
