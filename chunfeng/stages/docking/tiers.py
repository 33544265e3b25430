"""Who is served first: the tier of each person, from the household's categories and the ledger."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.stages.docking.policy import Policy

NOT_WORKING = {"none", "farming", "studying", "left_labour"}
NO_CAPACITY = {"lost", "none"}


@dataclass(frozen=True, slots=True)
class Household:
    """What the ledger's rows say of one household together."""

    categories: frozenset[str]
    nobody_in_work: bool


def household_key(people: Ledger, row: int) -> object:
    """The household of a row; a row without a number is a household of its own.

    Many ledgers number households village by village: the home place belongs to the number.
    """
    number = people["household_no"][row]
    return (number, people["home"][row]) if number else ("row", row)


def households(people: Ledger, docked: Set[int]) -> dict[object, Household]:
    """Every household of the ledger; ``docked`` are the rows looked for."""
    rows: dict[object, list[int]] = {}
    for row in range(len(people)):
        rows.setdefault(household_key(people, row), []).append(row)
    return {key: _household(people, members, docked) for key, members in rows.items()}


def _household(people: Ledger, members: Sequence[int], docked: Set[int]) -> Household:
    categories = frozenset(c for row in members for c in people["categories"][row] or ())
    # A household without a number may have members elsewhere in the ledger: nobody can say.
    known = people["household_no"][members[0]] is not None
    idle = all(_not_in_work(people, row) for row in members)
    return Household(categories, known and idle and any(row in docked for row in members))


def _not_in_work(people: Ledger, row: int) -> bool:
    """Known not to be in work; an unknown status says nothing, unless the person cannot work."""
    status = people["status"][row]
    cannot = people["work_capacity"][row] in NO_CAPACITY or bool(people["in_school"][row])
    return status in NOT_WORKING or (status is None and cannot)


def disabled(people: Ledger, row: int) -> bool:
    """Whether the ledger records a disability."""
    return bool(people["disability_type"][row]) or "disabled" in (people["health"][row] or ())


def tier_of(policy: Policy, household: Household, disabled: bool, first: bool) -> int:
    """The first tier that takes a person in, else the last.

    ``first``: the one person a household puts forward. Where a tier takes one per household, the
    others fall to the next tier that names them.
    """
    categories = set(household.categories)
    if household.nobody_in_work:
        categories.add("zero_employment")
    for number, tier in enumerate(policy.tiers):
        named = bool(categories & set(tier.categories)) or (tier.disability and disabled)
        if named and (first or not tier.one_per_household):
            return number
    return len(policy.tiers) - 1
