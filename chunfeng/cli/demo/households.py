"""Who lives with whom: households by kind, their members, and whose rows the ledger holds."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from chunfeng.cli.demo.draw import (
    Bools,
    Dice,
    Ints,
    Words,
    by_age,
    chance,
    objects,
    pick,
    words,
)

HEAD = "head"
EXPECTED_ROWS = 1.9  # of a household in the ledger, on the low side, so that enough are drawn
MOST_MEMBERS = 6


@dataclass(frozen=True, slots=True)
class Members:
    """Everyone who lives in the households, in order of household; the ledger lists some.

    ``household`` counts from 0 without holes; ``place`` is the member's place in it, 0 the head.
    """

    household: Ints
    place: Ints
    relation: Words
    male: Bools
    age: Ints  # completed years
    listed: Bools

    def __len__(self) -> int:
        return len(self.household)

    @property
    def households(self) -> int:
        """How many households there are."""
        return int(self.household[-1]) + 1 if len(self) else 0

    def count(self, flag: Bools) -> Ints:
        """Members of each household for whom a flag is up."""
        return np.bincount(self.household[flag], minlength=self.households)

    def only(self, rows: Bools) -> "Members":
        """Some of the members, households renumbered."""
        _, household = np.unique(self.household[rows], return_inverse=True)
        return Members(
            household.astype(np.int64),
            self.place[rows],
            self.relation[rows],
            self.male[rows],
            self.age[rows],
            self.listed[rows],
        )


def settle(dice: Dice, people: int) -> Members:
    """Households whose rows in the ledger number exactly ``people`` (at least 1)."""
    everyone = _draw(dice, int(people / EXPECTED_ROWS) + 40)
    enough = int(np.searchsorted(np.cumsum(everyone.listed), people))
    kept = everyone.only(everyone.household <= everyone.household[enough])
    surplus = np.cumsum(kept.listed) > people
    kept.listed[surplus] = False
    return kept


def _draw(dice: Dice, households: int) -> Members:
    kinds: list[dict[str, Any]] = words("households")["kinds"]
    rng = dice("households")
    shares = np.array([[kind["share"] for kind in kinds]], np.float64)
    kind_of = pick(rng, shares, np.zeros(households, np.int64))
    there = np.zeros((households, MOST_MEMBERS), np.bool_)
    male = np.zeros_like(there)
    age = np.zeros(there.shape, np.int64)
    relation = np.full(there.shape, None, object)
    for number, kind in enumerate(kinds):
        rows = np.flatnonzero(kind_of == number)
        part = _Kind(rng, kind, len(rows))
        width = slice(0, part.there.shape[1])
        there[rows, width], male[rows, width] = part.there, part.male
        age[rows, width], relation[rows, width] = part.age, part.relation
    return _flatten(dice, there, male, age, relation)


def _flatten(dice: Dice, there: Bools, male: Bools, age: Ints, relation: Words) -> Members:
    household, place = np.nonzero(there)
    ages = age[there]
    listed = chance(dice("listed"), by_age(words("households")["listed"], ages), len(ages))
    return Members(household, place, relation[there], male[there], ages, listed | (place == 0))


class _Kind:
    """The members of all households of one kind, as tables [households, members]."""

    def __init__(self, rng: np.random.Generator, kind: dict[str, Any], size: int) -> None:
        members: list[dict[str, Any]] = kind["members"]
        shape = (size, 1 + len(members))
        self.there = np.ones(shape, np.bool_)
        self.male = np.zeros(shape, np.bool_)
        self.age = np.zeros(shape, np.int64)
        self.relation = np.broadcast_to(objects([HEAD, *(m["relation"] for m in members)]), shape)
        youngest, oldest = kind["head"]
        self.age[:, 0] = rng.integers(youngest, oldest + 1, size)
        self.male[:, 0] = chance(rng, kind["male"], size)
        for number, member in enumerate(members, 1):
            self._add(rng, number, member)

    def _add(self, rng: np.random.Generator, number: int, member: dict[str, Any]) -> None:
        size = len(self.age)
        mean, spread, least, most = member["younger"]
        gap = np.clip(rng.normal(mean, spread, size), least, most).round().astype(np.int64)
        age = self.age[:, 0] - gap
        self.age[:, number] = age
        born = (age >= 0) & (age <= 96)
        self.there[:, number] = chance(rng, member["chance"], size) & born & self._kin(member, age)
        other = member.get("opposite")
        by_chance = chance(rng, member.get("male", 0.5), size)
        self.male[:, number] = by_chance if other is None else ~self.male[:, other]

    def _kin(self, member: dict[str, Any], age: Ints) -> Bools:
        """A partner is grown up, a grandchild is a child, and one who married in has a partner."""
        match member["relation"]:
            case "spouse" | "child_in_law":
                return (age >= 20) & self.there[:, member["opposite"]]
            case "grandchild":
                return age < 20
            case _:
                return np.ones(len(age), np.bool_)
