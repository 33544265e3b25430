"""Chance, reproducible: shares become choices, a whole column at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[3] / "data" / "demo"

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Words = NDArray[np.object_]
Shares = Mapping[str, float]
ByAge = Mapping[int, float]


@cache
def words(name: str) -> Any:
    """The shares and words of ``data/demo/NAME.yaml``."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Dice:
    """Random numbers by name: a new draw leaves the others as they were."""

    seed: int
    county: int

    def __call__(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, self.county, crc32(name.encode())])


def chance(rng: np.random.Generator, share: Floats | float, size: int) -> Bools:
    """True with the given share, for each of ``size`` rows."""
    return rng.random(size) < share


def pick(rng: np.random.Generator, weights: Floats, rows: Ints) -> Ints:
    """One column of ``weights[groups, choices]`` for each row, ``rows`` being the row's group."""
    steps = np.cumsum(weights, axis=1)
    steps /= steps[:, -1:]
    throw = rng.random(len(rows))
    chosen = np.zeros(len(rows), np.int64)
    for column in range(weights.shape[1] - 1):
        chosen += throw >= steps[rows, column]
    return chosen


@dataclass(frozen=True, slots=True)
class Table:
    """Choices and their weights for each of several groups."""

    codes: Words
    weights: Floats  # [groups, choices]

    @classmethod
    def of(cls, groups: Sequence[Shares]) -> "Table":
        """One group a mapping; a choice a group does not name has no share there."""
        codes = list(dict.fromkeys(code for shares in groups for code in shares))
        weights = [[float(shares.get(code, 0)) for code in codes] for shares in groups]
        return cls(objects(codes), np.array(weights, np.float64))

    def draw(self, rng: np.random.Generator, rows: Ints) -> Words:
        """A code for each row, ``rows`` being the row's group."""
        found: Words = self.codes[pick(rng, self.weights, rows)]
        return found


def draw(rng: np.random.Generator, shares: Shares, size: int) -> Words:
    """A code for each of ``size`` rows, from one set of shares."""
    return Table.of([shares]).draw(rng, np.zeros(size, np.int64))


def draw_by_age(rng: np.random.Generator, groups: Mapping[int, Shares], ages: Ints) -> Words:
    """A code for each age; the keys are the ages from which a group of shares holds."""
    return Table.of(list(groups.values())).draw(rng, band(list(groups), ages))


def band(edges: Sequence[int], ages: Ints) -> Ints:
    """The last band whose first age is reached; below the first edge, the first band."""
    found: Ints = np.maximum(np.searchsorted(edges, ages, side="right") - 1, 0).astype(np.int64)
    return found


def by_age(steps: ByAge, ages: Ints) -> Floats:
    """The value in force at each age."""
    values: Floats = np.array(list(steps.values()), np.float64)[band(list(steps), ages)]
    return values


def by_sex_and_age(steps: Mapping[str, ByAge], male: Bools, ages: Ints) -> Floats:
    """The value in force at each age, for men and women."""
    return np.where(male, by_age(steps["male"], ages), by_age(steps["female"], ages))


def objects(values: Sequence[object]) -> Words:
    """An array of objects, one a value; tuples stay whole."""
    return np.fromiter(values, object, len(values))


def either(condition: Bools, values: Words | object, otherwise: Words | object = None) -> Words:
    """``values`` where the condition holds, else ``otherwise``; either may be a single value."""
    found: Words = np.where(condition, _whole(values), _whole(otherwise))
    return found


def _whole(value: Words | object) -> Words:
    """A tuple is one value to put in a cell, not a row of them."""
    return value if isinstance(value, np.ndarray) else objects([value])


def sets(flags: Mapping[str, Bools], none: str | None = None) -> Words:
    """Tuples of the codes whose flag is up; ``(none,)`` or None where no flag is."""
    codes = list(flags)
    mask = np.zeros(len(next(iter(flags.values()))), np.int64)
    for bit, code in enumerate(codes):
        mask |= flags[code].astype(np.int64) << bit
    empty = None if none is None else (none,)
    found, where = np.unique(mask, return_inverse=True)
    tuples = [tuple(c for bit, c in enumerate(codes) if m >> bit & 1) or empty for m in found]
    return objects(tuples)[where]


def rounded(values: Floats, step: int) -> Words:
    """Amounts to the nearest step, as floats in an object array."""
    return objects((np.round(values / step) * step).tolist())


def dates(days: NDArray[np.datetime64]) -> Words:
    """Calendar days as ``datetime.date``."""
    return objects(days.astype("datetime64[D]").astype(object).tolist())
