"""What people do now, and whether they want something else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chunfeng.cli.demo.capacity import Capacity
from chunfeng.cli.demo.draw import (
    Bools,
    Dice,
    Ints,
    Table,
    Words,
    band,
    chance,
    dates,
    draw,
    either,
    objects,
    rounded,
    words,
)
from chunfeng.cli.demo.households import Members
from chunfeng.cli.demo.ties import Ties

WAGED = ("employed", "workshop", "public_welfare")
NEAR = ("workshop", "public_welfare")


@dataclass(frozen=True, slots=True)
class Work:
    """The fields of the ledger; ``scale`` says how far away the work is, "" where there is none."""

    status: Words
    scale: Words
    since: Words
    income: Words
    has_contract: Words
    insured: Words
    change_wanted: Words

    @property
    def employed(self) -> Bools:
        """In work of any kind but farming."""
        idle = ["none", "farming", "studying", "left_labour"]
        return np.asarray(~np.isin(self.status.astype(str), idle))

    @property
    def seeking(self) -> Bools:
        """Without work, or wanting other work."""
        found: Bools = (self.status == "none") | self.change_wanted.astype(bool)
        return found


def occupy(dice: Dice, members: Members, capacity: Capacity, ties: Ties, on: np.datetime64) -> Work:
    """Draw it for every member."""
    rng = dice("work")
    status = _status(rng, members, capacity, ties)
    scale = _scale(rng, status, ties)
    waged = np.isin(status.astype(str), WAGED)
    paid = waged | (status == "casual")
    since = _since(rng, members.age, on)
    return Work(
        status=status,
        scale=scale,
        since=either(waged, dates(since)),
        income=either(paid, _income(rng, status, scale)),
        has_contract=either(waged, _by_status(rng, "contract", status)),
        insured=either(waged, _by_status(rng, "insured", status)),
        change_wanted=either(
            paid | (status == "farming"), _by_status(rng, "change_wanted", status)
        ),
    )


def _since(rng: np.random.Generator, ages: Ints, on: np.datetime64) -> NDArray[np.datetime64]:
    """The first day of the present work, at sixteen at the earliest."""
    most = np.maximum((ages - 16) * 365, 1)
    days = np.minimum(rng.gamma(1.5, 520, len(ages)) + 12, most).astype(np.int64)
    return on - days.astype("timedelta64[D]")


def _status(rng: np.random.Generator, members: Members, capacity: Capacity, ties: Ties) -> Words:
    groups: dict[str, dict[int, dict[str, float]]] = words("people")["status"]
    who = np.select(
        [members.age >= 60, capacity.weak, ties.tied, members.male],
        ["over_60", "weak", "tied", "free_male"],
        "free_female",
    )
    found = np.full(len(members), "none", object)
    for name, steps in groups.items():
        rows = np.flatnonzero(who == name)
        table = Table.of(list(steps.values()))
        found[rows] = table.draw(rng, band(list(steps), members.age[rows]))
    found = either(~capacity.able, "left_labour", found)
    return either(capacity.in_school, "studying", found)


def _scale(rng: np.random.Generator, status: Words, ties: Ties) -> Words:
    shares = words("people")["work_scale"]
    far = draw(rng, shares["employed"], len(status))
    near = draw(rng, shares["near"], len(status))
    stays = np.isin(status.astype(str), NEAR) | ties.tied
    return either(np.isin(status.astype(str), WAGED), either(stays, near, far), "")


def _income(rng: np.random.Generator, status: Words, scale: Words) -> Words:
    table: dict[str, list[float]] = words("people")["income"]
    casual = words("people")["casual_income"]
    scales = list(table)
    rows = np.array([scales.index(s) if s in table else len(scales) for s in scale.tolist()])
    middle, width = np.array([*table.values(), casual]).T[:, rows]
    amount = middle * np.exp(rng.normal(0, 1, len(scale)) * width)
    return rounded(np.where(status == "public_welfare", amount * 0.42, amount), 50)


def _by_status(rng: np.random.Generator, name: str, status: Words) -> Words:
    shares: dict[str, float] = words("people")[name]
    share = np.array([shares.get(s, 0.0) for s in status.tolist()])
    return objects(chance(rng, share, len(status)).tolist())
