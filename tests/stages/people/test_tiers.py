"""Who is served first follows from the household alone."""

from datetime import date
from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.people import operations, queries
from chunfeng.stages.people.queries import Filters
from chunfeng.stages.people.tiers import Tier
from tests.cast import NOW, PINGLI, TODAY, Cast

pytestmark = pytest.mark.django_db
WILLING = {
    "work_capacity": "ordinary",
    "willing": "yes",
    "birth_date": date(1990, 1, 1),
    "home": PINGLI + 100_001,
}


def tier_of(cast: Cast, keys: Any, *rows: dict[str, Any]) -> Tier:
    """The one tier in which the first of a household's rows is found."""
    with entered(cast.an):
        made = [
            operations.enrol(
                {"name": "王春夏秋冬"[number : number + 2], "household_no": "H1"} | row,
                keys=keys, by=cast.an, at=NOW,
            )
            for number, row in enumerate(rows)
        ]  # fmt: skip
    with entered(cast.an):
        found = [
            tier
            for tier in Tier
            for line in queries.page(Filters(tier=tier), on=TODAY, keys=keys)[0]
            if line.id == made[0]
        ]
    (tier,) = found
    return tier


@pytest.mark.parametrize(
    ("categories", "tier"),
    [
        (None, Tier.OTHER),
        (("general",), Tier.OTHER),
        (("exited",), Tier.REGISTERED),
        (("relocated", "subsistence"), Tier.REGISTERED),
        (("exited", "at_risk"), Tier.MONITORED),
        (("at_risk", "zero_employment"), Tier.ZERO_EMPLOYMENT),
    ],
)
def test_the_first_tier_that_names_a_category_counts(
    cast: Cast, keys: Any, categories: Any, tier: Tier
) -> None:
    assert tier_of(cast, keys, {"home": PINGLI + 100_001, "categories": categories}) is tier


def test_a_household_where_somebody_would_work_and_nobody_does_comes_first(
    cast: Cast, keys: Any
) -> None:
    assert tier_of(cast, keys, WILLING) is Tier.ZERO_EMPLOYMENT


@pytest.mark.parametrize(
    "other",
    [
        {"willing": "no"},
        {"work_capacity": "lost"},
        {"in_school": True},
        {"birth_date": date(2015, 1, 1)},
        {"birth_date": date(1966, 11, 23)},
        {"status": "farming"},
    ],
)
def test_without_anybody_to_place_it_does_not(cast: Cast, keys: Any, other: dict[str, Any]) -> None:
    assert tier_of(cast, keys, WILLING | other) is Tier.OTHER


def test_work_of_anybody_in_the_household_counts(cast: Cast, keys: Any) -> None:
    assert tier_of(cast, keys, WILLING, WILLING | {"status": "employed"}) is Tier.OTHER
