"""Who is served first: the tier of each person, from the household's categories and the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.stages.docking.policy import Policy

NOT_WORKING = {None, "none", "farming", "studying", "left_labour"}
NO_CAPACITY = {"lost", "none"}


@dataclass(frozen=True, slots=True)
class Household:
    """What the ledger's rows say of one household together."""

    categories: frozenset[str]
    working: bool
    able_and_willing: bool


def household_key(people: Ledger, row: int) -> object:
    """The household of a row; a row without a number is a household of its own."""
    return people["household_no"][row] or ("row", row)


def households(people: Ledger) -> dict[object, Household]:
    """Every household of the ledger."""
    rows: dict[object, list[int]] = {}
    for row in range(len(people)):
        rows.setdefault(household_key(people, row), []).append(row)
    return {key: _household(people, members) for key, members in rows.items()}


def _household(people: Ledger, members: Sequence[int]) -> Household:
    categories = {c for row in members for c in people["categories"][row] or ()}
    working = any(people["status"][row] not in NOT_WORKING for row in members)
    able = any(
        people["willing"][row] in {None, "yes"}
        and people["work_capacity"][row] not in NO_CAPACITY
        and not people["in_school"][row]
        for row in members
    )
    return Household(frozenset(categories), working, able)


def tier_of(policy: Policy, household: Household, disabled: bool, first: bool) -> int:
    """The first tier that takes a person in.

    ``first``: the one person a household puts forward. Where a tier takes one per household, the
    others fall to the next tier that names them.
    """
    categories = set(household.categories)
    if household.able_and_willing and not household.working:
        categories.add("zero_employment")
    for number, tier in enumerate(policy.tiers):
        named = bool(categories & set(tier.categories)) or (tier.disability and disabled)
        if named and (first or not tier.one_per_household):
            return number
    return len(policy.tiers) - 1
