"""True families of four generations, to judge what is told of relations."""

from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from chunfeng.stages.people.family import Member


@dataclass(eq=False)
class Kin:
    """One person and the nearest of kin."""

    id: UUID
    sex: str
    birth_date: date
    parents: "tuple[Kin, ...]" = ()
    spouse: "Kin | None" = None

    def children(self, all_kin: "list[Kin]") -> "list[Kin]":
        """The children among some people."""
        return [kin for kin in all_kin if self in kin.parents]


def family(random: Random, most_children: int = 3) -> list[Kin]:
    """A founding couple and all that came of it, with the in-laws and their parents."""
    everyone: list[Kin] = []
    couples = [_couple(random, 1930, everyone)]
    for year in (1955, 1980, 2005):
        grown = [
            _kin(random, year, everyone, parents=couple)
            for couple in couples
            for _ in range(random.randint(1, most_children))
        ]
        couples = [_marry(random, kin, year, everyone) for kin in grown if random.random() < 0.7]
    return everyone


def relation(z: Kin, x: Kin, everyone: list[Kin]) -> str:
    """What x is to z."""
    kinds = {
        "head": [z],
        "spouse": [z.spouse],
        "child": z.children(everyone),
        "parent": list(z.parents),
        "child_in_law": [child.spouse for child in z.children(everyone)],
        "parent_in_law": list(z.spouse.parents) if z.spouse else [],
        "grandchild": [g for child in z.children(everyone) for g in child.children(everyone)],
        "grandparent": [g for parent in z.parents for g in parent.parents],
        "sibling": [kin for kin in everyone if kin is not z and set(kin.parents) & set(z.parents)],
    }
    return next((kind for kind, who in kinds.items() if x in who), "other")


def members(head: Kin, household: list[Kin], everyone: list[Kin]) -> list[Member]:
    """A household as a ledger has it, seen from its head."""
    return [
        Member(kin.id, relation(head, kin, everyone), kin.sex, kin.birth_date) for kin in household
    ]


def _kin(
    random: Random, year: int, everyone: list[Kin], sex: str = "", parents: tuple[Kin, ...] = ()
) -> Kin:
    born = date(year + random.randint(-2, 2), random.randint(1, 12), 1)
    kin = Kin(UUID(int=len(everyone) + 1), sex or random.choice(["male", "female"]), born, parents)
    everyone.append(kin)
    return kin


def _couple(random: Random, year: int, everyone: list[Kin]) -> tuple[Kin, Kin]:
    husband = _kin(random, year, everyone, "male")
    wife = _kin(random, year, everyone, "female")
    husband.spouse, wife.spouse = wife, husband
    return husband, wife


def _marry(random: Random, kin: Kin, year: int, everyone: list[Kin]) -> tuple[Kin, Kin]:
    parents = _couple(random, year - 25, everyone)
    other = _kin(random, year, everyone, {"male": "female"}.get(kin.sex, "male"), parents)
    kin.spouse, other.spouse = other, kin
    return kin, other
