"""What each member of a household has learnt and is able to do."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from chunfeng.cli.demo.draw import (
    Bools,
    Dice,
    Ints,
    Table,
    Words,
    band,
    chance,
    draw,
    draw_by_age,
    either,
    sets,
    words,
)
from chunfeng.cli.demo.households import Members

WORKING_AGE = 16
MIND = ("intellectual", "mental")


@dataclass(frozen=True, slots=True)
class Capacity:
    """Schooling, health and what limits a person's work; the fields of the ledger."""

    education: Words
    in_school: Bools
    health: Words
    disability_type: Words
    disability_grade: Words
    work_capacity: Words
    work_limits: Words

    @property
    def able(self) -> Bools:
        """Able to do some work."""
        return np.isin(self.work_capacity.astype(str), ["ordinary", "skilled", "weak"])

    @property
    def weak(self) -> Bools:
        """Able to do light work only."""
        return np.asarray(self.work_capacity == "weak")


@dataclass(frozen=True, slots=True)
class _Health:
    chronic: Bools
    serious: Bools
    disabled: Bools
    kind: Words  # of disability
    grade: Ints


def assess(dice: Dice, members: Members, skilled: Bools) -> Capacity:
    """Draw it for every member; ``skilled`` people who are well count as skilled labour."""
    health = _health(dice, members.age)
    in_school = _in_school(dice, members.age)
    able = _work_capacity(dice, members.age, health)
    return Capacity(
        education=draw_by_age(dice("education"), words("people")["education"], members.age),
        in_school=in_school,
        health=sets(
            {"chronic": health.chronic, "serious": health.serious, "disabled": health.disabled},
            none="healthy",
        ),
        disability_type=either(health.disabled, _single(health.kind)),
        disability_grade=either(health.disabled, health.grade.astype(object)),
        work_capacity=either(skilled & (able == "ordinary"), "skilled", able),
        work_limits=_limits(dice, members.age, health),
    )


def _single(codes: Words) -> Words:
    """Each code as a tuple of one."""
    names, where = np.unique(codes.astype(str), return_inverse=True)
    return np.fromiter(((str(name),) for name in names), object, len(names))[where]


def _health(dice: Dice, ages: Ints) -> _Health:
    steps: dict[int, dict[str, float]] = words("people")["health"]
    rows = band(list(steps), ages)
    drawn = {
        kind: chance(dice(kind), np.array([s[kind] for s in steps.values()])[rows], len(ages))
        for kind in ("chronic", "serious", "disabled")
    }
    kinds = draw(dice("disability"), words("people")["disability_types"], len(ages))
    grades = draw(dice("grade"), words("people")["disability_grades"], len(ages)).astype(np.int64)
    return _Health(**drawn, kind=kinds, grade=grades)


def _in_school(dice: Dice, ages: Ints) -> Bools:
    """Children are; of those of 16 to 22 a part, and few of these are in the ledger."""
    share = np.select([ages < WORKING_AGE, ages < 19, ages < 23], [1.0, 0.62, 0.22], 0.0)
    return chance(dice("school"), share, len(ages))


def _work_capacity(dice: Dice, ages: Ints, health: _Health) -> Words:
    groups: dict[str, dict[str, float]] = words("people")["capacity"]
    names = list(groups)
    severe = health.disabled & (health.grade <= 2)
    worst = np.select(
        [ages >= 70, health.serious, severe, health.disabled, ages >= 60, health.chronic],
        [
            names.index(n)
            for n in (
                "over_70",
                "serious",
                "disabled_severe",
                "disabled_light",
                "over_60",
                "chronic",
            )
        ],
        names.index("well"),
    )
    drawn = Table.of(list(groups.values())).draw(dice("capacity"), worst)
    return either(ages < WORKING_AGE, "none", drawn)


def _limits(dice: Dice, ages: Ints, health: _Health) -> Words:
    """Every reason adds its own limits; a person may have several reasons."""
    shares: dict[str, dict[str, float]] = words("people")["limits"]
    of_mind = np.isin(health.kind.astype(str), MIND)
    reasons: dict[str, Bools] = {
        "over_50": ages >= 50,
        "chronic": health.chronic,
        "serious": health.serious,
        "limb": health.disabled & np.isin(health.kind.astype(str), ["limb", "multiple"]),
        "sight": health.disabled & (health.kind == "sight"),
        "hearing": health.disabled & np.isin(health.kind.astype(str), ["hearing", "speech"]),
        "mind": health.disabled & of_mind,
    }
    limits: dict[str, Any] = {}
    for reason, rows in reasons.items():
        for limit, share in shares[reason].items():
            drawn = chance(dice(f"{reason} {limit}"), share, len(ages)) & rows
            limits[limit] = limits[limit] | drawn if limit in limits else drawn
    return sets(limits)
