"""Who is served first."""

from typing import Any

import numpy as np
import pytest

from chunfeng.foundation.intake.reference import Reference
from tests.stages.docking.ledgers import NEXT_VILLAGE, people, snapshot

HOME = {"household_no": "H1"}


def tiers(
    reference: Reference, *rows: dict[str, Any], options: list[int] | None = None
) -> dict[int, int]:
    """Ledger row → tier of everybody who is looked for."""
    taken = snapshot(reference, people(*rows))
    numbers = np.array(options or [1] * len(taken.seeker_rows))
    seekers = taken.with_tiers(numbers).market.seekers
    return dict(zip(taken.seeker_rows.tolist(), seekers.tier.tolist(), strict=True))


@pytest.mark.parametrize(
    ("person", "tier"),
    [
        ({"categories": ("zero_employment",)}, 0),
        ({"categories": ("unstable",)}, 1),
        ({"categories": ("at_risk", "exited")}, 1),
        ({"categories": ("sudden",)}, 1),
        ({"disability_type": ("limb",)}, 1),
        ({"health": ("chronic", "disabled")}, 1),
        ({"categories": ("exited",)}, 2),
        ({"categories": ("subsistence",)}, 2),
        ({"categories": ("relocated",)}, 2),
        ({"categories": ("general",)}, 3),
        ({"categories": None}, 3),
        ({"health": ("chronic",)}, 3),
    ],
)
def test_the_first_tier_that_names_the_household_counts(
    reference: Reference, person: dict[str, Any], tier: int
) -> None:
    assert tiers(reference, {"status": None} | person) == {0: tier}


def test_the_categories_of_any_member_count_for_all(reference: Reference) -> None:
    working = HOME | {"status": "employed", "categories": ("at_risk",)}
    assert tiers(reference, working, HOME) == {1: 1}


def test_a_household_in_which_nobody_works_is_served_first(reference: Reference) -> None:
    assert tiers(reference, HOME, HOME | {"status": "farming", "willing": "no"}) == {0: 0}
    assert tiers(reference, HOME, HOME | {"status": "casual", "willing": "no"}) == {0: 3}
    lost = HOME | {"status": None, "work_capacity": "lost"}
    assert tiers(reference, HOME, lost) == {0: 0}


def test_an_unknown_status_makes_no_household_a_zero_employment_one(reference: Reference) -> None:
    assert tiers(reference, HOME | {"status": None}) == {0: 3}
    assert tiers(reference, HOME, HOME | {"status": None, "willing": "no"}) == {0: 3}


def test_who_has_no_household_number_may_have_others_in_work(reference: Reference) -> None:
    assert tiers(reference, {}) == {0: 3}


def test_one_person_a_zero_employment_household_comes_first(reference: Reference) -> None:
    poor = HOME | {"categories": ("exited",)}
    assert tiers(reference, poor, poor, poor, options=[2, 5, 5]) == {0: 2, 1: 0, 2: 2}
    assert tiers(reference, poor, poor, options=[0, 0]) == {0: 0, 1: 2}


def test_the_same_number_in_another_village_is_another_household(reference: Reference) -> None:
    assert tiers(reference, HOME, HOME | {"home": NEXT_VILLAGE}) == {0: 0, 1: 0}


def test_with_tiers_changes_nothing_else(reference: Reference) -> None:
    taken = snapshot(reference, people(HOME, {}))
    tiered = taken.with_tiers(np.array([1, 1]))
    before, after = vars(taken.market.seekers), vars(tiered.market.seekers)
    assert {name for name in before if before[name] is not after[name]} == {"tier"}
